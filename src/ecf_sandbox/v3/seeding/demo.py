"""The story of the demo: people in the middle of things, on 25 November 2026."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant, parse_date_time
from ecf_sandbox.v3.seeding.building import BuiltPerson
from ecf_sandbox.v3.seeding.provider_states import provider_states
from ecf_sandbox.v3.seeding.state_setup import OURS, StateSetup
from ecf_sandbox.v3.store.records import Records

STORY_NOW = parse_date_time("2026-11-25T09:00:00Z")


class Role(StrEnum):
    """What somebody's part in the story is."""

    NEW_ECT = "ECT of a school that named you: appears with the partnership"
    NEW_MENTOR = "mentor of a school that named you: appears with the partnership"
    STARTED = "started this month, payment to come"
    DONE = "mentor, start paid and training done: completed not declared yet"
    MOVING = "leaves soon for a school of another provider: a transfer half-way"
    NEVER_CAME = "start paid, but never came: to void, and to be clawed back"


@dataclass(frozen=True, slots=True)
class DemoStory:
    """What is there of the story: a role each, and the school that named the provider."""

    people: Mapping[Role, BuiltPerson]
    cohort: str
    school_id: str
    school_name: str
    delivery_partner_id: str


_SCHOOL = "a school with an expression of interest"
_PEOPLE: Mapping[Role, tuple[str, Mapping[str, str]]] = {
    Role.STARTED: ("an ECT with `started` eligible", {}),
    Role.DONE: ("a mentor with `started` only", {}),
    Role.MOVING: ("a transfer", {"transfer_type": "new_provider", "status": "incomplete"}),
    Role.NEVER_CAME: ("an ECT with `started` paid", {}),
}


def tell(store: Records, *, now: Instant) -> DemoStory:
    """Build everybody in the story, in an open transaction."""
    setup, known = StateSetup(store, now, OURS), provider_states()
    situation = known[_SCHOOL]
    named = situation.build(setup, situation.params)
    people = dict(zip((Role.NEW_ECT, Role.NEW_MENTOR), named.people, strict=True))
    for role, (name, params) in _PEOPLE.items():
        people[role] = known[name].build(setup, {**known[name].params, **params}).people[0]
    school = store.school(named.ids["school_id"])
    assert school is not None, "it was built just now"
    return DemoStory(
        people=people,
        cohort=situation.params["cohort"],
        school_id=school.id,
        school_name=school.name,
        delivery_partner_id=named.ids["delivery_partner_id"],
    )
