"""The story of the demo: participants in the middle of things, on 20 January 2022."""

from collections.abc import Mapping
from enum import StrEnum

from ecf_sandbox.domain.editions import Edition
from ecf_sandbox.domain.instants import Instant, parse_date_time
from ecf_sandbox.seeding.staging import Scene, set_up
from ecf_sandbox.seeding.states import SCHEDULE, situations
from ecf_sandbox.store.records import Store

STORY_NOW = parse_date_time("2022-01-20T09:00:00Z")


class Role(StrEnum):
    """What somebody's part in the story is."""

    PAID = "start paid, retained-1 not declared yet"
    STARTED = "started this month, payment to come"
    LATE = "late: never declared, and the started milestone is over"
    LEFT = "left in November, and yet paid: to claw back"


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


def tell(store: Store, edition: Edition, *, now: Instant) -> list[tuple[Role, Scene]]:
    """Build everybody in the story, in an open transaction."""
    known = situations()
    return [
        (role, set_up(store, edition, known[name], params, now=now)) for role, name, params in _CAST
    ]
