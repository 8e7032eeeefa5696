"""What schools, appropriate bodies and the department do, as providers see it."""

from ecf_conformance.cases import Case, of
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, TOMORROW, Provider
from ecf_conformance.v3.refusals import refuse
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    ON_SEPTEMBER,
    cannot_report,
    correct,
    partnered_school,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}


@scenario(
    "V3-REG-1",
    "V3-REG-2",
    "V3-REG-4",
    "V3-PART-4",
    "V3-PART-11",
    needs=_CONTROL,
    each=of("ect", "mentor"),
)
def whom_a_school_registers_is_listed(provider: Provider, case: Case) -> None:
    """Whom a school registers with a partnership is listed at once, and found by a poll."""
    made = register(provider, case.name, **ON_SEPTEMBER)
    shown = provider.enrolment(made)
    assert shown["training_record_id"] == made.state_values["training_record_ids"][case.name], shown
    assert shown["created_at"] == NOW, shown
    assert shown["participant_status"] == "active", shown
    assert made.id in provider.participants(updated_since=NOW, per_page="3000").ids


@scenario("V3-REG-1", needs=_CONTROL)
def nobody_is_registered_twice_at_a_school(provider: Provider) -> None:
    """A school registers somebody once; another school ends the time at the first."""
    school = partnered_school(provider)
    ect = register(provider, school_id=school, **ON_SEPTEMBER)
    again = {**ECT, "school_id": school, "provider": provider.slug}
    cannot_report(provider, ect, "join", "school_id V3-REG-1", **again)
    with provider.on("2026-11-27T09:00:00Z"):
        elsewhere = {**again, "school_id": partnered_school(provider)}
        report(provider, ect, "join", **elsewhere)
        assert provider.enrolment(ect)["participant_status"] == "active"
        provider.reads_transfers(ect).accepted()


@scenario("V3-REG-3", needs=_CONTROL)
def a_cohort_follows_from_the_day(provider: Provider) -> None:
    """Who is registered comes to the cohort of the day, and a day that none has is refused."""
    assert provider.enrolment(register(provider, **ON_SEPTEMBER))["cohort"] == "2026"
    school = partnered_school(provider)
    late = {**ECT, "school_id": school, "provider": provider.slug, "started_on": "2090-09-01"}
    refuse(provider, "POST", "/participants", late, "V3-REG-3")


@scenario("V3-REG-5", "V3-STATUS-5", needs=_CONTROL)
def who_leaves_stays_listed(provider: Provider) -> None:
    """Who leaves a school is leaving until then, has left from then, and stays listed."""
    ect = register(provider, **ON_SEPTEMBER)
    with provider.on(TOMORROW):
        report(provider, ect, "leave", **ECT, on="2026-12-31")
        assert provider.enrolment(ect)["participant_status"] == "leaving"
    with provider.on("2026-12-31T00:00:00Z"):
        assert provider.enrolment(ect)["participant_status"] == "left"
        assert ect.id in provider.participants(per_page="3000").ids


@scenario("V3-REG-6", "V3-STATUS-5", needs=_CONTROL)
def another_provider_takes_over(provider: Provider) -> None:
    """A change of lead provider ends training here yesterday, and shows there by partnership."""
    ect = provider.someone()
    report(provider, ect, "lead-provider", **ECT, provider=provider.other.slug)
    shown = provider.enrolment(ect)
    assert (shown["training_status"], shown["participant_status"]) == ("active", "left"), shown
    taken = {**ECT, "provider": provider.other.slug}
    cannot_report(provider, ect, "lead-provider", "provider V3-REG-6", **taken)


@scenario("V3-REG-7", needs=_CONTROL)
def a_school_takes_training_over_and_gives_it_back(provider: Provider) -> None:
    """An ECT moved to school-led has left here, and is back when the school changes its mind."""
    ect = provider.someone()
    report(provider, ect, "programme", programme="school_led")
    assert provider.enrolment(ect)["participant_status"] == "left"
    with provider.on(TOMORROW):
        back = {"programme": "provider_led", "provider": provider.slug}
        report(provider, ect, "programme", **back)
        assert provider.enrolment(ect)["participant_status"] == "active"


@scenario("V3-REG-8", "V3-PART-7", "V3-DECL-15", "V3-UNFUNDED-3", needs=_CONTROL)
def a_mentor_is_shown_at_the_ect(provider: Provider) -> None:
    """An assigned mentor shows at the ECT, and in what is declared from then on."""
    school = partnered_school(provider)
    ect, mentor = (
        register(provider, school_id=school, **ON_SEPTEMBER),
        register(provider, "mentor", school_id=school, **ON_SEPTEMBER),
    )
    assert provider.enrolment(ect)["mentor_id"] is None
    report(provider, ect, "mentor", mentor_id=mentor.id)
    assert provider.enrolment(ect)["mentor_id"] == mentor.id
    made = provider.declares(ect, evidence_held="other").accepted()
    made.shows(mentor_id=mentor.id)
    cannot_report(provider, ect, "mentor", "mentor_id V3-REG-8", mentor_id=ect.id)


