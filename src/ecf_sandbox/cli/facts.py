"""Facts as arguments, `NAME=VALUE`, in the JSON that the control API takes."""

from collections.abc import Mapping, Sequence

import click

from ecf_sandbox.cli.options import pair
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.world_api import V1

Pairs = Sequence[tuple[str, str]]

_TRUTHS = {"true": True, "false": False, "unknown": None, "none": None}
_TEXTS_OF_V1 = ("full_name", "email", "school_urn", "schedule_identifier", "cohort", "status")
_FLAGS_OF_V3 = frozenset(
    {
        "carry_over",
        "eligible",
        "enabled",
        "marked_eligible",
        "only_here",
        "pupil_premium",
        "register_eligible",
        "sparsity",
    }
)


def as_pairs(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> Pairs:
    """Return the two sides of each fact, as a callback of click's."""
    return [pair(each, like="full_name='Ada Okoro'", param_hint="facts") for each in given]


def read(pairs: Pairs, api: str) -> dict[str, Json]:
    """Return facts as an API's worlds take them.

    `none` is null; true and false are what they say, but in texts. A name with dots is inside
    others: `uplifts.2024.sparsity=true`.
    """
    if api == V1:
        return {
            name: said if name in _TEXTS_OF_V1 else _TRUTHS.get(said, said) for name, said in pairs
        }
    facts: dict[str, Json] = {}
    for name, said in pairs:
        *outer, last = name.split(".")
        inside = facts
        for each in outer:
            inside = inside.setdefault(each, {})
            if not isinstance(inside, dict):
                raise click.BadParameter(f"{each} has a value already.", param_hint="facts")
        inside[last] = value(said, flag=last in _FLAGS_OF_V3)
    return facts


def value(said: str, *, flag: bool = False) -> str | bool | None:
    """Return a value of API v3's: null for `none`, and of a flag true or false."""
    known: Mapping[str, bool | None] = _TRUTHS if flag else {"none": None}
    return known.get(said, said)
