"""How far values are read: what is blank, and which number a text begins with."""

from ecf_conformance.cases import Case, table
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import IN_REGISTER
from ecf_conformance.v3.provider import Provider
from ecf_conformance.v3.registrations import partnered_school
from ecf_conformance.v3.schedules import JANUARY

_STATES = {Ability.STATES}
_WIDE = "\uff12\uff10\uff12\uff16"  # 2026 in wide digits
_BLANKS = ("participant_id", "course_identifier", "declaration_date", "declaration_type")


@scenario("V3-DECL-3", needs=_STATES, ours=IN_REGISTER)
def false_is_blank(provider: Provider) -> None:
    """False is as good as nothing, and nought is something."""
    ect = provider.someone()
    for name in _BLANKS:
        said: dict[str, Json] = {name: False}
        provider.declares(ect, **said).refused(name, by="V3-DECL-3")
    provider.declares(ect, declaration_type=0).refused("declaration_type", by="V3-DECL-2")
    provider.declares(ect, declaration_date=0).bad_request(by="V3-DECL-6")
    provider.declares(ect).accepted()


@scenario(
    "V3-ACT-9",
    needs=_STATES,
    ours=IN_REGISTER,
    each=table(
        Case("a number", 2025, True),
        Case("a fraction", 2025.9, True),
        Case("text behind", "2025-26", True),
        Case("blanks before", " \t2025", True),
        Case("below zero", -2025, False),
        Case("text before", "c2025", False),
        Case("other digits", "\uff12\uff10\uff12\uff15", False),
        Case("very long", 10**40, False),
        Case("false", False, False),
    ),
)
def a_cohort_is_the_number_it_begins_with(provider: Provider, case: Case) -> None:
    """A cohort that can be read is the one asked for; any other value means the present one."""
    ect = provider.someone()
    provider.changes_schedule(ect, JANUARY, cohort=case.said).accepted()
    assert provider.enrolment(ect)["cohort"] == ("2025" if case.expected else "2026")


@scenario("V3-PARTNER-3", needs=_STATES, ours=IN_REGISTER)
def a_partnership_takes_a_lenient_cohort(provider: Provider) -> None:
    """A partnership is made in the cohort whose number a value begins with."""
    partner = provider.arranged("a delivery partner")["delivery_partner_id"]
    for cohort in (2026, "2026", "2026/27", " 2026"):
        school = provider.arranged("a school without partnership")["school_id"]
        made = provider.partners(cohort=cohort, school_id=school, delivery_partner_id=partner)
        made.accepted().shows(cohort="2026")
        again = provider.partners(cohort=True, school_id=school, delivery_partner_id=partner)
        again.refused(["cohort", "delivery_partner_id"], by=["V3-PARTNER-3"] * 2)


@scenario("V3-SCHOOL-2", "V3-FMT-14", needs=_STATES, ours=IN_REGISTER)
def numbers_may_be_long(provider: Provider) -> None:
    """A cohort or URN of many digits lists no school, however many they are."""
    school = partnered_school(provider)
    for digits in (17, 18, 19, 20, 40):
        many = "9" * digits
        for asked in (f"filter[cohort]={many}", f"filter[cohort]=2026&filter[urn]={many}"):
            found = provider.call("GET", f"/schools?{asked}")
            assert found.records == [], f"{found.exchange.line} with {found.text[:200]}"
    provider.reads_school(school).accepted()


@scenario("V3-DECL-6", needs=_STATES)
def other_digits_are_no_date(provider: Provider) -> None:
    """A date in digits or blanks of another alphabet holds no date."""
    ect = provider.someone()
    for said in (
        f"{_WIDE}-11-24T09:00:00Z",
        f"{_WIDE}-11-24",
        "\u00a02026-11-24",
        "2026-11-24T\uff10\uff19:00:00Z",
        "2026-11-24 \uff10\uff19",
    ):
        provider.declares(ect, declaration_date=said).bad_request(by="V3-DECL-6")
    provider.declares(ect).accepted()
