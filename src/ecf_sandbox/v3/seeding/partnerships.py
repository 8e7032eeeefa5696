"""The partnerships that a new world begins with, of schools with fixed ids and made-up ones."""

from collections.abc import Iterator
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant, midnight
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.seeding.facts import rows
from ecf_sandbox.v3.seeding.made_up import MadeUp, links_of, school_count
from ecf_sandbox.v3.seeding.organisations import delivery_partner_id, school_id
from ecf_sandbox.v3.store import bulk, facts
from ecf_sandbox.v3.store.bulk import Stamps
from ecf_sandbox.v3.store.records import Records


def partnership_id(provider: int, cohort: int, school: int, partner: int) -> str:
    """Return the id of a partnership, which tells who works where, when and with whom."""
    return f"ba000000-0000-4000-8000-{provider:02}{cohort:04}{school:04}{partner:02}"


def add(records: Records, participants: int, stamps: Stamps) -> MadeUp:
    """Add the made-up schools of a world of that size, and every partnership; return the former."""
    links = links_of(facts.all_links(records.db, records.providers))
    made_up = MadeUp(records.seed, school_count(participants), links)
    bulk.add_schools(records, made_up.schools, stamps)
    bulk.add_partnerships(records, [*_fixed(records), *made_up.partnerships()], stamps)
    return made_up


def _fixed(records: Records) -> Iterator[Partnership]:
    """Yield those with fixed ids, made in the middle of June of their cohort's year."""
    for row in rows("partnerships.csv"):
        school, partner = int(row["school"]), int(row["delivery_partner"])
        key = records.provider_keys[row["provider"]]
        for year in map(int, row["years"].split()):
            yield Partnership(
                id=partnership_id(key, year, school, partner),
                provider=row["provider"],
                cohort=year,
                school_id=school_id(school),
                delivery_partner_id=delivery_partner_id(partner),
                recorded_at=Instant(midnight(date(year, 6, 14 + partner))),
            )
