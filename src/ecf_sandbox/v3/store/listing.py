"""The lists of one world: where their rows are, and who sees which.

Rules: V3-LIST-1 to V3-LIST-6.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.queries import ListQuery
from ecf_sandbox.v3.store.codes import ECT
from ecf_sandbox.v3.store.ids import all_stored, stored
from ecf_sandbox.v3.store.paging import Later, Listing, Seek, ticked
from ecf_sandbox.v3.store.tick_rows import Ticking

# Lists of people have no index by key: it is by when the person was recorded, and the id.
_SEEK_PERSON = Seek(
    table="people w",
    key="w.key",
    id="w.id",
    where="l.created = w.recorded_at AND l.id = w.id",
)

# Lists that are asked for again, with the SQL that was written for them.
_KEPT = 64


def one_of(column: str, name: str, values: Iterable[Any], named: dict[str, Any]) -> str:
    """Return a condition that a column is one of some values, which are named for it."""
    names = []
    for number, value in enumerate(values):
        named[f"{name}{number}"] = value
        names.append(f":{name}{number}")
    return f"{column} IN ({', '.join(names)})"


def _refers(column: str, table: str, ids: Iterable[str], named: dict[str, Any]) -> str:
    """Return a condition that a column refers to one of some rows, by their ids."""
    known = one_of("id", table, all_stored(ids), named)
    return f"{column} IN (SELECT key FROM {table} WHERE {known})"


def participants(provider: int, query: ListQuery) -> Listing:
    """Return whom a provider lists (V3-LIST-1, V3-LIST-2)."""
    return _participants(provider, query.cohorts, query.training_status, query.from_participant_id)


@lru_cache(_KEPT)
def _participants(
    provider: int, cohorts: tuple[int, ...] | None, status: str | None, from_id: str | None
) -> Listing:
    values: dict[str, Any] = {"provider": provider}
    where = ["l.provider = :provider", *_enrolled(cohorts, status, values)]
    if from_id is not None:
        values["from_id"] = stored(from_id)
        where.append("l.person IN (SELECT person FROM id_changes WHERE from_id = :from_id)")
    return Listing(
        source="listed l",
        key="l.person",
        id="l.id",
        created="l.created",
        stamp="l.stamp",
        seek=_SEEK_PERSON,
        bounds=("l.first_tick", "l.last_tick"),
        where=where,
        values=values,
        later=ticked(Ticking.PARTICIPANT),
    )


_STATUS: Mapping[str, str] = {
    "withdrawn": "e.withdrawn",
    "deferred": "e.deferred",
    "active": "NOT e.withdrawn AND NOT e.deferred",
}


def _enrolled(
    cohorts: tuple[int, ...] | None, status: str | None, values: dict[str, Any]
) -> Iterable[str]:
    """Yield conditions on a person's enrolments with the provider."""
    enrolled = (
        "EXISTS (SELECT 1 FROM enrolments e WHERE e.provider = l.provider"
        " AND e.person = l.person AND {})"
    )
    if cohorts is not None:
        yield enrolled.format(one_of("e.cohort", "cohort", cohorts, values))
    if status is not None:
        yield enrolled.format(_STATUS.get(status, "0"))


def transfers(provider: int) -> Listing:
    """Return whose transfers a provider sees (V3-TRANSFER-4)."""
    return Listing(
        source="transferred l",
        key="l.person",
        id="l.id",
        created="l.created",
        stamp="l.stamp",
        seek=_SEEK_PERSON,
        where=["l.provider = :provider"],
        values={"provider": provider},
    )


def transfers_by_person(provider: int, shown_since: Instant | None) -> Listing:
    """Return the same, where sorted by change: the person's counts (V3-LIST-6)."""
    shown = [] if shown_since is None else ["l.stamp >= :shown_since"]
    return Listing(
        source="transferred l",
        key="l.person",
        id="l.id",
        created="l.created",
        stamp="l.person_stamp",
        told_stamp="l.stamp",
        seek=_SEEK_PERSON,
        where=["l.provider = :provider", *shown],
        values={"provider": provider, "shown_since": shown_since},
        later=ticked(Ticking.TRANSFERRED),
    )


def unfunded_mentors(provider: int, today: date) -> Listing:
    """Return the mentors of a provider's ECTs whom it never trained (V3-UNFUNDED-1)."""
    return Listing(
        source="people p",
        key="p.key",
        id="p.id",
        created="p.recorded_at",
        stamp="p.unfunded_stamp",
        where=[
            f"p.key IN (SELECT mentor FROM ({ASSIGNMENTS}))",
        ],
        values={"provider": provider, "today": today.toordinal()},
        later=ticked(Ticking.UNFUNDED_MENTOR),
    )


