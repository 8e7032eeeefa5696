"""What schools show in lists, written anew by the acts that may change it.

Rules: V3-LIST-11, V3-SCHOOL-4, V3-SCHOOL-5.
"""

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.domain.training import Programme
from ecf_sandbox.v3.rules import schools
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.store import school_rows


def summarise_schools(
    context: WorldContext, before: History, after: History, stamp: Instant
) -> None:
    """Write anew what the schools show whose people now train otherwise."""
    changed = _training_at(before) ^ _training_at(after)
    for school_id in sorted({str(each[0]) for each in changed}):
        summarise_school(context, school_id, stamp)


def summarise_school(context: WorldContext, school_id: str, stamp: Instant) -> None:
    """Write anew what a school shows in each cohort, with a stamp where that changed."""
    attendances = context.store.attendances(school_id)
    choices = {
        period.year: choice
        for period in context.store.contract_periods()
        if (choice := schools.programme_choice(period, attendances))
        is not ProgrammeChoice.NOT_YET_KNOWN
    }
    interests = {
        (owner.cohort, owner.provider)
        for each in attendances
        for training in each.training
        for owner in (training.partnership, training.interest)
        if owner is not None
    }
    school_rows.write_choices(context.store, school_id, choices, stamp)
    school_rows.write_interests(context.store, school_id, interests, stamp)


def note_partnership(context: WorldContext, school_id: str, cohort: int, stamp: Instant) -> None:
    """Stamp a school in a cohort in which a partnership was made (V3-LIST-11)."""
    school_rows.stamp_cohorts(context.store, school_id, [cohort], stamp)


def _training_at(history: History) -> set[tuple[object, ...]]:
    """Return what schools' summaries depend on: who trains where, under what."""
    school_of = {each.id: each.school_id for each in history.school_periods}
    return {
        (
            school_of[each.school_period_id],
            each.school_period_id,
            each.programme,
            each.partnership and (each.partnership.provider, each.partnership.cohort),
            each.interest,
            each.started_on if each.programme is Programme.SCHOOL_LED else None,
        )
        for each in history.training_periods
    }
