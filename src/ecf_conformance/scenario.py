"""Scenarios: how they are registered, and how one is played on a target."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from ecf_conformance.api import Api
from ecf_conformance.connection import Late, Limited, Unreachable
from ecf_conformance.exchange import Exchange
from ecf_conformance.provider import Provider, ScenarioRun
from ecf_conformance.reply import Evidence, SetupFailed
from ecf_conformance.target import Ability, CannotShow, Target

Steps = Callable[..., None]
Cases = Callable[[str], Iterable[Any]]

OURS = "ours"
"""The source of a promise that is our decision, and that of no edition."""

_TRIES = 3


class Verdict(StrEnum):
    """The verdict on a scenario."""

    KEPT = "kept"
    BROKEN = "broken"
    DIFFERS = "differs"
    SLOW = "slow"
    BLOCKED = "blocked"
    SKIPPED = "skipped"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, why, and what was sent on the way to it.

    `is_by_chance` is whether it may be only for whom the scenario was about.
    """

    verdict: Verdict
    why: str = ""
    exchanges: Sequence[Exchange] = ()
    is_silence: bool = False
    is_by_chance: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One promise to play. `id` is its chapter, its name and, of several alike, its case.

    Without what it `needs` it is skipped. What is `certain_with` brings about whom it is about;
    without that it takes its chance with whom the target has. So does each where nobody makes
    states: whoever is found in lists may have what no list shows, as a place that is taken.
    """

    id: str
    rules: tuple[str, ...]
    sentence: str
    needs: frozenset[Ability]
    steps: Callable[[Provider], None] = field(repr=False)
    source: str = OURS
    certain_with: frozenset[Ability] = frozenset()

    def is_due(self, abilities: frozenset[Ability]) -> bool:
        """Return whether a target with these abilities should let it be shown."""
        return self.needs | self.certain_with <= abilities

    def tries_on(self, abilities: frozenset[Ability]) -> int:
        """Return how often it is played until it is kept: more than once if it takes its chance."""
        return 1 if self.certain_with | {Ability.STATES} <= abilities else _TRIES

    def play(self, target: Target) -> Outcome:
        """Play the steps; whatever happens is an outcome, never an exception."""
        if missing := self.needs - target.abilities:
            return Outcome(Verdict.SKIPPED, "the target lacks " + ", ".join(sorted(missing)))
        run_state = ScenarioRun()
        found = self._tried(target, run_state)
        failure = _clean_up(run_state)
        if found.verdict is Verdict.KEPT and failure:
            found = failure
        if found.verdict is Verdict.BROKEN and self.source == OURS and not target.is_ours:
            found = replace(found, verdict=Verdict.DIFFERS)
        why = target.secrets.masked(found.why)
        return replace(found, why=why, exchanges=run_state.evidence.exchanges)

    def _tried(self, target: Target, run_state: ScenarioRun) -> Outcome:
        """Play the steps, and once more about others where it may be for whom they were about."""
        found = _played(self.steps, target.api.provider(target, run_state))
        for _ in range(self.tries_on(target.abilities) - 1):
            if not found.is_by_chance or not (run_state.met or self.certain_with):
                break
            # Others are found now, as nobody is released yet.
            run_state.evidence = Evidence(run_state.evidence.exchanges)
            met = frozenset(run_state.met)
            again = _played(self.steps, target.api.provider(target, run_state))
            if again.verdict is Verdict.SKIPPED:  # there is nobody else
                break
            if again.verdict is Verdict.KEPT:
                run_state.unfit |= met
            if again.verdict is not Verdict.BLOCKED:  # which takes nothing back
                found = again
        return found


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario and its outcome."""

    scenario: Scenario
    outcome: Outcome
    seconds: float


def _played(steps: Callable[[Provider], None], provider: Provider) -> Outcome:
    try:
        steps(provider)
    except Exception as error:  # the error of one scenario must not end the run
        return _outcome_of(error)
    evidence = provider.run_state.evidence
    if evidence.refused and not evidence.accepted:
        return Outcome(Verdict.ERROR, "the scenario shows a refusal without its accepted twin")
    return Outcome(Verdict.KEPT)


def _outcome_of(error: Exception) -> Outcome:
    for kind, verdict in _VERDICTS.items():
        if isinstance(error, kind):
            return Outcome(
                verdict,
                str(error) or "a promise was broken",
                is_silence=isinstance(error, Unreachable),
                is_by_chance=isinstance(error, AssertionError | SetupFailed),
            )
    return Outcome(Verdict.ERROR, f"{type(error).__name__}: {error}")


