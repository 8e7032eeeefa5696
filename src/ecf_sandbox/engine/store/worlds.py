"""All the worlds of a data folder, found by the tokens of their providers."""

import shutil
import threading
from collections import OrderedDict
from pathlib import Path
from secrets import token_hex

from ecf_sandbox.engine.clock import Clock
from ecf_sandbox.engine.store import files
from ecf_sandbox.engine.store.epoch import Epoch, Gone, moving
from ecf_sandbox.engine.store.file_limit import most_open
from ecf_sandbox.engine.store.world import CURRENT, World
from ecf_sandbox.engine.store.world_file import MOST_FILES, Origin, SchemaOf, is_current

DEFAULT = "default"
REGISTER = "register"

_FIXED = (REGISTER,)

_MOST_OPEN = 100


class OtherVersion(Exception):
    """A world was made by another version, whose files this one cannot read."""


class Worlds:
    """The worlds under a folder; each is opened when asked for, and the idlest closed."""

    def __init__(self, folder: Path, schema_of: SchemaOf) -> None:
        self.folder = folder / "worlds"
        self.schema_of = schema_of
        self._most_open = most_open(files_each=MOST_FILES, at_most=_MOST_OPEN)
        self._open: OrderedDict[str, World] = OrderedDict()
        self._lock = threading.Lock()
        self.folder.mkdir(parents=True, exist_ok=True)

    def get(self, world_id: str) -> World | None:
        """Return a world by id, None where there is no such world."""
        world = self._open.get(world_id)
        if world is None:
            return self._opened(world_id)
        try:
            world.refresh()
        except Gone:
            self._forget(world_id)
            return self._opened(world_id)
        self._touch(world_id)
        return world

    def of(self, token: str) -> tuple[World, str] | None:
        """Return the world and the provider that a token speaks for.

        Tokens are `<provider>.<world>.<secret>`, but for those of worlds with fixed tokens.

        Rules: AUTH-2.
        """
        world_id = token.split(".")[1] if token.count(".") == 2 else _fixed_world(token)
        world = self.get(world_id)
        provider = world and world.file.provider_of(token)
        return (world, provider) if world and provider else None

    def ids(self) -> list[str]:
        """Return the ids of all worlds, in order."""
        return sorted(path.parent.name for path in self.folder.glob(f"[!.]*/{CURRENT}"))

    def check_versions(self) -> None:
        """Raise OtherVersion where a world in the folder is not of this version.

        Before this process opens any of them: it lets go of every lock that it has on a file.
        """
        for world_id in self.ids():
            path = (self.folder / world_id / CURRENT).resolve()
            if not is_current(path, self.schema_of):
                raise OtherVersion(world_id)

    def add(self, source: Path, origin: Origin, clock: Clock, token_of: files.TokenOf) -> World:
        """Make a world from a template or a snapshot, which also is what a reset returns to.

        Raises FileExistsError where the id is taken. The world appears whole or not at all.
        """
        with files.whole_folder(self.folder / origin.id) as draft:
            files.share(source, draft / files.PRISTINE)
            identify = files.identity(origin, clock, token_of)
            files.put_in_place(source, draft, Epoch(draft), identify)
        world = self.get(origin.id)
        if world is None:
            raise Gone(origin.id)
        return world

    def replace(self, world: World, source: Path, clock: Clock) -> None:
        """Let a world go on from another file, its origin and tokens kept.

        The write lock of the file before it is held meanwhile, so no answered write is lost
        on a file that nobody reads any more. Raises Gone where it is deleted meanwhile.
        """
        with world.by_name(), world.writing(patient=True):
            file = world.file
            tokens = {each.slug: each.token for each in file.providers}
            identify = files.identity(file.origin, clock, tokens.__getitem__)
            files.put_in_place(source, world.folder, world.epoch, identify)

    def remove(self, world_id: str) -> bool:
        """Delete a world, file and all; requests under way in it end as they can."""
        doomed = self.folder / f"{files.UNFINISHED}{token_hex(8)}"
        try:
            with moving(self.folder / world_id):
                (self.folder / world_id).rename(doomed)
        except (Gone, OSError):
            return False
        self._forget(world_id)
        shutil.rmtree(doomed, ignore_errors=True)
        return True

    def close(self) -> None:
        """Close every open world."""
        for world_id in list(self._open):
            self._forget(world_id)

    def _opened(self, world_id: str) -> World | None:
        with self._lock:
            if not files.SLUG.fullmatch(world_id) or not (self.folder / world_id).is_dir():
                return None
            known = self._open.get(world_id)
            if known is not None:  # another thread was first
                return known
            try:
                world = World(self.folder / world_id, self.schema_of)
            except Gone:
                return None
            self._open[world_id] = world
            while len(self._open) > self._most_open:
                self._open.popitem(last=False)[1].close()
            return world

    def _touch(self, world_id: str) -> None:
        """Remember that a world was asked for just now."""
        try:
            self._open.move_to_end(world_id)
        except KeyError:  # forgotten meanwhile, by another thread
            return

    def _forget(self, world_id: str) -> None:
        world = self._open.pop(world_id, None)
        if world is not None:
            world.close()


def fixed_token(world_id: str, slug: str) -> str | None:
    """Return the token of a provider in a world whose tokens are fixed, None for other worlds.

    Rules: AUTH-2, V3-AUTH-2.
    """
    if world_id == DEFAULT:
        return f"{slug}-token"
    return f"{slug}-{world_id}-token" if world_id in _FIXED else None


def _fixed_world(token: str) -> str:
    """Return the world that a fixed token is of."""
    named = (each for each in _FIXED if token.endswith(f"-{each}-token"))
    return next(named, DEFAULT)
