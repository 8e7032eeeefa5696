"""Provider states: every persona's situation by name, and others that leave more to who asks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ecf_sandbox.v3.seeding import organisation_states as organisations
from ecf_sandbox.v3.seeding import participant_states as participants
from ecf_sandbox.v3.seeding import persona_states
from ecf_sandbox.v3.seeding.personas import personas
from ecf_sandbox.v3.seeding.recipes import Recipe
from ecf_sandbox.v3.seeding.state_parts import Asked, Built
from ecf_sandbox.v3.seeding.state_setup import OURS, StateSetup

Build = Callable[[StateSetup, Asked], Built]


@dataclass(frozen=True, slots=True)
class ProviderState:
    """A situation by name: `params` are what it takes, with their defaults."""

    name: str
    params: Mapping[str, str]
    build: Build


@cache
def provider_states() -> Mapping[str, ProviderState]:
    """Return every provider state by name: the personas' in their order, then the others."""
    found = {each.about: _of_persona(each) for each in personas()}
    return {**found, **{each.name: each for each in _others()}}


def _of_persona(persona: Recipe) -> ProviderState:
    def build(setup: StateSetup, asked: Asked) -> Built:
        chosen = {name: value for name, value in asked.items() if value != params[name]}
        return Built(people=persona_states.build(setup, persona, chosen))

    params = persona_states.params(persona)
    return ProviderState(persona.about, params, build)


_PROVIDER = {"provider": OURS}
_COHORT = {**_PROVIDER, "cohort": "2026"}
_TYPE = {**_COHORT, "participant_type": "ect"}
# What is empty is chosen for whoever asks.
_PLACE = {"school_id": "", "delivery_partner_id": ""}
_SCHEDULE = {**_TYPE, "schedule_identifier": "ecf-standard-september", **_PLACE}
_DECLARED = {**_SCHEDULE, "declaration_type": "started", "state": "eligible"}
_STATUSES = {**_SCHEDULE, "training_status": "active", "participant_status": "active", "on": ""}
_TRANSFER = {**_TYPE, **_PLACE, "transfer_type": "new_school", "status": "complete", "on": ""}

_OTHERS: Mapping[str, tuple[Mapping[str, str], Build]] = {
    "a school without partnership": (_PROVIDER, organisations.school_without_partnership),
    "a school with an expression of interest": (_COHORT, organisations.school_with_interest),
    "a school in partnership": ({**_COHORT, **_PLACE}, organisations.school_in_partnership),
    "a school with school-led ECTs only": (_COHORT, organisations.school_led_school),
    "a school not eligible": (_PROVIDER, organisations.school_not_eligible),
    "a school with two partnerships": (_COHORT, organisations.school_with_two_partnerships),
    "a delivery partner": (_COHORT, organisations.delivery_partner),
    "a delivery partner of another provider": (_COHORT, organisations.delivery_partner_of_another),
    "a partnership with participants": (
        {**_COHORT, **_PLACE},
        organisations.partnership_with_participants,
    ),
    "a cohort that has not begun": (_PROVIDER, organisations.cohort_not_begun),
    "a declaration": (_DECLARED, participants.declaration),
    "a participant": (_STATUSES, participants.participant),
    "a transfer": (_TRANSFER, participants.transfer),
    "an unfunded mentor": ({**_COHORT, **_PLACE}, participants.unfunded_mentor),
    "a merged participant": ({**_COHORT, **_PLACE}, participants.merged_participant),
    "a participant in a frozen cohort": (
        {**_TYPE, **_PLACE, "cohort": "2022"},
        participants.participant_in_frozen_cohort,
    ),
    "a participant of another provider": (_TYPE, participants.participant_of_another),
    "an id that nobody has": (_PROVIDER, participants.nobody),
}


def _others() -> Iterator[ProviderState]:
    for name, (params, build) in _OTHERS.items():
        yield ProviderState(name, params, build)