# The mentorships that V3-PART-7 shows of a provider's ECTs, with a mentor whom it never trained:
# the mentor, and the mentor's school period.
ASSIGNMENTS = (
    "SELECT m.mentor, m.mentor_school_period FROM never_trained_mentors n"
    f" CROSS JOIN enrolments e ON e.person = n.ect AND e.provider = n.provider AND e.role = {ECT}"
    " CROSS JOIN mentorship_periods m ON m.mentor = n.mentor AND m.key ="
    " (SELECT c.key FROM mentorship_periods c WHERE c.ect_school_period = e.school_period"
    " AND (c.finished_on IS NULL OR c.finished_on >= :today) ORDER BY c.started_on LIMIT 1)"
    " WHERE n.provider = :provider"
)


def declarations(provider: int, query: ListQuery) -> Listing:
    """Return the declarations that a provider sees (V3-LIST-3, V3-LIST-4)."""
    return _declarations(provider, query.cohorts, query.participant_ids, query.delivery_partner_ids)


@lru_cache(_KEPT)
def _declarations(
    provider: int,
    cohorts: tuple[int, ...] | None,
    people: tuple[str, ...] | None,
    partners: tuple[str, ...] | None,
) -> Listing:
    values: dict[str, Any] = {"provider": provider}
    where = [
        (
            "(d.provider = :provider OR (d.voided_at IS NULL AND d.clawed_at IS NULL AND EXISTS"
            " (SELECT 1 FROM enrolments e WHERE e.provider = :provider AND e.person = d.person"
            " AND e.role = d.role AND (e.sees_until IS NULL OR d.declared_at <= e.sees_until))))"
        )
    ]
    if cohorts is not None:
        where.append(one_of("d.cohort", "cohort", cohorts, values))
    if people is not None:
        where.append(_refers("d.person", "people", people, values))
    if partners is not None:
        where.append(_refers("d.delivery_partner", "delivery_partners", partners, values))
    return Listing(
        source="declarations d",
        key="d.key",
        id="d.id",
        created="d.recorded_at",
        stamp="d.stamp",
        where=where,
        values=values,
        later=ticked(Ticking.DECLARATION),
    )


def partnerships(provider: int, query: ListQuery) -> Listing:
    """Return a provider's partnerships (V3-LIST-5)."""
    values: dict[str, Any] = {"provider": provider}
    where = ["p.provider = :provider"]
    if query.cohorts is not None:
        where.append(one_of("p.year", "cohort", query.cohorts, values))
    if query.delivery_partner_ids is not None:
        partners = query.delivery_partner_ids
        where.append(_refers("p.delivery_partner", "delivery_partners", partners, values))
    return Listing(
        source="partnerships p",
        key="p.key",
        id="p.id",
        created="p.recorded_at",
        stamp="p.stamp",
        where=where,
        values=values,
        later=ticked(Ticking.PARTNERSHIP),
    )


def schools(cohort: int, query: ListQuery) -> Listing:
    """Return the schools that are listed for a cohort (V3-SCHOOL-1, V3-SCHOOL-2)."""
    return _schools(cohort, query.urn, query.has_urn)


@lru_cache(_KEPT)
def _schools(cohort: int, urn: int | None, has_urn: bool) -> Listing:
    values: dict[str, Any] = {"cohort": cohort}
    where = [
        (
            "(s.register_eligible OR s.marked_eligible OR EXISTS (SELECT 1 FROM partnerships p"
            " WHERE p.school = s.key AND p.year = :cohort))"
        )
    ]
    if has_urn:
        values["urn"] = str(urn) if urn is not None else None
        where.append("s.urn = :urn")
    return Listing(
        source="schools s",
        key="s.key",
        id="s.id",
        created="s.recorded_at",
        stamp="s.stamp",
        where=where,
        values=values,
        later=Later("school_cohorts k", "k.school", "k.stamp", "k.year = :cohort"),
    )


def delivery_partners(provider: int, query: ListQuery) -> Listing:
    """Return a provider's delivery partners (V3-DELIVERY-1)."""
    values: dict[str, Any] = {"provider": provider}
    linked = "SELECT delivery_partner FROM links WHERE provider = :provider"
    if query.cohorts is not None:
        linked += f" AND {one_of('year', 'cohort', query.cohorts, values)}"
    return Listing(
        source="delivery_partners d",
        key="d.key",
        id="d.id",
        created="d.recorded_at",
        stamp="d.stamp",
        where=[f"d.key IN ({linked})"],
        values=values,
    )


def statements(provider: int, query: ListQuery) -> Listing:
    """Return a provider's output statements (V3-STATEMENT-3)."""
    values: dict[str, Any] = {"provider": provider}
    where = ["s.provider = :provider"]
    if query.cohorts is not None:
        where.append(one_of("s.cohort", "cohort", query.cohorts, values))
    return Listing(
        source="statements s",
        key="s.key",
        id="s.id",
        created="s.recorded_at",
        stamp="s.stamp",
        where=where,
        values=values,
        later=ticked(Ticking.STATEMENT),
        order="s.payment_date, s.cohort",
    )
