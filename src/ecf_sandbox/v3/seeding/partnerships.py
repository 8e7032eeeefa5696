"""The partnerships that a new world begins with."""

from datetime import date

from ecf_sandbox.engine.domain.instants import Instant, midnight
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.seeding.facts import rows
from ecf_sandbox.v3.seeding.organisations import delivery_partner_id, school_id
from ecf_sandbox.v3.store import school_rows
from ecf_sandbox.v3.store.records import Records


def partnership_id(provider: int, cohort: int, school: int, partner: int) -> str:
    """Return the id of a partnership, which tells who works where, when and with whom."""
    return f"ba000000-0000-4000-8000-{provider:02}{cohort:04}{school:04}{partner:02}"


def add(records: Records) -> None:
    """Add every partnership, made in the middle of June of its cohort's year."""
    for row in rows("partnerships.csv"):
        school, partner = int(row["school"]), int(row["delivery_partner"])
        for year in map(int, row["years"].split()):
            recorded = Instant(midnight(date(year, 6, 14 + partner)))
            key = records.provider_keys[row["provider"]]
            made = Partnership(
                id=partnership_id(key, year, school, partner),
                provider=row["provider"],
                cohort=year,
                school_id=school_id(school),
                delivery_partner_id=delivery_partner_id(partner),
                recorded_at=recorded,
            )
            stamp = records.stamp(recorded)
            school_rows.write_partnership(records, made, stamp)
            school_rows.stamp_cohorts(records, made.school_id, [year], stamp)
