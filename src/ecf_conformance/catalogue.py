"""The scenarios by rule, as text and as Markdown."""

from collections.abc import Iterator, Sequence

from ecf_conformance.api import Api
from ecf_conformance.rules import Rule
from ecf_conformance.scenario import Entry, entries


def as_text(api: Api, wanted: Sequence[str] = (), edition: str | None = None) -> Iterator[str]:
    """Yield a line for each rule and, below it, for each of its scenarios."""
    for rule, shown_by in _by_rule(api, wanted, edition):
        yield f"{rule.id}  {rule.summary}  [{rule.shown}]"
        yield from (f"    {_name(each)}: {each.sentence}.{_only(each)}" for each in shown_by)


def as_markdown(api: Api) -> Iterator[str]:
    """Yield the catalogue as `docs/conformance.md` shows it."""
    chapter = ""
    for rule, shown_by in _by_rule(api, (), None):
        if rule.chapter != chapter:
            chapter = rule.chapter
            yield from (f"### {rule.id.partition('-')[0]}: {chapter}", "")
        yield from (f"**{rule.id}** {rule.summary} ({rule.shown})", "")
        yield from (f"- `{_name(each)}` {each.sentence}.{_only(each)}" for each in shown_by)
        yield ""


def _by_rule(
    api: Api, wanted: Sequence[str], edition: str | None
) -> Iterator[tuple[Rule, list[Entry]]]:
    asked = {each.upper() for each in wanted}
    for id_, rule in api.rules.items():
        if not asked or asked & {id_, id_.partition("-")[0]}:
            shown_by = [each for each in entries(api) if id_ in each.rules]
            yield rule, [each for each in shown_by if each.is_played_in(edition)]


def _name(entry: Entry) -> str:
    return f"{entry.chapter}.{entry.name}"


def _only(entry: Entry) -> str:
    many = "" if entry.each is None else " *(several cases)*"
    return f" *({entry.edition} only)*{many}" if entry.edition else many
