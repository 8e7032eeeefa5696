"""Recordings: the writes of a journal in a file, and whom they were about."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import click

from ecf_sandbox.cli import files
from ecf_sandbox.cli.remote import Json, Refused, Remote, place

ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

_VERSION = 1
_WRITES = ("POST", "PUT")
_KNOWN_BY = ("participant_type", "cohort", "schedule_identifier", "eligible_for_funding")
_ABOUT = re.compile(rf'(?:/participants/(?:ecf/)?|"participant_id"\s*:\s*")({ID.pattern})')


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A request that may have changed something; bodies as text, the date of its world."""

    provider: str
    date: str
    method: str
    path: str
    content_type: str
    body: str
    status: int
    answer: str

    @property
    def people(self) -> list[str]:
        """The participants that it names."""
        return _ABOUT.findall(self.path + self.body)


@dataclass(frozen=True, slots=True)
class Recording:
    """Writes in their order, and what the participants in them were like before."""

    writes: tuple[Write, ...]
    participants: dict[str, dict[str, Json]]


def record(entries: Iterable[Json], remote: Remote, world: str) -> Recording:
    """Return the writes among a journal's entries, the newest of which come first.

    Left out is what got no answer, and what is cut because it was too long to keep.
    """
    writes = tuple(_writes(reversed(list(entries))))
    participants: dict[str, dict[str, Json]] = {}
    for write in writes:
        for person in write.people:
            if person not in participants and (like := _like(person, write, remote, world)):
                participants[person] = like
    return Recording(writes, participants)


def save(recording: Recording, path: Path) -> None:
    """Write a recording to a file; raises BadParameter where that cannot be."""
    told = {"recording": _VERSION, **asdict(recording)}
    text = json.dumps(told, indent=1, ensure_ascii=False)
    files.write(path, text.encode() + b"\n", option="--record")


def load(path: Path) -> Recording:
    """Read a recording; raises BadParameter where there is none."""
    try:
        told = json.loads(files.read(path, option="FILE"))
        if told["recording"] != _VERSION:
            raise ValueError
        return Recording(tuple(Write(**each) for each in told["writes"]), told["participants"])
    except (ValueError, KeyError, TypeError):
        raise click.BadParameter(
            f"{path} is no recording: ecf-sandbox journal --record makes one.", param_hint="FILE"
        ) from None


def _writes(entries: Iterable[Json]) -> Iterator[Write]:
    for each in entries:
        asked, answered = each["request"], each["response"]
        if each["method"] not in _WRITES or answered is None:
            continue
        if asked["truncated"] or answered["truncated"]:
            continue
        yield Write(
            provider=each["provider"],
            date=each["world_date"],
            method=each["method"],
            path=each["path"] + (f"?{each['query']}" if each["query"] else ""),
            content_type=asked["headers"].get("content-type", ""),
            body=asked["body"],
            status=each["status"],
            answer=answered["body"],
        )


def _like(person: str, write: Write, remote: Remote, world: str) -> dict[str, Json] | None:
    """Return what somebody is known by, when a write first names them; None is nobody."""
    then = replace(remote, at=write.date)
    try:
        told = then.get(place("worlds", world, "participants", person))
    except Refused:
        return None
    return {name: told[name] for name in _KNOWN_BY}
