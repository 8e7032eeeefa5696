"""How worlds begin: from a template or a snapshot, with a clock and tokens of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex, token_urlsafe
from typing import Any

from ecf_sandbox.engine import templates
from ecf_sandbox.engine.clock import Clock, frozen_at, real_now, ticking_from
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store import files
from ecf_sandbox.engine.store.session import Schema
from ecf_sandbox.engine.store.snapshots import Snapshot
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import Origin, write_clock
from ecf_sandbox.engine.store.worlds import DEFAULT, Worlds, fixed_token
from ecf_sandbox.engine.templates import Kind, TemplateBuilder

DEFAULT_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldKind:
    """What an API's worlds are like.

    The first of `editions` is the usual one, `options` are all that there are with their
    defaults, `size` tells how many people a world of some options begins with.
    """

    editions: tuple[str, ...]
    schema: Schema
    template: TemplateBuilder
    options: Mapping[str, Any]
    starting_now: Instant
    size: Callable[[Mapping[str, Any]], int]


class WorldMismatch(Exception):
    """A kept world is not the one asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldSpec:
    """What is asked of a world; None where nothing in particular is."""

    edition: str | None = None
    seed: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    now: Instant | None = None
    frozen: bool = False
    real_time: bool = False

    @property
    def names_a_time(self) -> bool:
        """Whether a kept world's clock is to be set too."""
        return self.now is not None or self.frozen or self.real_time

    def starting_now(self, kind: WorldKind) -> Instant | None:
        """Return the time to begin with; None is real time."""
        if self.real_time:
            return None
        return kind.starting_now if self.now is None else self.now


def default_world(
    worlds: Worlds,
    kind: WorldKind,
    spec: WorldSpec,
    *,
    fallback_folder: Path,
    world_id: str = DEFAULT,
) -> World:
    """Return a world that a server opens, kept or new, once what a killed one left is swept away.

    A kept one must be of the edition, seed and options that are asked for, and keeps its clock
    unless a time is named. Raises WorldMismatch, and OtherVersion where the folder holds a
    world of another version.
    """
    files.sweep(worlds.folder)
    worlds.check_versions()
    world = worlds.get(world_id)
    if world is None:
        return new_world(worlds, world_id, kind, spec, fallback_folder=fallback_folder)
    origin = world.file.origin
    for name, asked, kept in (
        ("edition", spec.edition, origin.edition),
        ("seed", spec.seed, origin.seed),
        *((name, asked, origin.options.get(name)) for name, asked in spec.options.items()),
    ):
        if asked is not None and asked != kept:
            raise WorldMismatch(f"it was made for {name} {kept}, not {asked}")
    if spec.names_a_time:
        clock = clock_from(spec.starting_now(kind), ticking=not spec.frozen)
        with world.writing(patient=True) as session:
            write_clock(session.db, clock)
    return world


def new_world(
    worlds: Worlds, world_id: str, kind: WorldKind, spec: WorldSpec, *, fallback_folder: Path
) -> World:
    """Make a world from a seed; raises FileExistsError where the id is taken.

    `fallback_folder` is for its template where the user's cache takes none.
    """
    origin = Origin(
        id=world_id,
        edition=spec.edition or kind.editions[0],
        seed=DEFAULT_SEED if spec.seed is None else spec.seed,
        options={**kind.options, **spec.options},
        starting_now=spec.starting_now(kind),
        starting_ticking=not spec.frozen,
    )
    template = templates.find_or_build(
        kind.template,
        kind.schema,
        Kind(origin.edition, origin.seed, origin.options),
        fallback_folder=fallback_folder,
    )
    clock = clock_from(origin.starting_now, ticking=origin.starting_ticking)
    return worlds.add(template, origin, clock, tokens_of(world_id))


def from_snapshot(worlds: Worlds, world_id: str, snapshot: Snapshot) -> World:
    """Make a world that goes on from a snapshot, and returns there when it is reset.

    Raises FileExistsError where the id is taken.
    """
    kept = snapshot.origin
    origin = Origin(
        id=world_id,
        edition=kept.edition,
        seed=kept.seed,
        options=kept.options,
        starting_now=snapshot.now,
        starting_ticking=snapshot.ticking,
    )
    clock = snapshot.clock(real=real_now())
    return worlds.add(snapshot.path, origin, clock, tokens_of(world_id))


def reset(worlds: Worlds, world: World) -> None:
    """Make a world what it was when created, its clock too; tokens stay valid."""
    origin = world.file.origin
    clock = clock_from(origin.starting_now, ticking=origin.starting_ticking)
    worlds.replace(world, world.folder / files.PRISTINE, clock)


def new_id() -> str:
    """Return an id for a world that nobody named."""
    return f"world-{token_hex(6)}"


def tokens_of(world_id: str) -> files.TokenOf:
    """Return what gives each provider of a world its token.

    Those of some worlds are fixed; the others say which world they belong to, and a secret.

    Rules: AUTH-2.
    """
    return lambda slug: fixed_token(world_id, slug) or f"{slug}.{world_id}.{token_urlsafe(16)}"


def clock_from(now: Instant | None, *, ticking: bool) -> Clock:
    """Return a clock that shows a moment, ticking on from it or not; None is real time.

    Rules: TIME-4.
    """
    real = real_now()
    if now is None:
        return Clock() if ticking else frozen_at(real)
    return ticking_from(now, real=real) if ticking else frozen_at(now)
