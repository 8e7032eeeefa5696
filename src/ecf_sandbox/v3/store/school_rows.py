"""What schools show in lists, written: choices and interests, with stamps."""

from collections.abc import Collection, Mapping

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.store import writing
from ecf_sandbox.v3.store.ids import key_of, stored
from ecf_sandbox.v3.store.records import Records

_SCHOOL = key_of("schools")
_COHORT = (
    f"INSERT INTO school_cohorts (school, year, choice, stamp) VALUES ({_SCHOOL}, ?, ?, ?)"
    " ON CONFLICT (school, year) DO UPDATE SET"
)


def write_choices(
    records: Records, school_id: str, choices: Mapping[int, ProgrammeChoice], stamp: Instant
) -> None:
    """Write a school's programme choices by cohort; those that changed are stamped."""
    unknown = ProgrammeChoice.NOT_YET_KNOWN
    known: dict[int, str] = dict(
        records.db.execute(
            f"SELECT year, choice FROM school_cohorts WHERE school = {_SCHOOL}",
            (stored(school_id),),
        )
    )
    for year in sorted({*known, *choices}):
        choice = choices.get(year, unknown)
        if known.get(year, unknown) != choice:
            records.db.execute(
                f"{_COHORT} choice = excluded.choice, stamp = excluded.stamp",
                (stored(school_id), year, choice, stamp),
            )


def write_interests(
    records: Records, school_id: str, interests: Collection[tuple[int, str]], stamp: Instant
) -> None:
    """Write which providers a school's people train with, or are meant for, by cohort.

    A change stamps the school for every cohort.
    """
    ours = stored(school_id)
    known = {
        (year, records.providers[provider])
        for year, provider in records.db.execute(
            f"SELECT year, provider FROM school_interests WHERE school = {_SCHOOL}", (ours,)
        )
    }
    if known == set(interests):
        return
    records.db.execute(f"DELETE FROM school_interests WHERE school = {_SCHOOL}", (ours,))
    records.db.executemany(
        f"INSERT INTO school_interests (school, year, provider) VALUES ({_SCHOOL}, ?, ?)",
        ((ours, year, records.provider_keys[slug]) for year, slug in interests),
    )
    writing.stamp(records.db, "schools", [school_id], stamp)


def stamp_cohorts(
    records: Records, school_id: str, cohorts: Collection[int], stamp: Instant
) -> None:
    """Stamp what a school shows in cohorts."""
    records.db.executemany(
        f"{_COHORT} stamp = excluded.stamp",
        ((stored(school_id), year, ProgrammeChoice.NOT_YET_KNOWN, stamp) for year in cohorts),
    )


def write_partnership(records: Records, made: Partnership, stamp: Instant) -> None:
    """Write a new partnership."""
    columns = {
        "id": made.id,
        "provider": records.provider_keys[made.provider],
        "year": made.cohort,
        "school": made.school_id,
        "delivery_partner": made.delivery_partner_id,
        "recorded_at": made.recorded_at,
        "stamp": stamp,
    }
    writing.insert(records.db, "partnerships", columns)


def change_delivery_partner(
    records: Records, partnership_id: str, delivery_partner_id: str, stamp: Instant
) -> None:
    """Let a partnership go on with another delivery partner."""
    records.db.execute(
        f"UPDATE partnerships SET delivery_partner = {key_of('delivery_partners')}, stamp = ?"
        " WHERE id = ?",
        (stored(delivery_partner_id), stamp, stored(partnership_id)),
    )
