"""The phase of fuzzing: turns for every operation, in rounds, until examples or time are used up.

With a number of examples there is one round, the same for the same seed. With a time alone, a
first short round gives everybody a turn; what time is left goes to longer ones. Time cuts whole
turns only.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random

from ecf_conformance.budget import SEQUENCES, Budget, Round, Seen
from ecf_conformance.document import Document
from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzz_result import Fuzzed, OperationFuzzed
from ecf_conformance.fuzzing.findings import Findings
from ecf_conformance.fuzzing.jobs import FuzzingFailed, Job, JobRunner
from ecf_conformance.fuzzing.observer import Observer
from ecf_conformance.fuzzing.operation_kinds import OperationKind, route_of
from ecf_conformance.fuzzing.recheck import Recheck
from ecf_conformance.fuzzing.registration import registered
from ecf_conformance.fuzzing.setup import observer_of
from ecf_conformance.fuzzing.transport import ConnectionTransport
from ecf_conformance.session import CannotRun
from ecf_conformance.target import Target
from ecf_conformance.v1.ours import finding_is_ours
from ecf_conformance.v1.schedules import TYPES


@dataclass(slots=True)
class TimeBudget:
    """Measures the phase, and says whether there is time for more."""

    budget: float | None
    started: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    def has_time(self, seconds: float = 0.0) -> bool:
        """Return whether something of this length still fits."""
        return self.budget is None or self.seconds + seconds < self.budget


def fuzz(
    target: Target,
    document: Document,
    effort: Budget,
    seen: Seen = lambda *_, **__: None,
) -> Fuzzed:
    """Fuzz a target, in a world of its own where there can be one. Raises CannotRun."""
    with _ground(target) as ground, ExitStack() as after:
        bridge = ConnectionTransport(ground.connection, ground.url)
        observer = observer_of(ground, document, Random(effort.seed), after)
        findings = Findings(ground.secrets, partial(_is_ours, target))

        def keep(recheck: Recheck, operation: str, exchange: Exchange) -> bool:
            findings.add(recheck, operation, exchange)
            return False  # so that Schemathesis goes on

        player = JobRunner(ground, document, bridge)
        try:
            with registered(observer, keep):
                turns, clock = _rounds(player, effort, seen)
        except FuzzingFailed as trouble:
            raise CannotRun(f"{target.url} cannot be fuzzed: {trouble}") from None
        told = _told(effort, observer, findings, turns, clock)
        if bridge.is_silent:
            return replace(told, silence=f"{target.url} fell silent: {bridge.silence}.")
        return told


def _is_ours(target: Target, rule: str | None, status: int) -> bool:
    return not target.is_ours and finding_is_ours(target.edition, rule, status)


@contextmanager
def _ground(target: Target) -> Iterator[Target]:
    """Open a world for fuzzing alone, where the target has worlds."""
    if target.worlds is None:
        yield target
        return
    world = target.worlds.make(target.edition)
    try:
        yield target.inside(world)
    finally:
        target.worlds.remove(world)


def _rounds(player: JobRunner, effort: Budget, seen: Seen) -> tuple[list[Job], TimeBudget]:
    in_sequence = "stateful" in effort.phases
    turns = [Job(name) for name in player.names() if name != SEQUENCES or in_sequence]
    clock = TimeBudget(effort.budget)
    for number, each in enumerate(effort.rounds()):
        tell, is_first, played = _shared(seen, turns, clock), number == 0, False
        for turn in turns:
            played = _play(player, turn, each, clock, is_first=is_first, seen=tell) or played
            if player.bridge.is_silent:
                return turns, clock
        if not played and number > 1:
            break
    return turns, clock


def _shared(seen: Seen, turns: Sequence[Job], clock: TimeBudget) -> Callable[[Job], None]:
    def tell(turn: Job) -> None:
        done = sum(bool(each.rounds) for each in turns) / len(turns)
        share = min(1.0, clock.seconds / clock.budget) if clock.budget else done
        seen(turn.name, turn.requests, turn.seconds, share)

    return tell


def _play(
    player: JobRunner,
    turn: Job,
    round_: Round,
    clock: TimeBudget,
    *,
    is_first: bool,
    seen: Callable[[Job], None],
) -> bool:
    """Let an operation have its turn, if there is time for all of it."""
    phases = round_.phases_of(turn.name)
    pace = clock.seconds / max(player.bridge.requests, 1)
    length = 0.0 if is_first else pace * round_.requests_of(turn.name)
    if not phases or not clock.has_time(length):
        return False
    asked, started = player.bridge.requests, time.perf_counter()
    player.play(turn, phases, round_.seed, round_.examples)
    turn.requests += player.bridge.requests - asked
    turn.seconds += time.perf_counter() - started
    turn.rounds += not player.bridge.is_silent
    seen(turn)
    return True


def _told(
    effort: Budget, observer: Observer, findings: Findings, turns: Sequence[Job], clock: TimeBudget
) -> Fuzzed:
    return Fuzzed(
        seed=effort.seed,
        max_examples=effort.max_examples,
        operations=[
            OperationFuzzed(
                name=each.name,
                requests=each.requests,
                statuses=dict(sorted(each.statuses.items())),
                seconds=each.seconds,
                rounds=each.rounds,
            )
            for each in turns
        ],
        findings=findings.all(),
        unreached=_unreached(observer, turns),
        cut=[each.name for each in turns if not each.rounds],
        requests=sum(each.requests for each in turns),
        seconds=clock.seconds,
    )


def _unreached(observer: Observer, turns: Sequence[Job]) -> list[str]:
    """Return operations and kinds of declarations that never got a 2xx, with any reason known."""
    guide, found = observer.guide, []
    for turn in turns:
        if not turn.rounds or turn.name == SEQUENCES:
            continue
        if turn.troubles:
            found.append(f"{turn.name}, which could not be fuzzed whole: {turn.troubles[0]}")
        elif not guide.reached[turn.name]:
            why = f" ({guide.samples.nobody})" if guide.samples.nobody else ""
            found.append(turn.name + why)
    declaring = any(
        turn.rounds and route_of(turn.name).does is OperationKind.DECLARE for turn in turns
    )
    kinds = [kind for kind in TYPES if declaring and not guide.kinds[kind]]
    return found + [f"a declaration of {kind}" for kind in kinds]
