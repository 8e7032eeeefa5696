"""Showing participants, transfers and unfunded mentors."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import NotFound
from ecf_sandbox.v3.domain.contract_periods import ContractPeriods
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.organisations import School
from ecf_sandbox.v3.domain.people import Person
from ecf_sandbox.v3.domain.queries import ListQuery, SortKey
from ecf_sandbox.v3.domain.transfers import Transfer
from ecf_sandbox.v3.rules import transfers as transfer_rules
from ecf_sandbox.v3.rules.listing import latest_of_roles
from ecf_sandbox.v3.service.context import ProviderContext
from ecf_sandbox.v3.store import listing
from ecf_sandbox.v3.store.paging import Listed, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantView:
    """A person as a provider sees them; `schools` are those of the latest training."""

    history: History
    updated_at: Instant
    schools: Mapping[str, School]
    contract_periods: ContractPeriods


@dataclass(frozen=True, slots=True, kw_only=True)
class TransfersView:
    """A person's transfers as a provider sees them; `names` are providers' by slug."""

    history: History
    transfers: Collection[Transfer]
    updated_at: Instant
    schools: Mapping[str, School]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfundedMentorView:
    """A mentor of a provider's ECTs whom it never trained."""

    person: Person
    email: str | None
    updated_at: Instant


def listed(context: ProviderContext, query: ListQuery) -> list[Row]:
    """Return a page of the provider's participants (V3-LIST-1, V3-LIST-2, V3-LIST-6)."""
    found = listing.participants(context.provider_key, query)
    return context.store.listed(found, query, context.now)


def listed_one(context: ProviderContext, participant_id: str) -> list[Listed]:
    """Return one of the provider's participants (V3-AUTH-3)."""
    found = listing.participants(context.provider_key, ListQuery())
    return context.store.listed_one(found, participant_id, context.now)


def participant(context: ProviderContext, history: History, stamp: Instant) -> ParticipantView:
    """Return somebody of the provider's, whose history is known, stamped just now (V3-AUTH-3).

    A stamp comes after now, and so after all that time has changed.
    """
    id_ = history.person.id
    (view,) = _views(context, {id_: stamp}, {id_: history})
    return view


def views(context: ProviderContext, stamps: Mapping[str, Instant]) -> list[ParticipantView]:
    """Return participants as the provider sees them, in the order of their stamps."""
    return _views(context, stamps, context.store.shown_histories(stamps))


def _views(
    context: ProviderContext, stamps: Mapping[str, Instant], people: Mapping[str, History]
) -> list[ParticipantView]:
    schools = context.store.schools(
        {
            training.partnership.school_id
            for history in people.values()
            for training in latest_of_roles(history, context.provider)
            if training.partnership
        }
    )
    periods = context.store.contract_periods()
    return [
        ParticipantView(
            history=people[id_], updated_at=at, schools=schools, contract_periods=periods
        )
        for id_, at in stamps.items()
    ]


def transfers(context: ProviderContext, query: ListQuery) -> list[Row]:
    """Return a page of people with transfers (V3-TRANSFER-4, V3-LIST-6)."""
    if all(each.key is not SortKey.UPDATED_AT for each in query.sort):
        return context.store.listed(listing.transfers(context.provider_key), query, context.now)
    # Sorted as the person changed, but filtered and shown by what the transfers show.
    by_person = listing.transfers_by_person(context.provider_key, query.updated_since)
    plain = replace(query, updated_since=None)
    found = context.store.listed(by_person, plain, context.now)
    return [(id_, shown, shown, created) for id_, _, shown, created in found]


def transfers_of(context: ProviderContext, participant_id: str) -> list[Row]:
    """Return a person's transfers; without any it is not found (V3-TRANSFER-4)."""
    found = listing.transfers(context.provider_key)
    return [*context.store.listed_one(found, participant_id, context.now)]


def unfunded_mentors(context: ProviderContext, query: ListQuery) -> list[UnfundedMentorView]:
    """Return a page of the mentors of the provider's ECTs whom it never trained (V3-UNFUNDED-1)."""
    found = listing.unfunded_mentors(context.provider_key, context.today)
    return _mentor_views(context, context.store.page(found, query, context.now))


def unfunded_mentor(context: ProviderContext, mentor_id: str) -> UnfundedMentorView:
    """Return one of them (V3-UNFUNDED-2)."""
    found = listing.unfunded_mentors(context.provider_key, context.today)
    updated_at = context.store.one(found, mentor_id, context.now)
    if updated_at is None:
        raise NotFound
    (view,) = _mentor_views(context, {mentor_id: updated_at})
    return view


def transfer_views(context: ProviderContext, stamps: Mapping[str, Instant]) -> list[TransfersView]:
    """Return people's transfers as the provider sees them, in the order of their stamps."""
    people = context.store.shown_histories(stamps)
    schools = context.store.schools(
        {each.school_id for history in people.values() for each in history.school_periods}
    )
    names = context.store.provider_names()
    return [
        TransfersView(
            history=people[id_],
            transfers=transfer_rules.transfers(people[id_], context.provider),
            updated_at=at,
            schools=schools,
            names=names,
        )
        for id_, at in stamps.items()
    ]


def _mentor_views(
    context: ProviderContext, stamps: Mapping[str, Instant]
) -> list[UnfundedMentorView]:
    today = context.today
    emails = dict(context.store.unfunded_school_periods(context.provider, today))
    people = context.store.shown_histories(stamps)
    return [
        UnfundedMentorView(person=people[id_].person, email=emails[id_], updated_at=at)
        for id_, at in stamps.items()
    ]
