"""What each step of V3-DECL-3 refuses: a function returns why, or None.

L is the latest training period of the role with the provider (V3-DECL-4); a step that needs
one passes without it.
"""

from ecf_sandbox.engine.domain.instants import Instant, wire
from ecf_sandbox.engine.domain.problems import BadRequest
from ecf_sandbox.v3.domain.people import Course, Role
from ecf_sandbox.v3.domain.schedules import DeclarationType
from ecf_sandbox.v3.domain.training import TrainingStatus
from ecf_sandbox.v3.rules import evidence
from ecf_sandbox.v3.rules.acting import role_of
from ecf_sandbox.v3.rules.declaration_case import Case
from ecf_sandbox.v3.rules.declaration_dates import DeclarationDate
from ecf_sandbox.v3.rules.enrolments import training_status
from ecf_sandbox.v3.rules.paying import next_statement
from ecf_sandbox.v3.rules.values import is_blank

FIRST_IN_SEQUENCE = 2025
MENTOR_TYPES = (DeclarationType.STARTED, DeclarationType.COMPLETED)


def participant_missing(case: Case) -> str | None:
    """Step 1."""
    missing = is_blank(case.claim.participant_id)
    return "#/participant_id is missing: send the participant's id" if missing else None


def participant_unknown(case: Case) -> str | None:
    """Step 2: nobody has that id."""
    if case.known.history is not None:
        return None
    return "#/participant_id is nobody's: send the id of one of your participants"


def course_unknown(case: Case) -> str | None:
    """Step 3: blank, or not one of the two."""
    if role_of(case.claim.course_identifier):
        return None
    return "#/course_identifier must be one of " + ", ".join(Course)


def date_missing(case: Case) -> str | None:
    """Step 4."""
    if not is_blank(case.claim.declaration_date):
        return None
    return "#/declaration_date is missing: send when it happened, such as 2026-11-25T09:00:00Z"


def course_not_trained(case: Case) -> str | None:
    """Step 5: the person is or was with this provider, in the other role only."""
    history = case.known.history
    if case.training or not history or not history.was_with(case.known.provider):
        return None
    return "#/course_identifier is not a course on which you train or trained this participant"


def type_missing(case: Case) -> str | None:
    """Step 6."""
    return _name_type("is missing") if is_blank(case.claim.declaration_type) else None


def type_unknown(case: Case) -> str | None:
    """Step 7: not one of the nine."""
    return None if case.kind else _name_type("is not known")


def place_taken(case: Case) -> str | None:
    """Step 8 L: a standing declaration of the type, whoever made it, in whatever cohort."""
    if case.training is None:
        return None
    assert case.known.history, "L is somebody's"
    standing = case.known.history.standing(case.role)
    if all(each.declaration_type is not case.kind for each in standing):
        return None
    return f"#/declaration_type {case.kind} is already declared: void that declaration first"


def date_in_future(case: Case) -> str | None:
    """Step 9."""
    if is_blank(case.claim.declaration_date):
        return None
    now = case.known.now
    future = _compared(case).as_utc > now
    return f"#/declaration_date must not be after now, {wire(now)}" if future else None


def date_too_early(case: Case) -> str | None:
    """Step 10 L: before the milestone's start, as UTC or as London time (V3-DECL-5)."""
    if case.milestone is None or is_blank(case.claim.declaration_date):
        return None
    date, opens = _compared(case), case.milestone.opens
    if min(date.as_utc, date.as_london) >= opens:
        return None
    return f"#/declaration_date must be at or after {wire(opens)}, when {case.kind} opens"


def date_too_late(case: Case) -> str | None:
    """Step 11 L: at or after the milestone's last instant, as UTC or as London time."""
    if case.milestone is None or is_blank(case.claim.declaration_date):
        return None
    closes = case.milestone.closes
    if closes is None:
        return None
    date = _compared(case)
    if max(date.as_utc, date.as_london) < closes:
        return None
    end = wire(Instant(closes + 1))
    return f"#/declaration_date must be before {end}, when {case.kind} closes"


def date_out_of_pattern(case: Case) -> str | None:
    """Step 12: given, and not written as V3-DECL-5 asks."""
    if is_blank(case.claim.declaration_date) or (case.date and case.date.in_pattern):
        return None
    return "#/declaration_date is not an RFC 3339 date-time: send one like 2026-11-25T09:00:00Z"


