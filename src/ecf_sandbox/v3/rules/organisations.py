"""When the department may change schools, delivery partners and links, and what that shows."""

from collections.abc import Collection, Container, Iterable, Iterator

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain.contract_periods import ContractPeriods
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link, School
from ecf_sandbox.v3.rules.conflicts import conflict

_CONTACTS = ("tutor_name", "tutor_email", "contact_email", "second_contact_email")
_SHOWN_IN_PARTNERSHIPS = ("urn", *_CONTACTS)
_SHOWN_IN_SCHOOLS = ("name", *_SHOWN_IN_PARTNERSHIPS)


def keeping_school(
    school: School, other: School | None, contract_periods: ContractPeriods
) -> Iterator[Problem]:
    """Yield why a school cannot be recorded so; `other` is whoever has its URN.

    Rules: V3-REG-10, V3-REG-13.
    """
    if other is not None and other.id != school.id:
        why = f"URN {school.urn} is taken by {other.name}: choose another"
        yield conflict(why, "V3-REG-10")
    for year in school.uplifts:
        if contract_periods.get(year) is None:
            why = f"There is no cohort {year} to have uplifts in: open it first"
            yield conflict(why, "V3-REG-13")


def shows_otherwise(before: School, after: School) -> bool:
    """Return whether lists of schools show a school otherwise (V3-LIST-11)."""
    return _differ(before, after, _SHOWN_IN_SCHOOLS)


def partnerships_show_otherwise(before: School, after: School) -> bool:
    """Return whether a school's partnerships show it otherwise (V3-LIST-10)."""
    return _differ(before, after, _SHOWN_IN_PARTNERSHIPS)


def years_of_other_uplifts(
    before: School, after: School, contract_periods: Iterable[int]
) -> list[int]:
    """Return the years that pay uplifts in which a school's differ (V3-LIST-8, V3-PART-10)."""
    return [
        year for year in contract_periods if before.uplifts.get(year) != after.uplifts.get(year)
    ]


def linking(link: Link, years: Collection[int]) -> Iterator[Problem]:
    """Yield why a delivery partner cannot be linked; `years` are the provider's.

    Rules: V3-REG-14, V3-COHORT-1.
    """
    if link.cohort not in years:
        mine = ", ".join(map(str, years))
        why = f"{link.provider} takes no part in {link.cohort}: choose one of {mine}"
        yield conflict(why, "V3-REG-14")


def unlinking(link: Link, partner: DeliveryPartner, *, used: bool) -> Iterator[Problem]:
    """Yield why a link cannot be taken away (V3-REG-14)."""
    if used:
        why = (
            f"{link.provider} has partnerships with {partner.name} in {link.cohort}: "
            "let them go on with another delivery partner first"
        )
        yield conflict(why, "V3-REG-14")


def is_known(link: Link, links: Container[Link]) -> bool:
    """Return whether a link is there."""
    return link in links


def _differ(before: School, after: School, names: Iterable[str]) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in names)
