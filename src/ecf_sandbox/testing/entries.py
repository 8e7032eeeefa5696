"""A world's journal, as a test reads it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ecf_sandbox.testing.moments import read

Json = Any


@dataclass(frozen=True, slots=True)
class Message:
    """One side of an exchange: header names in lower case, tokens masked, the body as text."""

    headers: Mapping[str, str]
    body: str
    truncated: bool

    def json(self) -> Json:
        """Return what the body says; raises ValueError where it is no JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a request was refused: what its answer said, and the id of the rule behind it."""

    title: str
    detail: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A request and its answer; a fault that dropped it leaves `status` and `response` None.

    `at` is real time, `world_date` what time it was for the request, with its fraction.
    `problems` are those of a refusal, which tell rules by id.
    """

    id: int
    at: datetime
    world_date: datetime
    provider: str
    method: str
    path: str
    query: str
    status: int | None
    ms: float
    problems: tuple[Problem, ...]
    request: Message
    response: Message | None


def entry(told: Json) -> Entry:
    """Return an entry of the control API's."""
    response = told["response"]
    facts = {name: value for name, value in told.items() if name != "server_date"}
    return Entry(
        **{
            **facts,
            "at": read(told["at"]),
            "world_date": read(told["server_date"]),
            "problems": tuple(Problem(**each) for each in told["problems"]),
            "request": Message(**told["request"]),
            "response": None if response is None else Message(**response),
        }
    )
