"""Delivery partners and their links as the department keeps them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link
from ecf_sandbox.v3.rules import organisations as rules
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.schools import EVERYTHING, in_parts
from ecf_sandbox.v3.store import additions, cohorts, department_lists, organisations, writing


@dataclass(frozen=True, slots=True)
class DeliveryPartnerRecord:
    """A delivery partner with its years by provider."""

    delivery_partner: DeliveryPartner
    links: Mapping[str, list[int]]
    updated_at: Instant


def delivery_partners(context: WorldContext) -> Iterator[DeliveryPartnerRecord]:
    """Yield every delivery partner, in the order in which they were made."""
    stamps = context.store.page(department_lists.delivery_partners(), EVERYTHING, context.now)
    for part in in_parts(stamps):
        yield from _records(context, part)


def add(context: WorldContext, name: str) -> DeliveryPartnerRecord:
    """Add a delivery partner that nobody works with yet (V3-REG-14)."""
    made = DeliveryPartner(context.store.new_id("delivery-partner"), name, context.now)
    additions.add_delivery_partner(context.store, made, context.store.stamp(context.now))
    return delivery_partner(context, made.id)


def rename(context: WorldContext, partner_id: str, name: str) -> DeliveryPartnerRecord:
    """Give a delivery partner another name (V3-REG-14, V3-LIST-10, V3-LIST-11)."""
    known = known_partner(context, partner_id)
    if name != known.name:
        stamp = context.store.stamp(context.now)
        organisations.write_name(context.store, replace(known, name=name), stamp)
    return delivery_partner(context, partner_id)


def link(context: WorldContext, asked: Link) -> DeliveryPartnerRecord:
    """Let a provider work with a delivery partner in a year (V3-REG-14)."""
    known_partner(context, asked.delivery_partner_id)
    _check_names(context, asked)
    years = cohorts.providers_by_year(context.store)
    refuse_any(rules.linking(asked, [year for year in years if asked.provider in years[year]]))
    if not rules.is_known(asked, context.store.links(asked.delivery_partner_id)):
        additions.add_link(context.store, asked)
        _stamp(context, asked)
    return delivery_partner(context, asked.delivery_partner_id)


def unlink(context: WorldContext, asked: Link) -> DeliveryPartnerRecord:
    """Take a link away that no partnership uses (V3-REG-14)."""
    partner = known_partner(context, asked.delivery_partner_id)
    _check_names(context, asked)
    if not rules.is_known(asked, context.store.links(partner.id)):
        why = f"There is no link of {partner.name} to {asked.provider} in {asked.cohort}"
        raise NotFound(Problem("delivery_partner_id", why))
    used = organisations.is_used(context.store, asked)
    refuse_any(rules.unlinking(asked, partner, used=used))
    organisations.remove_link(context.store, asked)
    _stamp(context, asked)
    return delivery_partner(context, partner.id)


def delivery_partner(context: WorldContext, partner_id: str) -> DeliveryPartnerRecord:
    """Return one delivery partner, which is known."""
    stamp = context.store.one(department_lists.delivery_partners(), partner_id, context.now)
    assert stamp is not None, "a known delivery partner has a stamp"
    (found,) = _records(context, {partner_id: stamp})
    return found


def known_partner(context: WorldContext, partner_id: str) -> DeliveryPartner:
    """Return a delivery partner by id; raises NotFound where there is none."""
    found = context.store.delivery_partners([partner_id]).get(partner_id)
    if found is None:
        raise NotFound(
            Problem("delivery_partner_id", f"There is no delivery partner {partner_id:.80}")
        )
    return found


def _check_names(context: WorldContext, asked: Link) -> None:
    """Raise NotFound for a provider or year that there is not."""
    if asked.provider not in context.store.provider_keys:
        raise NotFound(Problem("provider", f"There is no provider {asked.provider:.80}"))
    if context.store.contract_periods().get(asked.cohort) is None:
        raise NotFound(Problem("year", f"There is no cohort {asked.cohort}"))


def _stamp(context: WorldContext, asked: Link) -> None:
    stamp = context.store.stamp(context.now)
    writing.stamp(context.store.db, "delivery_partners", [asked.delivery_partner_id], stamp)


def _records(
    context: WorldContext, stamps: Mapping[str, Instant]
) -> Iterator[DeliveryPartnerRecord]:
    found = context.store.delivery_partners(stamps)
    links: dict[str, dict[str, list[int]]] = {id_: {} for id_ in stamps}
    for id_, provider, year in organisations.links(context.store, stamps):
        links[id_].setdefault(provider, []).append(year)
    for id_, at in stamps.items():
        yield DeliveryPartnerRecord(found[id_], links[id_], at)
