"""What an enrolment shows at the edges: eligibility, completion, mentors and working patterns."""

from ecf_conformance.cases import Case, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    changes_school,
    correct,
    partnered_school,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}


@scenario(
    "V3-PART-9",
    "V3-REG-16",
    needs=_CONTROL,
    each=table(
        Case("the day before", "2026-11-24", False),
        Case("the same day", "2026-11-25", True),
        Case("the day after", "2026-11-26", True),
    ),
)
def eligibility_comes_no_later_than_its_end(provider: Provider, case: Case) -> None:
    """Who became eligible by the day of ineligibility is eligible, who did after it is not."""
    ect = register(provider)
    report(provider, ect, "eligibility", **ECT, eligible=True)
    assert provider.enrolment(ect)["eligible_for_funding"] is True
    report(provider, ect, "eligibility", **ECT, ineligible_on=case.said)
    assert provider.enrolment(ect)["eligible_for_funding"] is case.expected


@scenario("V3-PART-9", "V3-REG-11", "V3-TIME-3", needs=_CONTROL)
def eligibility_to_come_does_not_count_yet(provider: Provider) -> None:
    """Eligibility that waits for its day counts from London's midnight, ineligibility at once."""
    ect, both = register(provider), register(provider)
    for each in (ect, both):
        report(provider, each, "induction", started_on="2027-06-10")
    report(provider, both, "eligibility", **ECT, ineligible_on="2027-06-10")
    for now, alone, beside in (
        ("2027-06-09T22:59:59Z", None, False),
        ("2027-06-09T23:00:00Z", True, True),
    ):
        with provider.on(now):
            assert provider.enrolment(ect)["eligible_for_funding"] is alone, now
            assert provider.enrolment(both)["eligible_for_funding"] is beside, now


@scenario(
    "V3-STATUS-2",
    "V3-PART-13",
    needs=_CONTROL,
    each=table(
        Case("before the end", "2026-11-19", "active"),
        Case("on the last day", "2026-11-20", "active"),
        Case("after the end", "2026-11-21", "left"),
    ),
)
def completion_before_the_end_stays_active(provider: Provider, case: Case) -> None:
    """Who completed no later than training ended is active after it, unless the provider did."""
    ect, stopped = provider.someone(), provider.someone()
    provider.defers(stopped).accepted()
    for each in (ect, stopped):
        report(provider, each, "leave", **ECT, on="2026-11-20")
        correct(provider, each, record_completed_on=case.said)
        assert provider.enrolment(each)["induction_end_date"] == case.said
    assert provider.enrolment(ect)["participant_status"] == case.expected
    assert provider.enrolment(stopped)["participant_status"] == "left"


@scenario("V3-STATUS-2", "V3-PART-13", "V3-PART-14", needs=_CONTROL)
def completion_is_of_a_role(provider: Provider) -> None:
    """An ECT completes by induction, a mentor by the end of funding, and neither by the other's."""
    ect, mentor = provider.someone(), provider.someone("mentor")
    report(provider, ect, "leave", **ECT, on="2026-11-20")
    report(provider, mentor, "leave", **MENTOR, on="2026-11-20")
    correct(provider, mentor, record_completed_on="2026-11-10")
    assert provider.enrolment(mentor)["participant_status"] == "left"
    day = {"ineligible_on": "2026-11-10", "reason": "started_not_completed"}
    report(provider, mentor, "eligibility", **MENTOR, **day)
    assert provider.enrolment(mentor)["participant_status"] == "active"
    report(provider, ect, "eligibility", **ECT, ineligible_on="2026-11-10")
    assert provider.enrolment(ect)["participant_status"] == "left"


@scenario("V3-PART-12", "V3-REG-16", needs=_CONTROL)
def the_record_gives_dates_without_induction(provider: Provider) -> None:
    """Without an induction period the teaching record gives its dates, and else it does not."""
    ect = provider.someone(state="an ECT without induction")
    correct(provider, ect, record_started_on="2026-09-03", record_completed_on="2026-11-20")
    shown = provider.enrolment(ect)
    found = shown["overall_induction_start_date"], shown["induction_end_date"]
    assert found == ("2026-09-03", "2026-11-20"), shown
    assert shown["most_recent_induction_period_end_date"] is None, shown
    report(provider, ect, "induction", started_on="2026-09-10")
    correct(provider, ect, "induction", finished_on="2026-11-24", outcome="fail")
    shown = provider.enrolment(ect)
    found = shown["overall_induction_start_date"], shown["induction_end_date"]
    assert found == ("2026-09-10", "2026-11-24"), shown
    assert shown["most_recent_induction_period_end_date"] == "2026-11-24", shown


@scenario("V3-PART-7", "V3-PART-15", "V3-LIST-8", needs=_CONTROL)
def a_mentor_is_shown_at_the_ect_alone(provider: Provider) -> None:
    """The earliest mentorship that is not over is the ECT's; its end does not move the mentor."""
    there = {"school_id": partnered_school(provider), "started_on": "2026-09-01"}
    ect, first = register(provider, **there), register(provider, "mentor", **there)
    second = register(provider, "mentor", **there)
    report(provider, ect, "mentor", mentor_id=first.id, finished_on="2026-12-05")
    report(provider, ect, "mentor", mentor_id=second.id, started_on="2026-12-07")
    for now, mentor in (
        (NOW, first.id),
        ("2026-12-05T23:59:59Z", first.id),
        ("2026-12-06T00:00:00Z", second.id),
    ):
        with provider.on(now):
            assert provider.enrolment(ect)["mentor_id"] == mentor, now
            assert provider.enrolment(first)["mentor_id"] is None, now
            provider.reads(first).accepted().shows(updated_at=NOW)
    assert provider.enrolment(first)["working_pattern"] is None


@scenario("V3-PART-15", needs=_CONTROL)
def the_latest_school_tells_how_much_an_ect_works(provider: Provider) -> None:
    """Of three schools the last one's working pattern is shown, whoever trains there."""
    ect = register(provider, working_pattern="full_time")
    for day, pattern in (("2026-11-26", "full_time"), ("2026-11-27", "part_time")):
        said = {"school_id": partnered_school(provider), "provider": provider.slug}
        with provider.on(f"{day}T09:00:00Z"):
            report(provider, ect, "join", **ECT, **said, working_pattern=pattern)
    with provider.on("2026-11-28T09:00:00Z"):
        assert provider.enrolment(ect)["working_pattern"] == "part_time"


@scenario("V3-PART-10", needs=_CONTROL)
def uplifts_are_of_one_year(provider: Provider) -> None:
    """An uplift of a school is shown in the cohort of its year, where that pays any."""
    given = {"2023": {"sparsity": True}, "2026": {"sparsity": True, "pupil_premium": True}}
    for cohort, is_sparse in (("2023", True), ("2024", False), ("2026", False)):
        school = partnered_school(provider, cohort)
        changes_school(provider, school, uplifts=given)
        enrolment = provider.enrolment(register(provider, school_id=school, cohort=cohort))
        found = enrolment["pupil_premium_uplift"], enrolment["sparsity_uplift"]
        assert found == (False, is_sparse), f"{cohort}: {found}"
