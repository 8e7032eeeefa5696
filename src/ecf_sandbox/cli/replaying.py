"""A recording sent again: ids and dates put into the words of where it goes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

from ecf_sandbox.cli import declaration_counterpart
from ecf_sandbox.cli.comparing import Difference, differences, titles
from ecf_sandbox.cli.counterparts import Counterparts
from ecf_sandbox.cli.implementation import Implementation, Reply, said
from ecf_sandbox.cli.recorded_facts import URN
from ecf_sandbox.cli.recordings import ID, Recording, Write
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.world_api import V1
from ecf_sandbox.engine.domain.durations import Duration
from ecf_sandbox.engine.domain.instants import parse_date_time, wire

# Without fraction and offset, which stay as they are.
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one write; `lacking` are ids of what nothing there is like.

    Then it was not sent, and has no status.
    """

    write: Write
    status: int | None
    differences: tuple[Difference, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(slots=True)
class Replay:
    """A recording on its way to an implementation.

    `ids` are what ids of the recording are there, and grows as answers tell new ones; `missing`
    are those that nothing there is like. `later` moves every date.
    """

    recording: Recording
    there: Implementation
    ids: dict[str, str]
    later: Duration | None = None
    missing: list[str] = field(default_factory=list)
    _urns: dict[str, str] = field(default_factory=dict)
    _not_made: set[str] = field(default_factory=set)

    def find(self) -> None:
        """Find one for everything in the recording, and of API v1 for everybody.

        In API v3 people appear on the way, so each is looked for when somebody asks for them.
        """
        if self.recording.organisations:
            date = self._dated(self.recording.writes[0].date)
            there = Counterparts(self.recording, self.there, self.ids, date, self._urns)
            self.missing += there.find()
        if self.recording.api == V1:
            for write in self.recording.writes:
                self._find_people(write)

    def _find_people(self, write: Write) -> None:
        """Find somebody for everybody whom a write names and who is not found yet."""
        for person in write.people:
            like = self.recording.participants.get(person)
            if person in self.ids or like is None:
                continue
            found = self._somebody(write, person, like)
            if found is not None:
                self.ids[person] = found
            if (found is None) != (person in self.missing):
                (self.missing.append if found is None else self.missing.remove)(person)

    def play(self) -> Iterator[Outcome]:
        """Send each write, and yield how its answer compares."""
        for write in self.recording.writes:
            lacking = () if self.recording.api == V1 else tuple(self._lacking(write))
            if lacking:
                self._lose(write)
                yield Outcome(write, None, lacking=lacking)
                continue
            reply = self.there.ask(
                write.provider,
                self._moved(write.path),
                date=self._dated(write.server_date or write.date),
                method=write.method,
                body=self._moved(write.body),
                content_type=write.content_type,
            )
            self._learn(said(write.answer), reply.said)
            yield Outcome(write, reply.status, tuple(self._compared(write, reply)))

    def _lacking(self, write: Write) -> Iterator[str]:
        """Find whom and what a write asks for; yields the ids of what nothing there is like."""
        self._find_people(write)
        declaration = declaration_counterpart.named(write)
        if declaration and write.status != HTTPStatus.NOT_FOUND:
            self._find_declaration(write, declaration)
        absent = {*self.missing, *self._not_made}
        yield from (each for each in dict.fromkeys(write.ids_asked) if each in absent)

    def _find_declaration(self, write: Write, declaration: str) -> None:
        if declaration in {*self.ids, *self.missing, *self._not_made}:
            return
        date = self._dated(write.date)
        found = declaration_counterpart.find(self.there, write, self.ids, date)
        if found is None:
            self.missing.append(declaration)
        else:
            self.ids[declaration] = found

    def _lose(self, write: Write) -> None:
        """Take note that what a write made is not there, since it was not sent."""
        made = _record_id(said(write.answer))
        if write.method == "POST" and made and made not in self.ids:
            self._not_made.add(made)

    def _compared(self, write: Write, reply: Reply) -> Iterator[Difference]:
        if write.status != reply.status:
            yield Difference("status", write.status, reply.status)
            yield from differences(*map(titles, (said(write.answer), reply.said)), same_person=True)
            return
        about = [*write.everybody, *(self.recording.organisations.keys() & set(write.ids))]
        same_person = all(self.ids.get(each, each) == each for each in about)
        expected = said(self._moved(write.answer))
        yield from differences(expected, reply.said, same_person=same_person)

    def _learn(self, recorded: Json, came: Json) -> None:
        """Take note of what a new record is called there, and of whom it is about."""
        for name_of in (_record_id, _participant_id):
            before, after = name_of(recorded), name_of(came)
            if before and after:
                self.ids.setdefault(before, after)

    def _moved(self, text: str) -> str:
        """Return text with ids and dates as they are there."""
        moved = ID.sub(lambda found: self.ids.get(found[0], found[0]), text)
        return self._dated(moved)

    def _dated(self, text: str) -> str:
        """Return a date of a header, or text with dates in it, as they are there."""
        if self.later is None:
            return text
        if _DAY.fullmatch(text):
            return self._later(f"{text}T00:00:00").removesuffix("T00:00:00")
        return _DATE.sub(lambda found: self._later(found[0]), text)

    def _later(self, local: str) -> str:
        """Return a moment that much later, in the zone it is written in."""
        assert self.later is not None
        try:
            return wire(self.later.after(parse_date_time(local))).removesuffix("Z")
        except (ValueError, OverflowError):
            return local

    def _somebody(self, write: Write, person: str, like: dict[str, Json]) -> str | None:
        """Return the same participant, or one in the same place for whom nothing is declared."""
        there, date = self.there, self._dated(write.date)
        if there.knows(write.provider, person, date=date):
            return person
        for each in self._alike_there(write, like, date):
            if each["id"] in self.ids.values():
                continue
            found: str = each["id"]
            if not there.declared(write.provider, found, date=date):
                return found
        return None

    def _alike_there(self, write: Write, like: dict[str, Json], date: str) -> Iterator[Json]:
        """Yield who is like somebody, in API v3 those at the same school first."""
        people = self.there.participants(write.provider, date=date)
        if self.recording.api == V1:
            yield from (each for each in people if _alike(each["attributes"], like))
            return
        asked = {name: value for name, value in like.items() if name != URN}
        alike = [each for each in people if _alike_of_v3(each["attributes"], asked)]
        urn = self._urns.get(like.get(URN, ""), like.get(URN))
        yield from sorted(alike, key=lambda each: not _is_at(each["attributes"], urn))


def _alike(attributes: Json, like: dict[str, Json]) -> bool:
    fit = {**like, "status": "active", "training_status": "active"}
    return all(attributes.get(name) == value for name, value in fit.items())


def _alike_of_v3(attributes: Json, like: dict[str, Json]) -> bool:
    fit = {"training_status": "active", **like}
    if fit["training_status"] == "active":
        fit["participant_status"] = "active"
    return any(fit.items() <= each.items() for each in attributes["ecf_enrolments"])


def _is_at(attributes: Json, urn: str | None) -> bool:
    """Return whether somebody is enrolled at a school."""
    return any(each[URN] == urn for each in attributes["ecf_enrolments"])


def _record_id(answer: Json) -> str | None:
    return _text(answer, "data", "id")


def _participant_id(answer: Json) -> str | None:
    return _text(answer, "data", "attributes", "participant_id")


def _text(answer: Json, *path: str) -> str | None:
    """Return the text at a path of an answer, None where there is none."""
    for name in path:
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer if isinstance(answer, str) else None
