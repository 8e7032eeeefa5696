"""Schools and delivery partners."""

from ecf_conformance.cases import Case, of
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOBODY, Provider
from ecf_conformance.v3.schedules import COHORTS

_STATES = {Ability.STATES}
_ATTRIBUTES = [
    "name",
    "urn",
    "cohort",
    "in_partnership",
    "induction_programme_choice",
    "expression_of_interest",
    "induction_tutor_name",
    "induction_tutor_email",
    "created_at",
    "updated_at",
]


@scenario("V3-SCHOOL-2")
def schools_are_asked_for_by_cohort(provider: Provider) -> None:
    """Without a cohort schools cannot be read; blank and unknown ones have none."""
    provider.call("GET", "/schools").bad_request("Bad parameter")
    provider.call("GET", f"/schools/{NOBODY}").bad_request("Bad parameter")
    assert provider.schools("").accepted().records == []
    assert provider.schools("1999").accepted().records == []
    provider.schools("2026").accepted()


@scenario("V3-SCHOOL-2", "V3-SCHOOL-3")
def a_school_is_shown_for_a_cohort(provider: Provider) -> None:
    """A school is listed and read with every attribute in order, for the cohort asked."""
    provider.someone()
    for cohort in ("2025", "2026"):
        listed = provider.schools(cohort, per_page="3").accepted().records
        for each in listed:
            assert list(each["attributes"]) == _ATTRIBUTES, list(each["attributes"])
            assert each["attributes"]["cohort"] == cohort, each
            assert provider.reads_school(each["id"], cohort).accepted().data == each


@scenario("V3-SCHOOL-2")
def schools_are_chosen_by_urn(provider: Provider) -> None:
    """The URN filter finds the one school."""
    ect = provider.someone()
    urn = provider.enrolment(ect)["school_urn"]
    found = provider.schools("2026", urn=urn).accepted().records
    assert [each["attributes"]["urn"] for each in found] == [urn]
    assert provider.schools("2026", urn="1").accepted().records == []


@scenario("V3-SCHOOL-4", "V3-SCHOOL-5")
def a_school_of_ones_own_people_is_provider_led(provider: Provider) -> None:
    """The school of somebody in training is in partnership, provider-led and interested."""
    urn = provider.enrolment(provider.someone())["school_urn"]
    shown = provider.schools("2026", urn=urn).accepted().only
    assert shown["in_partnership"] is True, shown
    assert shown["induction_programme_choice"] == "provider_led", shown
    assert shown["expression_of_interest"] is True, shown


@scenario("V3-COHORT-1", "V3-SCHOOL-2", each=of(*COHORTS))
def a_cohort_is_a_year_from_2021(provider: Provider, case: Case) -> None:
    """Each year from 2021 is a cohort, in which a school is listed; no year before is one."""
    urn = provider.enrolment(provider.someone())["school_urn"]
    assert provider.schools(case.name, urn=urn).accepted().only["cohort"] == case.name
    assert provider.schools("2020", urn=urn).accepted().records == []


@scenario("V3-SCHOOL-3", "V3-SCHOOL-5", needs={Ability.OTHER}, certain_with=_STATES)
def a_tutor_is_shown_to_whom_the_school_named(provider: Provider) -> None:
    """The induction tutor is shown where the school named this provider, and to nobody else."""
    named = provider.arranged("a school with an expression of interest")["school_id"]
    shown = provider.reads_school(named).accepted().attributes
    assert shown["expression_of_interest"] is True, shown
    assert shown["induction_tutor_email"], shown
    hidden = provider.other.reads_school(named).accepted().attributes
    assert hidden["expression_of_interest"] is False, hidden
    assert (hidden["induction_tutor_name"], hidden["induction_tutor_email"]) == (None, None), hidden


@scenario("V3-SCHOOL-4", certain_with=_STATES)
def a_choice_follows_from_who_trains(provider: Provider) -> None:
    """A school's programme choice is what is known of those there."""
    expected = {
        "a school without partnership": "not_yet_known",
        "a school with school-led ECTs only": "school_led",
        "a school with an expression of interest": "provider_led",
    }
    for state, choice in expected.items():
        school = provider.arranged(state)["school_id"]
        provider.reads_school(school).accepted().shows(induction_programme_choice=choice)


@scenario("V3-SCHOOL-1", needs=_STATES)
def who_is_not_eligible_is_not_listed(provider: Provider) -> None:
    """A school that is not eligible and in no partnership is not listed, and a 404."""
    school = provider.arranged("a school not eligible")["school_id"]
    assert school not in provider.schools("2026", per_page="3000").accepted().ids
    provider.reads_school(school).not_found()
    there = provider.arranged("a school in partnership")["school_id"]
    provider.reads_school(there).accepted().shows(in_partnership=True)


@scenario("V3-DELIVERY-1", "V3-AUTH-3", certain_with=_STATES)
def delivery_partners_are_ones_own(provider: Provider) -> None:
    """A provider sees the delivery partners it is linked to, with the years in order."""
    for each in provider.delivery_partners().accepted().records:
        attributes = each["attributes"]
        assert list(attributes) == ["name", "created_at", "updated_at", "cohort"], list(attributes)
        assert attributes["cohort"] == sorted(attributes["cohort"]), attributes
        assert attributes["cohort"], f"{each['id']} is linked in no year"
        assert provider.get(f"/delivery-partners/{each['id']}").accepted().data == each


@scenario("V3-DELIVERY-1", each=of("2026", "2025,2026"), certain_with=_STATES)
def delivery_partners_are_chosen_by_cohort(provider: Provider, case: Case) -> None:
    """The cohort filter finds those linked in one of its years."""
    provider.arranged("a delivery partner")
    wanted = set(case.name.split(","))
    found = provider.delivery_partners(cohort=case.name).accepted().records
    assert found, f"no delivery partner in {case.name}"
    for each in found:
        assert wanted & set(each["attributes"]["cohort"]), each


@scenario("V3-DELIVERY-1", "V3-AUTH-3", certain_with=_STATES)
def anothers_delivery_partner_is_none(provider: Provider) -> None:
    """A delivery partner of another provider is not listed, and a 404."""
    theirs = provider.arranged("a delivery partner of another provider")["delivery_partner_id"]
    assert theirs not in provider.delivery_partners(per_page="3000").accepted().ids
    provider.get(f"/delivery-partners/{theirs}").not_found()
