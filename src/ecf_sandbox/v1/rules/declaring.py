"""When a declaration is accepted."""

from collections.abc import Iterable, Iterator

from ecf_sandbox.engine.domain.instants import Instant, wire
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v1.domain.declarations import Claim, Declaration, Unusable
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import TrainingRecord
from ecf_sandbox.v1.domain.schedules import DeclarationType, Milestone, Schedule

MISSING_DATE = Problem(
    "declaration_date",
    "#/declaration_date is missing: send when it happened, such as 2021-11-25T09:00:00Z",
    "DECL-1",
)
UNREADABLE_DATE = Problem(
    "declaration_date",
    "#/declaration_date is not an RFC 3339 date-time: send one such as 2021-11-25T09:00:00Z",
    "DECL-3",
)
MISSING_TYPE = Problem(
    "declaration_type",
    "#/declaration_type is missing: send one of " + ", ".join(DeclarationType),
    "DECL-1",
)
MISSING_EVIDENCE = Problem(
    "evidence_held",
    "#/evidence_held is required for every type but started: send one of "
    "training-event-attended, self-study-material-completed, other",
    "DECL-8",
)
ALREADY_DECLARED = Problem(
    "base",
    "#/declaration_type is already declared for this participant and course: "
    "void the standing declaration first",
    "DECL-11",
)


def given_date(claim: Claim) -> Iterator[Problem]:
    """Yield a problem when the date is missing (DECL-1)."""
    if claim.declaration_date is Unusable.MISSING:
        yield MISSING_DATE


def readable_date(claim: Claim, *, now: Instant) -> Iterator[Problem]:
    """Yield why a date that is given cannot be used, whoever it is for (DECL-3, DECL-4)."""
    if claim.declaration_date is Unusable.UNREADABLE:
        yield UNREADABLE_DATE
    elif not isinstance(claim.declaration_date, Unusable) and claim.declaration_date > now:
        yield Problem(
            "declaration_date",
            f"#/declaration_date is in the future: send a date up to now, {wire(now)}",
            "DECL-4",
        )


def within_milestone(claim: Claim, schedule: Schedule) -> Iterator[Problem]:
    """Yield why the date falls outside the period of its type.

    Standard schedules bind each type to its milestone; the others only ask that the
    schedule has begun. A claim without a readable date or type is judged elsewhere.

    Rules: DECL-5, DECL-6.
    """
    if isinstance(claim.declaration_date, Unusable) or isinstance(claim.declaration_type, Unusable):
        return
    milestone = schedule.milestones.get(claim.declaration_type)
    if milestone and not in_period(claim.declaration_date, milestone, schedule):
        yield Problem(
            "declaration_date",
            f"#/declaration_date must be {_period(milestone, schedule)}",
            "DECL-5" if schedule.is_standard else "DECL-6",
        )


def in_period(declared: Instant, milestone: Milestone, schedule: Schedule) -> bool:
    """Return whether a date is one that a schedule accepts for a milestone (DECL-5, DECL-6)."""
    if not schedule.is_standard:
        return declared >= schedule.opens
    return milestone.opens <= declared and (milestone.closes is None or declared < milestone.closes)


def given_type(claim: Claim) -> Iterator[Problem]:
    """Yield a problem when the type is missing (DECL-1)."""
    if claim.declaration_type is Unusable.MISSING:
        yield MISSING_TYPE


def not_after_withdrawal(
    claim: Claim, record: TrainingRecord, edition: Edition
) -> Iterator[Problem]:
    """Yield a problem unless the date is before this provider's withdrawal.

    A day without a time is refused for its form; the service edition compares its midnight too.

    Rules: DECL-7.
    """
    declared = claim.declaration_date
    if isinstance(declared, Unusable):
        declared = claim.day if edition.compares_days and claim.day is not None else declared
    if record.withdrawn_at is None or isinstance(declared, Unusable):
        return
    if declared >= record.withdrawn_at:
        yield Problem(
            "participant_id",
            "#/participant_id is withdrawn: "
            f"only dates before {wire(record.withdrawn_at)} can be declared",
            "DECL-7",
        )


def evidence_for(claim: Claim) -> Iterator[Problem]:
    """Yield a problem when a type that needs evidence has none that we know (DECL-8)."""
    if claim.declaration_type is not Unusable.MISSING and isinstance(claim.evidence_held, Unusable):
        yield MISSING_EVIDENCE


def type_in_schedule(claim: Claim, schedule: Schedule) -> Iterator[Problem]:
    """Yield a problem when the type is no milestone of the schedule (DECL-2)."""
    if claim.declaration_type is Unusable.MISSING:
        return
    if claim.declaration_type not in schedule.milestones:
        yield Problem(
            "declaration_type",
            f"#/declaration_type is not in {schedule.identifier}: "
            "send one of " + ", ".join(schedule.milestones),
            "DECL-2",
        )


def place_is_free(claim: Claim, history: Iterable[Declaration]) -> Iterator[Problem]:
    """Yield a problem while a declaration of the type stands, whoever made it (DECL-11)."""
    if any(each.declaration_type is claim.declaration_type and stands(each) for each in history):
        yield ALREADY_DECLARED


def exact_copy(claim: Claim, history: Iterable[Declaration], provider: str) -> Declaration | None:
    """Return what this provider already declared in the same words, if it still counts.

    Asked before every other rule. `history` is in order of creation; voided and
    clawed-back declarations are not repeated but made anew.

    Rules: DECL-10.
    """
    for past in history:
        if past.provider == provider and past.settlement.voided_at is None and _says(past, claim):
            return past
    return None


def is_second_with_trn(claim: Claim, of_namesakes: Iterable[Declaration]) -> bool:
    """Return whether another person with the same TRN already holds the place (DECL-13)."""
    return any(
        each.declaration_type is claim.declaration_type
        and each.course_identifier is claim.course_identifier
        and stands(each)
        for each in of_namesakes
    )


def stands(declaration: Declaration) -> bool:
    """Return whether a declaration occupies its place: neither voided nor ineligible (DECL-11)."""
    settlement = declaration.settlement
    return settlement.voided_at is None and settlement.ineligible_at is None


def _says(past: Declaration, claim: Claim) -> bool:
    return (
        past.declaration_type is claim.declaration_type
        and past.declaration_date == claim.declaration_date
        and past.course_identifier is claim.course_identifier
        and past.evidence_held is claim.evidence_held
    )


def _period(milestone: Milestone, schedule: Schedule) -> str:
    if not schedule.is_standard:
        return f"at or after {wire(schedule.opens)}, when {schedule.identifier} begins"
    until = f" and before {wire(milestone.closes)}" if milestone.closes else ""
    return (
        f"at or after {wire(milestone.opens)}{until}: "
        f"the period of {milestone.declaration_type} on {schedule.identifier}"
    )