def type_not_for_mentors(case: Case) -> str | None:
    """Step 13 L: a type other than started and completed, where the cohort has the mentor rule."""
    if case.cohort is None or case.role is Role.ECT or not case.cohort.mentor_rule:
        return None
    if case.kind in MENTOR_TYPES:
        return None
    return f"#/declaration_type must be one of {', '.join(MENTOR_TYPES)} for this mentor"


def evidence_wrong(case: Case) -> str | None:
    """Step 14 L: not what the cohort, the role and the type allow."""
    if case.cohort is None or case.kind is None or evidence.is_dropped(case.kind, case.cohort):
        return None
    allowed = evidence.allowed(case.kind, case.role, case.cohort)
    if case.claim.evidence_held in allowed:
        return None
    return f"#/evidence_held for {case.kind} must be one of " + ", ".join(allowed)


def withdrawn_by_then(case: Case) -> str | None:
    """Step 15 L: withdrawn at or before the date; a blank one is compared too."""
    training = case.training
    if training is None or training_status(training) is not TrainingStatus.WITHDRAWN:
        return None
    assert training.withdrawal is not None, "a withdrawn training period has its withdrawal"
    at = training.withdrawal.at
    if _compared(case).as_utc < at:
        return None
    return f"#/participant_id is withdrawn: only dates before {wire(at)} can be declared"


def training_frozen(case: Case) -> str | None:
    """Step 16: whoever trains the person today does so in a frozen cohort."""
    known = case.known
    training = known.history.training_on(case.role, known.today) if known.history else None
    if training is None or not training.is_confirmed:
        return None
    if not known.contract_periods.is_frozen(training.cohort, known.now):
        return None
    return f"#/cohort {training.cohort} is closed: change the participant's cohort to declare"


def statements_ended(case: Case) -> str | None:
    """Step 17 L: the person is eligible, and no statement is open to settle the declaration."""
    known = case.known
    if case.cohort is None:
        return None
    assert known.history, "L is somebody's"
    if not known.history.person.is_eligible(case.role, known.now):
        return None
    year = case.cohort.year
    if next_statement(known.statements, known.provider, year, known.today):
        return None
    return f"#/cohort {year} has no statement left: nothing more can be declared in it"


def type_not_in_schedule(case: Case) -> str | None:
    """Step 18 L: the schedule has no milestone of the type."""
    if case.training is None or case.milestone is not None:
        return None
    schedule = case.training.schedule_identifier
    return f"#/declaration_type {case.kind} is no milestone of {schedule}"


def out_of_sequence(case: Case) -> str | None:
    """Step 19 L: before an earlier type's standing declaration, or after a later type's."""
    if case.cohort is None or case.cohort.year < FIRST_IN_SEQUENCE:
        return None
    if case.kind is None or case.date is None:
        return None
    assert case.known.history, "L is somebody's"
    standing = list(case.known.history.standing(case.role))
    place, date = case.kind.position, case.date.as_london
    earlier = [each.declared_at for each in standing if each.declaration_type.position < place]
    later = [each.declared_at for each in standing if each.declaration_type.position > place]
    if earlier and date < max(earlier):
        return _out_of_sequence("at or after", max(earlier), "the last of the types before it")
    if later and date > min(later):
        return _out_of_sequence("at or before", min(later), "the first of the types after it")
    return None


def never_with_provider(case: Case) -> str | None:
    """Step 20: the person was never with this provider, in either role."""
    history = case.known.history
    if history is None or history.was_with(case.known.provider):
        return None
    return "#/participant_id is none of your participants, now or before"


def _compared(case: Case) -> DeclarationDate:
    """Return the date for a comparison; raises BadRequest if the value holds none (V3-DECL-6)."""
    if case.date is None:
        raise BadRequest(
            "#/declaration_date holds no date: send one like 2026-11-25T09:00:00Z",
            rule="V3-DECL-6",
        )
    return case.date


def _name_type(why: str) -> str:
    return f"#/declaration_type {why}: send one of " + ", ".join(DeclarationType)


def _out_of_sequence(where: str, bound: Instant, what: str) -> str:
    return f"#/declaration_date must be {where} {wire(bound)}, {what}"
