"""A recording sent again: ids and dates put into the words of where it goes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ecf_sandbox.cli.comparing import Difference, differences, titles
from ecf_sandbox.cli.implementation import Implementation, Reply, said
from ecf_sandbox.cli.recordings import ID, Recording, Write
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.engine.domain.durations import Duration
from ecf_sandbox.engine.domain.instants import parse_date_time, wire

# Without fraction and offset, which stay as they are.
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one write."""

    write: Write
    status: int
    differences: tuple[Difference, ...]


@dataclass(slots=True)
class Replay:
    """A recording on its way to an implementation.

    `ids` are what ids of the recording are there, and grows as answers tell new ones.
    `later` moves every date.
    """

    recording: Recording
    there: Implementation
    ids: dict[str, str]
    later: Duration | None = None

    def find_people(self) -> Iterator[str]:
        """Find somebody for everybody in the recording; yields whom nobody there is like."""
        for write in self.recording.writes:
            for person in write.people:
                like = self.recording.participants.get(person)
                if person in self.ids or like is None:
                    continue
                found = self._somebody(write, person, like)
                if found is None:
                    yield person
                self.ids[person] = found or person

    def play(self) -> Iterator[Outcome]:
        """Send each write, and yield how its answer compares."""
        for write in self.recording.writes:
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

    def _compared(self, write: Write, reply: Reply) -> Iterator[Difference]:
        if write.status != reply.status:
            yield Difference("status", write.status, reply.status)
            yield from differences(*map(titles, (said(write.answer), reply.said)), same_person=True)
            return
        same_person = all(self.ids.get(each, each) == each for each in write.people)
        expected = said(self._moved(write.answer))
        yield from differences(expected, reply.said, same_person=same_person)

    def _learn(self, recorded: Json, came: Json) -> None:
        """Take note of what a new record is called there."""
        before, after = _record_id(recorded), _record_id(came)
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
        for each in there.participants(write.provider, date=date):
            if each["id"] in self.ids.values() or not _alike(each["attributes"], like):
                continue
            found: str = each["id"]
            if not there.declared(write.provider, found, date=date):
                return found
        return None


def _alike(attributes: Json, like: dict[str, Json]) -> bool:
    fit = {**like, "status": "active", "training_status": "active"}
    return all(attributes.get(name) == value for name, value in fit.items())


def _record_id(answer: Json) -> str | None:
    try:
        found = answer["data"]["id"]
    except (TypeError, KeyError):
        return None
    return found if isinstance(found, str) else None
