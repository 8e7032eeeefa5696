"""Which cohort, schedule and partnership somebody comes to who is registered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod, ContractPeriods
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.organisations import Link, Partnership
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier, ScheduleKind, Term
from ecf_sandbox.v3.domain.training import (
    Interest,
    Mentorship,
    Programme,
    SchoolPeriod,
    TrainingPeriod,
)
from ecf_sandbox.v3.rules.conflicts import conflict
from ecf_sandbox.v3.rules.schedule_changes import WRONG_KIND

YEAR_OUT_OF_FROZEN = 2024
SCHEDULE_OUT_OF_FROZEN = ScheduleIdentifier.EXTENDED_SEPTEMBER
_IN_WORDS = {Role.ECT: "an ECT", Role.MENTOR: "a mentor"}
_TERMS = {
    **dict.fromkeys((6, 7, 8, 9, 10), Term.SEPTEMBER),
    **dict.fromkeys((11, 12, 1, 2), Term.JANUARY),
    **dict.fromkeys((3, 4, 5), Term.APRIL),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """Where training begins: a cohort and one of its schedules."""

    cohort: int
    schedule_identifier: ScheduleIdentifier


def last_provider_led(history: History, role: Role) -> TrainingPeriod | None:
    """Return the provider-led training period of a role that starts last, interest included."""
    led = [each for each in history.training(role) if each.programme is Programme.PROVIDER_LED]
    return led[-1] if led else None


def named_provider(training: TrainingPeriod) -> str | None:
    """Return who trains, or is meant to; None where the school does."""
    return training.provider or (training.interest.provider if training.interest else None)


def comes_out_of_frozen(
    history: History, role: Role, contract_periods: ContractPeriods, now: Instant
) -> bool:
    """Return whether an ECT trained last in a cohort that is frozen now (V3-REG-3)."""
    last = last_provider_led(history, role)
    return role is Role.ECT and last is not None and contract_periods.is_frozen(last.cohort, now)


def placement(
    history: History,
    role: Role,
    day: date,
    contract_periods: ContractPeriods,
    now: Instant,
    kind: ScheduleKind = ScheduleKind.STANDARD,
) -> Placement | None:
    """Return where somebody trains who is registered from a day on.

    None where no cohort contains the day and none is later. `kind` is the one of a schedule
    chosen by the month.

    Rules: V3-REG-3, V3-REG-4.
    """
    if comes_out_of_frozen(history, role, contract_periods, now):
        return Placement(YEAR_OUT_OF_FROZEN, SCHEDULE_OUT_OF_FROZEN)
    last, first_day = last_provider_led(history, role), max(day, london.day_of(now))
    cohort = _cohort(last, first_day, contract_periods, now)
    return placement_in(cohort, last, first_day, kind) if cohort else None


def placement_in(
    cohort: ContractPeriod,
    last: TrainingPeriod | None,
    first_day: date,
    kind: ScheduleKind = ScheduleKind.STANDARD,
) -> Placement:
    """Return the schedule that somebody comes to in a cohort: the last one's word, or by month.

    `first_day` is the later of the start and today.

    Rules: V3-REG-4.
    """
    kept = last.schedule_identifier if last else None
    by_month = ScheduleIdentifier.of(kind, _TERMS[first_day.month])
    return Placement(cohort.year, kept or by_month)


def naming_schedule(role: Role, identifier: ScheduleIdentifier | None) -> Iterator[Problem]:
    """Yield why somebody cannot be put on a schedule that is named, as a provider could not.

    Rules: V3-REG-4, V3-ACT-10.
    """
    if identifier is not None and identifier.kind is WRONG_KIND[role]:
        why = f"#/schedule_identifier {identifier} is not for {_IN_WORDS[role]}: name another"
        yield conflict(why, "V3-REG-4")


def takes_over(mentorships: Iterable[Mentorship], mentors: Iterable[History]) -> bool:
    """Return whether a new mentor of an ECT replaces one who was declared while mentoring.

    `mentorships` are the ECT's earlier ones, `mentors` at least their mentors.

    Rules: V3-REG-4.
    """
    declared = {
        mentor.person.id: [
            london.day_of(each.declared_at)
            for each in mentor.declarations
            if each.role is Role.MENTOR and each.voided_at is None
        ]
        for mentor in mentors
    }
    return any(each.contains(day) for each in mentorships for day in declared[each.mentor_id])


def partnership_at(
    school_id: str, provider: str, cohort: int, partnerships: Iterable[Partnership]
) -> Partnership | None:
    """Return a provider's partnership at a school in a cohort, the earliest made (V3-REG-4)."""
    found = [
        each
        for each in partnerships
        if (each.provider, each.cohort, each.school_id) == (provider, cohort, school_id)
    ]
    return min(found, key=lambda each: (each.recorded_at, each.id), default=None)


