"""Scenarios: promises as prose, that can be played on a target."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from ecf_conformance.connection import Late, Limited, Unreachable
from ecf_conformance.exchange import Exchange
from ecf_conformance.provider import Provider, ScenarioRun
from ecf_conformance.reply import Unprepared
from ecf_conformance.rules import rules as known_rules
from ecf_conformance.target import Ability, CannotShow, Target

Steps = Callable[..., None]
Cases = Callable[[str], Iterable[Any]]
EDITIONS = ("guidance", "service")
IN_SERVICE = ("service",)
"""Of a promise that is ours where an implementation is judged as the service."""


class Verdict(StrEnum):
    """What became of a scenario."""

    KEPT = "kept"
    BROKEN = "broken"
    DIFFERS = "differs"
    SLOW = "slow"
    BLOCKED = "blocked"
    SKIPPED = "skipped"
    ERROR = "error"


class Source(StrEnum):
    """Whose promise a scenario plays: one of the two editions', or our decision."""

    GUIDANCE = "guidance"
    SERVICE = "service"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, why, and what was sent on the way to it."""

    verdict: Verdict
    why: str = ""
    exchanges: Sequence[Exchange] = ()
    is_silence: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One promise to play. `id` is its chapter, its name and, of several alike, its case.

    Without what it `needs` it is skipped. What is `certain_with` brings about whom it is about;
    without that it takes its chance with whom the target has.
    """

    id: str
    rules: tuple[str, ...]
    sentence: str
    needs: frozenset[Ability]
    steps: Callable[[Provider], None] = field(repr=False)
    source: Source = Source.GUIDANCE
    certain_with: frozenset[Ability] = frozenset()

    def is_due(self, abilities: frozenset[Ability]) -> bool:
        """Return whether a target with these abilities should let it be shown."""
        return self.needs | self.certain_with <= abilities

    def play(self, target: Target) -> Outcome:
        """Play the steps; whatever happens is an outcome, never an exception."""
        if missing := self.needs - target.abilities:
            return Outcome(Verdict.SKIPPED, "the target lacks " + ", ".join(sorted(missing)))
        run_state = ScenarioRun()
        found = _played(self.steps, Provider(target, run_state))
        trouble = _clean_up(run_state)
        if found.verdict is Verdict.KEPT and trouble:
            found = Outcome(Verdict.ERROR, trouble)
        if found.verdict is Verdict.BROKEN and self.source is Source.OURS and not target.is_ours:
            found = replace(found, verdict=Verdict.DIFFERS)
        why = target.secrets.masked(found.why)
        return replace(found, why=why, exchanges=run_state.evidence.exchanges)


def _played(steps: Callable[[Provider], None], provider: Provider) -> Outcome:
    try:
        steps(provider)
    except Exception as trouble:  # one scenario's trouble must not end the run
        return _outcome_of(trouble)
    evidence = provider.run_state.evidence
    if evidence.refused and not evidence.accepted:
        return Outcome(Verdict.ERROR, "the scenario shows a refusal without its accepted twin")
    return Outcome(Verdict.KEPT)


def _outcome_of(trouble: Exception) -> Outcome:
    for kind, verdict in _VERDICTS.items():
        if isinstance(trouble, kind):
            why = str(trouble) or "a promise was broken"
            return Outcome(verdict, why, is_silence=isinstance(trouble, Unreachable))
    return Outcome(Verdict.ERROR, f"{type(trouble).__name__}: {trouble}")


_VERDICTS: dict[type[Exception], Verdict] = {
    AssertionError: Verdict.BROKEN,
    Late: Verdict.SLOW,
    Limited: Verdict.BLOCKED,
    Unreachable: Verdict.BROKEN,
    Unprepared: Verdict.BLOCKED,
    CannotShow: Verdict.SKIPPED,
}


def _clean_up(run_state: ScenarioRun) -> str:
    try:
        run_state.after.close()
    except Exception as trouble:  # as above
        return f"could not put away what was made: {trouble}"
    return ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A scenario as it was registered: for one edition or both, for one case or many."""

    chapter: str
    name: str
    rules: tuple[str, ...]
    sentence: str
    needs: frozenset[Ability]
    editions: tuple[str, ...]
    each: Cases | None
    steps: Steps
    ours: tuple[str, ...] = ()
    certain_with: frozenset[Ability] = frozenset()

    def scenarios(self, edition: str) -> Iterator[Scenario]:
        """Yield what is to be played in an edition."""
        if edition not in self.editions:
            return
        if self.each is None:
            yield self._made("", self.steps, _source(edition, self.ours))
            return
        for case in self.each(edition):
            source = _source(edition, (*self.ours, *getattr(case, "ours", ())))
            yield self._made(str(case), _with(self.steps, case), source)

    def _made(self, case: str, steps: Callable[[Provider], None], source: Source) -> Scenario:
        suffix = f"[{case}]" if case else ""
        sentence = f"{self.sentence} ({case})" if case else self.sentence
        id_ = f"{self.chapter}.{self.name}{suffix}"
        return Scenario(id_, self.rules, sentence, self.needs, steps, source, self.certain_with)


def _source(edition: str, ours: Iterable[str]) -> Source:
    return Source.OURS if edition in ours else Source(edition)


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
    the editions in which the promise is ours alone; a case may say so of itself.
    """

    def register(steps: Steps) -> Steps:
        chapter = steps.__module__.rpartition(".")[2]
        assert steps.__doc__, f"{steps.__name__} has no sentence"
        assert set(rules) <= known_rules().keys(), f"{steps.__name__} shows unknown rules"
        entry = Entry(
            chapter=chapter,
            name=steps.__name__,
            rules=rules,
            sentence=" ".join(steps.__doc__.split()).rstrip("."),
            needs=frozenset(needs),
            editions=(edition,) if edition else EDITIONS,
            each=each,
            steps=steps,
            ours=tuple(ours),
            certain_with=frozenset(certain_with),
        )
        key = f"{chapter}.{steps.__name__}"
        assert key not in _ENTRIES, f"{key} is there already"
        _ENTRIES[key] = entry
        return steps

    return register


def entries() -> Sequence[Entry]:
    """Return everything registered, by chapter."""
    package = importlib.import_module("ecf_conformance.v1.scenarios")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return sorted(_ENTRIES.values(), key=lambda each: each.chapter)


def scenarios(edition: str, only: Sequence[str] = ()) -> list[Scenario]:
    """Return what is played in an edition; `only` are rules, or chapters of rules."""
    return [
        each
        for entry in entries()
        for each in entry.scenarios(edition)
        if not only or any(_is_of(rule, wanted) for rule in each.rules for wanted in only)
    ]


def _is_of(rule: str, wanted: str) -> bool:
    return rule == wanted.upper() or rule.startswith(f"{wanted.upper()}-")