@scenario("V3-REG-9", "V3-REG-11", "V3-PAY-2", "V3-PAY-1", "V3-LIST-12", needs=_CONTROL)
def an_induction_makes_eligible(provider: Provider) -> None:
    """Once an induction is opened the ECT is eligible, and what was submitted with them."""
    ect = register(provider, **ON_SEPTEMBER)
    assert provider.enrolment(ect)["eligible_for_funding"] is None
    made = provider.declares(ect, evidence_held="other").accepted().shows(state="submitted")
    with provider.on(TOMORROW):
        report(provider, ect, "induction", started_on="2026-11-26")
        assert provider.enrolment(ect)["eligible_for_funding"] is True
        provider.reads_declaration(made.id).shows(state="eligible")
        assert ect.id in provider.participants(updated_since=TOMORROW, per_page="3000").ids
    cannot_report(provider, ect, "induction", "started_on V3-REG-9", started_on="2026-11-27")


@scenario("V3-REG-9", "V3-PART-13", needs=_CONTROL)
def an_outcome_ends_training(provider: Provider) -> None:
    """An induction that is passed ends the ECT's training today; they stay active."""
    ect = register(provider, **ON_SEPTEMBER)
    with provider.on("2026-12-10T09:00:00Z"):
        report(provider, ect, "induction", started_on="2026-11-26")
        correct(provider, ect, "induction", finished_on="2026-12-09", outcome="pass")
        shown = provider.enrolment(ect)
        assert shown["induction_end_date"] == "2026-12-09", shown
        assert shown["participant_status"] == "active", shown


@scenario("V3-REG-10", "V3-PART-3", "V3-PART-5", "V3-LIST-8", needs=_CONTROL)
def corrected_facts_show(provider: Provider) -> None:
    """Names, numbers, e-mails and working patterns show once they are corrected."""
    ect = register(provider, **ON_SEPTEMBER)
    with provider.on(TOMORROW):
        correct(provider, ect, full_name="Ada Quill", working_pattern="part_time")
        correct(provider, ect, **ECT, email="ada.quill@example.org")
        shown = provider.reads(ect).accepted().shows(full_name="Ada Quill")
        enrolment = shown.attributes["ecf_enrolments"][0]
        assert enrolment["email"] == "ada.quill@example.org", enrolment
        assert enrolment["working_pattern"] == "part_time", enrolment
        provider.changed_at(shown, TOMORROW)


@scenario("V3-REG-12", "V3-IDCHANGE-1", "V3-LIST-9", needs=_CONTROL)
def a_merge_moves_everything(provider: Provider) -> None:
    """Who is merged leaves declarations to the survivor, and is nobody any more."""
    retired, survivor = (
        register(provider, "mentor", **ON_SEPTEMBER),
        register(provider, **ON_SEPTEMBER),
    )
    made = provider.declares(retired, evidence_held="other").done()
    report(provider, retired, "merge", into=survivor.id)
    provider.reads(retired).not_found()
    provider.reads_declaration(made.id).accepted().shows(participant_id=survivor.id)
    provider.control(
        "POST", f"/participants/{retired.id}/merge", {"into": survivor.id}, refused=404
    )


@scenario("V3-REG-13", "V3-SCHOOL-1", "V3-LIST-11", needs=_CONTROL)
def a_school_is_marked_eligible(provider: Provider) -> None:
    """A school is listed while it is eligible, by the register or by a mark."""
    school = provider.control("POST", "/schools", {"register_eligible": False})["id"]
    provider.reads_school(school).not_found()
    provider.control("PATCH", f"/schools/{school}", {"marked_eligible": True})
    provider.reads_school(school).accepted()


@scenario("V3-REG-14", "V3-DELIVERY-1", "V3-LIST-11", needs=_CONTROL)
def a_delivery_partner_is_linked(provider: Provider) -> None:
    """A linked delivery partner is seen, and is not once it is unlinked."""
    made = provider.control("POST", "/delivery-partners", {"name": "Fernhill Hub"})["id"]
    path, link = (
        f"/delivery-partners/{made}",
        f"/delivery-partners/{made}/links/{provider.slug}/2026",
    )
    provider.get(path).not_found()
    provider.control("PUT", link)
    provider.get(path).accepted().shows(name="Fernhill Hub", cohort=["2026"])
    provider.control("DELETE", link)
    provider.get(path).not_found()


