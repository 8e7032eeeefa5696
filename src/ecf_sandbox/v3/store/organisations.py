"""Schools, delivery partners and links as the department changes them."""

from collections.abc import Collection, Iterable, Iterator

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link, School
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.store import values, writing
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.records import Records

_LAST_URN = 999_999
# The first number that is free after a school's.
_NEXT_URN = (
    "SELECT min(s.urn + 1) FROM schools s WHERE s.urn < :last AND NOT EXISTS"
    " (SELECT 1 FROM schools t WHERE t.urn = CAST(s.urn + 1 AS TEXT))"
)


def free_urn(records: Records) -> str:
    """Return a URN that no school has."""
    (found,) = records.db.execute(_NEXT_URN, {"last": _LAST_URN}).fetchone()
    return str(found or 100_000)


def school_of_urn(records: Records, urn: str) -> School | None:
    """Return the school that has a URN."""
    found = records.db.execute("SELECT id FROM schools WHERE urn = ?", (urn,)).fetchone()
    return records.school(found[0]) if found else None


def write_school(records: Records, school: School) -> None:
    """Write what a school is, its uplifts too; no stamp moves."""
    writing.update(records.db, "schools", values.school(school))
    records.db.execute("DELETE FROM school_uplifts WHERE school = ?", (school.id,))
    for year, uplifts in school.uplifts.items():
        columns = {"school": school.id, "year": year, **values.uplifts(uplifts)}
        writing.insert(records.db, "school_uplifts", columns)


def programme_choices(
    records: Records, ids: Collection[str]
) -> Iterator[tuple[str, int, ProgrammeChoice]]:
    """Yield schools' programme choices by cohort, where they are known."""
    found = records.db.execute(
        f"SELECT school, year, choice FROM school_cohorts WHERE school IN ({marks(ids)})",
        tuple(ids),
    )
    for school, year, choice in found:
        if choice != ProgrammeChoice.NOT_YET_KNOWN:
            yield school, year, ProgrammeChoice(choice)


def partnered(records: Records, ids: Collection[str]) -> Iterator[tuple[str, int, str]]:
    """Yield the providers that schools are in partnership with, by cohort, each once."""
    yield from _by_provider(
        records,
        f"SELECT DISTINCT school, year, provider FROM partnerships WHERE school IN ({marks(ids)})",
        ids,
    )


def interested(records: Records, ids: Collection[str]) -> Iterator[tuple[str, int, str]]:
    """Yield the providers that schools' people are with or meant for, by cohort."""
    yield from _by_provider(
        records,
        f"SELECT school, year, provider FROM school_interests WHERE school IN ({marks(ids)})",
        ids,
    )


def partnerships_with_school(records: Records, school_id: str) -> list[str]:
    """Return the ids of every provider's partnerships with a school."""
    found = records.db.execute("SELECT id FROM partnerships WHERE school = ?", (school_id,))
    return [id_ for (id_,) in found]


def trained_at(records: Records, school_id: str, cohorts: Iterable[int]) -> list[str]:
    """Return the ids of who trained under a partnership with a school in some cohorts."""
    years = list(cohorts)
    found = records.db.execute(
        "SELECT DISTINCT t.person FROM partnerships p JOIN training_periods t"
        f" ON t.partnership = p.id WHERE p.school = ? AND p.year IN ({marks(years)})",
        (school_id, *years),
    )
    return [person for (person,) in found]


def stamp_transfers_of(records: Records, school_id: str, stamp: Instant) -> None:
    """Stamp what transfers show of the training at a school (V3-TRANSFER-4)."""
    records.db.execute(
        "UPDATE training_periods SET transfer_stamp = ? WHERE id IN"
        " (SELECT t.id FROM school_periods s JOIN training_periods t"
        " ON t.person = s.person AND t.school_period = s.id WHERE s.school = ?)",
        (stamp, school_id),
    )


def write_name(records: Records, partner: DeliveryPartner, stamp: Instant) -> None:
    """Write a delivery partner's new name, and stamp the partnerships that show it."""
    records.db.execute(
        "UPDATE delivery_partners SET name = ?, stamp = ? WHERE id = ?",
        (partner.name, stamp, partner.id),
    )
    records.db.execute(
        "UPDATE partnerships SET stamp = ? WHERE delivery_partner = ?", (stamp, partner.id)
    )


def links(records: Records, ids: Collection[str]) -> Iterator[tuple[str, str, int]]:
    """Yield delivery partners' links: whose, with which provider, in which year, in order."""
    found = records.db.execute(
        "SELECT delivery_partner, provider, year FROM links"
        f" WHERE delivery_partner IN ({marks(ids)}) ORDER BY provider, year",
        tuple(ids),
    )
    for partner, provider, year in found:
        yield partner, records.providers[provider], year


def remove_link(records: Records, link: Link) -> None:
    """Take a link away."""
    records.db.execute(
        "DELETE FROM links WHERE provider = ? AND year = ? AND delivery_partner = ?",
        (records.provider_keys[link.provider], link.cohort, link.delivery_partner_id),
    )


def is_used(records: Records, link: Link) -> bool:
    """Return whether a partnership needs a link."""
    found = records.db.execute(
        "SELECT 1 FROM partnerships WHERE provider = ? AND year = ? AND delivery_partner = ?",
        (records.provider_keys[link.provider], link.cohort, link.delivery_partner_id),
    )
    return found.fetchone() is not None


def _by_provider(
    records: Records, query: str, ids: Collection[str]
) -> Iterator[tuple[str, int, str]]:
    for school, year, provider in records.db.execute(f"{query} ORDER BY year, provider", (*ids,)):
        yield school, year, records.providers[provider]
