"""The story of the demo: participants in the middle of things, on 20 January 2022."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant, parse_date_time
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.seeding.provider_states import SCHEDULE, ProviderState, provider_states
from ecf_sandbox.v1.seeding.recipes import Step, Verb
from ecf_sandbox.v1.seeding.state_setup import BuiltState, set_up
from ecf_sandbox.v1.store.records import Records

STORY_NOW = parse_date_time("2022-01-20T09:00:00Z")


class Role(StrEnum):
    """What somebody's part in the story is."""

    PAID = "start paid, retained-1 not declared yet"
    STARTED = "started this month, payment to come"
    LATE = "late: never declared, and the started milestone is over"
    LEFT = "left in November, withdrawn after the payment: to claw back"


_JANUARY = "ecf-standard-january"
_CAST: tuple[tuple[Role, str, Mapping[str, str]], ...] = (
    (Role.PAID, "a paid declaration to void", {}),
    (Role.PAID, "a paid declaration to void", {}),
    (Role.STARTED, "an eligible declaration", {SCHEDULE: _JANUARY}),
    (Role.STARTED, "an eligible declaration", {SCHEDULE: _JANUARY}),
    (Role.LATE, "a participant ready to start", {}),
    (Role.LATE, "a participant ready to start", {}),
    (Role.LEFT, "a paid declaration to void", {}),
)
_HEARD_OF = Step(
    verb=Verb.WITHDRAW,
    what="left-teaching-profession",
    at=parse_date_time("2022-01-17T15:00:00Z"),
)


def tell(store: Records, edition: Edition, *, now: Instant) -> list[tuple[Role, BuiltState]]:
    """Build everybody in the story, in an open transaction."""
    known = provider_states()
    return [
        (role, set_up(store, edition, _played(role, known[name]), params, now=now))
        for role, name, params in _CAST
    ]


def _played(role: Role, situation: ProviderState) -> ProviderState:
    """Return a situation as a part has it: that somebody left is heard of too late (PAY-7)."""
    if role is not Role.LEFT:
        return situation
    (part,) = situation.parts
    left = replace(part.recipe, steps=(*part.recipe.steps, _HEARD_OF))
    return replace(situation, parts=(replace(part, recipe=left),))
