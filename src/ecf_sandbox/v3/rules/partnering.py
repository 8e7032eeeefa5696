"""When a provider may make or change a partnership, and whom that brings."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link, Partnership, School
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.domain.training import Attendance, TrainingPeriod
from ecf_sandbox.v3.rules.values import Scalar, is_blank

COHORT, SCHOOL, DELIVERY_PARTNER = "cohort", "school_id", "delivery_partner_id"
NOT_LINKED = "#/delivery_partner_id does not work with you in that cohort"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipClaim:
    """All that a provider sends to make a partnership, as it came."""

    cohort: Scalar = None
    school_id: Scalar = None
    delivery_partner_id: Scalar = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a claim's values name, None where they name nothing.

    `choice` is the school's in the cohort, None without both. `partnerships` hold at least
    this provider's with the school.
    """

    provider: str
    cohort: ContractPeriod | None
    school: School | None
    delivery_partner: DeliveryPartner | None
    links: Collection[Link]
    partnerships: Collection[Partnership]
    choice: ProgrammeChoice | None


def partnering(claim: PartnershipClaim, found: Found, today: date) -> Iterator[Problem]:
    """Yield why a partnership cannot be made, in the order of the steps.

    Rules: V3-PARTNER-3, V3-PARTNER-4.
    """
    missing = [
        name for name in (COHORT, SCHOOL, DELIVERY_PARTNER) if is_blank(getattr(claim, name))
    ]
    for name in missing:
        yield _problem(name, f"#/{name} is missing")
    if COHORT not in missing:
        yield from _usable_cohort(claim, found.cohort, today)
    if SCHOOL not in missing:
        yield from _usable_school(found.school)
    if DELIVERY_PARTNER not in missing and found.delivery_partner is None:
        yield _problem(DELIVERY_PARTNER, "#/delivery_partner_id is no delivery partner's")
    yield from _linked(found)
    yield from _free_for_partnership(found)


def changing_partner(
    delivery_partner_id: Scalar,
    partnership: Partnership,
    delivery_partner: DeliveryPartner | None,
    links: Iterable[Link],
    partnerships: Iterable[Partnership],
) -> Iterator[Problem]:
    """Yield why a partnership cannot go on with another delivery partner.

    `delivery_partner` is whom the id names. The present one is refused too.

    Rules: V3-PARTNER-6.
    """
    rule = "V3-PARTNER-6"
    if is_blank(delivery_partner_id):
        yield Problem(DELIVERY_PARTNER, "#/delivery_partner_id is missing", rule)
    elif delivery_partner is None:
        yield Problem(DELIVERY_PARTNER, "#/delivery_partner_id is no delivery partner's", rule)
    elif not is_linked(partnership.provider, partnership.cohort, delivery_partner, links):
        yield Problem(DELIVERY_PARTNER, NOT_LINKED, rule)
    elif any(
        (each.provider, each.cohort, each.school_id, each.delivery_partner_id)
        == (partnership.provider, partnership.cohort, partnership.school_id, delivery_partner.id)
        for each in partnerships
    ):
        why = "#/delivery_partner_id already works with you at that school in that cohort"
        yield Problem(DELIVERY_PARTNER, why, rule)


def is_linked(
    provider: str, cohort: int, delivery_partner: DeliveryPartner, links: Iterable[Link]
) -> bool:
    """Return whether a delivery partner may work with a provider in a cohort (V3-REG-14)."""
    return Link(provider, cohort, delivery_partner.id) in links


def taken_over(
    partnership: Partnership, attendances: Iterable[Attendance]
) -> tuple[TrainingPeriod, ...]:
    """Return the training that a new partnership takes over, confirmed under it.

    `attendances` are those at its school. The interest stays.

    Rules: V3-PARTNER-5.
    """
    return tuple(
        replace(training, partnership=partnership)
        for each in attendances
        for training in each.training
        if training.partnership is None
        and training.interest is not None
        and (training.interest.provider, training.interest.cohort)
        == (partnership.provider, partnership.cohort)
    )


def _usable_cohort(
    claim: PartnershipClaim, cohort: ContractPeriod | None, today: date
) -> Iterator[Problem]:
    if cohort is None:
        yield _problem(COHORT, f"#/cohort {claim.cohort} is no contract period")
    elif cohort.started_on > today:
        yield _problem(COHORT, f"#/cohort {cohort.year} begins on {cohort.started_on}")
    elif not cohort.enabled:
        yield _problem(COHORT, f"#/cohort {cohort.year} is closed to new partnerships")


def _usable_school(school: School | None) -> Iterator[Problem]:
    if school is None:
        yield _problem(SCHOOL, "#/school_id is no school's")
    elif not school.is_eligible:
        yield _problem(SCHOOL, "#/school_id is a school that is not eligible for funding")


def _linked(found: Found) -> Iterator[Problem]:
    partner, cohort = found.delivery_partner, found.cohort
    if partner is None:
        return
    if cohort is None or not is_linked(found.provider, cohort.year, partner, found.links):
        yield _problem(DELIVERY_PARTNER, NOT_LINKED)


def _free_for_partnership(found: Found) -> Iterator[Problem]:
    school, cohort = found.school, found.cohort
    if school is None or cohort is None:
        return
    place = (found.provider, cohort.year, school.id)
    if any((each.provider, each.cohort, each.school_id) == place for each in found.partnerships):
        yield _problem(SCHOOL, "#/school_id is already your partner in that cohort")
    if found.choice is ProgrammeChoice.SCHOOL_LED:
        yield _problem(SCHOOL, "#/school_id is a school that leads its own training")


def _problem(title: str, detail: str) -> Problem:
    return Problem(title, detail, "V3-PARTNER-3")