@scenario("V3-REG-15", "V3-PARTNER-2", "V3-LIST-10", needs=_CONTROL)
def training_moves_to_a_second_partnership(provider: Provider) -> None:
    """The department makes a second partnership, and moves training to it."""
    first = provider.arranged("a partnership with participants")
    old = provider.reads_partnership(first["partnership_id"]).done().attributes
    listed = provider.delivery_partners(cohort=old["cohort"]).done().ids
    other = next(each for each in listed if each != old["delivery_partner_id"])
    said = {"provider": provider.slug, "cohort": old["cohort"], "school_id": old["school_id"]}
    said |= {"delivery_partner_id": other, "move_from": first["partnership_id"]}
    with provider.on(TOMORROW):
        new = provider.control("POST", "/partnerships", said)["id"]
        moved = provider.reads_partnership(new).accepted().attributes
        left = provider.reads_partnership(first["partnership_id"]).accepted().attributes
    counts = moved["participants_currently_training"], left["participants_currently_training"]
    assert counts == (old["participants_currently_training"], 0), counts


@scenario("V3-REG-16", "V3-PART-9", "V3-PART-14", needs=_CONTROL)
def ineligibility_shows(provider: Provider) -> None:
    """A day of ineligibility before eligibility shows, and a mentor's with its reason."""
    ect, mentor = register(provider, **ON_SEPTEMBER), register(provider, "mentor", **ON_SEPTEMBER)
    report(provider, ect, "eligibility", **ECT, ineligible_on="2026-11-01")
    assert provider.enrolment(ect)["eligible_for_funding"] is False
    reason = "completed_during_early_roll_out"
    report(provider, mentor, "eligibility", **MENTOR, ineligible_on="2026-11-01", reason=reason)
    shown = provider.enrolment(mentor)
    assert shown["mentor_funding_end_date"] == "2026-11-01", shown
    assert shown["mentor_ineligible_for_funding_reason"] == reason, shown
    report(provider, ect, "eligibility", **ECT, ineligible_on=None)
    assert provider.enrolment(ect)["eligible_for_funding"] is None


@scenario("V3-REG-17", "V3-PAY-4", needs=_CONTROL)
def a_statement_is_authorised_early(provider: Provider) -> None:
    """What is payable can be paid before its day; what is open cannot."""
    alone = provider.elsewhere()
    made = alone.declares(alone.someone()).done()
    path = f"/statements/{made.attributes['statement_id']}/authorise"
    refuse(alone, "POST", path, None, "V3-REG-17")
    with alone.on("2027-01-02T09:00:00Z"):
        alone.reads_declaration(made.id).shows(state="payable")
        alone.control("POST", path)
        alone.reads_declaration(made.id).shows(state="paid")


@scenario("V3-COHORT-1", "V3-COHORT-4", "V3-PARTNER-3", needs=_CONTROL)
def a_next_cohort_is_opened(provider: Provider) -> None:
    """The year after the last takes schedules and statements a year later, once it is opened."""
    alone = provider.elsewhere()
    assert alone.statements(cohort="2027").accepted().records == []
    opened = {"started_on": "2027-06-01", "finished_on": "2028-05-31"}
    alone.control("PUT", "/cohorts/2027", opened)
    months = [each["attributes"]["month"] for each in alone.statements(cohort="2027").records]
    assert months[0] == "November", months
    terms = alone.arranged("a school without partnership"), alone.arranged("a delivery partner")
    said = {
        "school_id": terms[0]["school_id"],
        "delivery_partner_id": terms[1]["delivery_partner_id"],
    }
    titles = alone.partners(cohort="2027", **said).titles
    assert titles[0] == "cohort", titles
    alone.partners(**said).accepted()


@scenario("V3-COHORT-3", "V3-DECL-13", "V3-COHORT-2", needs=_CONTROL)
def a_frozen_cohort_takes_no_declaration(provider: Provider) -> None:
    """Once a cohort is frozen nothing is declared in it, and is again once it is thawed."""
    alone = provider.elsewhere()
    ect = alone.someone()
    alone.control("PUT", "/cohorts/2026", {"frozen_at": NOW})
    alone.declares(ect).refused(naming="cohort")
    alone.control("PUT", "/cohorts/2026", {"frozen_at": None})
    alone.declares(ect).accepted()


@scenario("V3-AUTH-6", needs=_CONTROL, ours=("register",))
def paths_of_the_other_api_are_not_served(provider: Provider) -> None:
    """A world of API v3 serves nothing of API v1, and a world of that nothing of this one."""
    worlds = provider.target.worlds
    assert worlds, "the target has a control API"
    world = worlds.make("guidance", now="2021-11-25T09:00:00Z")
    provider.run_state.after.callback(worlds.remove, world)
    token = {"Authorization": f"Bearer {world.tokens[provider.slug]}"}
    provider.call("GET", "/participants", headers=token).not_found()
    provider.call("GET", "/participants").accepted()
