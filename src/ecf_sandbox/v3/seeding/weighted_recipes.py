"""What becomes of the crowd: the acts of somebody of a cohort, as dates relative to its year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import DeclarationType, ScheduleIdentifier
from ecf_sandbox.v3.store.facts import published_contract_periods

SEPTEMBER = ScheduleIdentifier.STANDARD_SEPTEMBER
# Nothing of the crowd is recorded later.
LAST_DAY = date(2026, 11, 24)
_SENT_AFTER = timedelta(days=15)
_INTO_WINDOW = timedelta(days=33)
_ENGAGED = "75-percent-engagement-met"
# Where windows have no end: years after the cohort's, month and day.
_NATURAL = {
    DeclarationType.STARTED: (0, 10, 5),
    DeclarationType.RETAINED_1: (1, 2, 9),
    DeclarationType.RETAINED_2: (1, 5, 18),
    DeclarationType.RETAINED_3: (1, 10, 12),
}

Act = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WeightedRecipe:
    """What becomes of somebody: how often, what is said beside the usual, and the acts."""

    weight: float
    said: Mapping[str, Any]
    acts: tuple[Act, ...]


def day(cohort: int, years: int, month: int, of_month: int) -> date:
    """Return a day so many years after a cohort's year."""
    return date(cohort + years, month, of_month)


def at(when: date, hour: int = 10) -> datetime:
    """Return a moment of a day."""
    return datetime.combine(when, time(hour), UTC)


@cache
def due(cohort: int, role: Role) -> tuple[Act, ...]:
    """Return the declarations that have been sent by the last day, in their order."""
    return tuple(each for each in _declarations(cohort, role) if each["at"].date() <= LAST_DAY)


def _declarations(cohort: int, role: Role) -> Iterator[Act]:
    period = published_contract_periods()[cohort]
    for kind, milestone in period.schedules[SEPTEMBER].milestones.items():
        if milestone.milestone_date is None:
            if kind not in _NATURAL or (role is Role.MENTOR and kind != "started"):
                continue
            dated = day(cohort, *_NATURAL[kind])
        else:
            dated = max(milestone.start_date, date(cohort, 9, 1)) + _INTO_WINDOW
        yield {
            "declare": kind.value,
            "at": at(dated + _SENT_AFTER),
            "dated": at(dated, 9),
            "evidence": evidence(kind, detailed=period.detailed_evidence),
        }


def evidence(kind: DeclarationType, *, detailed: bool) -> str | None:
    """Return evidence that a declaration of a type can have, in a cohort of that rule."""
    if detailed:
        engaged = kind in (DeclarationType.RETAINED_2, DeclarationType.COMPLETED)
        return _ENGAGED if engaged else "other"
    return None if kind is DeclarationType.STARTED else "training-event-attended"


def with_mentors(cohort: int) -> tuple[WeightedRecipe, ...]:
    """Return what becomes of ECTs who have a mentor."""
    declared = due(cohort, Role.ECT)
    found = [
        WeightedRecipe(14, {}, ()),
        WeightedRecipe(10, {}, declared[:1]),
        WeightedRecipe(18, {}, declared),
        WeightedRecipe(8, {}, _sent_lately(cohort, declared)),
        WeightedRecipe(6, {"schedule": "ecf-extended-september"}, ()),
        WeightedRecipe(12, {}, (_act(_autumn(cohort, 13), defer="parental-leave"),)),
        WeightedRecipe(14, {}, (*declared[:1], _act(_autumn(cohort, 19), withdraw="moved-school"))),
        WeightedRecipe(10, {}, _leaving(cohort)),
    ]
    if cohort <= 2024:
        found.append(WeightedRecipe(40, {}, (*declared, _passed(day(cohort, 2, 7, 10)))))
    return tuple(found)


def alone(cohort: int) -> tuple[WeightedRecipe, ...]:
    """Return what becomes of ECTs without a mentor."""
    declared = due(cohort, Role.ECT)
    first = declared[0]
    return tuple(
        weighted
        for weighted in (
            WeightedRecipe(16, {}, ()),
            WeightedRecipe(6, {"induction": "none"}, ()),
            WeightedRecipe(8, {"induction": "none"}, (first,)),
            WeightedRecipe(8, {}, (_act(_autumn(cohort, 1), defer="career-break"),)),
            WeightedRecipe(8, {}, (_act(_autumn(cohort, 9), withdraw="other"),)),
            WeightedRecipe(8, {}, _back_from_a_break(cohort)),
            WeightedRecipe(8, {}, (_act(_autumn(cohort, 12), schedule="ecf-standard-january"),)),
            WeightedRecipe(8, {}, _changing_school(cohort)),
            WeightedRecipe(8, {}, (_act(_autumn(cohort, 15), leave=_autumn(cohort, 16)),)),
            WeightedRecipe(8, {}, (_act(_autumn(cohort, 14), school_led=True),)),
            WeightedRecipe(5, {}, _voided(first)),
            _clawed_back(cohort, first),
            _awaiting_clawback(cohort, first),
            _joining(cohort),
        )
        if weighted is not None
    )


