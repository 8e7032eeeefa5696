"""The data of the HTML report, for its template."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ecf_conformance.document_coverage import Choice, OperationCoverage, Share
from ecf_conformance.exchange import Exchange, Secrets
from ecf_conformance.fuzz_result import Finding, FuzzResult
from ecf_conformance.run import ALL_VERDICTS, BROKEN, DIFFERS, VERDICTS, Played, Result, RuleVerdict
from ecf_conformance.scenario import Verdict

_EXCHANGES_SHOWN = 6
_FAILURES_SHOWN = 12
_CASES_SHOWN = 2
_SHOWN = 4000
_ODD = (Verdict.BROKEN, Verdict.DIFFERS, Verdict.ERROR, Verdict.BLOCKED, Verdict.SLOW)


@dataclass(frozen=True, slots=True)
class Shown:
    """An exchange: what was sent and answered, and the command that sends it again."""

    line: str
    status: int
    sent: str
    answered: str
    curl: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, what was expected instead, and how to see it again."""

    anchor: str
    id: str
    verdict: str
    sentence: str
    found: str
    expected: str
    exchanges: Sequence[Shown]
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one scenario with the same outcome."""

    name: str
    sentence: str
    verdict: str
    why: str
    cases: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it promises, the verdict, and what that rests on.

    Failures that another rule shows already are `elsewhere`, as id and anchor.
    """

    id: str
    summary: str
    shown: str
    verdict: str
    why: str
    failures: Sequence[Failure]
    elsewhere: Sequence[tuple[str, str]]
    more: int
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rules that belong together."""

    code: str
    about: str
    rules: Sequence[Rule]

    @property
    def tally(self) -> Mapping[str, int]:
        return Counter(each.verdict for each in self.rules)


@dataclass(frozen=True, slots=True)
class View:
    """A whole page."""

    verdict: str
    silence: str
    target: str
    edition: str
    abilities: Sequence[str]
    requests: int
    seconds: float
    scenarios: int
    tally: Mapping[str, int]
    chapters: Sequence[Chapter]
    shares: Mapping[str, Share]
    statuses: Sequence[str]
    operations: Sequence[OperationCoverage]
    choices: Sequence[Choice]
    fuzzed: FuzzResult | None
    findings: Sequence[Failure]
    excused: Sequence[str]

    @property
    def broken(self) -> list[Rule]:
        return [each for one in self.chapters for each in one.rules if each.verdict == BROKEN]

    @property
    def differing(self) -> list[Rule]:
        return [each for one in self.chapters for each in one.rules if each.verdict == DIFFERS]


def view(result: Result, secrets: Secrets) -> View:
    """Return what the page of a run shows."""
    rules, operations = result.rules, result.coverage.operations
    counts = Counter(each.verdict for each in rules.values())
    statuses = {status for each in operations for status in (*each.statuses, *each.strange)}
    fuzzed, builder = result.fuzzed, _ViewBuilder(result, secrets)
    return View(
        verdict=VERDICTS[result.exit],
        silence=result.silence,
        target=result.target,
        edition=result.edition,
        abilities=sorted(result.abilities),
        requests=result.requests,
        seconds=result.seconds,
        scenarios=len(result.played),
        tally={each: counts[each] for each in ALL_VERDICTS},
        chapters=builder.chapters(list(rules.values())),
        shares=result.coverage.shares,
        statuses=sorted(statuses),
        operations=operations,
        choices=result.coverage.choices,
        fuzzed=fuzzed,
        findings=[builder.finding(n, each) for n, each in enumerate(fuzzed.findings)]
        if fuzzed
        else [],
        excused=result.excused,
    )


@dataclass(slots=True)
class _ViewBuilder:
    """Turns what was played into texts; a failure is shown once, under the first of its rules."""

    result: Result
    secrets: Secrets
    shown: dict[str, str] = field(default_factory=dict)

    def chapters(self, judged: Sequence[RuleVerdict]) -> list[Chapter]:
        return [
            Chapter(code, "; ".join(dict.fromkeys(each.rule.chapter for each in of_code)), rules)
            for code, group in groupby(judged, key=lambda each: each.rule.id.partition("-")[0])
            if (of_code := list(group)) and (rules := [self._rule(each) for each in of_code])
        ]

    def _rule(self, judged: RuleVerdict) -> Rule:
        id_ = judged.rule.id
        played = [each for each in self.result.played if id_ in each.scenario.rules]
        odd = [each for each in played if each.outcome.verdict in _ODD]
        odd.sort(key=lambda each: _ODD.index(each.outcome.verdict))
        old = [each.scenario.id for each in odd if each.scenario.id in self.shown]
        new = _few([each for each in odd if each.scenario.id not in self.shown])
        return Rule(
            id=id_,
            summary=judged.rule.summary,
            shown=judged.rule.shown,
            verdict=judged.verdict,
            why=judged.why,
            failures=[self._failure(each) for each in new],
            elsewhere=[(each, self.shown[each]) for each in old[:_FAILURES_SHOWN]],
            more=len(odd) - len(new) - len(old[:_FAILURES_SHOWN]),
            groups=list(self._groups(played)),
        )

    def _failure(self, played: Played) -> Failure:
        scenario, outcome = played.scenario, played.outcome
        anchor = self.shown[scenario.id] = f"failure-{len(self.shown) + 1}"
        found, _, expected = outcome.why.rpartition("; expected ")
        last = list(outcome.exchanges)[-_EXCHANGES_SHOWN:]
        return Failure(
            anchor=anchor,
            id=scenario.id,
            verdict=outcome.verdict.value,
            sentence=scenario.sentence,
            found=found or expected,
            expected=expected if found else "",
            exchanges=[self._exchange(each) for each in last],
            earlier=len(outcome.exchanges) - len(last),
        )

    def finding(self, number: int, finding: Finding) -> Failure:
        """Return what fuzzing found as a failure."""
        times = f"{finding.times} times" if finding.times > 1 else "once"
        of_rule = f"{finding.rule}, " if finding.rule else ""
        return Failure(
            anchor=f"finding-{number + 1}",
            id=f"{of_rule}{finding.check}, seen {times}",
            verdict=DIFFERS if finding.differs else BROKEN,
            sentence=finding.operation,
            found=finding.why,
            expected=finding.expected,
            exchanges=[self._exchange(finding.exchange)],
        )

    def _exchange(self, exchange: Exchange) -> Shown:
        sent = exchange.sent.decode("utf-8", "replace")
        return Shown(
            line=exchange.line,
            status=exchange.status,
            sent=self.secrets.cut(_pretty(sent), _SHOWN),
            answered=self.secrets.cut(_pretty(exchange.text), _SHOWN),
            curl=exchange.curl(self.secrets),
        )

    def _groups(self, played: Sequence[Played]) -> Iterator[Group]:
        """Yield scenarios that are not failures, cases of one verdict together."""
        found: dict[tuple[str, str, str], list[Played]] = {}
        for each in played:
            if each.outcome.verdict not in _ODD:
                name = each.scenario.id.partition("[")[0]
                key = (name, each.outcome.verdict.value, each.outcome.why)
                found.setdefault(key, []).append(each)
        for (name, verdict, why), cases in found.items():
            sentence = cases[0].scenario.sentence
            plain = sentence.rpartition(" (")[0] if "[" in cases[0].scenario.id else sentence
            yield Group(name, plain, verdict, why, len(cases))


def _few(played: Sequence[Played]) -> list[Played]:
    """Return those that are shown: no more than some cases of any scenario."""
    cases: Counter[str] = Counter()
    found = []
    for each in played:
        cases[name := each.scenario.id.partition("[")[0]] += 1
        if cases[name] <= _CASES_SHOWN:
            found.append(each)
    return found[:_FAILURES_SHOWN]


def _pretty(text: str) -> str:
    """Return JSON indented, unless it is too long to be read; anything else as it is."""
    if len(text) > 4 * _SHOWN:
        return text
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
