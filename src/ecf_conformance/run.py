"""A run: scenarios played on a target, and what that says of each rule."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from enum import IntEnum

from ecf_conformance.api import Api
from ecf_conformance.connection import Unreachable, bearer
from ecf_conformance.document import Document
from ecf_conformance.document_check import DocumentCheck
from ecf_conformance.document_coverage import DocumentCoverage
from ecf_conformance.fuzz_result import Finding, FuzzResult
from ecf_conformance.leftovers import Leftovers
from ecf_conformance.playing_order import sparing
from ecf_conformance.rules import Rule
from ecf_conformance.scenario import Played, Scenario, Verdict
from ecf_conformance.target import Ability, CannotRun, Target, UrlClock

KEPT, BROKEN, DIFFERS, NOT_SHOWN = "kept", "broken", "differs", "not shown"
ALL_VERDICTS = (KEPT, BROKEN, DIFFERS, NOT_SHOWN)
_SILENCES = 5
_ENOUGH = 0.8
_SHOWING = frozenset({Verdict.KEPT, Verdict.BROKEN, Verdict.DIFFERS})
_UNSHOWN = (Verdict.BLOCKED, Verdict.SLOW)


class TargetSilent(CannotRun):
    """The target has stopped answering; the message is the one line that says how."""


class Exit(IntEnum):
    """What the command line says at the end."""

    KEPT = 0
    BROKEN = 1
    COULD_NOT_RUN = 2
    TOO_LITTLE = 3


VERDICTS = {
    Exit.KEPT: "kept",
    Exit.BROKEN: "broken",
    Exit.COULD_NOT_RUN: "could not run",
    Exit.TOO_LITTLE: "too little shown",
}


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """What a run says of a rule; `is_due` if the target's abilities would have let it be shown."""

    rule: Rule
    verdict: str
    why: str = ""
    is_due: bool = False


