"""Pages of lists: which rows are on a page, and when each was last changed.

A row's change is its stamp, or a tick that has come by now, whichever is newer.

Rules: V3-LIST-6, V3-LIST-7, V3-LIST-13.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.queries import ListQuery, SortKey
from ecf_sandbox.v3.store.ids import Stored, shown, stored
from ecf_sandbox.v3.store.tick_rows import Ticking

Stamps = dict[str, Instant]
Row = tuple[Stored, Instant, Instant, Instant]
"""What `Listed` names, as it comes from the file."""

# So many changed rows are looked up and sorted, or this share of all if that is more; among
# more, a page is soon found in order.
_FEW = 2_000
_SHARE = 8

_NEVER = 2**63 - 1


class Listed(NamedTuple):
    """A row on a list: when what it shows last changed, and the stamp of its last write.

    `created` is what lists are in order of.
    """

    stored_id: Stored
    updated_at: Instant
    stamp: Instant
    created: Instant

    @property
    def id(self) -> str:
        return shown(self.stored_id)


@dataclass(frozen=True, slots=True)
class Later:
    """Where a row's later changes are, as SQL: a table `k`, and whose each is and when.

    A row has one at each instant; `key` is the row's.
    """

    table: str
    key: str
    at: str
    where: str

    def of(self, key: str) -> str:
        """Return the condition that a change is one of a row's."""
        return f"{self.where} AND {self.key} = {key}"


@dataclass(frozen=True, slots=True)
class Seek:
    """How rows are found by key or id where they have no index for it, as SQL.

    `table` has one for either, and `where` leads from its row to the list's.
    """

    table: str
    key: str
    id: str
    where: str


def ticked(what: Ticking) -> Later:
    """Return the ticks that have come by now: when time alone changed a resource's rows."""
    return Later(
        table="ticks k",
        key="k.record",
        at="k.at",
        where=f"k.resource = {what} AND k.at <= :now",
    )


