"""To whom something happens by time alone: ids and names of ten of them at most."""

from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.store.codes import ECT
from ecf_sandbox.v3.store.ids import shown
from ecf_sandbox.v3.store.records import Records
from ecf_sandbox.v3.store.tick_rows import Ticking

_MOST = 10
# As in clock_events: a tick of a declaration settles it, unless it becomes eligible then.
_SETTLED = f"""
    SELECT p.id, p.full_name FROM ticks k
    JOIN declarations d ON d.key = k.record JOIN people p ON p.key = d.person
    WHERE k.resource = {Ticking.DECLARATION:d} AND k.at = :at AND d.cohort = :cohort AND NOT (
        d.statement IS NULL AND d.clawed_at IS NULL AND k.at =
        CASE d.role WHEN {ECT} THEN p.ect_eligible_at ELSE p.mentor_eligible_at END
    ) GROUP BY p.key ORDER BY max(d.key) DESC
"""
_BECAME_ELIGIBLE = f"""
    SELECT DISTINCT p.id, p.full_name FROM ticks k JOIN people p ON p.key = k.record
    WHERE k.resource = {Ticking.PARTICIPANT:d} AND k.at = :at AND (
        (p.ect_eligible_by_time AND p.ect_eligible_at = k.at)
        OR (p.mentor_eligible_by_time AND p.mentor_eligible_at = k.at)
    )
"""
_OF_A_DAY = (
    "SELECT DISTINCT p.id, p.full_name FROM {table} t JOIN people p ON p.key = t.{person}"
    " WHERE t.{day} = :day"
)
_BEGAN = _OF_A_DAY.format(table="training_periods", person="person", day="started_on")
_ENDED = _OF_A_DAY.format(table="training_periods", person="person", day="finished_on")
_MENTORED = _OF_A_DAY.format(table="mentorship_periods", person="ect", day="finished_on")

Person = tuple[str, str | None]


def settled(records: Records, at: Instant, cohort: int) -> list[Person]:
    """Return those whose declarations time settles at a moment, the last made first."""
    return _few(records, _SETTLED, at=at, cohort=cohort)


def became_eligible(records: Records, at: Instant) -> list[Person]:
    """Return some of those who become eligible by time at a moment."""
    return _few(records, _BECAME_ELIGIBLE, at=at)


def training_began(records: Records, first: date) -> list[Person]:
    """Return some of those whose training has this first day."""
    return _few(records, _BEGAN, day=first.toordinal())


def training_ended(records: Records, last: date) -> list[Person]:
    """Return some of those whose training has this last day."""
    return _few(records, _ENDED, day=last.toordinal())


def mentorships_ended(records: Records, last: date) -> list[Person]:
    """Return some of the ECTs whose mentorship has this last day."""
    return _few(records, _MENTORED, day=last.toordinal())


def _few(records: Records, query: str, **asked: object) -> list[Person]:
    found = records.db.execute(f"{query} LIMIT {_MOST}", asked)
    return [(shown(id_), name) for id_, name in found]
