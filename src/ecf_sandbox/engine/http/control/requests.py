"""A control request, and what an API answers about its clocks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import Instant, in_range, parse_date_time
from ecf_sandbox.engine.http.control.context import ServerContext
from ecf_sandbox.engine.http.control.replies import invalid
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.event_stream import EventStream
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import read_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMoves:
    """What an API's clocks can be sent to, and what a move passes.

    `destination` finds what the body of a move asks for after a moment, or raises
    ControlError; `passed` tells, as the API writes it, what lies between two moments. Both
    take the session and the edition first.
    """

    destination: Callable[[Session, str, Json, Instant], Instant]
    passed: Callable[[Session, str, Instant, Instant], list[Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRequest:
    """One control request, checked.

    `named` is the world that the path names, where it names one; whatever is made under its id
    while the request is under way is another world, maybe of another API.
    `asked` is the now its header asks for, `upload` a file, `last_event_id` what a client of
    server-sent events saw last. `rules` is the file of those of the world's API.
    """

    server: ServerContext
    zone: tzinfo
    clock_moves: ClockMoves
    rules: Path
    path: Mapping[str, str]
    query: Mapping[str, str | int]
    body: Json
    named: World | None = None
    asked: Instant | None = None
    upload: Path | None = None
    last_event_id: int | None = None

    @property
    def world(self) -> World:
        """The world that the path names, on the file that is current now; raises Gone."""
        assert self.named is not None, "only a path with a world has a handler that asks for it"
        self.named.refresh()
        return self.named

    def moment(self, text: str) -> Instant:
        """Return a moment that the body names, which the document allows (TIME-2)."""
        moment = parse_date_time(text, self.zone)
        if not in_range(moment):
            raise invalid(f"{text} is not between 2000-01-01 and 2099-12-31.")
        return moment

    def now(self, session: Session) -> Instant:
        """Return when the call happens: its header, else the world's clock (TIME-1, TIME-3)."""
        return read_clock(session).at(real_now()) if self.asked is None else self.asked


ControlHandler = Callable[[ControlRequest], Reply | EventStream]
