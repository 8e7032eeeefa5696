"""What happens to people and declarations by time alone, found by index.

Rules: V3-PAY-2, V3-PAY-3, V3-PAY-4, V3-PAY-5, V3-REG-11.
"""

from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.store.codes import ECT
from ecf_sandbox.v3.store.records import Records
from ecf_sandbox.v3.store.tick_rows import Ticking

# A tick of a declaration is its statement's deadline or payment, unless it becomes eligible then.
_SETTLED = f"""
    SELECT k.at, d.cohort, d.clawed_at IS NOT NULL, count(*)
    FROM ticks k JOIN declarations d ON d.key = k.record JOIN people p ON p.key = d.person
    WHERE k.resource = {Ticking.DECLARATION} AND k.at > :start AND k.at <= :end AND NOT (
        d.statement IS NULL AND d.clawed_at IS NULL AND k.at =
        CASE d.role WHEN {ECT} THEN p.ect_eligible_at ELSE p.mentor_eligible_at END
    ) GROUP BY 1, 2, 3
"""
_BECAME_ELIGIBLE = f"""
    SELECT k.at, count(DISTINCT k.record) FROM ticks k JOIN people p ON p.key = k.record
    WHERE k.resource = {Ticking.PARTICIPANT} AND k.at > :start AND k.at <= :end AND (
        (p.ect_eligible_by_time AND p.ect_eligible_at = k.at)
        OR (p.mentor_eligible_by_time AND p.mentor_eligible_at = k.at)
    ) GROUP BY 1
"""
_BEGAN = (
    "SELECT started_on, count(DISTINCT person) FROM training_periods"
    " WHERE started_on > :first AND started_on <= :last GROUP BY 1"
)
_ENDED = (
    "SELECT finished_on, count(DISTINCT {person}) FROM {table}"
    " WHERE finished_on >= :first AND finished_on < :last GROUP BY 1"
)

Counts = dict[Instant, int]


def settled(records: Records, start: Instant, end: Instant) -> dict[tuple[Instant, int, bool], int]:
    """Count declarations that time settles after `start` and not after `end`.

    By instant, cohort, and whether they are clawed back.
    """
    found = records.db.execute(_SETTLED, {"start": start, "end": end})
    return {(at, cohort, bool(clawed)): count for at, cohort, clawed, count in found}


def became_eligible(records: Records, start: Instant, end: Instant) -> Counts:
    """Count the people who become eligible by time after `start` and not after `end`."""
    return dict(records.db.execute(_BECAME_ELIGIBLE, {"start": start, "end": end}))


def training_began(records: Records, start: Instant, end: Instant) -> Counts:
    """Count the people whose training begins after `start` and not after `end`."""
    found = records.db.execute(_BEGAN, _days(start, end))
    return {london.start_of(date.fromordinal(day)): count for day, count in found}


def training_ended(records: Records, start: Instant, end: Instant) -> Counts:
    """Count the people whose training is over after `start` and not after `end`."""
    return _ended(records, _ENDED.format(person="person", table="training_periods"), start, end)


def mentorships_ended(records: Records, start: Instant, end: Instant) -> Counts:
    """Count the ECTs whose mentorship is over after `start` and not after `end`."""
    return _ended(records, _ENDED.format(person="ect", table="mentorship_periods"), start, end)


def next_training_start(records: Records, today: date) -> date | None:
    """Return the first day after today on which anybody's training begins."""
    (day,) = records.db.execute(
        "SELECT min(started_on) FROM training_periods WHERE started_on > ?", (today.toordinal(),)
    ).fetchone()
    return date.fromordinal(day) if day else None


def next_training_end(records: Records, today: date) -> date | None:
    """Return the first day from today on that is the last of anybody's training."""
    (day,) = records.db.execute(
        "SELECT min(finished_on) FROM training_periods WHERE finished_on >= ?",
        (today.toordinal(),),
    ).fetchone()
    return date.fromordinal(day) if day else None


def _ended(records: Records, query: str, start: Instant, end: Instant) -> Counts:
    found = records.db.execute(query, _days(start, end))
    return {london.start_of(london.day_after(date.fromordinal(day))): count for day, count in found}


def _days(start: Instant, end: Instant) -> dict[str, int]:
    first, last = london.day_of(start), london.day_of(end)
    return {"first": first.toordinal(), "last": last.toordinal()}