def mentors_of_somebody(cohort: int) -> tuple[WeightedRecipe, ...]:
    """Return what becomes of mentors who have an ECT."""
    started = due(cohort, Role.MENTOR)[:1]
    return (
        WeightedRecipe(1, {}, ()),
        WeightedRecipe(1, {}, started),
        WeightedRecipe(1, {}, (_act(_autumn(cohort, 10), withdraw="other"),)),
        WeightedRecipe(1, {}, started),
        WeightedRecipe(1, {}, (_act(_autumn(cohort, 4), defer="career-break"),)),
    )


def mentors_of_nobody(cohort: int) -> tuple[WeightedRecipe, ...]:
    """Return what becomes of the other mentors."""
    started = due(cohort, Role.MENTOR)[:1]
    gone = "mentor-no-longer-being-mentor"
    return (
        WeightedRecipe(3, {}, started),
        WeightedRecipe(2, {"schedule": "ecf-replacement-september"}, ()),
        WeightedRecipe(1, {}, (_act(_autumn(cohort, 8), defer="long-term-sickness"),)),
        WeightedRecipe(1, {}, (*started, _act(_autumn(cohort, 20), withdraw=gone))),
        WeightedRecipe(1, {}, (_act(_autumn(cohort, 15), leave=_autumn(cohort, 16)),)),
        *_completed_mentor(cohort, started),
    )


def _act(when: date, **what: object) -> Act:
    return {**what, "at": at(when)}


def _autumn(cohort: int, of_month: int) -> date:
    """Return a day of the second autumn, of the first for the last cohort, after declaring."""
    return day(cohort, min(1, 2026 - cohort), 11, of_month)


def _passed(on: date) -> Act:
    return {"induction_ends": on, "outcome": "pass", "at": at(on)}


def _sent_lately(cohort: int, declared: tuple[Act, ...]) -> tuple[Act, ...]:
    """Return declarations the last of which waits for a payment, where any is to come."""
    *earlier, last = declared
    return (*earlier, {**last, "at": at(date(2026, 11, 12))} if cohort >= 2023 else last)


def _leaving(cohort: int) -> tuple[Act, ...]:
    """Leave ahead of now, in cohorts that are not over; else at the end of the second summer."""
    if cohort >= 2024:
        return (_act(date(2026, 11, 16), leave=date(2026, 12, 31)),)
    return (_act(day(cohort, 2, 7, 6), leave=day(cohort, 2, 7, 17)),)


def _back_from_a_break(cohort: int) -> tuple[Act, ...]:
    return (
        _act(day(cohort, 0, 10, 1), defer="bereavement"),
        _act(_autumn(cohort, 2), resume=True),
    )


def _changing_school(cohort: int) -> tuple[Act, ...]:
    return ({"join": 2, "from": _autumn(cohort, 9), "at": at(day(cohort, 0, 10, 26))},)


def _voided(first: Act) -> tuple[Act, ...]:
    return first, {"void": first["declare"], "at": first["at"] + timedelta(days=2)}


def _clawed_back(cohort: int, first: Act) -> WeightedRecipe | None:
    """Take back what was paid, in time for a statement that is paid by now."""
    if cohort > 2025:
        return None
    return WeightedRecipe(4, {}, (first, _act(day(cohort, 1, 6, 15), void=first["declare"])))


def _awaiting_clawback(cohort: int, first: Act) -> WeightedRecipe | None:
    """Take back what was paid, where a statement is open still."""
    if not 2023 <= cohort <= 2025:
        return None
    return WeightedRecipe(4, {}, (first, _act(date(2026, 11, 11), void=first["declare"])))


def _joining(cohort: int) -> WeightedRecipe | None:
    if cohort < 2026:
        return None
    said = {
        "registered": date(2026, 11, 9),
        "started": date(2027, 1, 4),
        "schedule": "ecf-standard-january",
    }
    return WeightedRecipe(14, said, ())


def _completed_mentor(cohort: int, started: tuple[Act, ...]) -> Iterator[WeightedRecipe]:
    """Yield what a mentor's `completed` does, in cohorts that are that far."""
    if cohort > 2025:
        return
    declared = due(cohort, Role.MENTOR)
    last = declared[-1:] if cohort <= 2024 else (_completed_2025(),)
    yield WeightedRecipe(4, {}, (*started, *last))


def _completed_2025() -> Act:
    dated = date(2026, 6, 29)
    sent = at(dated + _SENT_AFTER)
    return {"declare": "completed", "at": sent, "dated": at(dated, 9), "evidence": _ENGAGED}
