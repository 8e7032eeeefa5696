"""The phase of fuzzing: jobs for every operation, in rounds, until examples or time are used up.

With a number of examples there is one round, the same for the same seed. With a time alone, a
first short round gives everybody a turn; what time is left goes to longer ones. Time cuts whole
jobs only.
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
from ecf_conformance.fuzz_result import FuzzResult, OperationResult
from ecf_conformance.fuzzing.findings import Findings
from ecf_conformance.fuzzing.jobs import FuzzingFailed, Job, JobRunner
from ecf_conformance.fuzzing.observer import Observer
from ecf_conformance.fuzzing.recheck import Confirmed
from ecf_conformance.fuzzing.registration import registered
from ecf_conformance.fuzzing.transport import ConnectionTransport
from ecf_conformance.target import CannotRun, Target


@dataclass(slots=True)
class Timer:
    """Measures the phase, and says whether there is time for more."""

    limit: float | None
    started: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    def has_time(self, seconds: float = 0.0) -> bool:
        """Return whether something of this length still fits."""
        return self.limit is None or self.seconds + seconds < self.limit


def fuzz(
    target: Target,
    document: Document,
    budget: Budget,
    seen: Seen = lambda *_, **__: None,
) -> FuzzResult:
    """Fuzz a target, in a world of its own where there can be one. Raises CannotRun."""
    with _own_world(target) as world, ExitStack() as after:
        transport = ConnectionTransport(world.connection, world.url)
        observer = target.api.observer(world, document, Random(budget.seed), after)
        findings = Findings(world.secrets, partial(_is_ours, target))

        def keep(failure: Confirmed, operation: str, exchange: Exchange) -> bool:
            findings.add(failure, operation, exchange)
            return False  # so that Schemathesis goes on

        runner = JobRunner(world, document, transport, observer.order_of)
        try:
            with registered(observer, keep):
                jobs, timer = _rounds(runner, budget, seen)
        except FuzzingFailed as error:
            raise CannotRun(f"{target.url} cannot be fuzzed: {error}") from None
        result = _result(budget, observer, findings, jobs, timer)
        if transport.is_silent:
            return replace(result, silence=f"{target.url} fell silent: {transport.silence}.")
        return result


def _is_ours(target: Target, rule: str | None, status: int) -> bool:
    return not target.is_ours and target.api.finding_is_ours(target.edition, rule, status)


@contextmanager
def _own_world(target: Target) -> Iterator[Target]:
    """Open a world for fuzzing alone, where the target has worlds."""
    if target.worlds is None:
        yield target
        return
    world = target.worlds.make(target.edition)
    try:
        yield target.in_world(world)
    finally:
        target.worlds.remove(world)


def _rounds(runner: JobRunner, budget: Budget, seen: Seen) -> tuple[list[Job], Timer]:
    in_sequence = "stateful" in budget.phases
    jobs = [Job(name) for name in runner.names() if name != SEQUENCES or in_sequence]
    timer = Timer(budget.max_seconds)
    for number, each in enumerate(budget.rounds()):
        tell, is_first, played = _shared(seen, jobs, timer), number == 0, False
        for job in jobs:
            played = _run(runner, job, each, timer, is_first=is_first, seen=tell) or played
            if runner.transport.is_silent:
                return jobs, timer
        if not played and number > 1:
            break
    return jobs, timer


def _shared(seen: Seen, jobs: Sequence[Job], timer: Timer) -> Callable[[Job], None]:
    def tell(job: Job) -> None:
        done = sum(bool(each.rounds) for each in jobs) / len(jobs)
        share = min(1.0, timer.seconds / timer.limit) if timer.limit else done
        seen(job.name, job.requests, job.seconds, share)

    return tell


def _run(
    runner: JobRunner,
    job: Job,
    round_: Round,
    timer: Timer,
    *,
    is_first: bool,
    seen: Callable[[Job], None],
) -> bool:
    """Let an operation have its job, if there is time for all of it."""
    phases = round_.phases_of(job.name)
    pace = timer.seconds / max(runner.transport.requests, 1)
    length = 0.0 if is_first else pace * round_.requests_of(job.name)
    if not phases or not timer.has_time(length):
        return False
    asked, started = runner.transport.requests, time.perf_counter()
    runner.run(job, phases, round_.seed, round_.examples)
    job.requests += runner.transport.requests - asked
    job.seconds += time.perf_counter() - started
    job.rounds += not runner.transport.is_silent
    seen(job)
    return True


def _result(
    budget: Budget, observer: Observer, findings: Findings, jobs: Sequence[Job], timer: Timer
) -> FuzzResult:
    return FuzzResult(
        seed=budget.seed,
        max_examples=budget.max_examples,
        operations=[
            OperationResult(
                name=each.name,
                requests=each.requests,
                statuses=dict(sorted(each.statuses.items())),
                seconds=each.seconds,
                rounds=each.rounds,
            )
            for each in jobs
        ],
        findings=findings.all(),
        unreached=_unreached(observer, jobs),
        cut=[each.name for each in jobs if not each.rounds],
        requests=sum(each.requests for each in jobs),
        seconds=timer.seconds,
    )


def _unreached(observer: Observer, jobs: Sequence[Job]) -> list[str]:
    """Return operations and kinds of records that never got a 2xx, with any reason known."""
    done, found = [job for job in jobs if job.rounds and job.name != SEQUENCES], []
    for job in done:
        if job.errors:
            found.append(f"{job.name}, which could not be fuzzed whole: {job.errors[0]}")
        elif unreached := observer.unreached(job.name):
            found.append(unreached)
    return found + observer.unreached_kinds(job.name for job in done)
