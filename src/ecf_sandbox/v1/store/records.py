"""The facts of one world, read and written: SQL is here and in `listing`."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.store.ids import seeded_id
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.v1.domain.declarations import Declaration, Settlement
from ecf_sandbox.v1.domain.participants import Person, TrainingRecord
from ecf_sandbox.v1.domain.queries import DeclarationQuery, ParticipantQuery
from ecf_sandbox.v1.store import listing, rows
from ecf_sandbox.v1.store.columns import (
    DECLARATION,
    SETTLEMENT,
    declaration_values,
    settlement_values,
)
from ecf_sandbox.v1.store.declaration_changes import PAYMENTS

_ADD_DECLARATION = (
    f"INSERT INTO declarations (provider, person, {', '.join(DECLARATION)})"
    f" SELECT provider, person, {', '.join('?' * len(DECLARATION))} FROM records WHERE key = ?"
)
_SETTLE = (
    f"UPDATE declarations SET {', '.join(f'{each} = ?' for each in SETTLEMENT)}, recorded = ?"
    " WHERE id = ?"
)


class Records(Session):
    """A world's records by one connection."""

    __slots__ = ()

    def record(self, participant_id: str, provider: str) -> TrainingRecord | None:
        """Return a provider's record of a person, else that of whoever trains them now."""
        own = self.own_record(participant_id, provider)
        return own or self._record("WHERE p.id = ? ORDER BY r.opened DESC LIMIT 1", participant_id)

    def own_record(self, participant_id: str, provider: str) -> TrainingRecord | None:
        """Return a provider's record of a person, if it has one."""
        return self._record(
            "WHERE p.id = ? AND r.provider = ?", participant_id, self.provider_keys[provider]
        )

    def record_stamps(
        self, provider: str, query: ParticipantQuery, page: Page
    ) -> list[tuple[int, Instant]]:
        """Return the records on a page: the key of each, and the stamp of its last change."""
        return listing.record_stamps(self.db, self.provider_keys[provider], query, page)

    def records(self, keys: Collection[int]) -> Iterator[TrainingRecord]:
        """Yield records by key, in any order."""
        found = listing.record_rows(self.db, keys)
        return (rows.training_record(row, self.providers) for row in found)

    def all_records(self, provider: str, query: ParticipantQuery) -> Iterator[TrainingRecord]:
        """Yield every record that a query finds, as its pages would order them."""
        found = listing.all_record_rows(self.db, self.provider_keys[provider], query)
        return (rows.training_record(row, self.providers) for row in found)

    def change_training(
        self,
        record: TrainingRecord,
        action: str,
        *,
        reason: str | None,
        at: Instant,
        updated_at: Instant | None = None,
    ) -> TrainingRecord:
        """Record what a provider did: `record` says how it stands now, apart from its stamp.

        The stamp is taken at `updated_at`, where that is not when it was done (ACT-8).
        """
        changed = replace(record, recorded=self.stamp(at if updated_at is None else updated_at))
        self.db.execute(
            "UPDATE records SET training_status = ?, withdrawn_at = ?, schedule_identifier = ?,"
            " recorded = ? WHERE key = ?",
            (
                changed.training_status,
                changed.withdrawn_at,
                changed.schedule_identifier,
                changed.recorded,
                changed.key,
            ),
        )
        self.db.execute(
            "INSERT INTO actions (record, action, reason, schedule_identifier, at, recorded)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (changed.key, action, reason, changed.schedule_identifier, at, changed.recorded),
        )
        return changed

    def declarations_of(self, person: Person) -> list[Declaration]:
        """Return what every provider declared for a person, in order of creation."""
        return self._declarations("WHERE p.id = ? ORDER BY d.created", person.id)

    def declarations_of_namesakes(self, person: Person) -> list[Declaration]:
        """Return what was declared for other people with the same TRN (DECL-13)."""
        if person.teacher_reference_number is None:
            return []
        return self._declarations(
            "WHERE p.teacher_reference_number = ? AND p.id <> ? ORDER BY d.created",
            person.teacher_reference_number,
            person.id,
        )

    def declaration(self, declaration_id: str, provider: str) -> Declaration | None:
        """Return a declaration that this provider made (AUTH-4)."""
        found = self._declarations(
            "WHERE d.id = ? AND d.provider = ?", declaration_id, self.provider_keys[provider]
        )
        return found[0] if found else None

    def declarations(
        self,
        provider: str,
        query: DeclarationQuery,
        page: Page | None,
        *,
        earlier_providers: bool,
        now: Instant,
    ) -> Iterator[Declaration]:
        """Yield what a provider's list shows of a page, or without one of everything."""
        found = listing.declaration_rows(
            self.db,
            self.provider_keys[provider],
            query,
            page,
            earlier_providers=earlier_providers,
            now=now,
        )
        return (rows.declaration(row, self.providers) for row in found)

    def next_declaration_id(self) -> str:
        """Return the id of the declaration that will be added next."""
        (key,) = self.db.execute("SELECT coalesce(max(key), 0) + 1 FROM declarations").fetchone()
        return seeded_id(self.seed, "declaration", key)

    def add_declaration(self, made: Declaration, record: TrainingRecord) -> None:
        """Record a declaration for one of a provider's participants."""
        self.db.execute(_ADD_DECLARATION, (*declaration_values(made), record.key))

    def settle(
        self, declaration: Declaration, settlement: Settlement, *, recorded: Instant
    ) -> Declaration:
        """Record what became of a declaration, and the stamp of the change that counts (PAY-5)."""
        self.db.execute(_SETTLE, (*settlement_values(settlement), recorded, declaration.id))
        return replace(declaration, settlement=settlement, recorded=recorded)

    def paid_between(self, start: Instant, end: Instant) -> dict[tuple[int, Instant], int]:
        """Count what payments after `start` and up to `end` changed, by cohort and instant.

        Declarations became paid by them, or were clawed back.
        """
        found = self.db.execute(
            f"{PAYMENTS} SELECT cohort, at, count(*) FROM ("
            " SELECT person, paid_at AS at FROM payments"
            " JOIN declarations USING (provider, payable_at)"
            " WHERE paid_at > :start AND paid_at <= :end"
            " UNION ALL SELECT person, clawed_back_at FROM declarations"
            " WHERE clawed_back_at > :start AND clawed_back_at <= :end"
            ") JOIN people ON people.key = person GROUP BY cohort, at",
            {"start": start, "end": end},
        )
        return {(cohort, at): count for cohort, at, count in found}

    def _record(self, where: str, *values: object) -> TrainingRecord | None:
        row = self.db.execute(rows.RECORDS + where, values).fetchone()
        return rows.training_record(row, self.providers) if row else None

    def _declarations(self, where: str, *values: object) -> list[Declaration]:
        found = self.db.execute(rows.DECLARATIONS + where, values)
        return [rows.declaration(row, self.providers) for row in found]