_VERDICTS: dict[type[Exception], Verdict] = {
    AssertionError: Verdict.BROKEN,
    Late: Verdict.SLOW,
    Limited: Verdict.BLOCKED,
    Unreachable: Verdict.BROKEN,
    SetupFailed: Verdict.BLOCKED,
    CannotShow: Verdict.SKIPPED,
}


def _clean_up(run_state: ScenarioRun) -> Outcome | None:
    try:
        run_state.after.close()
    except Exception as error:  # as above
        verdict = Verdict.SLOW if isinstance(error, Late) else Verdict.ERROR
        return Outcome(verdict, f"could not clean up: {error}")
    return None


@dataclass(frozen=True, slots=True)
class Entry:
    """A scenario as it was registered: for one edition or all of its API, for one case or many."""

    package: str
    chapter: str
    name: str
    rules: tuple[str, ...]
    sentence: str
    needs: frozenset[Ability]
    edition: str | None
    each: Cases | None
    steps: Steps
    ours: tuple[str, ...] = ()
    certain_with: frozenset[Ability] = frozenset()

    def is_played_in(self, edition: str | None) -> bool:
        """Return whether it is played in an edition; None is any."""
        return None in (edition, self.edition) or edition == self.edition

    def scenarios(self, edition: str) -> Iterator[Scenario]:
        """Yield what is to be played in an edition."""
        if not self.is_played_in(edition):
            return
        if self.each is None:
            yield self._scenario("", self.steps, _source(edition, self.ours), self.needs)
            return
        for case in self.each(edition):
            source = _source(edition, (*self.ours, *getattr(case, "ours", ())))
            needs = self.needs | frozenset(getattr(case, "needs", ()))
            yield self._scenario(str(case), _with(self.steps, case), source, needs)

    def _scenario(
        self,
        case: str,
        steps: Callable[[Provider], None],
        source: str,
        needs: frozenset[Ability],
    ) -> Scenario:
        suffix = f"[{case}]" if case else ""
        sentence = f"{self.sentence} ({case})" if case else self.sentence
        id_ = f"{self.chapter}.{self.name}{suffix}"
        return Scenario(id_, self.rules, sentence, needs, steps, source, self.certain_with)


def _source(edition: str, ours: Iterable[str]) -> str:
    return OURS if edition in ours else edition


def _with(steps: Steps, case: object) -> Callable[[Provider], None]:
    return lambda provider: steps(provider, case)


_ENTRIES: dict[str, Entry] = {}


def scenario(
    *rules: str,
    needs: Iterable[Ability] = (),
    edition: str | None = None,
    each: Cases | None = None,
    ours: Sequence[str] = (),
    certain_with: Iterable[Ability] = (),
) -> Callable[[Steps], Steps]:
    """Register a function; its docstring is the sentence in the report.

    With `each`, it is played once for every case that `each` returns for the edition. `ours` are
    the editions in which the promise is ours alone; a case may say so of itself, and need more.
    """

    def register(steps: Steps) -> Steps:
        package, _, chapter = steps.__module__.rpartition(".")
        assert steps.__doc__, f"{steps.__name__} has no sentence"
        entry = Entry(
            package=package,
            chapter=chapter,
            name=steps.__name__,
            rules=rules,
            sentence=" ".join(steps.__doc__.split()).rstrip("."),
            needs=frozenset(needs),
            edition=edition,
            each=each,
            steps=steps,
            ours=tuple(ours),
            certain_with=frozenset(certain_with),
        )
        key = f"{package}.{chapter}.{steps.__name__}"
        assert key not in _ENTRIES, f"{key} is there already"
        _ENTRIES[key] = entry
        return steps

    return register


def entries(api: Api) -> Sequence[Entry]:
    """Return everything registered for an API, by chapter."""
    package = importlib.import_module(api.scenarios)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    found = [each for each in _ENTRIES.values() if each.package == api.scenarios]
    for each in found:
        unknown = set(each.rules) - api.rules.keys()
        assert not unknown, f"{each.name} shows unknown rules: {', '.join(unknown)}"
    return sorted(found, key=lambda each: each.chapter)


def scenarios(api: Api, edition: str, only: Sequence[str] = ()) -> list[Scenario]:
    """Return what is played in an edition; `only` are rules, or chapters of rules."""
    return [
        each
        for entry in entries(api)
        for each in entry.scenarios(edition)
        if not only or any(_is_of(rule, wanted) for rule in each.rules for wanted in only)
    ]


def _is_of(rule: str, wanted: str) -> bool:
    return rule == wanted.upper() or rule.startswith(f"{wanted.upper()}-")
