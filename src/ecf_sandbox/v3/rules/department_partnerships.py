"""When the department may make or change a partnership, for any provider."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link, Partnership
from ecf_sandbox.v3.rules.conflicts import conflict
from ecf_sandbox.v3.rules.partnering import is_linked

RULE = "V3-REG-15"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a partnership is, or is to be, and with whom."""

    provider: str
    cohort: int
    school_id: str
    delivery_partner: DeliveryPartner


def making(
    place: Place,
    links: Collection[Link],
    partnerships: Collection[Partnership],
    move_from: Partnership | None,
) -> Iterator[Problem]:
    """Yield why the department cannot make a partnership.

    `links` are the delivery partner's, `partnerships` at least the provider's at the school.
    Closed cohorts, schools that are not eligible, and a first partnership are no obstacle.

    Rules: V3-REG-15, V3-PARTNER-3.
    """
    yield from changing(place, links, partnerships)
    if move_from is not None and not _is_beside(move_from, place):
        why = (
            f"#/move_from is not of {place.provider} with that school in {place.cohort}: "
            "name a partnership that differs in its delivery partner only"
        )
        yield conflict(why, RULE)


def changing(
    place: Place, links: Collection[Link], partnerships: Collection[Partnership]
) -> Iterator[Problem]:
    """Yield why a partnership cannot be with a delivery partner (V3-REG-14, V3-PARTNER-6)."""
    partner = place.delivery_partner
    if not is_linked(place.provider, place.cohort, partner, links):
        why = (
            f"{partner.name} is not linked to {place.provider} in {place.cohort}: "
            "PUT that link first"
        )
        yield conflict(why, "V3-REG-14")
    if any(
        _is_beside(each, place) and each.delivery_partner_id == partner.id for each in partnerships
    ):
        why = (
            f"{place.provider} has a partnership with that school and {partner.name} in "
            f"{place.cohort} already: choose another delivery partner"
        )
        yield conflict(why, RULE)


def _is_beside(partnership: Partnership, place: Place) -> bool:
    """Return whether a partnership is of the same provider, cohort and school."""
    return (partnership.provider, partnership.cohort, partnership.school_id) == (
        place.provider,
        place.cohort,
        place.school_id,
    )
