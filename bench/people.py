"""Worlds made through the control API, and what can be done to the people in them."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from calls import DECLARATIONS, PARTICIPANTS, WORLDS, Call, get, send
from client import Connection

NOW = "2023-06-01T09:00:00Z"

_TYPES = ("started", "retained-1", "retained-2", "retained-3", "retained-4", "completed")
_COURSES = {"ect": "ecf-induction", "mentor": "ecf-mentor"}
_DECLARED_FOR = "2023-05-01T10:00:00Z"
_SEED = 1


@dataclass(frozen=True, slots=True)
class World:
    """A world, and its providers' tokens."""

    id: str
    tokens: Sequence[str]

    @property
    def token(self) -> str:
        """The first provider's token."""
        return self.tokens[0]


def make_world(connection: Connection, **settings: str | int | bool) -> World:
    """Make a world."""
    made = connection.ask(send("POST", WORLDS, settings)).json
    return World(made["id"], [each["token"] for each in made["providers"]])


def claims(connection: Connection, world: World) -> list[Call]:
    """Return declarations that the world accepts, in an order that mixes people and types.

    They are for people in training on schedules without milestone ends, all at one date, one
    for each place that is free.
    """
    found = [
        _claim(token, person["id"], _course(person), kind)
        for token in world.tokens
        for taken in [_taken(connection, token)]
        for person in _people(connection, token)
        if person["training_status"] == "active"
        and "-standard-" not in person["schedule_identifier"]
        for kind in _TYPES
        if (person["id"], kind) not in taken
    ]
    Random(_SEED).shuffle(found)
    return found


def breaks(connection: Connection, world: World, *, group: int) -> list[Call]:
    """Return defers of a group of people and then their resumes, group after group."""
    active = [
        (token, person)
        for token in world.tokens
        for person in _people(connection, token)
        if person["training_status"] == "active"
    ]
    found: list[Call] = []
    for first in range(0, len(active) - group + 1, group):
        some = active[first : first + group]
        found += [defer(token, person) for token, person in some]
        found += [_resume(token, person) for token, person in some]
    return found


def defer(
    token: str, person: Mapping[str, str], participants: str = PARTICIPANTS, date: str = NOW
) -> Call:
    """Return the call that gives somebody a break."""
    said = {"course_identifier": _course(person), "reason": "bereavement"}
    body = {"data": {"type": "participant-defer", "attributes": said}}
    return send("PUT", f"{participants}/{person['id']}/defer", body, token, date)


def count_declarations(connection: Connection, world: World) -> int:
    """Return how many declarations a world's providers have made."""
    path = f"{DECLARATIONS}.csv"
    lines = (connection.ask(get(path, token)).body.count(b"\n") for token in world.tokens)
    return sum(max(0, each - 1) for each in lines)


def _resume(token: str, person: Mapping[str, str]) -> Call:
    said = {"course_identifier": _course(person)}
    body = {"data": {"type": "participant-resume", "attributes": said}}
    return send("PUT", f"{PARTICIPANTS}/{person['id']}/resume", body, token, NOW)


def _claim(token: str, participant_id: str, course: str, kind: str) -> Call:
    said = {
        "participant_id": participant_id,
        "declaration_type": kind,
        "declaration_date": _DECLARED_FOR,
        "course_identifier": course,
    }
    if kind != "started":
        said["evidence_held"] = "training-event-attended"
    body = {"data": {"type": "participant-declaration", "attributes": said}}
    return send("POST", DECLARATIONS, body, token, NOW)


def _course(person: Mapping[str, str]) -> str:
    return _COURSES[person["participant_type"]]


def _people(connection: Connection, token: str) -> Iterator[Mapping[str, str]]:
    return _rows(connection, f"{PARTICIPANTS}.csv", token)


def _taken(connection: Connection, token: str) -> set[tuple[str, str]]:
    rows = _rows(connection, f"{DECLARATIONS}.csv", token)
    return {(row["participant_id"], row["declaration_type"]) for row in rows}


def _rows(connection: Connection, path: str, token: str) -> Iterator[Mapping[str, str]]:
    text = connection.ask(get(path, token)).body.decode()
    return csv.DictReader(io.StringIO(text))
