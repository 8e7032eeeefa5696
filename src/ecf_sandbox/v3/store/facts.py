"""What the rules ask of a world beside people: cohorts, statements, organisations."""

import csv
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from ecf_sandbox.engine import resources
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod, ContractPeriods
from ecf_sandbox.v3.domain.organisations import Link, Partnership, School, Uplifts
from ecf_sandbox.v3.domain.schedules import (
    DeclarationType,
    Milestone,
    Schedule,
    ScheduleIdentifier,
)
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.store import rows, selects
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.ids import all_stored, shown, stored
from ecf_sandbox.v3.store.rows import Row, Slugs

Schedules = Mapping[ScheduleIdentifier, Schedule]

CONTRACT_PERIODS = (
    "SELECT year, started_on, finished_on, enabled, frozen_at, frozen_by_time, mentor_rule,"
    " detailed_evidence, uplifts FROM contract_periods ORDER BY year"
)


def published_contract_periods() -> ContractPeriods:
    """Return the contract periods that every world begins with (V3-COHORT-1)."""
    return ContractPeriods.from_rows(_csv("contract_periods.csv"), _csv("schedules.csv"))


def contract_periods(db: sqlite3.Connection) -> ContractPeriods:
    """Return the contract periods of a world, with their schedules."""
    return _contract_periods(tuple(db.execute(CONTRACT_PERIODS).fetchall()))


def statements(db: sqlite3.Connection, slugs: Slugs) -> dict[int, Statement]:
    """Return every output statement by key."""
    return {row[-1]: rows.statement(row, slugs) for row in db.execute(str(selects.STATEMENTS))}


def schools(db: sqlite3.Connection, ids: Collection[str]) -> dict[str, School]:
    """Return schools by id; unknown ids are left out."""
    found = db.execute(f"{selects.SCHOOLS} WHERE id IN ({marks(ids)})", all_stored(ids)).fetchall()
    keys = [row[-1] for row in found]
    uplifts: dict[int, dict[int, Uplifts]] = {}
    for key, year, pupil_premium, sparsity in db.execute(
        "SELECT school, year, pupil_premium, sparsity FROM school_uplifts"
        f" WHERE school IN ({marks(keys)})",
        keys,
    ):
        uplifts.setdefault(key, {})[year] = Uplifts(bool(pupil_premium), bool(sparsity))
    made = (rows.school(row, uplifts.get(row[-1], {})) for row in found)
    return {each.id: each for each in made}


def partnerships(
    db: sqlite3.Connection, slugs: Slugs, where: str, values: Collection[object]
) -> list[Partnership]:
    """Return the partnerships that a condition finds, by age."""
    found = db.execute(
        f"{selects.PARTNERSHIPS} WHERE {where} ORDER BY p.recorded_at, p.id", tuple(values)
    )
    return [rows.partnership(row, slugs) for row in found]


def links(db: sqlite3.Connection, delivery_partner_id: str, slugs: Slugs) -> list[Link]:
    """Return with whom a delivery partner may work, and when."""
    found = db.execute(
        "SELECT l.provider, l.year FROM delivery_partners o"
        " JOIN links l ON l.delivery_partner = o.key WHERE o.id = ?",
        (stored(delivery_partner_id),),
    )
    return [Link(slugs[provider], year, delivery_partner_id) for provider, year in found]


def all_links(db: sqlite3.Connection, slugs: Slugs) -> list[Link]:
    """Return which delivery partners may work with whom, and when."""
    found = db.execute(
        "SELECT l.provider, l.year, o.id FROM links l"
        " JOIN delivery_partners o ON o.key = l.delivery_partner ORDER BY 1, 2, 3"
    )
    return [Link(slugs[provider], year, shown(partner)) for provider, year, partner in found]


def linked_partners(db: sqlite3.Connection, provider: int, cohort: int) -> list[str]:
    """Return the delivery partners that a provider may work with in a cohort."""
    found = db.execute(
        "SELECT o.id FROM links l JOIN delivery_partners o ON o.key = l.delivery_partner"
        " WHERE l.provider = ? AND l.year = ? ORDER BY 1",
        (provider, cohort),
    )
    return [shown(id_) for (id_,) in found]


def years_of(db: sqlite3.Connection, provider: int) -> list[int]:
    """Return the contract periods that a provider takes part in (V3-COHORT-1)."""
    found = db.execute("SELECT year FROM provider_years WHERE provider = ?", (provider,))
    return [year for (year,) in found]


@cache
def _contract_periods(found: tuple[Row, ...]) -> ContractPeriods:
    return ContractPeriods(_with_schedules(found))


def _with_schedules(found: tuple[Row, ...]) -> Iterator[ContractPeriod]:
    """Yield contract periods; one without schedules of its own has the year before's, later."""
    published, before = published_contract_periods(), None
    for row in found:
        known = published.get(row[0])
        if known is not None:
            schedules = known.schedules
        else:
            assert before is not None, "an opened cohort follows another"
            schedules = {name: _a_year_later(each) for name, each in before.items()}
        before = schedules
        yield _contract_period(row, schedules)


def _contract_period(row: Row, schedules: Schedules) -> ContractPeriod:
    return ContractPeriod(
        year=row[0],
        started_on=date.fromordinal(row[1]),
        finished_on=date.fromordinal(row[2]),
        enabled=bool(row[3]),
        frozen=None if row[4] is None else Since(Instant(row[4]), bool(row[5])),
        mentor_rule=bool(row[6]),
        detailed_evidence=bool(row[7]),
        uplifts=bool(row[8]),
        schedules=schedules,
    )


def _a_year_later(schedule: Schedule) -> Schedule:
    return replace(
        schedule,
        cohort=schedule.cohort + 1,
        milestones={
            kind: _milestone_a_year_later(kind, each) for kind, each in schedule.milestones.items()
        },
    )


def _milestone_a_year_later(kind: DeclarationType, each: Milestone) -> Milestone:
    ends = _day_a_year_later(each.milestone_date) if each.milestone_date else None
    return Milestone(kind, _day_a_year_later(each.start_date), ends)


def _day_a_year_later(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 2, 28) if leap_day else day.replace(year=day.year + 1)


@cache
def _csv(name: str) -> list[dict[str, str]]:
    with resources.path("fixtures", "v3", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
