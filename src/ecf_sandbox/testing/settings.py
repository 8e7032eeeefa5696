"""What a test's world is to be like."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

from ecf_sandbox.testing.errors import Unmarkable
from ecf_sandbox.testing.moments import Moment, written

_EDITIONS = {"v1": ("guidance", "service"), "v3": ("register",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A world: by default of API v1, the personas alone, standing still on 2021-11-25T09:00:00Z.

    One of `api` v3 stands on 2026-11-25T09:00:00Z. `edition` is a reading of API v1, guidance
    unless given; an edition names its API, so v3's, register, need not be given.
    `participants` is how many to invent per provider, beside the personas. With `real_time`
    the world keeps the time of this process, which freezegun may set.
    """

    api: str | None = None
    edition: str | None = None
    seed: int = 1
    participants: int = 0
    personas: bool = True
    now: Moment | None = None
    ticking: bool = False
    real_time: bool = False

    @property
    def world_edition(self) -> str:
        """The edition of the world; raises Unmarkable for one that its API does not have."""
        editions = _EDITIONS.get(self.api) if self.api else sum(_EDITIONS.values(), ())
        if editions is None:
            raise Unmarkable(f"There is no API {self.api}. There are {', '.join(_EDITIONS)}.")
        wanted = self.edition or editions[0]
        if self.api and wanted not in editions:
            raise Unmarkable(f"API {self.api} has no edition {wanted}: {', '.join(editions)}.")
        return wanted

    @property
    def is_register(self) -> bool:
        """Whether it is a world of API v3, whose days are London's."""
        return self.world_edition in _EDITIONS["v3"]

    def said(self) -> dict[str, Any]:
        """Return it as the control API takes it; raises UnreadableMoment and Unmarkable."""
        now = {} if self.now is None else {"now": self.written(self.now)}
        return {
            "edition": self.world_edition,
            "seed": self.seed,
            "participants": self.participants,
            "personas": self.personas,
            "ticking": self.ticking,
            **now,
        }

    def written(self, moment: Moment) -> str:
        """Return a moment in the control API's words; a date is its midnight in the API's zone.

        Raises UnreadableMoment.
        """
        __tracebackhide__ = True
        return written(moment, midnight="T00:00:00" if self.is_register else "T00:00:00Z")


def marked(marks: Iterable[tuple[Sequence[object], Mapping[str, Any]]]) -> Settings:
    """Return what marks say, each by its arguments; the first of them outranks the others.

    Raises Unmarkable for what is no setting.
    """
    known, said = [each.name for each in fields(Settings)], dict[str, Any]()
    for args, kwargs in marks:
        if args:
            raise Unmarkable(f"The mark takes names: {', '.join(known)}. Not {args[0]!r} alone.")
        for name in kwargs.keys() - set(known):
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"It takes {', '.join(known)}."
            raise Unmarkable(f"The mark does not take {name}. {hint}")
        said = {**kwargs, **said}
    return Settings(**said)
