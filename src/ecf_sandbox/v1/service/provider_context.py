"""What every use case works with: one provider's context, and the store it may ask."""

from collections.abc import Collection, Iterator
from typing import Protocol

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.nouns import noun
from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.v1.domain.declarations import Declaration, Settlement, Unusable
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import Person, TrainingRecord
from ecf_sandbox.v1.domain.queries import DeclarationQuery, ParticipantQuery
from ecf_sandbox.v1.domain.schedules import Schedule


class Store(Protocol):
    """The records that the use cases need, and no more."""

    def stamp(self, now: Instant) -> Instant: ...
    def record(self, participant_id: str, provider: str) -> TrainingRecord | None: ...
    def own_record(self, participant_id: str, provider: str) -> TrainingRecord | None: ...
    def record_stamps(
        self, provider: str, query: ParticipantQuery, page: Page
    ) -> list[tuple[int, Instant]]: ...
    def records(self, keys: Collection[int]) -> Iterator[TrainingRecord]: ...
    def all_records(self, provider: str, query: ParticipantQuery) -> Iterator[TrainingRecord]: ...
    def change_training(
        self,
        record: TrainingRecord,
        action: str,
        *,
        reason: str | None,
        at: Instant,
        updated_at: Instant | None = None,
    ) -> TrainingRecord: ...
    def declarations_of(self, person: Person) -> list[Declaration]: ...
    def declarations_of_namesakes(self, person: Person) -> list[Declaration]: ...
    def declaration(self, declaration_id: str, provider: str) -> Declaration | None: ...
    def declarations(
        self,
        provider: str,
        query: DeclarationQuery,
        page: Page | None,
        *,
        earlier_providers: bool,
        now: Instant,
    ) -> Iterator[Declaration]: ...
    def next_declaration_id(self) -> str: ...
    def add_declaration(self, made: Declaration, record: TrainingRecord) -> None: ...
    def settle(
        self, declaration: Declaration, settlement: Settlement, *, recorded: Instant
    ) -> Declaration: ...


@noun(frozen=True, slots=True)
class ProviderContext:
    """Where one provider is served: its world's records and edition, at one instant (TIME-3)."""

    store: Store
    edition: Edition
    provider: str
    now: Instant


def record_of(context: ProviderContext, participant_id: str | Unusable) -> TrainingRecord | None:
    """Return the provider's record of a participant, else that of whoever trains them now."""
    if isinstance(participant_id, Unusable):
        return None
    return context.store.record(participant_id, context.provider)


def schedule_of(context: ProviderContext, record: TrainingRecord) -> Schedule:
    """Return the schedule that a record is on, which every edition's records have."""
    schedule = context.edition.schedules.get(record.schedule_identifier, record.person.cohort)
    assert schedule is not None, f"{record.schedule_identifier} is unknown to the edition"
    return schedule
