"""What the department keeps in order: numbers, merges, links, partnerships, contract periods."""

from ecf_conformance.cases import Case, table
from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, TOMORROW, Provider
from ecf_conformance.v3.refusals import refuse
from ecf_conformance.v3.registrations import (
    ECT,
    cannot_correct,
    cannot_report,
    correct,
    partnered_school,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}
_IN_2027 = "2027-10-01T09:00:00Z"


@scenario("V3-REG-10", needs=_CONTROL)
def a_number_is_one_persons(provider: Provider) -> None:
    """Nobody is given the number of somebody else, and what else is said is not done either."""
    first, second = register(provider), register(provider)
    number = f"{int(first.id[:8], 16) % 10_000_000:07}"
    correct(provider, first, teacher_reference_number=number)
    said = {"teacher_reference_number": number, "full_name": "Ada Quill"}
    before = provider.reads(second).done().data
    cannot_correct(provider, second, "teacher_reference_number V3-REG-10", **said)
    assert provider.reads(second).accepted().data == before, "a refused correction shows"
    correct(provider, first, **said)
    provider.reads(first).accepted().shows(full_name="Ada Quill")


@scenario("V3-REG-10", "V3-REG-13", needs=_CONTROL)
def a_school_is_kept_in_order(provider: Provider) -> None:
    """A URN is one school's, and uplifts are of years that are cohorts."""
    first, second = (provider.control("POST", "/schools", {}) for _ in range(2))
    path = f"/schools/{second['id']}"
    refuse(provider, "PATCH", path, {"urn": first["urn"]}, "V3-REG-10")
    refuse(provider, "PATCH", path, {"uplifts": {"2040": {"sparsity": True}}}, "V3-REG-13")
    provider.reads_school(second["id"]).accepted().shows(urn=second["urn"])
    provider.control("PATCH", path, {"uplifts": {"2024": {"sparsity": True}}})


@scenario("V3-REG-12", needs=_CONTROL)
def two_at_one_time_are_not_merged(provider: Provider) -> None:
    """Two who train in one role at the same time are two people, and stay so."""
    first, second = register(provider), register(provider)
    cannot_report(provider, first, "merge", "into V3-REG-12", into=second.id)
    provider.reads(first).accepted()
    provider.reads(second).accepted()


@scenario("V3-IDCHANGE-1", "V3-REG-12", needs=_CONTROL)
def id_changes_come_along(provider: Provider) -> None:
    """Whoever is merged brings the changes of before along, the oldest first."""
    with provider.on("2026-09-02T09:00:00Z"):
        first = register(provider)
        report(provider, first, "leave", **ECT, on="2026-11-20")
    second, third = register(provider), register(provider, "mentor")
    report(provider, first, "merge", into=second.id)
    with provider.on(TOMORROW):
        report(provider, second, "merge", into=third.id)
        shown = provider.reads(third).accepted().attributes["participant_id_changes"]
    ids = [(each["from_participant_id"], each["to_participant_id"]) for each in shown]
    assert ids == [(first.id, second.id), (second.id, third.id)], shown
    assert [each["changed_at"] for each in shown] == [NOW, TOMORROW], shown


@scenario("V3-REG-14", "V3-COHORT-1", needs=_CONTROL)
def a_link_is_in_a_year_of_the_providers(provider: Provider) -> None:
    """A provider is linked in the years in which it takes part alone."""
    partner = provider.control("POST", "/delivery-partners", {"name": "Fernhill Hub"})["id"]
    links = f"/delivery-partners/{partner}/links"
    message = refuse(provider, "PUT", f"{links}/fenland/2026", None, "V3-REG-14")
    assert "2023, 2024" in message, message
    provider.control("PUT", f"{links}/fenland/2024")


@scenario("V3-REG-14", needs=_CONTROL)
def a_link_in_use_stays(provider: Provider) -> None:
    """A link is not taken away while there is a partnership by it."""
    school = provider.arranged("a school without partnership")["school_id"]
    partner = provider.control("POST", "/delivery-partners", {"name": "Fernhill Hub"})["id"]
    link = f"/delivery-partners/{partner}/links/{provider.slug}/2026"
    provider.control("PUT", link)
    made = provider.partners(school_id=school, delivery_partner_id=partner).done()
    refuse(provider, "DELETE", link, None, "V3-REG-14")
    provider.get(f"/delivery-partners/{partner}").accepted()
    other = provider.arranged("a delivery partner")["delivery_partner_id"]
    provider.changes_partnership(made.id, delivery_partner_id=other).done()
    provider.control("DELETE", link)
    provider.get(f"/delivery-partners/{partner}").not_found()


@scenario("V3-REG-15", "V3-PARTNER-4", needs=_CONTROL)
def a_second_partnership_is_no_copy(provider: Provider) -> None:
    """The department makes no second partnership with one delivery partner, nor without a link."""
    made = provider.arranged("a school in partnership")
    first = provider.reads_partnership(made["partnership_id"]).done().attributes
    said = {"provider": provider.slug, "cohort": "2026", "school_id": made["school_id"]}
    strange = provider.arranged("a delivery partner of another provider")["delivery_partner_id"]
    for partner, rule in ((first["delivery_partner_id"], "V3-REG-15"), (strange, "V3-REG-14")):
        refuse(provider, "POST", "/partnerships", {**said, "delivery_partner_id": partner}, rule)
    other = provider.arranged("a delivery partner")["delivery_partner_id"]
    second = provider.control("POST", "/partnerships", {**said, "delivery_partner_id": other})
    provider.reads_partnership(second["id"]).accepted()


