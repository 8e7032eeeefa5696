"""The scenarios by rule, as text and as Markdown."""

from collections.abc import Iterator, Sequence

from ecf_conformance.rules import Rule, rules
from ecf_conformance.scenario import Entry, entries


def as_text(wanted: Sequence[str] = (), edition: str | None = None) -> Iterator[str]:
    """Yield a line for each rule and, below it, for each of its scenarios."""
    for rule, shown_by in _by_rule(wanted, edition):
        yield f"{rule.id}  {rule.summary}  [{rule.shown}]"
        yield from (f"    {_name(each)}: {each.sentence}.{_only(each)}" for each in shown_by)


def as_markdown() -> Iterator[str]:
    """Yield the catalogue as `docs/conformance.md` shows it."""
    chapter = ""
    for rule, shown_by in _by_rule((), None):
        if rule.chapter != chapter:
            chapter = rule.chapter
            yield from (f"### {rule.id.partition('-')[0]}: {chapter}", "")
        yield from (f"**{rule.id}** {rule.summary} ({rule.shown})", "")
        yield from (f"- `{_name(each)}` {each.sentence}.{_only(each)}" for each in shown_by)
        yield ""


def _by_rule(wanted: Sequence[str], edition: str | None) -> Iterator[tuple[Rule, list[Entry]]]:
    asked = {each.upper() for each in wanted}
    for id_, rule in rules().items():
        if not asked or asked & {id_, id_.partition("-")[0]}:
            shown_by = [each for each in entries() if id_ in each.rules]
            yield rule, [each for each in shown_by if edition in (None, *each.editions)]


def _name(entry: Entry) -> str:
    return f"{entry.chapter}.{entry.name}"


def _only(entry: Entry) -> str:
    many = "" if entry.each is None else " *(several cases)*"
    return many if len(entry.editions) > 1 else f" *({entry.editions[0]} only)*{many}"
