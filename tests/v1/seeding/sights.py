"""What there is to see of a persona, and checks of it."""

from collections.abc import Callable
from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v1.domain.declarations import Declaration
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import (
    Course,
    ParticipantType,
    Person,
    TrainingRecord,
    TrainingStatus,
)
from ecf_sandbox.v1.rules import declaring, ownership, paying
from ecf_sandbox.v1.seeding.personas import OWNER, Persona
from tests.v1.seeding.worlds import END, Seeded

EVERYTHING = ["started", "retained-1", "retained-2", "retained-3", "retained-4", "completed"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to see of a persona when it is what it promises."""

    world: Seeded
    persona: Persona
    record: TrainingRecord
    declarations: list[Declaration]
    now: Instant

    @property
    def person(self) -> Person:
        return self.record.person

    @property
    def edition(self) -> Edition:
        return self.world.edition

    @property
    def states(self) -> list[tuple[str, str]]:
        return [
            (each.declaration_type.value, paying.state_at(self.now, each.settlement).value)
            for each in self.declarations
        ]

    def other_record(self) -> TrainingRecord | None:
        return self.world.store.own_record(self.persona.id, "riverbank")

    def mentees(self) -> list[str]:
        return self.world.column(
            "SELECT p.id FROM records r JOIN people p ON p.key = r.person WHERE r.mentor_id = ?",
            self.persona.id,
        )

    def namesakes(self) -> list[str]:
        return self.world.column(
            "SELECT id FROM people WHERE teacher_reference_number = ? AND id <> ?",
            self.person.teacher_reference_number,
            self.persona.id,
        )


Check = Callable[[Sight], bool]


def is_(kind: str) -> Check:
    return lambda it: it.person.participant_type == kind


def knows(**facts: object) -> Check:
    """Everything in order, but for some facts."""
    ready = {
        "email_validated": True,
        "teacher_reference_number_validated": True,
        "qts": True,
        "eligible": True,
        "pupil_premium_uplift": False,
        "sparsity_uplift": False,
    }
    return lambda it: {**ready, **facts} == {each: getattr(it.person, each) for each in ready}


def trains(training: str, status: str = "active") -> Check:
    return lambda it: (it.record.training_status, it.record.status) == (training, status)


def declared(*states: tuple[str, str]) -> Check:
    return lambda it: it.states == list(states)


def everything_declared(it: Sight) -> bool:
    return [each for each, _ in it.states] == EVERYTHING and all(
        declaring.stands(each) for each in it.declarations
    )


def named(test: Callable[[str], object]) -> Check:
    return lambda it: bool(test(it.person.full_name))


def unheard_of(it: Sight) -> bool:
    return (
        not it.person.email_validated
        and it.person.teacher_reference_number is None
        and it.person.eligible_for_funding is None
        and it.record.schedule_identifier == "ecf-standard-september"
    )


def unknown_in_service(it: Sight) -> bool:
    known = ownership.ownership_of(it.record, OWNER, Course.INDUCTION, it.edition)
    forgets = it.edition.forgets_school_withdrawn
    return known is (ownership.Ownership.UNKNOWN if forgets else ownership.Ownership.OWN)


def forfeited_in_guidance(it: Sight) -> bool:
    state = "ineligible" if it.edition.early_withdrawal_forfeits else "eligible"
    return it.states == [("started", state)]


def withdrawn_in_started(it: Sight) -> bool:
    schedule = it.edition.schedules.get(it.record.schedule_identifier, 2021)
    return it.record.withdrawn_at < schedule.milestones["started"].closes


def paid_after_withdrawal(it: Sight) -> bool:
    schedule = it.edition.schedules.get(it.record.schedule_identifier, 2021)
    after = it.record.withdrawn_at >= schedule.milestones["started"].closes
    return after and it.states == [("started", "paid")]


def has_mentor(it: Sight) -> bool:
    mentor = it.world.store.own_record(it.record.mentor_id, OWNER)
    return mentor is not None and mentor.person.participant_type is ParticipantType.MENTOR


def replaces_mentor(it: Sight) -> bool:
    (mentee,) = it.mentees()
    theirs = it.world.store.declarations_of(it.world.store.own_record(mentee, OWNER).person)
    return (
        "replacement" in it.record.schedule_identifier
        and it.declarations[-1].declaration_type is theirs[-1].declaration_type
    )


def second_place_is_lost(it: Sight) -> bool:
    """What would be declared now would be ineligible: somebody has the TRN's place."""
    (other,) = it.namesakes()
    theirs = it.world.store.declarations_of(it.world.store.record(other, OWNER).person)
    claim = replace_claim(theirs[0], it.persona.id)
    return it.states == [] and declaring.is_second_with_trn(claim, theirs)


def replace_claim(past: Declaration, participant_id: str):
    return declaring.Claim(
        participant_id, past.declaration_type, past.declaration_date, past.course_identifier, None
    )


def transferred(*, opened_first: str, current: str, declared_by: str | None) -> Check:
    """Two records on one schedule; who opened the first, who has the person now."""

    def check(it: Sight) -> bool:
        theirs = it.other_record()
        rows = it.world.rows(
            "SELECT v.slug, r.created, r.opened, r.transferred_at IS NOT NULL FROM records r"
            " JOIN people p ON p.key = r.person JOIN providers v ON v.key = r.provider"
            " WHERE p.id = ?",
            it.persona.id,
        )
        by_creation = [slug for slug, *_ in sorted(rows, key=lambda row: row[1])]
        by_opening = [slug for slug, *_ in sorted(rows, key=lambda row: row[2])]
        return (
            theirs is not None
            and theirs.schedule_identifier == it.record.schedule_identifier
            and theirs.training_status is it.record.training_status is TrainingStatus.ACTIVE
            and by_creation[0] == opened_first
            and by_opening[-1] == current
            and it.world.store.record(it.persona.id, "fenland").provider == current
            and [each.provider for each in it.declarations] == [declared_by] * bool(declared_by)
        )

    return check


def sight(world: Seeded, persona: Persona) -> Sight:
    record = world.store.own_record(persona.id, OWNER)
    assert record is not None
    made = world.store.declarations_of(record.person)
    return Sight(world, persona, record, made, persona.holds_from or END)