def owner(
    school_id: str, provider: str, cohort: int, partnerships: Iterable[Partnership]
) -> Partnership | Interest:
    """Return what a provider trains under: its partnership, else its interest (V3-REG-4)."""
    under = partnership_at(school_id, provider, cohort, partnerships)
    return under or Interest(provider, cohort)


def provider_led(
    school_period: SchoolPeriod,
    started_on: date,
    owner: Partnership | Interest,
    schedule_identifier: ScheduleIdentifier,
    *,
    new_id: int,
    now: Instant,
) -> TrainingPeriod:
    """Return new training to the school period's end, under what `owner` returned.

    Rules: V3-REG-4.
    """
    return TrainingPeriod(
        id=new_id,
        school_period_id=school_period.id,
        role=school_period.role,
        started_on=started_on,
        finished_on=school_period.finished_on,
        recorded_at=now,
        partnership=owner if isinstance(owner, Partnership) else None,
        interest=owner if isinstance(owner, Interest) else None,
        schedule_identifier=schedule_identifier,
    )


def school_led(
    school_period: SchoolPeriod, started_on: date, *, new_id: int, now: Instant
) -> TrainingPeriod:
    """Return new training that the school leads itself, to the school period's end (V3-REG-7)."""
    return TrainingPeriod(
        id=new_id,
        school_period_id=school_period.id,
        role=school_period.role,
        started_on=started_on,
        finished_on=school_period.finished_on,
        recorded_at=now,
        programme=Programme.SCHOOL_LED,
    )


def no_cohort(day: date) -> Problem:
    """Return why nobody is registered from a day that no cohort contains (V3-REG-3)."""
    why = f"No cohort contains {day}, and none is later: open one first, or name a #/cohort"
    return conflict(why, "V3-REG-3")


def last_partnership(cohort: int, partnerships: Iterable[Partnership]) -> Partnership | None:
    """Return the partnership that a school may carry over: the last before a cohort (V3-REG-4)."""
    earlier = [each for each in partnerships if each.cohort < cohort]
    return max(earlier, key=lambda each: (each.cohort, each.recorded_at, each.id), default=None)


def carrying_over(
    last: Partnership | None, cohort: int, links: Iterable[Link]
) -> Iterator[Problem]:
    """Yield why a school cannot carry its last partnership over; `links` are of its partner.

    Rules: V3-REG-4.
    """
    if last is None:
        why = "#/carry_over: the school has no earlier partnership with the provider"
        yield conflict(why, "V3-REG-4")
    elif all((each.provider, each.cohort) != (last.provider, cohort) for each in links):
        why = (
            f"#/carry_over: delivery partner {last.delivery_partner_id} is not linked to"
            f" {last.provider} in {cohort}: link it first, or leave #/carry_over out"
        )
        yield conflict(why, "V3-REG-4")


def carried_over(last: Partnership, cohort: int, new_id: str, now: Instant) -> Partnership:
    """Return a school's last partnership, made again in a cohort (V3-REG-4)."""
    return replace(last, id=new_id, cohort=cohort, recorded_at=now)


def _cohort(
    last: TrainingPeriod | None, day: date, contract_periods: ContractPeriods, now: Instant
) -> ContractPeriod | None:
    kept = contract_periods.get(last.cohort) if last else None
    if kept is not None and not kept.is_frozen(now):
        return kept
    return next((each for each in contract_periods if not each.ended_before(day)), None)
