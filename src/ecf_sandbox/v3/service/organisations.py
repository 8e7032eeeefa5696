"""Showing schools, delivery partners and statements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import NotFound
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, School
from ecf_sandbox.v3.domain.queries import ListQuery
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.rules import paying
from ecf_sandbox.v3.service.context import ProviderContext
from ecf_sandbox.v3.store import listing
from ecf_sandbox.v3.store.paging import Listed, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolView:
    """A school in a cohort, as a provider sees it (V3-SCHOOL-3)."""

    school: School
    cohort: int
    in_partnership: bool
    choice: ProgrammeChoice
    expression_of_interest: bool
    updated_at: Instant


@dataclass(frozen=True, slots=True)
class DeliveryPartnerView:
    """A delivery partner, and its years with a provider (V3-DELIVERY-1)."""

    delivery_partner: DeliveryPartner
    years: Collection[int]
    updated_at: Instant


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement, and whether it is paid (V3-STATEMENT-2)."""

    statement: Statement
    paid: bool
    updated_at: Instant


def schools(context: ProviderContext, query: ListQuery) -> list[Row]:
    """Return a page of the schools that are listed for a cohort (V3-SCHOOL-1, V3-SCHOOL-2)."""
    if context.store.contract_periods().get(query.cohort) is None or query.cohort is None:
        return []
    found = listing.schools(query.cohort, query)
    return context.store.listed(found, query, context.now)


def school(context: ProviderContext, school_id: str, query: ListQuery) -> list[Listed]:
    """Return one of them."""
    if context.store.contract_periods().get(query.cohort) is None or query.cohort is None:
        raise NotFound
    found = listing.schools(query.cohort, ListQuery())
    return context.store.listed_one(found, school_id, context.now)


def delivery_partners(context: ProviderContext, query: ListQuery) -> list[DeliveryPartnerView]:
    """Return a page of the provider's delivery partners (V3-DELIVERY-1)."""
    found = listing.delivery_partners(context.provider_key, query)
    return _partner_views(context, context.store.page(found, query, context.now))


def delivery_partner(context: ProviderContext, partner_id: str) -> DeliveryPartnerView:
    """Return one of them."""
    found = listing.delivery_partners(context.provider_key, ListQuery())
    updated_at = context.store.one(found, partner_id, context.now)
    if updated_at is None:
        raise NotFound
    (view,) = _partner_views(context, {partner_id: updated_at})
    return view


def statements(context: ProviderContext, query: ListQuery) -> list[StatementView]:
    """Return a page of the provider's output statements (V3-STATEMENT-3)."""
    found = listing.statements(context.provider_key, query)
    return _statement_views(context, context.store.page(found, query, context.now))


def statement(context: ProviderContext, statement_id: str) -> StatementView:
    """Return one of them."""
    found = listing.statements(context.provider_key, ListQuery())
    updated_at = context.store.one(found, statement_id, context.now)
    if updated_at is None:
        raise NotFound
    (view,) = _statement_views(context, {statement_id: updated_at})
    return view


def school_views(
    context: ProviderContext, stamps: Mapping[str, Instant], cohort: int
) -> list[SchoolView]:
    """Return schools as the provider sees them in a cohort, in the order of their stamps."""
    store, provider = context.store, context.provider
    found, choices = store.schools(stamps), store.school_choices(stamps, cohort)
    partnered = store.partnered_schools(stamps, cohort)
    interested = store.interested_schools(stamps, provider, cohort)
    return [
        SchoolView(
            school=found[id_],
            cohort=cohort,
            in_partnership=id_ in partnered,
            choice=ProgrammeChoice(choices.get(id_, ProgrammeChoice.NOT_YET_KNOWN)),
            expression_of_interest=id_ in interested,
            updated_at=at,
        )
        for id_, at in stamps.items()
    ]


def _partner_views(
    context: ProviderContext, stamps: Mapping[str, Instant]
) -> list[DeliveryPartnerView]:
    found = context.store.delivery_partners(stamps)
    years = context.store.linked_years(stamps, context.provider)
    return [DeliveryPartnerView(found[id_], years[id_], at) for id_, at in stamps.items()]


def _statement_views(
    context: ProviderContext, stamps: Mapping[str, Instant]
) -> list[StatementView]:
    found = context.store.statements()
    return [
        StatementView(found[id_], paying.is_paid(found[id_], context.now), at)
        for id_, at in stamps.items()
    ]
