"""Where a registration leads: training, cohort, schedule and partnership."""

from ecf_conformance.cases import Case, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, TOMORROW, Provider
from ecf_conformance.v3.refusals import refuse
from ecf_conformance.v3.registrations import (
    ECT,
    FUNDING_ENDED,
    MENTOR,
    partnered_school,
    register,
    report,
    school_of,
)
from ecf_conformance.v3.schedules import APRIL, EXTENDED, JANUARY, SEPTEMBER

_CONTROL = {Ability.CONTROL}


@scenario("V3-REG-1", needs=_CONTROL)
def training_begins_today_at_the_earliest(provider: Provider) -> None:
    """An ECT who came to a school weeks ago is trained from today on, and so not deferred today."""
    ect = register(provider, started_on="2026-11-02")
    provider.defers(ect).refused(naming="participant_id")
    with provider.on(TOMORROW):
        provider.defers(ect).accepted()


@scenario("V3-REG-2", needs=_CONTROL)
def a_mentor_is_trained_at_one_school(provider: Provider) -> None:
    """A mentor who goes on elsewhere is not trained at a second school; one only there is."""
    both, moved = (register(provider, "mentor", started_on="2026-09-01") for _ in range(2))
    first, second = school_of(provider, both), partnered_school(provider)
    there = {**MENTOR, "school_id": second, "provider": provider.slug}
    report(provider, both, "join", **there)
    assert school_of(provider, both) == first, "who goes on elsewhere is trained at both"
    report(provider, moved, "join", **there, only_here=True)
    assert school_of(provider, moved) == second, "who is only there is not trained"


@scenario("V3-REG-2", needs=_CONTROL)
def a_mentor_is_trained_while_funded(provider: Provider) -> None:
    """A mentor whose funding has ended is not trained at the next school; a funded one is."""
    ended, funded = (register(provider, "mentor", started_on="2026-09-01") for _ in range(2))
    first, second = school_of(provider, ended), partnered_school(provider)
    report(provider, ended, "eligibility", **MENTOR, **FUNDING_ENDED)
    for each in (ended, funded):
        there = {**MENTOR, "school_id": second, "provider": provider.slug, "only_here": True}
        report(provider, each, "join", **there)
    assert school_of(provider, ended) == first, "who is not funded is trained"
    assert school_of(provider, funded) == second, "who is funded is not trained"


@scenario("V3-REG-3", "V3-REG-4", needs=_CONTROL)
def a_frozen_cohort_is_not_returned_to(provider: Provider) -> None:
    """An ECT of a frozen cohort who comes to another school comes to 2024, extended."""
    ect = provider.someone(state="an ECT training in a frozen cohort")
    school = partnered_school(provider, "2024")
    report(provider, ect, "join", **ECT, school_id=school, provider=provider.slug)
    shown = provider.enrolment(ect)
    assert (shown["cohort"], shown["schedule_identifier"]) == ("2024", EXTENDED), shown


@scenario("V3-REG-3", "V3-REG-4", needs=_CONTROL)
def a_cohort_is_kept(provider: Provider) -> None:
    """An ECT who comes to another school stays in the cohort and on the schedule of before."""
    ect = provider.someone(cohort="2025")
    school = partnered_school(provider, "2025")
    report(provider, ect, "join", **ECT, school_id=school, provider=provider.slug)
    assert school_of(provider, ect, "2025") == school, "the new school is not shown"
    shown = provider.enrolment(ect)
    assert (shown["cohort"], shown["schedule_identifier"]) == ("2025", SEPTEMBER), shown


@scenario(
    "V3-REG-4",
    needs=_CONTROL,
    each=table(
        Case("in autumn", "2026-10-31T12:00:00Z", SEPTEMBER),
        Case("in winter", NOW, JANUARY),
        Case("in spring", "2027-03-01T00:00:00Z", APRIL),
    ),
)
def a_schedule_follows_from_the_month(provider: Provider, case: Case) -> None:
    """Who is registered without a schedule comes to the standard one of the term."""
    with provider.on(case.said):
        shown = provider.enrolment(register(provider))
        assert shown["schedule_identifier"] == case.expected, shown


@scenario("V3-REG-4", "V3-REG-15", needs=_CONTROL)
def the_first_partnership_trains(provider: Provider) -> None:
    """Of two partnerships with a school, training is under the one that was made first."""
    made = provider.arranged("a school in partnership")
    first = provider.reads_partnership(made["partnership_id"]).done().attributes
    other = provider.arranged("a delivery partner")["delivery_partner_id"]
    said = {"provider": provider.slug, "cohort": "2026", "school_id": made["school_id"]}
    with provider.on(TOMORROW):
        provider.control("POST", "/partnerships", {**said, "delivery_partner_id": other})
        ect = register(provider, school_id=made["school_id"])
        assert provider.enrolment(ect)["delivery_partner_id"] == first["delivery_partner_id"]


@scenario("V3-REG-4", "V3-REG-14", needs=_CONTROL)
def a_partnership_is_carried_over(provider: Provider) -> None:
    """Last year's partnership is made again with a registration, once its partner is linked."""
    school = provider.arranged("a school without partnership")["school_id"]
    partner = provider.control("POST", "/delivery-partners", {"name": "Fernhill Hub"})["id"]
    links = f"/delivery-partners/{partner}/links/{provider.slug}"
    said = {"provider": provider.slug, "school_id": school}
    provider.control("PUT", f"{links}/2025")
    made = {**said, "cohort": "2025", "delivery_partner_id": partner}
    provider.control("POST", "/partnerships", made)
    asked = {**ECT, **said, "carry_over": True}
    refuse(provider, "POST", "/participants", asked, "carry_over V3-REG-4")
    provider.control("PUT", f"{links}/2026")
    shown = provider.enrolment(register(provider, school_id=school, carry_over=True))
    assert (shown["cohort"], shown["delivery_partner_id"]) == ("2026", partner), shown
