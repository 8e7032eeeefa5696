"""What control handlers work with: the server's worlds, and its limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ecf_sandbox.engine.creation import WorldKind
from ecf_sandbox.engine.http.control.replies import ControlError, not_found
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.worlds import Worlds

PREFIX = "/sandbox"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one server holds."""

    worlds: int = 2_000
    people: int = 1_000_000
    snapshots: int = 100
    upload_bytes: int = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ServerContext:
    """The worlds of a server, and what worlds it can make, by edition."""

    worlds: Worlds
    world_kinds: Mapping[str, WorldKind]
    limits: Limits = field(default_factory=Limits)

    @property
    def fallback_folder(self) -> Path:
        """A folder that the server may always write to, for templates that the cache takes not."""
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
        self.check_people(people)

    def check_people(self, people: int) -> None:
        """Raise ControlError where a world would hold more people than it may."""
        if people > self.limits.people:
            most = self.limits.people
            raise ControlError("limit", f"A world holds at most {most} people in all.")
