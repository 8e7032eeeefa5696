"""What is accepted of participants, but not what the department expects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.advisories import Advisory
from ecf_sandbox.v3.domain.contract_periods import ContractPeriods
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.periods import in_order
from ecf_sandbox.v3.domain.schedules import DeclarationType, ScheduleKind
from ecf_sandbox.v3.domain.training import TrainingPeriod, TrainingStatus, WithdrawalReason
from ecf_sandbox.v3.rules.deadlines import Window, windows
from ecf_sandbox.v3.rules.enrolments import completed_on, training_status
from ecf_sandbox.v3.rules.listing import latest_of_roles

_SOON = 30  # days
_COHORTS_TO_EXTEND = (2023, 2024)
_WENT_ELSEWHERE = {
    WithdrawalReason.MOVED_SCHOOL,
    WithdrawalReason.CHANGED_LEAD_PROVIDER,
    WithdrawalReason.SWITCHED_TO_SCHOOL_LED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person as a provider has them, and what is on record around."""

    history: History
    provider: str
    contract_periods: ContractPeriods
    now: Instant

    @property
    def today(self) -> date:
        return london.day_of(self.now)

    def windows(self, training: TrainingPeriod) -> Iterator[Window]:
        """Yield when declarations are expected for training."""
        assert training.cohort, "the latest training is under a partnership"
        assert training.schedule_identifier, "the latest training has a schedule"
        return windows(
            training.cohort, training.schedule_identifier, training.role, self.contract_periods
        )

    def has(self, role: Role, kind: DeclarationType) -> bool:
        """Return whether a declaration of a type stands, whoever made it."""
        return any(each.declaration_type is kind for each in self.history.standing(role))

    def advisory(self, rule: str, what: str, why: str) -> Advisory:
        """Return an advisory about the person."""
        person_id = self.history.person.id
        return Advisory(
            participant_id=person_id, provider=self.provider, rule=rule, what=what, why=why
        )


def advise(case: Case) -> Iterator[Advisory]:
    """Yield what the department would query about a person, role by role."""
    for training in latest_of_roles(case.history, case.provider):
        yield from missing(case, training)
        yield from declared_after_funding(case, training)
        yield from not_inducted(case, training)
        yield from to_be_extended(case, training)
        yield from replacing_with_another_ect(case, training)
        yield from still_at_school(case, training)


def missing(case: Case, training: TrainingPeriod) -> Iterator[Advisory]:
    """Yield the declarations whose deadline has passed with nothing standing.

    Only those of windows that contained a day of the training.

    Rules: V3-ADV-2.
    """
    for window in case.windows(training):
        kind = window.declaration_type
        passed = window.deadline < case.today and window.days.overlaps(training)
        if passed and not case.has(training.role, kind):
            what = f"Nothing stands for {kind}, whose deadline was {window.deadline}."
            why = "Providers are expected to declare by the deadline."
            yield case.advisory("V3-ADV-2", what, why)


def declared_after_funding(case: Case, training: TrainingPeriod) -> Iterator[Advisory]:
    """Yield a mentor's declarations dated after the day on which funding ended (V3-ADV-3)."""
    ended = case.history.person.mentor.ineligible_on
    if training.role is not Role.MENTOR or ended is None:
        return
    for each in case.history.standing(Role.MENTOR):
        day = london.day_of(each.declared_at)
        if each.provider == case.provider and day > ended:
            what = f"{each.declaration_type} is dated {day}; funding ended on {ended}."
            why = "Nothing is expected to be declared for a mentor whose funding has ended."
            yield case.advisory("V3-ADV-3", what, why)


def not_inducted(case: Case, training: TrainingPeriod) -> Iterator[Advisory]:
    """Yield a start that waits for an induction, less than 30 days before its deadline.

    Rules: V3-ADV-4.
    """
    person = case.history.person
    if training.role is not Role.ECT or person.ect.eligible is not None:
        return
    for window in case.windows(training):
        days_left = (window.deadline - case.today).days
        if window.declaration_type is DeclarationType.STARTED and 0 <= days_left < _SOON:
            for each in case.history.standing(Role.ECT):
                is_own_start = (each.declaration_type, each.provider) == (
                    DeclarationType.STARTED,
                    case.provider,
                )
                if is_own_start and each.settled is None:
                    what = f"started is submitted, and its deadline is {window.deadline}."
                    why = "Without an induction period on record nothing is paid."
                    yield case.advisory("V3-ADV-4", what, why)


def to_be_extended(case: Case, training: TrainingPeriod) -> Iterator[Advisory]:
    """Yield who of 2023 or 2024 still trains on a standard schedule after its last window.

    Rules: V3-ADV-5.
    """
    done = completed_on(case.history, training.role)
    if (
        training.cohort not in _COHORTS_TO_EXTEND
        or training_status(training) is not TrainingStatus.ACTIVE
        or not training.contains(case.today)
        or (done is not None and done <= case.today)
        or case.has(training.role, DeclarationType.COMPLETED)
    ):
        return
    for window in case.windows(training):
        if window.declaration_type is DeclarationType.COMPLETED and window.deadline < case.today:
            what = f"Still on {training.schedule_identifier}, which ended on {window.deadline}."
            why = "Whoever needs longer is expected on an extended schedule."
            yield case.advisory("V3-ADV-5", what, why)


def replacing_with_another_ect(case: Case, training: TrainingPeriod) -> Iterator[Advisory]:
    """Yield a mentor on a replacement schedule who mentored another ECT before (V3-ADV-6)."""
    schedule = training.schedule_identifier
    assert schedule, "the latest training has a schedule"
    mine = [each for each in case.history.mentorships if each.mentor_id == case.history.person.id]
    if schedule.kind is not ScheduleKind.REPLACEMENT or not mine:
        return
    *earlier, last = in_order(mine)
    for each in earlier:
        if each.ect_id != last.ect_id and each.started_on < last.started_on:
            what = f"On {schedule}, and mentor of {each.ect_id} since {each.started_on}."
            why = "A mentor who already has an ECT is expected to stay on the first schedule."
            yield case.advisory("V3-ADV-6", what, why)
            return


def still_at_school(case: Case, training: TrainingPeriod) -> Iterator[Advisory]:
    """Yield who was withdrawn as gone elsewhere, but whom the school still has here.

    Rules: V3-ADV-8.
    """
    withdrawal = training.withdrawal
    if withdrawal is None or withdrawal.reason not in _WENT_ELSEWHERE:
        return
    later = any(
        each.started_on > training.started_on for each in case.history.training(training.role)
    )
    at_school = case.history.school_period_of(training)
    if not later and not at_school.ended_before(case.today):
        what = f"Withdrawn with {withdrawal.reason}, and still at the school with this provider."
        why = "The school is expected to report who left, or changed provider or programme."
        yield case.advisory("V3-ADV-8", what, why)