@dataclass(slots=True, kw_only=True)
class Listing:
    """One list as SQL: where rows come from, and the columns that matter.

    Without `later` a row's stamp tells all of its changes.
    """

    source: str
    key: str
    id: str
    created: str
    stamp: str
    where: list[str]
    values: dict[str, Any]
    later: Later | None = None
    seek: Seek | None = None
    # Columns for the first and the last of a row's later changes, which may come after now.
    bounds: tuple[str, str] | None = None
    # The stamp that rows tell, where it is another than that which they are sorted by.
    told_stamp: str | None = None
    order: str | None = None
    # SQL that is asked again and again, once it is written.
    one_sql: str = field(default="", init=False)
    page_sql: str = field(default="", init=False)

    def page(self, db: sqlite3.Connection, query: ListQuery, now: Instant) -> list[Row]:
        """Return the rows on a page in order."""
        values = {
            **self.values,
            "since": query.updated_since,
            "now": now,
            "limit": query.page.size,
            "offset": query.page.offset,
            "last": query.page.offset + query.page.size - 1,
        }
        if query.updated_since is not None:
            sql = self._since(db, query, values)
        elif query.sort:
            sql = self._sql(query, self._parts(query, self.where))
        else:
            sql = self.page_sql = self.page_sql or self._sql(query, self._parts(query, self.where))
        return db.execute(sql, values).fetchall()

    def _parts(self, query: ListQuery, where: list[str]) -> Iterable[str]:
        """Return what a page is made of, so that each part is in the page's order by an index."""
        if query.sort and query.sort[0].key is SortKey.UPDATED_AT and not self.order:
            return self._by_change(where, descending=query.sort[0].descending)
        return [self._select(self._changed(), where)]

    def _sql(self, query: ListQuery, parts: Iterable[str]) -> str:
        columns = {SortKey.CREATED_AT: "created", SortKey.UPDATED_AT: "changed"}
        order = [f"{columns[each.key]}{' DESC' if each.descending else ''}" for each in query.sort]
        return (
            f"{' UNION ALL '.join(parts)}"
            f" ORDER BY {', '.join([*order, self.order or 'created', 'id'])}"
            " LIMIT :limit OFFSET :offset"
        )

    def one(self, db: sqlite3.Connection, id_: str, now: Instant) -> Listed | None:
        """Return one row of the list, None if it is not on it."""
        if not self.one_sql:
            own = f"{self.seek.id if self.seek else self.id} = :id"
            self.one_sql = self._select(self._changed(), [*self.where, own], self._sought())
        values = {**self.values, "id": stored(id_), "now": now}
        found = db.execute(self.one_sql, values).fetchone()
        return Listed._make(found) if found else None

    def _sought(self) -> str:
        """Return where rows come from if they are found one by one."""
        if self.seek is None:
            return self.source
        return f"{self.seek.table} CROSS JOIN {self.source} ON {self.seek.where}"

    def _keys(self, db: sqlite3.Connection) -> int:
        """Return how many rows there may be, whoever sees them."""
        table, key = (self.seek.table, self.seek.key) if self.seek else (self.source, self.key)
        (last,) = db.execute(f"SELECT max({key}) FROM {table}").fetchone()
        return int(last or 0)

    def _has_key(self, key: str) -> str:
        """Return the condition that one of `_sought` has a key."""
        return f"{self.seek.key if self.seek else self.key} = {key}"

    def _select(self, changed: str, where: list[str], source: str = "") -> str:
        return (
            f"SELECT {self.id} AS id, {changed} AS changed, {self.told_stamp or self.stamp},"
            f" {self.created} AS created"
            f" FROM {source or self.source} WHERE {' AND '.join(where) or '1'}"
        )

    def _changed(self) -> str:
        if self.later is None:
            return self.stamp
        latest = f"SELECT max({self.later.at}) FROM {self.later.table}"
        found = f"max({self.stamp}, coalesce(({latest} WHERE {self.later.of(self.key)}), 0))"
        if self.bounds is None:
            return found
        first, last = self.bounds
        return (
            f"CASE WHEN {last} <= :now THEN max({self.stamp}, {last})"
            f" WHEN {first} <= :now THEN {found} ELSE {self.stamp} END"
        )

    def _by_change(self, where: list[str], *, descending: bool) -> Iterable[str]:
        """Yield rows that changed last by their stamps, and those that changed later.

        Either is in order of change by an index, so that a page is merged from the two. The
        later ones are sought only where the others leave room on the page.
        """
        if self.later is None:
            yield self._select(self.stamp, where)
            return
        later, at, own = self.later, self.later.at, self.later.of(self.key)
        newer = f"EXISTS (SELECT 1 FROM {later.table} WHERE {own} AND {at} > {self.stamp})"
        by_stamp = self._select(self.stamp, [*where, f"NOT {newer}"])
        yield by_stamp
        order, beyond, none = ("DESC", ">=", 0) if descending else ("ASC", "<=", _NEVER)
        last = f"SELECT changed FROM ({by_stamp} ORDER BY changed {order} LIMIT 1 OFFSET :last)"
        in_time = f"{at} {beyond} coalesce(({last}), {none})"
        latest = f"{at} = (SELECT max({at}) FROM {later.table} WHERE {own})"
        theirs = self._has_key(later.key)
        where = [in_time, later.where, theirs, *where, f"{at} > {self.stamp}", latest]
        yield self._select(at, where, f"{later.table} CROSS JOIN {self._sought()}")

    def _since(self, db: sqlite3.Connection, query: ListQuery, values: dict[str, Any]) -> str:
        """Return a page of what changed since; where little did, it is looked up and sorted."""
        by_stamp = f"{self.stamp} >= :since"
        where = " AND ".join([*self.where, by_stamp])
        parts = [f"SELECT {self.key} AS key FROM {self.source} WHERE {where}"]
        either = by_stamp
        if self.later is not None:
            moved = (
                f"SELECT {self.later.key} FROM {self.later.table}"
                f" WHERE {self.later.where} AND {self.later.at} >= :since"
            )
            parts.append(moved)
            either = f"({by_stamp} OR {self.key} IN ({moved}))"
        if not self._are_few(db, " UNION ALL ".join(parts), values):
            return self._sql(query, self._parts(query, [*self.where, either]))
        sought = [self._has_key("f.key"), *self.where]
        source = f"({' UNION '.join(parts)}) f CROSS JOIN {self._sought()}"
        return self._sql(query, [self._select(self._changed(), sought, source)])

    def _are_few(self, db: sqlite3.Connection, changed: str, values: dict[str, Any]) -> bool:
        """Return whether looking up all that changed takes less time than going through a list."""

        def at_least(few: int) -> bool:
            count = f"SELECT count(*) FROM ({changed} LIMIT {few})"
            return bool(db.execute(count, values).fetchone() == (few,))

        return not at_least(_FEW) or not at_least(max(_FEW, self._keys(db) // _SHARE))
