"""Recordings: the writes of a journal in a file, and whom they were about."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import click

from ecf_sandbox.cli import files, recorded_facts
from ecf_sandbox.cli.remote import Json, Refused, Remote, place
from ecf_sandbox.cli.world_api import V1, V3

ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

_VERSION = 1
_SERVER_DATE = "x-with-server-date"
_MASK = "***"
_REPLACED = "\ufffd"
_TARGET = re.compile(r"/(?:(?!\*\*\*)[!-\"$-~])*")
_WRITES = ("POST", "PUT", "PATCH")
_ABOUT = re.compile(rf'(?:/participants/(?:ecf/)?|"participant_id"\s*:\s*")({ID.pattern})')
DECLARATION = re.compile(rf"/api/v3/participant-declarations/({ID.pattern})")
_COHORT = re.compile(r'"cohort"\s*:\s*"?(20[0-9]{2})')


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A request that may have changed something, as it was sent.

    `date` is what time it was then, `server_date` the header that said so, empty for none.
    """

    provider: str
    date: str
    server_date: str = ""
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

    @property
    def everybody(self) -> list[str]:
        """The participants that it or its answer names."""
        return [*self.people, *_ABOUT.findall(self.answer)]

    @property
    def ids(self) -> list[str]:
        """Every id that it or its answer names."""
        return [each.lower() for each in ID.findall(f"{self.path} {self.body} {self.answer}")]

    @property
    def ids_in_answer(self) -> list[str]:
        return ID.findall(self.answer)

    @property
    def ids_asked(self) -> list[str]:
        """The ids in its path and body."""
        return ID.findall(f"{self.path} {self.body}")

    @property
    def said(self) -> dict[str, str]:
        """Its provider, and the cohort in its body, where there is one."""
        found = _COHORT.search(self.body)
        return {"provider": self.provider, **({"cohort": found[1]} if found else {})}


@dataclass(frozen=True, slots=True)
class Recording:
    """Writes in their order, what was like in them, and what is left out.

    `participants` and, of API v3, `organisations` have what each was known by, by id: schools,
    delivery partners, partnerships and statements.
    """

    writes: tuple[Write, ...]
    participants: dict[str, dict[str, Json]]
    left_out: tuple[str, ...] = ()
    organisations: dict[str, dict[str, Json]] = field(default_factory=dict)

    @property
    def api(self) -> str:
        """The API that the writes are of; without any, v1."""
        return V3 if any(each.path.startswith("/api/v3/") for each in self.writes) else V1

    def like(self, id_: str) -> dict[str, Json]:
        """Return what somebody or something in it is known by; of a declaration, nothing."""
        return self.participants.get(id_) or self.organisations.get(id_, {})


def record(entries: Iterable[Json], remote: Remote, world: str) -> Recording:
    """Return the writes among a journal's entries, the newest of which come first.

    Left out, with a word, is what got no answer and what cannot be sent again byte for byte.
    """
    asked = [each for each in reversed(list(entries)) if each["method"] in _WRITES]
    reasons = [_why_left_out(each) for each in asked]
    writes = tuple(
        _write(each) for each, reason in zip(asked, reasons, strict=True) if reason is None
    )
    left_out = tuple(
        f"{each['world_date']}  {each['provider']}  {each['method']} {each['path']}: {reason}"
        for each, reason in zip(asked, reasons, strict=True)
        if reason is not None
    )
    participants: dict[str, dict[str, Json]] = {}
    for write in writes:
        for person in write.people:
            if person not in participants and (like := _like(person, write, remote, world)):
                participants[person] = like
    made = Recording(writes, participants, left_out)
    if made.api == V1:
        return made
    named = {each: write.said for write in reversed(writes) for each in write.ids}
    return replace(made, organisations=recorded_facts.organisations(remote, world, named))


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
        writes = tuple(Write(**each) for each in told["writes"])
        return Recording(
            writes,
            told["participants"],
            tuple(told.get("left_out", ())),
            told.get("organisations", {}),
        )
    except (ValueError, KeyError, TypeError):
        raise click.BadParameter(
            f"{path} is no recording: ecf-sandbox journal --record makes one.", param_hint="FILE"
        ) from None


def _write(entry: Json) -> Write:
    asked = entry["request"]
    return Write(
        provider=entry["provider"],
        date=entry.get("server_date", entry["world_date"]),
        server_date=asked["headers"].get(_SERVER_DATE, "").strip(),
        method=entry["method"],
        path=_target(entry),
        content_type=asked["headers"].get("content-type", ""),
        body=asked["body"],
        status=entry["status"],
        answer=entry["response"]["body"],
    )


def _why_left_out(entry: Json) -> str | None:
    """Return why a write cannot be sent again as it was, None where it can."""
    asked, answered = entry["request"], entry["response"]
    if answered is None:
        return "it was not answered"
    if asked["truncated"] or answered["truncated"]:
        return "it is too long to be kept whole"
    if ", " in asked["headers"].get(_SERVER_DATE, ""):
        return "it has two dates"
    if not _TARGET.fullmatch(_target(entry)):
        return "its address has a token in it, or what no address has"
    if not _is_as_sent(asked):
        return "its body has a token in it, or what is no text"
    return None


def _target(entry: Json) -> str:
    query = f"?{entry['query']}" if entry["query"] else ""
    return f"{entry['path']}{query}"


def _is_as_sent(asked: Json) -> bool:
    """Return whether the journal's text of a body is what was sent, byte for byte.

    Tokens are masked in it, and bytes that are no text replaced.
    """
    body, length = asked["body"], asked["headers"].get("content-length", "")
    if _REPLACED in body:
        return False
    return len(body.encode()) == int(length) if length.isdecimal() else _MASK not in body


def _like(person: str, write: Write, remote: Remote, world: str) -> dict[str, Json] | None:
    """Return what somebody is known by, when a write first names them; None is nobody."""
    then = replace(remote, at=write.date)
    try:
        told = then.get(place("worlds", world, "participants", person))
    except Refused:
        return None
    return recorded_facts.participant(told, write.provider, write.date)
