"""How a world begins: from a template, with a clock and tokens of its own."""

from dataclasses import dataclass
from pathlib import Path

from ecf_sandbox.clock import Clock, frozen_at, real_now, ticking_from
from ecf_sandbox.domain.editions import EditionName
from ecf_sandbox.domain.instants import Instant, parse_date_time
from ecf_sandbox.seeding import templates
from ecf_sandbox.store.library import DEFAULT, Worlds
from ecf_sandbox.store.worlds import Origin, World, write_clock

STARTING_NOW = parse_date_time("2021-11-25T09:00:00Z")
DEFAULT_SEED = 1


class Mismatch(Exception):
    """A kept world is not the one asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of the default world; None where nothing in particular is."""

    edition: EditionName | None = None
    seed: int | None = None
    participants: int = 250
    now: Instant | None = None
    frozen: bool = False
    real_time: bool = False

    @property
    def names_a_time(self) -> bool:
        """Whether a kept world's clock is to be set too."""
        return self.now is not None or self.frozen or self.real_time


def default_world(worlds: Worlds, wish: Wish, *, spare: Path) -> World:
    """Return the default world, kept or new; `spare` is where its template may always go.

    A kept one must be of the edition and seed that are asked for, and keeps its clock
    unless a time is named. Raises Mismatch.
    """
    world = worlds.get(DEFAULT)
    if world is None:
        return _new_world(worlds, wish, spare=spare)
    origin = world.generation.origin
    for name, asked, kept in (
        ("edition", wish.edition, origin.edition),
        ("seed", wish.seed, origin.seed),
    ):
        if asked is not None and asked != kept:
            raise Mismatch(f"it was made for {name} {kept}, not {asked}")
    if wish.names_a_time:
        with world.writing(patient=True) as store:
            write_clock(store.db, _clock(wish))
    return world


def _new_world(worlds: Worlds, wish: Wish, *, spare: Path) -> World:
    origin = Origin(
        id=DEFAULT,
        edition=wish.edition or EditionName.GUIDANCE,
        seed=DEFAULT_SEED if wish.seed is None else wish.seed,
        participants=wish.participants,
        personas=True,
        starting_now=None if wish.real_time else wish.now or STARTING_NOW,
        starting_ticking=not wish.frozen,
    )
    template = templates.find_or_build(
        templates.Kind(origin.edition, origin.seed, origin.participants, origin.personas),
        spare=spare,
    )
    return worlds.add(template, origin, _clock(wish), lambda provider: f"{provider}-token")


def _clock(wish: Wish) -> Clock:
    now = STARTING_NOW if wish.now is None else wish.now
    if wish.real_time:
        return Clock()
    return frozen_at(now) if wish.frozen else ticking_from(now, real=real_now())
