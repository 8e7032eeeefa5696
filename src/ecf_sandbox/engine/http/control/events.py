"""The handler of a world's events: what somebody who looks at a world sees change."""

from collections.abc import Iterator
from dataclasses import asdict

import orjson

from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import LATEST, Instant, wire
from ecf_sandbox.engine.http import faults
from ecf_sandbox.engine.http.control.context import ServerContext
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.event_stream import Event, EventStream
from ecf_sandbox.engine.store import fault_settings
from ecf_sandbox.engine.store.epoch import Gone
from ecf_sandbox.engine.store.journal import Journal
from ecf_sandbox.engine.store.journal_entries import Row
from ecf_sandbox.engine.store.world import FileVersion, World
from ecf_sandbox.engine.store.world_file import read_state

_MOST_AT_FIRST = 100
_MOST_ROWS = 20  # at once; whoever asks faster than anybody reads is counted


def watch_world(request: ControlRequest) -> EventStream:
    """Tell of a world as it changes, until somebody ends it."""
    request.world.journal.flush()
    seconds = request.query.get("seconds")
    watch = Watch(request.server, request.path["world"], _after(request))
    return EventStream(watch.poll, None if seconds is None else float(seconds))


class Watch:
    """One who looks at a world, and what was told so far."""

    def __init__(self, server: ServerContext, world_id: str, after: int | None) -> None:
        self._server = server
        self._id = world_id
        self._version: FileVersion | None = None
        self._until = LATEST  # when a fault ends by itself
        self._journal = server.world(world_id).journal
        newest, self._cleared_at = self._journal.extent
        self._seen = newest if after is None else after
        self._most = _MOST_AT_FIRST

    def poll(self) -> list[Event]:
        """Return what is new since the last time."""
        world = self._server.worlds.get(self._id)
        try:
            if world is not None:
                return [*self._states(world), *self._entries(world.journal)]
        except Gone:
            pass
        return [Event("gone", {}, last=True)]

    def _states(self, world: World) -> Iterator[Event]:
        """Yield the state, where it is not the one that was told last.

        A write is counted before it can be seen, so what was read tells which state it is of.
        """
        version = world.version
        ended = real_now() >= self._until
        if version == self._version and not ended:
            return
        state, self._until = _state(world)
        found = version._replace(written=state["writes"])
        if found != self._version or ended:
            self._version = found
            yield Event("state", state)

    def _entries(self, journal: Journal) -> Iterator[Event]:
        newest, cleared_at = journal.extent
        if journal.path != self._journal.path:  # the world was deleted, and made again under its id
            self._journal, self._cleared_at, self._seen = journal, cleared_at, 0
            yield Event("cleared", {})
        if cleared_at != self._cleared_at:
            self._cleared_at = cleared_at
            yield Event("cleared", {})
        elif newest <= self._seen:
            return
        rows = journal.rows(self._seen, self._most)
        first = rows[0].id if rows else newest + 1
        if len(rows) == self._most and first > self._seen + 1:
            yield Event("skipped", {"entries": first - self._seen - 1})
        self._seen, self._most = max([newest, *(each.id for each in rows)]), _MOST_ROWS
        yield from (Event("entry", _shown(each), each.id) for each in rows)


def _after(request: ControlRequest) -> int | None:
    """Return the id to go on from; the query outranks the header."""
    if "after" in request.query:
        return int(request.query["after"])
    return request.last_event_id


def _state(world: World) -> tuple[Json, Instant]:
    """Return what a world looks like, and the real time until which it does by itself."""
    real = real_now()
    with world.reading(patient=True) as session:
        clock, writes = read_state(session)
        text, limit = fault_settings.read_in(session)
    known = [each for each in faults.read(text) if each.in_force(real)]
    state = {
        "clock": {"now": wire(clock.at(real)), "ticking": clock.ticking},
        "faults": len(known),
        "rate_limit": limit and orjson.loads(limit),
        "writes": writes,
    }
    return state, min((each.ends_at for each in known if each.ends_at), default=LATEST)


def _shown(row: Row) -> Json:
    return {**asdict(row), "at": wire(row.at), "world_date": wire(row.world_date)}


HANDLERS = {"watchWorld": watch_world}
