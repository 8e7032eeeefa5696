"""All the worlds of a data folder, found by the tokens of their providers."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from ecf_sandbox.clock import Clock
from ecf_sandbox.domain.editions import Edition, EditionName
from ecf_sandbox.store.worlds import CURRENT, Gone, Origin, World, connect, write_clock

DEFAULT = "default"


class Worlds:
    """The worlds under a folder; each is opened when first asked for."""

    def __init__(self, folder: Path, edition_of: Callable[[EditionName], Edition]) -> None:
        self._folder = folder / "worlds"
        self._edition_of = edition_of
        self._open: dict[str, World] = {}
        self._folder.mkdir(parents=True, exist_ok=True)

    def get(self, world_id: str) -> World | None:
        """Return a world by id, None where there is no such world."""
        world = self._open.get(world_id)
        if world is None and (self._folder / world_id / CURRENT).is_symlink():
            world = self._open[world_id] = World(self._folder / world_id, self._edition_of)
        return world

    def of(self, token: str) -> tuple[World, str] | None:
        """Return the world and the provider that a token speaks for.

        Tokens are `<provider>.<world>.<secret>`, but for the default world's.

        Rules: AUTH-2.
        """
        world_id = token.split(".")[1] if token.count(".") == 2 else DEFAULT
        try:
            world = self.get(world_id)
            provider = world and world.generation.provider_of(token)
        except Gone:
            return None
        return (world, provider) if world and provider else None

    def add(
        self, template: Path, origin: Origin, clock: Clock, token_of: Callable[[str], str]
    ) -> World:
        """Make a world from a template; `token_of` gives each provider, by slug, its token.

        Raises FileExistsError where the id is taken. The world appears whole or not at all.
        """
        draft = Path(tempfile.mkdtemp(prefix=".new-", dir=self._folder))
        try:
            shutil.copyfile(template, draft / "0.sqlite3")
            _identify(draft / "0.sqlite3", origin, clock, token_of)
            (draft / CURRENT).symlink_to("0.sqlite3")
            draft.rename(self._folder / origin.id)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        world = self.get(origin.id)
        assert world is not None, "a world just made is there"
        return world

    def close(self) -> None:
        """Close every open world."""
        for world in self._open.values():
            world.close()
        self._open.clear()


def _identify(path: Path, origin: Origin, clock: Clock, token_of: Callable[[str], str]) -> None:
    """Make a copy of a template a world of its own."""
    db = connect(path)
    try:
        db.execute("BEGIN")
        db.execute(
            "UPDATE world SET id = ?, starting_now = ?, starting_ticking = ?",
            (origin.id, origin.starting_now, origin.starting_ticking),
        )
        write_clock(db, clock)
        for (slug,) in db.execute("SELECT slug FROM providers").fetchall():
            db.execute("UPDATE providers SET token = ? WHERE slug = ?", (token_of(slug), slug))
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.close()
