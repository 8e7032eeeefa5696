"""What the service answered, recorded; and the same sequences asked of a sandbox."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.kit.sandbox import Sandbox

RECORDING = Path(__file__).parents[1] / "v1" / "recorded" / "service.jsonl.gz"
PROVIDERS = {"a": "north-star", "b": "riverbank"}
ADDED = "2021-08-01T00:00:00Z"

Json = Any
Answer = tuple[int, Json]


@cache
def sequences() -> tuple[Json, ...]:
    """Return what was recorded: one participant's sequence each, in order."""
    with gzip.open(RECORDING, "rt") as lines:
        return tuple(json.loads(line) for line in lines)


def played(sandbox: Sandbox, sequence: Json) -> Iterator[tuple[Json, Answer, Answer]]:
    """Play a sequence; yield each step, what the service answered, and what the sandbox does.

    An answer is its status and its titles, records or nothing, in which `$P` stands for the
    participant and `$D0`, `$D1` for declarations in the order in which they were made.
    """
    kind, cohort = sequence["kind"], sequence["cohort"]
    eligible = True if sequence["eligible"] else None
    person = sandbox.add(kind, cohort=cohort, eligible=eligible, added=ADDED)
    names = {"$P": person.id}
    for step in sequence["steps"]:
        expected = _expected(step)
        answer = _ask(sandbox, step, names)
        made = expected[0] == 200 and step["method"] == "POST"
        if made and answer[0] == 200:
            names[expected[1]["id"]] = answer[1]["id"]
        yield step, expected, (answer[0], _renamed(answer[1], names))


def _ask(sandbox: Sandbox, step: Json, names: Mapping[str, str]) -> Answer:
    """Send a step; return the status, and what can be compared of the body."""
    caller = sandbox.provider(PROVIDERS[step["token"]])
    path = _filled(step["path"], names).removeprefix("/api/v1")
    body = (
        {}
        if step["body"] is None
        else {"json": json.loads(_filled(json.dumps(step["body"]), names))}
    )
    reply = caller.call(step["method"], path, now=step["at"], **body)
    answer = reply.json() if reply.status_code in (200, 422) else None
    if reply.status_code == 422:
        return 422, [each["title"] for each in answer["errors"]]
    return reply.status_code, answer and _flat(answer["data"])


def _filled(text: str, names: Mapping[str, str]) -> str:
    return re.sub(r"\$[PD]\d*", lambda found: names.get(found[0], found[0]), text)


def _renamed(said: Json, names: Mapping[str, str]) -> Json:
    text = json.dumps(said)
    for name, each in names.items():
        text = text.replace(f'"{each}"', f'"{name}"')
    return json.loads(text)


def _flat(data: Json) -> Json:
    if isinstance(data, list):
        return [_flat(each) for each in data]
    return {"id": data["id"], "type": data["type"], **data["attributes"]}


def _expected(step: Json) -> Answer:
    return step["status"], step.get("titles", step.get("data"))


def agree(expected: Answer, answer: Answer) -> bool:
    """Return whether two answers have one status, the same titles, and what was recorded."""
    return expected[0] == answer[0] and _holds(expected[1], answer[1])


def _holds(expected: Json, found: Json) -> bool:
    """Return whether what was recorded is in what was found; lists agree item by item."""
    if expected is None:
        return True
    if isinstance(expected, dict):
        return isinstance(found, dict) and expected.items() <= found.items()
    if isinstance(expected, list):
        return len(expected) == len(found) and all(map(_holds, expected, found))
    return bool(expected == found)
