"""Schools, delivery partners and links as the department changes them."""

from collections.abc import Collection, Iterable, Iterator

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link, School
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.store import values, writing
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.ids import all_stored, key_of, shown, stored
from ecf_sandbox.v3.store.records import Records

_LAST_URN = 999_999
_SCHOOL, _DELIVERY_PARTNER = key_of("schools"), key_of("delivery_partners")
_LINKED = f"provider = ? AND year = ? AND delivery_partner = {_DELIVERY_PARTNER}"
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
    return records.school(shown(found[0])) if found else None


def write_school(records: Records, school: School) -> None:
    """Write what a school is, its uplifts too; no stamp moves."""
    writing.update(records.db, "schools", values.school(school))
    ours = (stored(school.id),)
    records.db.execute(f"DELETE FROM school_uplifts WHERE school = {_SCHOOL}", ours)
    for year, uplifts in school.uplifts.items():
        columns = {"school": school.id, "year": year, **values.uplifts(uplifts)}
        writing.insert(records.db, "school_uplifts", columns)


def programme_choices(
    records: Records, ids: Collection[str]
) -> Iterator[tuple[str, int, ProgrammeChoice]]:
    """Yield schools' programme choices by cohort, where they are known."""
    found = records.db.execute(
        "SELECT s.id, k.year, k.choice FROM schools s JOIN school_cohorts k ON k.school = s.key"
        f" WHERE s.id IN ({marks(ids)})",
        all_stored(ids),
    )
    for school, year, choice in found:
        if choice != ProgrammeChoice.NOT_YET_KNOWN:
            yield shown(school), year, ProgrammeChoice(choice)


def partnered(records: Records, ids: Collection[str]) -> Iterator[tuple[str, int, str]]:
    """Yield the providers that schools are in partnership with, by cohort, each once."""
    yield from _by_provider(records, "partnerships", ids)


def interested(records: Records, ids: Collection[str]) -> Iterator[tuple[str, int, str]]:
    """Yield the providers that schools' people are with or meant for, by cohort."""
    yield from _by_provider(records, "school_interests", ids)


def partnerships_with_school(records: Records, school_id: str) -> list[str]:
    """Return the ids of every provider's partnerships with a school."""
    found = records.db.execute(
        f"SELECT id FROM partnerships WHERE school = {_SCHOOL}", (stored(school_id),)
    )
    return [shown(id_) for (id_,) in found]


def trained_at(records: Records, school_id: str, cohorts: Iterable[int]) -> list[str]:
    """Return the ids of who trained under a partnership with a school in some cohorts."""
    years = list(cohorts)
    found = records.db.execute(
        "SELECT DISTINCT w.id FROM partnerships p JOIN training_periods t ON t.partnership = p.key"
        f" JOIN people w ON w.key = t.person WHERE p.school = {_SCHOOL}"
        f" AND p.year IN ({marks(years)})",
        (stored(school_id), *years),
    )
    return [shown(person) for (person,) in found]


def stamp_transfers_of(records: Records, school_id: str, stamp: Instant) -> None:
    """Stamp what transfers show of the training at a school (V3-TRANSFER-4)."""
    records.db.execute(
        "UPDATE training_periods SET transfer_stamp = ? WHERE key IN"
        " (SELECT t.key FROM school_periods s JOIN training_periods t"
        f" ON t.person = s.person AND t.school_period = s.key WHERE s.school = {_SCHOOL})",
        (stamp, stored(school_id)),
    )


def write_name(records: Records, partner: DeliveryPartner, stamp: Instant) -> None:
    """Write a delivery partner's new name, and stamp the partnerships that show it."""
    records.db.execute(
        "UPDATE delivery_partners SET name = ?, stamp = ? WHERE id = ?",
        (partner.name, stamp, stored(partner.id)),
    )
    records.db.execute(
        f"UPDATE partnerships SET stamp = ? WHERE delivery_partner = {_DELIVERY_PARTNER}",
        (stamp, stored(partner.id)),
    )


def links(records: Records, ids: Collection[str]) -> Iterator[tuple[str, str, int]]:
    """Yield delivery partners' links: whose, with which provider, in which year, in order."""
    found = records.db.execute(
        "SELECT o.id, l.provider, l.year FROM delivery_partners o"
        " JOIN links l ON l.delivery_partner = o.key"
        f" WHERE o.id IN ({marks(ids)}) ORDER BY l.provider, l.year",
        all_stored(ids),
    )
    for partner, provider, year in found:
        yield shown(partner), records.providers[provider], year


def remove_link(records: Records, link: Link) -> None:
    """Take a link away."""
    records.db.execute(
        f"DELETE FROM links WHERE {_LINKED}",
        (records.provider_keys[link.provider], link.cohort, stored(link.delivery_partner_id)),
    )


def is_used(records: Records, link: Link) -> bool:
    """Return whether a partnership needs a link."""
    found = records.db.execute(
        f"SELECT 1 FROM partnerships WHERE {_LINKED}",
        (records.provider_keys[link.provider], link.cohort, stored(link.delivery_partner_id)),
    )
    return found.fetchone() is not None


def _by_provider(
    records: Records, table: str, ids: Collection[str]
) -> Iterator[tuple[str, int, str]]:
    for school, year, provider in records.db.execute(
        f"SELECT DISTINCT s.id, t.year, t.provider FROM schools s JOIN {table} t"
        f" ON t.school = s.key WHERE s.id IN ({marks(ids)}) ORDER BY t.year, t.provider",
        all_stored(ids),
    ):
        yield shown(school), year, records.providers[provider]
