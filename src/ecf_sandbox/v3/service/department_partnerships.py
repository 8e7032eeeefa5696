"""Partnerships as the department makes and changes them, for any provider."""

from collections.abc import Iterator
from dataclasses import dataclass

from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.v3.domain.actors import DEPARTMENT
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.rules import department_partnerships as rules
from ecf_sandbox.v3.rules.department_partnerships import Place
from ecf_sandbox.v3.rules.switching import Setting, moved_to
from ecf_sandbox.v3.service.acts_kept import keep
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.delivery_partners import known_partner
from ecf_sandbox.v3.service.partnerships import PartnershipView, go_on_with, make, views
from ecf_sandbox.v3.service.recording import record
from ecf_sandbox.v3.service.schools import EVERYTHING, in_parts
from ecf_sandbox.v3.store import department_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What the department says of a new partnership; `move_from` is another one's id."""

    provider: str
    cohort: int
    school_id: str
    delivery_partner_id: str
    move_from: str | None = None


def partnerships(
    context: WorldContext, provider: str | None, cohort: int | None
) -> Iterator[PartnershipView]:
    """Yield partnerships, of one provider and cohort or of all, in order of creation."""
    key = None if provider is None else context.store.provider_keys[provider]
    found = department_lists.partnerships(key, cohort)
    for part in in_parts(context.store.page(found, EVERYTHING, context.now)):
        yield from views(context, part)


def add(context: WorldContext, asked: Addition) -> PartnershipView:
    """Make a partnership, and move training to it where that is asked (V3-REG-15)."""
    place = _place(context, asked)
    move_from = _known(context, asked.move_from) if asked.move_from else None
    links = context.store.links(asked.delivery_partner_id)
    others = context.store.partnerships_with(place.provider, place.school_id)
    refuse_any(rules.making(place, links, others, move_from))
    made = Partnership(
        id=context.store.new_id("partnership"),
        provider=place.provider,
        cohort=place.cohort,
        school_id=place.school_id,
        delivery_partner_id=place.delivery_partner.id,
        recorded_at=context.now,
    )
    make(context, made, context.store.attendances(made.school_id))
    if move_from is not None:
        _move(context, move_from, made)
    return _view(context, made.id)


def change(context: WorldContext, partnership_id: str, delivery_partner_id: str) -> PartnershipView:
    """Go on with another delivery partner, as a provider does (V3-PARTNER-6, V3-PARTNER-7)."""
    known = _known(context, partnership_id)
    partner = known_partner(context, delivery_partner_id)
    place = Place(
        provider=known.provider,
        cohort=known.cohort,
        school_id=known.school_id,
        delivery_partner=partner,
    )
    others = context.store.partnerships_with(known.provider, known.school_id)
    refuse_any(rules.changing(place, context.store.links(partner.id), others))
    go_on_with(context, known, partner)
    return _view(context, known.id)


def _place(context: WorldContext, asked: Addition) -> Place:
    """Return where a partnership is to be; raises NotFound for what nobody knows."""
    if context.store.contract_periods().get(asked.cohort) is None:
        raise NotFound(Problem("cohort", f"There is no cohort {asked.cohort}: open it first"))
    if context.store.school(asked.school_id) is None:
        raise NotFound(Problem("school_id", f"There is no school {asked.school_id}"))
    return Place(
        provider=asked.provider,
        cohort=asked.cohort,
        school_id=asked.school_id,
        delivery_partner=known_partner(context, asked.delivery_partner_id),
    )


def _known(context: WorldContext, partnership_id: str) -> Partnership:
    found = context.store.partnerships([partnership_id]).get(partnership_id)
    if found is None:
        raise NotFound(Problem("partnership_id", f"There is no partnership {partnership_id:.80}"))
    return found


def _move(context: WorldContext, old: Partnership, new: Partnership) -> None:
    """Move all training under a partnership to another one (V3-REG-15)."""
    stamp = context.store.stamp(context.now)
    for person_id in sorted(context.store.people_under(old.id)):
        before = context.store.history(person_id)
        assert before, "who trains is known"
        record(context, before, before.after(_moved(context, before, old, new)), stamp)
        details = {"partnership_id": new.id}
        keep(context, person_id, "partnership-moved", by=DEPARTMENT, stamp=stamp, **details)


def _moved(context: WorldContext, history: History, old: Partnership, new: Partnership) -> Changes:
    changes = Changes()
    for training in history.training_periods:
        if training.partnership == old:
            setting = Setting(
                contract_periods=context.store.contract_periods(),
                partnerships=(),
                new_id=context.store.new_key(),
                now=context.now,
            )
            changes |= moved_to(training, new, setting)
    return changes


def _view(context: WorldContext, partnership_id: str) -> PartnershipView:
    found = department_lists.partnerships(None, None)
    stamp = context.store.one(found, partnership_id, context.now)
    assert stamp is not None, "a known partnership has a stamp"
    (view,) = views(context, {partnership_id: stamp})
    return view
