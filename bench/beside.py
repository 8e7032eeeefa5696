"""API v3 beside API v1: like calls of both, in turn on one connection to one server."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from calls import DECLARATIONS, PARTICIPANTS, V3, Call, get, page_of, send
from client import Connection
from figures import Figure, Results, Wrong, median
from people import World, breaks, claims, defer, make_world
from processes import sandbox
from run_settings import RunSettings

_A_QUARTER = 1_250
_ROUNDS, _EACH = 20, 20
_GROUP = 100
_MOST, _MOST_SCHOOLS = 1.25, 2.0
_SEED = 1
_TODAY, _TOMORROW = "2026-11-25T09:00:00Z", "2026-11-26T09:00:00Z"
_DECLARED_FOR = {"2024": "2025-06-16T10:00:00Z", "2025": "2026-06-15T10:00:00Z"}
_TYPES = {
    "2024": ("retained-1", "retained-2", "retained-3"),
    "2025": ("started", "retained-1", "retained-2"),
}
_COURSES = {"ect": "ecf-induction", "mentor": "ecf-mentor"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Like calls of both APIs; without `all_accepted` some of v3's may be refused."""

    name: str
    ours: Iterator[Call]
    v1: Iterator[Call]
    at_most: float = _MOST
    all_accepted: bool = True


def measure(run: RunSettings, results: Results) -> None:
    """Time like calls in alternating rounds; a figure is the median of v3's by that of v1's."""
    with (
        TemporaryDirectory(dir=run.folder) as data,
        sandbox(Path(data), run.cache) as server,
    ):
        connection = Connection(server.port)
        v1 = make_world(connection, id="v1", participants=_A_QUARTER, personas=False)
        v3 = make_world(connection, id="v3", participants=_A_QUARTER, edition="register")
        for pair in _pairs(connection, v1, v3):
            results.add(_compared(connection, pair))
        connection.close()


def _compared(connection: Connection, pair: Pair) -> Figure:
    taken = defaultdict[str, list[float]](list)
    for _ in range(_ROUNDS):
        for name, calls in (("v1", pair.v1), ("v3", pair.ours)):
            taken[name] += _times(connection, calls, all_accepted=pair.all_accepted)
    ours, v1 = median(taken["v3"]), median(taken["v1"])
    return Figure(
        name=f"v3 beside v1: {pair.name}",
        value=ours / v1,
        at_most=pair.at_most,
        note=f"{ours * 1000:.2f} ms, v1 {v1 * 1000:.2f}",
        rounds=dict(taken),
    )


def _times(connection: Connection, calls: Iterator[Call], *, all_accepted: bool) -> list[float]:
    """Return how long each of a round's accepted calls took, in seconds."""
    taken: list[float] = []
    for call in calls:
        raw = call.raw()
        began = perf_counter()
        answer = connection.exchange(raw)
        took = perf_counter() - began
        if answer.status == 200:
            taken.append(took)
        elif all_accepted or answer.status != 422:
            raise Wrong(f"{call.method} {call.path}: {answer.status} {answer.body[:300]!r}")
        if len(taken) == _EACH:
            return taken
    raise Wrong("there are too few calls for every round")


def _pairs(connection: Connection, v1: World, v3: World) -> Iterator[Pair]:
    paths = [(f"{V3}/participants", PARTICIPANTS), (f"{V3}/participant-declarations", DECLARATIONS)]
    for name, (ours, theirs) in zip(("participant", "declaration"), paths, strict=True):
        yield Pair(
            f"GET one {name}",
            _again(get(f"{ours}/{_first(connection, ours, v3)['id']}?of=v3", v3.token)),
            _again(get(f"{theirs}/{_first(connection, theirs, v1)['id']}?of=v1", v1.token)),
        )
        yield Pair(
            f"GET one {name}, another each time",
            _each(connection, ours, v3),
            _each(connection, theirs, v1),
        )
    participants = page_of(PARTICIPANTS, token=v1.token)
    listed = page_of(f"{V3}/participants", token=v3.token)
    schools = page_of(f"{V3}/schools", token=v3.token, cohort="2026")
    yield Pair("GET a list of 100 participants", _again(listed), _again(participants))
    yield Pair("GET a list of 100 schools", _again(schools), _again(participants), _MOST_SCHOOLS)
    made = claims_of_v3(connection, v3)
    yield Pair("POST a declaration", made, iter(claims(connection, v1)), all_accepted=False)
    yield Pair(
        "PUT defer and resume",
        breaks_of_v3(connection, v3),
        iter(breaks(connection, v1, group=_GROUP)),
        all_accepted=False,
    )


def _again(call: Call) -> Iterator[Call]:
    """Yield a call with another query each time: the server keeps whole answers."""
    return (Call(call.method, f"{call.path}&n={n}", call.token) for n in range(100_000))


def _each(connection: Connection, path: str, world: World) -> Iterator[Call]:
    listed = _rows(connection, path, world)
    Random(_SEED).shuffle(listed)
    return islice(
        (get(f"{path}/{row['id']}?n={n}", world.token) for n, row in enumerate(cycle(listed))),
        100_000,
    )


def _first(connection: Connection, path: str, world: World) -> Mapping[str, str]:
    return _rows(connection, path, world)[0]


def _rows(connection: Connection, path: str, world: World) -> list[Mapping[str, str]]:
    found = [
        row
        for number in (1, 2, 3, 4)
        for row in connection.ask(page_of(path, number, 500, token=world.token)).json["data"]
    ]
    return [{"id": each["id"], **each["attributes"]} for each in found]


def _people(connection: Connection, world: World) -> Sequence[Mapping[str, str]]:
    """Return the people of a v3 world with the first provider, with their one enrolment."""
    found = [
        {"id": each["id"], **each["ecf_enrolments"][0]}
        for each in _rows(connection, f"{V3}/participants", world)
    ]
    Random(_SEED).shuffle(found)
    return found


def claims_of_v3(connection: Connection, world: World) -> Iterator[Call]:
    """Yield declarations, most of which the world accepts."""
    for person in _people(connection, world):
        for kind in _TYPES.get(person["cohort"], ()):
            said = {
                "participant_id": person["id"],
                "declaration_type": kind,
                "declaration_date": _DECLARED_FOR[person["cohort"]],
                "course_identifier": _COURSES[person["participant_type"]],
                "evidence_held": "other",
            }
            body = {"data": {"type": "participant-declaration", "attributes": said}}
            path = f"{V3}/participant-declarations"
            yield send("POST", path, body, world.token, _TODAY)


def breaks_of_v3(connection: Connection, world: World) -> Iterator[Call]:
    """Yield defers of people in training today, each with the resume of tomorrow."""
    for person in _people(connection, world):
        if (person["training_status"], person["participant_status"]) == ("active", "active"):
            path = f"{V3}/participants"
            yield defer(world.token, person, path, _TODAY)
            yield _resume(world.token, person)


def _resume(token: str, person: Mapping[str, str]) -> Call:
    said = {"course_identifier": _COURSES[person["participant_type"]]}
    body = {"data": {"type": "participant-resume", "attributes": said}}
    return send("PUT", f"{V3}/participants/{person['id']}/resume", body, token, _TOMORROW)
