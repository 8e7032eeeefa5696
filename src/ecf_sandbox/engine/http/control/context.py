"""What control handlers work with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import Instant, in_range, parse_date_time
from ecf_sandbox.engine.http.control.replies import ControlError, invalid, not_found
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import read_clock
from ecf_sandbox.engine.store.worlds import Worlds
from ecf_sandbox.v1.store.records import Store


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one server holds."""

    worlds: int = 2_000
    people: int = 1_000_000
    snapshots: int = 100
    upload_bytes: int = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ServerContext:
    """The worlds of a server, and where templates go when the user's cache takes none."""

    worlds: Worlds
    limits: Limits = field(default_factory=Limits)

    @property
    def fallback_folder(self) -> Path:
        """A folder that the server may always write to."""
        return self.worlds.folder.parent

    def world(self, world_id: str) -> World:
        """Return a world by id; raises ControlError where there is none."""
        world = self.worlds.get(world_id)
        if world is None:
            raise not_found(f"world {world_id:.80}")
        return world

    def make_room(self, people: int) -> None:
        """Raise ControlError where another world of this size would be too much."""
        if len(self.worlds.ids()) >= self.limits.worlds:
            raise ControlError(
                "limit", f"The server holds {self.limits.worlds} worlds already: delete some first."
            )
        if people > self.limits.people:
            raise ControlError(
                "limit", f"A world holds at most {self.limits.people} people in all."
            )


@dataclass(frozen=True, slots=True)
class ControlRequest:
    """One control request, checked; `asked` is the now its header asks for, `upload` a file."""

    server: ServerContext
    path: Mapping[str, str]
    query: Mapping[str, str | int]
    body: Json
    asked: Instant | None = None
    upload: Path | None = None

    @property
    def world(self) -> World:
        """The world that the path names."""
        return self.server.world(self.path["world"])

    def moment(self, text: str) -> Instant:
        """Return a moment that the body names, which the document allows (TIME-2)."""
        moment = parse_date_time(text)
        if not in_range(moment):
            raise invalid(f"{text} is not between 2000-01-01 and 2099-12-31.")
        return moment

    def now(self, store: Store) -> Instant:
        """Return when the call happens: its header, else the world's clock (TIME-1, TIME-3)."""
        return read_clock(store).at(real_now()) if self.asked is None else self.asked
