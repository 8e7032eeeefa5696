"""When a participant may change schedule."""

from collections.abc import Iterable, Iterator

from ecf_sandbox.engine.domain.instants import Instant, moment, wire
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v1.domain.declarations import Declaration, Unusable
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import Course, TrainingRecord, TrainingStatus
from ecf_sandbox.v1.domain.schedules import Schedule
from ecf_sandbox.v1.rules.declaring import in_period, stands

_FIRST_MONTH_OF_ACADEMIC_YEAR = 9

BLANK_SCHEDULE = Problem(
    "schedule_identifier",
    "#/schedule_identifier is missing: send a schedule such as ecf-standard-january",
    "ACT-5",
)
MENTORS_ONLY = Problem(
    "schedule_identifier",
    "#/schedule_identifier is a replacement schedule, which only mentors can be on",
    "ACT-5",
)
NOT_FOR_COURSE = Problem(
    "schedule_identifier",
    "#/schedule_identifier is for ecf-induction and ecf-mentor: send one of those courses",
    "ACT-5",
)
WITHDRAWN = Problem(
    "participant_id", "#/participant_id is withdrawn with you, and stays on its schedule", "ACT-5"
)


def academic_year(now: Instant) -> int:
    """Return the year in which the academic year of a moment began, on 1 September (ACT-6)."""
    day = moment(now)
    return day.year if day.month >= _FIRST_MONTH_OF_ACADEMIC_YEAR else day.year - 1


def cohort_meant(
    asked: int | Unusable | None, own: int | Unusable, edition: Edition, *, now: Instant
) -> int | Unusable:
    """Return the cohort a change is about, also where none is named (ACT-6)."""
    if asked is not None:
        return asked
    if edition.defaults_cohort_to_academic_year:
        return academic_year(now)
    return own


def own_cohort(cohort: int | Unusable, record: TrainingRecord) -> Iterator[Problem]:
    """Yield a problem unless the cohort is the participant's own (ACT-6)."""
    if cohort != record.person.cohort:
        detail = f"#/cohort must be the participant's own, {record.person.cohort}"
        yield Problem("cohort", detail, "ACT-6")


def not_withdrawn(record: TrainingRecord) -> Iterator[Problem]:
    """Yield a problem when this provider has withdrawn the participant (ACT-5)."""
    if record.training_status is TrainingStatus.WITHDRAWN:
        yield WITHDRAWN


def named_schedule(asked: str | Unusable) -> Iterator[Problem]:
    """Yield a problem when no schedule is named (ACT-5)."""
    if isinstance(asked, Unusable):
        yield BLANK_SCHEDULE


def another_schedule(schedule: Schedule, record: TrainingRecord) -> Iterator[Problem]:
    """Yield a problem when the participant is on it already, in that cohort (ACT-5)."""
    held = record.schedule_identifier, record.person.cohort
    if (schedule.identifier, schedule.cohort) == held:
        yield Problem(
            "schedule_identifier",
            f"#/schedule_identifier is already {record.schedule_identifier}",
            "ACT-5",
        )


def fits_course(schedule: Schedule, course: Course | Unusable) -> Iterator[Problem]:
    """Yield a problem for a course that is not ECF's, or a replacement that is no mentor's.

    Rules: ACT-5.
    """
    if isinstance(course, Unusable):
        yield NOT_FOR_COURSE
    elif schedule.is_for_mentors_only and course is not Course.MENTOR:
        yield MENTORS_ONLY


def keeps_declarations(
    schedule: Schedule, history: Iterable[Declaration], edition: Edition
) -> Iterator[Problem]:
    """Yield a problem for each standing declaration that the schedule would not accept.

    Every provider's declarations count. In the service edition a date on the very start
    of a milestone is outside too.

    Rules: ACT-7.
    """
    for past in history:
        if stands(past) and not _keeps(past, schedule, edition):
            yield Problem(
                "schedule_identifier",
                f"#/schedule_identifier {schedule.identifier} does not accept "
                f"{past.declaration_type} dated {wire(past.declaration_date)}: void that first",
                "ACT-7",
            )


def known_schedule(schedule: Schedule | None, asked: str | Unusable) -> Iterator[Problem]:
    """Yield a problem when the cohort has no schedule of that name (ACT-5, ACT-9)."""
    if schedule is None:
        yield Problem(
            "Invalid action",
            f"#/schedule_identifier {asked!s:.80} is not a schedule of this participant's cohort: "
            "send ecf-{standard,extended,reduced,replacement}-{september,january,april}",
            "ACT-5",
        )


def _keeps(past: Declaration, schedule: Schedule, edition: Edition) -> bool:
    milestone = schedule.milestones[past.declaration_type]
    if edition.start_instant_is_outside and past.declaration_date == milestone.opens:
        return False
    return in_period(past.declaration_date, milestone, schedule)
