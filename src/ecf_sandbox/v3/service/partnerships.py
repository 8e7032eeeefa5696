"""Making, changing and showing partnerships."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecf_sandbox.engine.domain.acts import PROVIDER
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import BadRequest, NotFound, refuse_any
from ecf_sandbox.v3.domain.history import Changes
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Partnership, School
from ecf_sandbox.v3.domain.queries import ListQuery
from ecf_sandbox.v3.domain.training import Attendance
from ecf_sandbox.v3.rules import partnering, schools
from ecf_sandbox.v3.rules.partnering import Found, PartnershipClaim
from ecf_sandbox.v3.rules.values import Scalar, whole_number
from ecf_sandbox.v3.service.acts_kept import keep
from ecf_sandbox.v3.service.context import ProviderContext, WorldContext
from ecf_sandbox.v3.service.ids import canonical_id
from ecf_sandbox.v3.service.recording import record
from ecf_sandbox.v3.service.school_summaries import note_partnership
from ecf_sandbox.v3.store import listing, people, school_rows, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipView:
    """A partnership as its provider sees it."""

    partnership: Partnership
    school: School
    delivery_partner: DeliveryPartner
    currently_training: int
    updated_at: Instant


def partnerships(context: ProviderContext, query: ListQuery) -> list[PartnershipView]:
    """Return a page of the provider's partnerships (V3-LIST-5)."""
    found = listing.partnerships(context.provider_key, query)
    return views(context, context.store.page(found, query, context.now))


def partnership(context: ProviderContext, partnership_id: str) -> PartnershipView:
    """Return one of the provider's partnerships (V3-AUTH-3)."""
    found = listing.partnerships(context.provider_key, ListQuery())
    updated_at = context.store.one(found, partnership_id, context.now)
    if updated_at is None:
        raise NotFound
    (view,) = views(context, {partnership_id: updated_at})
    return view


def create(context: ProviderContext, claim: PartnershipClaim) -> PartnershipView:
    """Make a partnership; it takes over who was meant for it (V3-PARTNER-3, V3-PARTNER-5)."""
    school_id = canonical_id(claim.school_id)
    attendances = context.store.attendances(school_id) if school_id else []
    found = _found(context, claim, attendances)
    refuse_any(partnering.partnering(claim, found, context.today))
    assert found.cohort, "a rule refuses an unknown cohort"
    assert found.school, "a rule refuses an unknown school"
    assert found.delivery_partner, "a rule refuses an unknown delivery partner"
    made = Partnership(
        id=context.store.new_id("partnership"),
        provider=context.provider,
        cohort=found.cohort.year,
        school_id=found.school.id,
        delivery_partner_id=found.delivery_partner.id,
        recorded_at=context.now,
    )
    make(context, made, attendances)
    return partnership(context, made.id)


def update(
    context: ProviderContext, partnership_id: str, said: Mapping[str, Scalar]
) -> PartnershipView:
    """Go on with another delivery partner (V3-PARTNER-6, V3-PARTNER-7, V3-AUTH-5)."""
    known = context.store.partnerships([partnership_id]).get(partnership_id)
    if known is None or known.provider != context.provider:
        raise NotFound
    if not said:
        raise BadRequest("Send #/data/attributes with delivery_partner_id", rule="V3-FMT-7")
    asked = said["delivery_partner_id"]
    partner = _delivery_partner(context, asked)
    links = context.store.links(partner.id) if partner else []
    others = context.store.partnerships_with(context.provider, known.school_id)
    refuse_any(partnering.changing_partner(asked, known, partner, links, others))
    assert partner, "a rule refuses an unknown delivery partner"
    go_on_with(context, known, partner)
    return partnership(context, known.id)


def make(context: WorldContext, made: Partnership, attendances: list[Attendance]) -> None:
    """Record a new partnership, with all that it takes over (V3-PARTNER-5, V3-LIST-11)."""
    stamp = context.store.stamp(context.now)
    school_rows.write_partnership(context.store, made, stamp)
    note_partnership(context, made.school_id, made.cohort, stamp)
    _take_over(context, made, attendances, stamp)


def go_on_with(context: WorldContext, known: Partnership, partner: DeliveryPartner) -> None:
    """Record that a partnership has another delivery partner (V3-PARTNER-7)."""
    stamp = context.store.stamp(context.now)
    school_rows.change_delivery_partner(context.store, known.id, partner.id, stamp)
    declarations = context.store.declarations_under(known.id)
    writing.stamp(context.store.db, "declarations", declarations, stamp)
    people.touch(context.store, context.store.people_under(known.id), stamp)


def _found(
    context: ProviderContext, claim: PartnershipClaim, attendances: list[Attendance]
) -> Found:
    """Return what a claim's values name."""
    school_id = canonical_id(claim.school_id)
    school = context.store.school(school_id) if school_id else None
    cohort = context.store.contract_periods().get(whole_number(claim.cohort))
    partner = _delivery_partner(context, claim.delivery_partner_id)
    return Found(
        provider=context.provider,
        cohort=cohort,
        school=school,
        delivery_partner=partner,
        links=context.store.links(partner.id) if partner else [],
        partnerships=context.store.partnerships_with(context.provider, school.id) if school else [],
        choice=schools.programme_choice(cohort, attendances) if school and cohort else None,
    )


def _delivery_partner(context: ProviderContext, asked: Scalar) -> DeliveryPartner | None:
    id_ = canonical_id(asked)
    return context.store.delivery_partners([id_]).get(id_) if id_ else None


def _take_over(
    context: WorldContext, made: Partnership, attendances: list[Attendance], stamp: Instant
) -> None:
    """Record that the training which names this provider is under its partnership now."""
    taken = partnering.taken_over(made, attendances)
    person_of = {
        training.id: each.school_period.person_id
        for each in attendances
        for training in each.training
    }
    for person_id in sorted({person_of[each.id] for each in taken}):
        before = context.store.history(person_id)
        assert before, "who attends a school is known"
        own = tuple(each for each in taken if person_of[each.id] == person_id)
        record(context, before, before.after(Changes(training_periods=own)), stamp)
        keep(context, person_id, "partnered", by=PROVIDER, stamp=stamp, partnership_id=made.id)


def views(context: WorldContext, stamps: Mapping[str, Instant]) -> list[PartnershipView]:
    """Return partnerships as they are shown, with when each last changed."""
    found = context.store.partnerships(stamps)
    known_schools = context.store.schools({each.school_id for each in found.values()})
    partners = context.store.delivery_partners(
        {each.delivery_partner_id for each in found.values()}
    )
    counts = context.store.currently_training(stamps, context.today)
    return [
        PartnershipView(
            partnership=found[id_],
            school=known_schools[found[id_].school_id],
            delivery_partner=partners[found[id_].delivery_partner_id],
            currently_training=counts.get(id_, 0),
            updated_at=at,
        )
        for id_, at in stamps.items()
    ]