@scenario("V3-REG-15", "V3-ACT-18", needs=_CONTROL)
def training_moved_begins_today(provider: Provider) -> None:
    """Training that moves to another partnership begins anew, and is not stopped until tomorrow."""
    held = provider.arranged("a partnership with participants")
    ect = Participant(held["participant_id"], "ect", "")
    old = provider.reads_partnership(held["partnership_id"]).done().attributes
    other = provider.arranged("a delivery partner")["delivery_partner_id"]
    said = {"provider": provider.slug, "cohort": old["cohort"], "school_id": old["school_id"]}
    said |= {"delivery_partner_id": other, "move_from": held["partnership_id"]}
    provider.control("POST", "/partnerships", said)
    assert provider.enrolment(ect)["delivery_partner_id"] == other
    provider.defers(ect).refused(naming="participant_id")
    with provider.on(TOMORROW):
        provider.defers(ect).accepted()


@scenario(
    "V3-COHORT-1",
    "V3-COHORT-4",
    needs=_CONTROL,
    each=table(
        Case("a year is left out", ("2028", {}), "V3-COHORT-4"),
        Case("days overlap", ("2027", {"started_on": "2027-05-31"}), "V3-COHORT-1"),
        Case("backwards", ("2027", {"finished_on": "2027-05-01"}), "finished_on V3-COHORT-1"),
    ),
)
def cohorts_are_opened_in_order(provider: Provider, case: Case) -> None:
    """Only the next year is opened, with days of its own."""
    alone = provider.elsewhere()
    year, days = case.said
    message = refuse(alone, "PUT", f"/cohorts/{year}", days, case.expected)
    assert "2027" in message, message
    assert alone.statements(cohort=year).accepted().records == []
    alone.control("PUT", "/cohorts/2027", {})
    assert alone.statements(cohort="2027").accepted().records


@scenario("V3-COHORT-4", "V3-DECL-7", needs=_CONTROL)
def a_new_cohort_has_milestones_a_year_later(provider: Provider) -> None:
    """In a cohort that was opened, types open a year later than in the one before."""
    alone = provider.elsewhere()
    alone.control("PUT", "/cohorts/2027", {})
    with alone.on(_IN_2027):
        ect = alone.someone(cohort="2027")
        early = alone.declares(ect, dated="2027-05-31T22:59:59Z")
        early.refused(naming="declaration_date")
        alone.declares(ect, dated="2027-09-20T09:00:00Z").accepted()


@scenario("V3-COHORT-2", "V3-COHORT-3", "V3-DECL-13", needs=_CONTROL)
def a_freeze_counts_whatever_now_is(provider: Provider) -> None:
    """A cohort that is frozen by a call is so at an earlier now too, until it is thawed."""
    alone = provider.elsewhere()
    with alone.on("2026-11-20T09:00:00Z"):
        ect = alone.someone()
    alone.control("PUT", "/cohorts/2026", {"frozen_at": NOW})
    with alone.on("2026-11-20T09:00:00Z"):
        dated = "2026-11-19T09:00:00Z"
        alone.declares(ect, dated=dated).refused(naming="cohort")
        alone.control("PUT", "/cohorts/2026", {"frozen_at": None})
        alone.declares(ect, dated=dated).accepted()


@scenario("V3-ADV-1", "V3-COHORT-4", needs=_CONTROL)
def a_cohort_to_come_is_not_asked_about(provider: Provider) -> None:
    """Who is meant for a provider in a cohort that has not begun is not told of until it has."""
    alone = provider.elsewhere()
    alone.control("PUT", "/cohorts/2027", {})
    school = alone.arranged("a school without partnership")["school_id"]
    register(alone, school_id=school, cohort="2027", started_on="2027-09-01")
    for now, is_told in (("2027-05-31T22:59:59Z", False), ("2027-05-31T23:00:00Z", True)):
        with alone.on(now):
            told = alone.control("GET", "/advisories")["advisories"]
            rules = {each["rule"] for each in told if school in each.values()}
            assert ("V3-ADV-1" in rules) is is_told, f"{rules} at {now}"


@scenario("V3-SCHOOL-1", "V3-REG-13", needs=_CONTROL)
def a_partner_school_is_listed(provider: Provider) -> None:
    """A school that is not eligible any more is listed in the cohorts of its partnerships."""
    school = partnered_school(provider)
    facts = {"register_eligible": False, "marked_eligible": False}
    provider.control("PATCH", f"/schools/{school}", facts)
    provider.reads_school(school, "2026").accepted().shows(in_partnership=True)
    assert school in provider.schools("2026", per_page="3000").accepted().ids
    provider.reads_school(school, "2025").not_found()
