"""Throughput: the sandbox beside the floor, in turn, so that both see the same machine."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from calls import Call
from cases import CASES, Case
from client import Answer, connected
from figures import Figure, Results, Wrong, median, ratios, spread
from load import CONNECTIONS, Load, Plan, put_on_rightly, write_calls
from processes import SERVER_CORE, Server, free_port, pinned, running, sandbox
from run_settings import RunSettings
from starting import wait_for_200

_FLOOR = Path(__file__).with_name("floor.py")


@dataclass(slots=True)
class Runs:
    """The runs of one server, with the processor time that it took for an answer."""

    loads: list[Load] = field(default_factory=list)
    cpu_micros: list[float] = field(default_factory=list)

    @property
    def rates(self) -> list[float]:
        """Answers a second, run by run; the first run is to warm up and does not count."""
        return [each.rate for each in self.loads[1:]]

    @property
    def p99(self) -> list[float]:
        """Milliseconds within which 99 of 100 answers came, run by run."""
        return [each.p99_ms for each in self.loads[1:]]

    @property
    def p50(self) -> list[float]:
        """Milliseconds within which half of the answers came, run by run."""
        return [each.p50_ms for each in self.loads[1:]]

    @property
    def answered(self) -> int:
        """All answers, the warm-up's among them."""
        return sum(each.answered for each in self.loads)


def measure(run: RunSettings, results: Results, name: str) -> None:
    """Measure one case beside the floor."""
    with _ours(run) as ours:
        case = CASES[name](run, ours)
        with _floor(run, case, ours) as floor:
            before = case.count() if case.count else 0
            of_ours, of_floor = alternate(run, case, ours, [floor])
        if case.count:
            _as_many_as_answered(case.count() - before, of_ours)
    results.add(_figure(case, of_floor, of_ours))
    results.add(_slowest(case, of_floor, of_ours))


def measure_access_log(run: RunSettings, results: Results) -> None:
    """Measure what the access log costs, written to nowhere; information, no target."""
    with _ours(run, log=True) as ours:
        case = replace(CASES["get"](run, ours), title="... with the access log", target=None)
        with _floor(run, case, ours) as floor:
            of_ours, of_floor = alternate(run, case, ours, [floor])
    results.add(_figure(case, of_floor, of_ours))


def alternate(run: RunSettings, case: Case, ours: Server, others: list[Server]) -> list[Runs]:
    """Put the same load on each server in turn, round after round; ours comes first.

    The others keep nothing, so where they are quicker they may get a call twice.
    """
    servers = [ours, *others]
    calls = write_calls(run.folder / "calls.tsv", case.calls)
    found = [Runs() for _ in servers]
    for number in range(run.rounds + 1):
        seconds, (skip, many) = run.seconds if number else 1, case.slice(number)
        for server, runs in zip(servers, found, strict=True):
            before, again = server.cpu_seconds(), case.again or server is not ours
            plan = Plan(
                seconds=seconds,
                skip=skip,
                many=many,
                again=again,
                connections=case.connections,
            )
            load = put_on_rightly(server.address, calls, plan)
            after = server.cpu_seconds()
            runs.loads.append(load)
            if number and before is not None and after is not None:
                runs.cpu_micros.append((after - before) / load.answered * 1e6)
    return found


@contextmanager
def _ours(run: RunSettings, *, log: bool = False) -> Iterator[Server]:
    with (
        TemporaryDirectory(dir=run.folder) as data,
        sandbox(Path(data), run.cache, log=log) as server,
    ):
        yield server


@contextmanager
def _floor(run: RunSettings, case: Case, ours: Server) -> Iterator[Server]:
    """Run a floor that answers what the sandbox answers to the case's example."""
    reply = _reply(ours, case.example)
    said = {
        "method": case.example.method,
        "path": case.route,
        "media_type": reply.media_type,
        "body": reply.body.decode(),
    }
    file, port = run.folder / "reply.json", free_port()
    file.write_text(json.dumps(said), encoding="utf-8")
    command = [sys.executable, str(_FLOOR), str(port), str(file)]
    with running(pinned(SERVER_CORE, command)) as process:
        wait_for_200(process, port, case.example)
        floor = Server(process, port)
        if _reply(floor, case.example) != reply:
            raise Wrong("the floor does not answer what the sandbox does")
        yield floor


def _reply(server: Server, call: Call) -> Answer:
    with connected(server.port) as connection:
        reply = connection.ask(call)
    if reply.status != 200:
        raise Wrong(f"{call.method} {call.path}: {reply.status}")
    return reply


def _as_many_as_answered(made: int, runs: Runs) -> None:
    """Raise Wrong unless each answered call made one declaration.

    What was under way when a run ended may have been made and not answered.
    """
    if not runs.answered <= made <= runs.answered + CONNECTIONS * len(runs.loads):
        raise Wrong(f"{runs.answered} declarations were answered, and {made} made")


def _slowest(case: Case, floor: Runs, ours: Runs) -> Figure:
    """Return how much longer than the median the slowest answer of a hundred takes."""
    times = ratios(ours.p99, ours.p50)
    return Figure(
        name="... p99, times its median",
        value=median(times),
        at_most=case.slowest,
        note=f"({spread(times)})   {median(ours.p99):.1f} ms, floor {median(floor.p99):.1f} ms",
        rounds={"sandbox_p99_ms": ours.p99, "sandbox_p50_ms": ours.p50, "floor_p99_ms": floor.p99},
    )


def _figure(case: Case, floor: Runs, ours: Runs) -> Figure:
    pairs = ratios(ours.rates, floor.rates)
    note = f"({spread(pairs)})   {median(ours.rates):,.0f}/s, floor {median(floor.rates):,.0f}/s"
    if ours.cpu_micros:
        by_cpu = median(ratios(floor.cpu_micros, ours.cpu_micros))
        note += f"   by processor time {by_cpu:.2f}: {median(ours.cpu_micros):.0f} us"
        note += f" an answer, floor {median(floor.cpu_micros):.0f}"
    return Figure(
        name=case.title,
        value=median(pairs),
        at_least=case.target,
        note=note,
        rounds={
            "sandbox_per_second": ours.rates,
            "floor_per_second": floor.rates,
            "ratio": pairs,
            "sandbox_cpu_us": ours.cpu_micros,
            "floor_cpu_us": floor.cpu_micros,
        },
    )
