"""Setting up: a provider state is built, for people whom the world makes up for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem, Rejected
from ecf_sandbox.v1.domain.declarations import Declaration
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import ParticipantType, TrainingRecord
from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.seeding.building import build
from ecf_sandbox.v1.seeding.new_people import new_person
from ecf_sandbox.v1.seeding.personas import SIDES
from ecf_sandbox.v1.seeding.provider_states import (
    COHORT,
    DECLARATION,
    PROVIDER,
    SCHEDULE,
    TYPE,
    ProviderState,
    StatePart,
)
from ecf_sandbox.v1.seeding.recipes import NewPerson, Recipe, Side, Step, Verb
from ecf_sandbox.v1.store.records import Records


class TooEarly(Exception):
    """A situation cannot exist yet; `holds_from` is when it first can."""

    def __init__(self, holds_from: Instant) -> None:
        super().__init__(holds_from)
        self.holds_from = holds_from


@dataclass(frozen=True, slots=True)
class BuiltState:
    """A situation as built: the record of the provider asked for, and who else is in it."""

    record: TrainingRecord
    others: tuple[str, ...]
    other_provider: str | None
    declaration: Declaration | None


def set_up(
    store: Records,
    edition: Edition,
    situation: ProviderState,
    asked: Mapping[str, str],
    *,
    now: Instant,
) -> BuiltState:
    """Build a situation for new people, in an open transaction.

    What it needs in the past is then; order and changes say now. Raises Rejected where what
    is asked does not fit, and TooEarly where the past is not long enough.
    """
    wanted = {**situation.params, **asked}
    if situation.on is not None and situation.on not in wanted[SCHEDULE]:
        raise Rejected(_off_schedule(situation, situation.on))
    sides = _sides(wanted[PROVIDER])
    people = _people(store, situation)
    outcomes = [
        build(store, edition, _varied(situation, part, wanted, now), who, sides=sides, stamped=now)
        for part, who in zip(situation.parts, people, strict=True)
    ]
    holds_from = max(each.holds_from for each in outcomes)
    if holds_from > now:
        raise TooEarly(holds_from)
    lead = people[situation.lead]
    record = store.own_record(lead.id, wanted[PROVIDER])
    assert record is not None, "whoever is asked for has a record in every situation"
    declared = outcomes[situation.lead].declarations
    return BuiltState(
        record,
        tuple(each.id for each in people if each.id not in (lead.id, record.mentor_id)),
        sides[Side.OTHER] if _transfers(situation) else None,
        declared[-1] if declared else None,
    )


def _off_schedule(situation: ProviderState, on: str) -> Problem:
    return Problem(
        "schedule_identifier",
        f"#/schedule_identifier must be a {on} one for {situation.name}",
    )


def _sides(provider: str) -> Mapping[Side, str]:
    """Return who is who: the other side is the personas' one, or their owner for itself."""
    ours, other = SIDES[Side.OURS], SIDES[Side.OTHER]
    return {Side.OURS: provider, Side.OTHER: ours if provider == other else other}


def _transfers(situation: ProviderState) -> bool:
    steps = situation.parts[situation.lead].recipe.steps
    return any(step.verb is Verb.TRANSFER for step in steps)


def _people(store: Records, situation: ProviderState) -> tuple[NewPerson, ...]:
    """Make up whoever is in a situation; whom personas share and what, they share too."""
    likes = [part.like for part in situation.parts]
    made_up = [_made_up(store, ahead, like) for ahead, like in enumerate(likes)]
    ids: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for who, like in zip(made_up, likes, strict=True):
        if like is not None:
            ids[like.id] = who.id
            numbers.setdefault(like.teacher_reference_number, who.teacher_reference_number)
    return tuple(
        who
        if like is None
        else replace(
            who,
            mentor_id=ids.get(like.mentor_id or ""),
            teacher_reference_number=numbers[like.teacher_reference_number],
        )
        for who, like in zip(made_up, likes, strict=True)
    )


def _made_up(store: Records, ahead: int, like: NewPerson | None) -> NewPerson:
    """Return somebody new, with the name and the school of whom they are like."""
    if like is None:
        return new_person(store, ahead)
    who = new_person(store, ahead, full_name=like.full_name, email=like.email)
    return replace(who, school_urn=like.school_urn)


def _varied(
    situation: ProviderState, part: StatePart, wanted: Mapping[str, str], now: Instant
) -> Recipe:
    """Return a recipe with what is asked for; all of them are of one cohort."""
    recipe = replace(part.recipe, cohort=int(wanted[COHORT]))
    if part is not situation.parts[situation.lead]:
        return recipe
    steps = recipe.steps
    if situation.fleeting:
        steps = (*steps[:-1], replace(steps[-1], at=now))
    if DECLARATION in wanted:
        kind = DeclarationType(wanted[DECLARATION])
        steps = tuple(_about(step, kind) for step in steps)
    return replace(
        recipe,
        participant_type=ParticipantType(wanted.get(TYPE, recipe.participant_type)),
        schedule_identifier=wanted[SCHEDULE],
        steps=steps,
    )


def _about(step: Step, kind: DeclarationType) -> Step:
    """Return a step that is about another type, if it is about any."""
    if step.verb not in (Verb.DECLARE, Verb.VOID):
        return step
    return replace(step, what=kind, after=step.after and (kind, step.after[1]))
