"""What an accepted declaration becomes, and what it does to a mentor's funding."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ecf_sandbox.engine.domain.instants import midnight
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.declarations import Declaration, Evidence, Settled
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.organisations import NO_UPLIFTS, School, Uplifts
from ecf_sandbox.v3.domain.people import IneligibilityReason, Person, Role
from ecf_sandbox.v3.domain.periods import earliest
from ecf_sandbox.v3.domain.schedules import DeclarationType
from ecf_sandbox.v3.domain.training import Mentorship, TrainingPeriod
from ecf_sandbox.v3.rules import enrolments, evidence
from ecf_sandbox.v3.rules.declaration_case import Case, Known
from ecf_sandbox.v3.rules.paying import next_statement


def made(case: Case, school: School, new_id: str) -> Declaration:
    """Return the declaration that a case accepted by every step becomes.

    `school` is the one of L's partnership.

    Rules: V3-DECL-5, V3-DECL-9, V3-DECL-14, V3-DECL-15, V3-DECL-16.
    """
    training, cohort, kind, date_ = case.training, case.cohort, case.kind, case.date
    history = case.known.history
    assert training, "step 20 refuses people without training"
    assert training.partnership, "L is confirmed"
    assert cohort, "each partnership is of a cohort"
    assert history, "step 2 refuses unknown people"
    assert kind, "step 7 refuses unknown types"
    assert date_, "step 12 refuses what holds no date"
    kept = None if evidence.is_dropped(kind, cohort) else Evidence(str(case.claim.evidence_held))
    mentorship = nearest_mentorship(_mentorships(training, history), date_.written)
    return Declaration(
        id=new_id,
        person_id=history.person.id,
        training_period_id=training.id,
        provider=case.known.provider,
        cohort=cohort.year,
        role=case.role,
        declaration_type=kind,
        declared_at=date_.as_london,
        evidence_held=kept,
        delivery_partner_id=training.partnership.delivery_partner_id,
        recorded_at=case.known.now,
        mentor_id=mentorship.mentor_id if mentorship else None,
        uplifts=_uplifts(kind, school, cohort),
        settled=_settled(case.known, history.person, case.role, cohort.year),
    )


def nearest_mentorship(mentorships: Sequence[Mentorship], day: date) -> Mentorship | None:
    """Return the mentorship whose nearer end is nearest to a day, the earlier one at a tie.

    An open one is measured from its start.

    Rules: V3-DECL-15.
    """

    def distance(mentorship: Mentorship) -> tuple[int, date]:
        ends = (mentorship.started_on, mentorship.finished_on or mentorship.started_on)
        return min(abs((end - day).days) for end in ends), mentorship.started_on

    return min(mentorships, key=distance, default=None)


def ends_funding(declaration: Declaration) -> bool:
    """Return whether a declaration is one that ends a mentor's funding (V3-DECL-17)."""
    completed = declaration.declaration_type is DeclarationType.COMPLETED
    return completed and declaration.role is Role.MENTOR


def funding_ended(declaration: Declaration, history: History, today: date) -> Changes:
    """Return what a mentor's `completed` does: funding ends, and with it the training.

    Rules: V3-DECL-17.
    """
    person = history.person
    day = london.day_of(declaration.declared_at)
    facts = replace(
        person.mentor,
        ineligible_on=day,
        ineligible_reason=IneligibilityReason.COMPLETED_DECLARATION_RECEIVED,
    )
    latest = history.latest(Role.MENTOR, declaration.provider)
    ended: tuple[TrainingPeriod, ...] = ()
    if latest and (latest.is_open or latest.ends_after(today)):
        if declaration.declared_at <= midnight(latest.started_on):
            day = london.day_after(latest.started_on)
        last = earliest(day, history.school_period_of(latest).finished_on)
        ended = (replace(latest, finished_on=last),)
    return Changes(person=replace(person, mentor=facts), training_periods=ended)


def _mentorships(training: TrainingPeriod, history: History) -> Sequence[Mentorship]:
    if training.role is Role.MENTOR:
        return ()
    return history.mentorships_in(history.school_period_of(training))


def _uplifts(kind: DeclarationType, school: School, cohort: ContractPeriod) -> Uplifts:
    if kind is not DeclarationType.STARTED:
        return NO_UPLIFTS
    return enrolments.uplifts(school, cohort)


def _settled(known: Known, person: Person, role: Role, cohort: int) -> Settled | None:
    if not person.is_eligible(role, known.now):
        return None
    statement = next_statement(known.statements, known.provider, cohort, known.today)
    assert statement, "step 17 refuses what no statement settles"
    return Settled(known.now, statement)
