"""By when declarations are expected, where nothing makes them too late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ecf_sandbox.v3.domain.contract_periods import ContractPeriods
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.periods import Period
from ecf_sandbox.v3.domain.schedules import (
    DeclarationType,
    Milestone,
    ScheduleIdentifier,
    ScheduleKind,
)

_LAST_WITH_ENDS = 2024


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which a type of declaration is expected, the last one its deadline."""

    declaration_type: DeclarationType
    days: Period

    @property
    def deadline(self) -> date:
        assert self.days.finished_on, "a window has an end"
        return self.days.finished_on


def windows(
    cohort: int, schedule: ScheduleIdentifier, role: Role, contract_periods: ContractPeriods
) -> Iterator[Window]:
    """Yield when each type is expected on a schedule; other than standard ones have none.

    Until 2024 schedules say so; later they are those of 2024 moved by whole years. Mentors of
    cohorts with the mentor rule start, and complete when retained-2 would be declared.

    Rules: V3-ADV-2, V3-DECL-7.
    """
    period = contract_periods.get(cohort)
    if period is None or schedule.kind is not ScheduleKind.STANDARD:
        return
    model = min(cohort, _LAST_WITH_ENDS)
    milestones = contract_periods[model].schedules[schedule].milestones
    if not (role is Role.MENTOR and period.mentor_rule):
        for each in milestones.values():
            yield _window(each.declaration_type, each, cohort - model)
        return
    for kind, like in (
        (DeclarationType.STARTED, DeclarationType.STARTED),
        (DeclarationType.COMPLETED, DeclarationType.RETAINED_2),
    ):
        yield _window(kind, milestones[like], cohort - model)


def _window(kind: DeclarationType, milestone: Milestone, years: int) -> Window:
    first, last = milestone.start_date, milestone.milestone_date
    assert last, "the standard schedules of 2024 have ends"
    days = Period(
        started_on=first.replace(year=first.year + years),
        finished_on=last.replace(year=last.year + years),
    )
    return Window(kind, days)
