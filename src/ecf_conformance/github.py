"""Annotations and a summary for a run in GitHub Actions."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ecf_conformance.exchange import Secrets
from ecf_conformance.fuzz_report import OURS_ALONE, printable
from ecf_conformance.run import ALL_VERDICTS, BROKEN, DIFFERS, KEPT, VERDICTS, Result, RuleVerdict
from ecf_conformance.scenario import Played

_MOST_ANNOTATIONS = 10  # of a level; GitHub shows no more of a step
_LENGTH = 1000
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_TEXT, ":": "%3A", ",": "%2C"}
_IN_CELL = {"\\": "\\\\", "|": "\\|", "\n": " ", "\r": " ", "&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKS = "`*_[]()#!~$@"


def is_there(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether this runs in a step of GitHub Actions."""
    return environment.get("GITHUB_ACTIONS") == "true"


def annotations(result: Result, secrets: Secrets) -> Iterator[str]:
    """Yield a line for each rule that is broken or differs, and one for what GitHub would not show.

    What differs from our own promises is a notice; with `strict` it is an error like the rest.
    """
    failing = (BROKEN, DIFFERS) if result.strict else (BROKEN,)
    judged = result.rules.values()
    broken = [each for each in judged if each.verdict in failing]
    differing = [each for each in judged if each.verdict == DIFFERS and each not in broken]
    yield from _of_level("error", "are broken", broken, result, secrets)
    if result.silence:
        text = _escaped(secrets.cut(result.silence, _LENGTH), _IN_TEXT)
        yield f"::error title=Conformance could not run to the end::{text}"
    yield from _of_level("notice", "differ", differing, result, secrets)


def _of_level(
    level: str, how: str, judged: Sequence[RuleVerdict], result: Result, secrets: Secrets
) -> Iterator[str]:
    """Yield the annotations of one level: as many as GitHub shows, the last naming the others."""
    shown = judged if len(judged) <= _MOST_ANNOTATIONS else judged[: _MOST_ANNOTATIONS - 1]
    for each in shown:
        title = f"{each.rule.id}: {each.rule.summary}"
        text = secrets.cut(_why(each, result), _LENGTH) + _curl(each, result, secrets)
        yield f"::{level} title={_escaped(title, _IN_PROPERTY)}::{_escaped(text, _IN_TEXT)}"
    if left := [each.rule.id for each in judged[len(shown) :]]:
        text = f"{len(left)} more rules {how}: {', '.join(left)}"
        yield f"::{level} title=Conformance::{_escaped(text, _IN_TEXT)}"


def summarise(result: Result, secrets: Secrets, file: Path) -> None:
    """Add a summary in Markdown to the step's."""
    text = "\n".join(as_markdown(result, secrets)) + "\n"
    with file.open("a", encoding="utf-8", errors="replace") as summary:
        summary.write(text)


def as_markdown(result: Result, secrets: Secrets) -> Iterator[str]:
    """Yield the lines of a summary: the verdict, what is broken, and what was exercised."""
    counts = Counter(each.verdict for each in result.rules.values())
    yield f"## Conformance: {VERDICTS[result.exit]}"
    yield ""
    tally = ", ".join(f"{counts[each]} {each}" for each in ALL_VERDICTS)
    yield f"{_cell(result.target)}, API {result.api.name}, {result.edition} edition: {tally}."
    yield ""
    if result.silence:
        yield from (f"The run ended early: {_cell(secrets.cut(result.silence, _LENGTH))}", "")
    yield from _table(result, secrets)
    shares = ", ".join(f"{share} {name}" for name, share in result.coverage.shares.items())
    yield f"Exercised: {shares}."


def _table(result: Result, secrets: Secrets) -> Iterator[str]:
    odd = [each for each in result.rules.values() if each.verdict != KEPT]
    if not odd:
        return
    yield from ("| Rule | Verdict | Why |", "|---|---|---|")
    for each in sorted(odd, key=lambda each: ALL_VERDICTS.index(each.verdict)):
        words = f"**{each.rule.id}** {_cell(each.rule.summary)}"
        why = _cell(secrets.cut(_why(each, result), _LENGTH))
        yield f"| {words} | {each.verdict} | {why} |"
    yield ""


def _why(judged: RuleVerdict, result: Result) -> str:
    """Return why: whose promise it is where that is ours alone, which scenario, and what it saw."""
    said = [OURS_ALONE] if judged.verdict == DIFFERS else []
    said += [each.scenario.sentence for each in _failing(judged, result)][:1]
    return ": ".join([*said, judged.why])


def _curl(judged: RuleVerdict, result: Result, secrets: Secrets) -> str:
    """Return the last request of the first scenario that breaks a rule, to be sent again."""
    failing = [each for each in _failing(judged, result) if each.outcome.exchanges]
    return f"\n{failing[0].outcome.exchanges[-1].curl(secrets)}" if failing else ""


def _failing(judged: RuleVerdict, result: Result) -> Sequence[Played]:
    """Return the scenarios that a rule's verdict comes from, the one that it names first."""
    return [
        each
        for each in result.played
        if judged.rule.id in each.scenario.rules
        and each.outcome.verdict == judged.verdict
        and each.outcome.why == judged.why
    ]


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    """Return a text with some of its signs written as they must be."""
    return printable(text).translate({ord(sign): code for sign, code in signs.items()})


def _cell(text: str) -> str:
    """Return a text as a cell of a table, with nothing in it that Markdown would read."""
    return _escaped(text, {**{mark: f"\\{mark}" for mark in _MARKS}, **_IN_CELL})