_UNPLAYED = RuleVerdict(Rule("", "", "", ""), NOT_SHOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A whole run. `fuzzed` is None where nothing was fuzzed.

    `excused` are answers that the document alone would not have, but that an overlay lets pass.
    `exercise` tells what was exercised by all that the target's connection has carried, also since.
    `leftovers` does as much for what is left behind, None where that is gone with its world.
    `silence_in_scenarios` says how the target fell silent, where that ended the scenarios. With
    `strict`, what only differs from our own promises fails the run too.
    """

    api: Api
    target: str
    edition: str
    abilities: frozenset[Ability]
    played: Sequence[Played]
    requests: int
    seconds: float
    only: Sequence[str] = ()
    fuzzed: FuzzResult | None = None
    excused: Sequence[str] = ()
    coverage: DocumentCoverage = field(default_factory=lambda: DocumentCoverage({}, ""))
    silence_in_scenarios: str = ""
    strict: bool = False
    leftovers: Leftovers | None = None

    @property
    def silence(self) -> str:
        """How the target fell silent, where that ended the scenarios or the fuzzing; else empty."""
        return self.silence_in_scenarios or (self.fuzzed.silence if self.fuzzed else "")

    @property
    def left_behind(self) -> Mapping[str, Sequence[str]]:
        """What the run has left behind so far, in words, with the ids of each."""
        return self.leftovers.all if self.leftovers else {}

    @property
    def rules(self) -> Mapping[str, RuleVerdict]:
        """The verdict on every rule that was asked for."""
        found = {
            rule.id: _judged(rule, self.played, self.abilities, self.silence)
            for rule in self.api.rules.values()
            if self.played and rule.shown != "not over HTTP" and _is_asked_for(rule.id, self.only)
        }
        for each in sorted(self.findings, key=lambda it: it.differs):
            if each.rule and found.get(each.rule, _UNPLAYED).verdict not in (BROKEN, DIFFERS):
                found[each.rule] = _broken_by(each, self.api.rules[each.rule], found.get(each.rule))
        return found

    @property
    def findings(self) -> Sequence[Finding]:
        """What fuzzing found, if anything was fuzzed."""
        return self.fuzzed.findings if self.fuzzed else ()

    @property
    def is_broken(self) -> bool:
        """Whether anything is broken; where it is `strict`, what differs is."""
        verdicts = {each.outcome.verdict for each in self.played}
        verdicts |= {Verdict.DIFFERS if each.differs else Verdict.BROKEN for each in self.findings}
        return Verdict.BROKEN in verdicts or (self.strict and Verdict.DIFFERS in verdicts)

    @property
    def exit(self) -> Exit:
        """What the run comes to, skips allowed or not being for the caller to say."""
        verdicts = [each.outcome.verdict for each in self.played]
        if self.silence:
            return Exit.COULD_NOT_RUN
        if self.is_broken:
            return Exit.BROKEN
        if Verdict.ERROR in verdicts:
            return Exit.COULD_NOT_RUN
        if not self.showed_enough or any(each in verdicts for each in _UNSHOWN):
            return Exit.TOO_LITTLE
        return Exit.KEPT

    @property
    def showed_enough(self) -> bool:
        """Whether every rule due was shown, four in five of those that count, and all fuzzed."""
        if self.fuzzed and self.fuzzed.cut:
            return False
        if self.fuzzed and not self.played:
            return True
        found = list(self.rules.values())
        has_control = Ability.CONTROL in self.abilities
        counted = [each for each in found if has_control or each.rule.shown == "provider-api"]
        shown = sum(each.verdict != NOT_SHOWN for each in counted)
        due = any(each.is_due and each.verdict == NOT_SHOWN for each in found)
        return not due and bool(counted) and shown >= _ENOUGH * len(counted)


def run(
    target: Target,
    wanted: Sequence[Scenario],
    *,
    document: Document,
    only: Sequence[str] = (),
    jobs: int = 4,
    seen: Callable[[Played], None] = lambda _: None,
) -> Result:
    """Play scenarios, several at once; `seen` is told of each.

    Raises CannotRun where the target falls silent before it has shown anything.
    """
    started = time.perf_counter()
    target = replace(target, document=document)
    if Ability.STATES not in target.abilities:
        wanted = sparing(wanted, target.api, target.abilities)
    coverage = DocumentCoverage(document.root, target.url)
    document_check = DocumentCheck(document, target)
    leftovers = None if target.is_ours else Leftovers(target.api.prefix)
    target.connection.notify(*[each.note for each in (coverage, leftovers) if each])
    played, silence = _played(_outcomes(target, wanted, jobs), document_check, seen)
    if wanted and _is_asked_for(target.api.answers_rule, only):
        played.append(document_check.verdict())
        seen(played[-1])
    return Result(
        api=target.api,
        target=target.url,
        edition=target.edition,
        abilities=target.abilities,
        played=sorted(played, key=lambda each: each.scenario.id),
        requests=document_check.requests,
        seconds=time.perf_counter() - started,
        only=only,
        excused=document.excused,
        coverage=coverage,
        silence_in_scenarios=silence,
        leftovers=leftovers,
    )


def _at_once(target: Target, jobs: int) -> int:
    """Return how many scenarios may be played at once.

    They share a clock that is set by its URL, and without provider states whom the target lists.
    """
    shares = isinstance(target.clock, UrlClock) or Ability.STATES not in target.abilities
    return 1 if shares else jobs


def _played(
    outcomes: Iterable[Played], document_check: DocumentCheck, seen: Callable[[Played], None]
) -> tuple[list[Played], str]:
    """Return what was played, and how the target fell silent, if that ended it.

    Raises TargetSilent where nothing was shown before that.
    """
    played: list[Played] = []
    try:
        for each in outcomes:
            document_check.check(each.outcome.exchanges)
            kept = _without_requests(each) if each.outcome.verdict is Verdict.KEPT else each
            played.append(kept)
            seen(kept)
    except TargetSilent as silence:
        played = [each for each in played if not each.outcome.is_silence]
        if not any(each.outcome.verdict in _SHOWING for each in played):
            raise
        return played, str(silence)
    return played, ""


def _outcomes(target: Target, wanted: Sequence[Scenario], jobs: int) -> Iterator[Played]:
    """Yield what was played as it ends; stops a run whose target has fallen silent.

    Whoever is only slow, and answers a short list in time, is played on with.
    """
    silences = 0
    stop = threading.Event()

    def play(scenario: Scenario) -> Played | None:
        started = time.perf_counter()
        if stop.is_set():
            return None
        return Played(scenario, scenario.play(target), time.perf_counter() - started)

    with ThreadPoolExecutor(_at_once(target, jobs)) as pool:
        try:
            for future in as_completed([pool.submit(play, each) for each in wanted]):
                if (played := future.result()) is None:
                    continue
                yield played
                silences = silences + 1 if played.outcome.is_silence else 0
                if silences < _SILENCES:
                    continue
                if played.outcome.verdict is not Verdict.SLOW or not _answers(target):
                    raise TargetSilent(f"{target.url} fell silent: {played.outcome.why}.")
                silences = 0
        finally:
            stop.set()


def _answers(target: Target) -> bool:
    """Return whether a target answers in time where least is asked of it."""
    url = f"{target.url}{target.api.prefix}{target.api.probe}"
    one = {"page[per_page]": "1"}
    try:
        target.connection.ask("GET", url, bearer(target.token), retry=False, params=one)
    except Unreachable:
        return False
    return True


def _without_requests(played: Played) -> Played:
    return replace(played, outcome=replace(played.outcome, exchanges=()))


def _broken_by(finding: Finding, rule: Rule, judged: RuleVerdict | None) -> RuleVerdict:
    why = f"{finding.operation} {finding.why}; expected {finding.expected}"
    is_due = judged.is_due if judged else False
    return RuleVerdict(rule, DIFFERS if finding.differs else BROKEN, why, is_due)


def _is_asked_for(rule: str, only: Sequence[str]) -> bool:
    return not only or any(
        rule == each.upper() or rule.startswith(f"{each.upper()}-") for each in only
    )


_TELLING = {
    Verdict.BROKEN: BROKEN,
    Verdict.DIFFERS: DIFFERS,
    Verdict.ERROR: NOT_SHOWN,
    Verdict.BLOCKED: NOT_SHOWN,
    Verdict.SLOW: NOT_SHOWN,
}


def _judged(
    rule: Rule, played: Sequence[Played], abilities: frozenset[Ability], silence: str
) -> RuleVerdict:
    """Return a rule's verdict: kept takes one that shows it, and none that could not start."""
    of_rule = [each for each in played if rule.id in each.scenario.rules]
    is_due = any(each.scenario.is_due(abilities) for each in of_rule)
    for verdict, said in _TELLING.items():
        for each in of_rule:
            if each.outcome.verdict is verdict:
                return RuleVerdict(rule, said, each.outcome.why, is_due)
    if any(each.outcome.verdict is Verdict.KEPT for each in of_rule):
        return RuleVerdict(rule, KEPT, "", is_due)
    why = of_rule[0].outcome.why if of_rule else silence or "no scenario shows it"
    return RuleVerdict(rule, NOT_SHOWN, why, is_due)
