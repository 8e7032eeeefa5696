"""What a test's world is to be like."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

from ecf_sandbox.testing.errors import Unmarkable
from ecf_sandbox.testing.moments import Moment, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A world: by default the personas alone, on 2021-11-25T09:00:00Z, standing still.

    `participants` is how many to invent per provider, beside the personas. With `real_time`
    the world keeps the time of this process, which freezegun may set.
    """

    edition: str = "guidance"
    seed: int = 1
    participants: int = 0
    personas: bool = True
    now: Moment | None = None
    ticking: bool = False
    real_time: bool = False

    def said(self) -> dict[str, Any]:
        """Return it as the control API takes it; raises UnreadableMoment."""
        now = {} if self.now is None else {"now": written(self.now)}
        return {
            "edition": self.edition,
            "seed": self.seed,
            "participants": self.participants,
            "personas": self.personas,
            "ticking": self.ticking,
            **now,
        }


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
