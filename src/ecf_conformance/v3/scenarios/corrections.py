"""Facts of people that schools and the department correct, and what is refused."""

from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import Provider
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    cannot_correct,
    cannot_report,
    correct,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}


@scenario("V3-REG-16", "V3-PART-12", "V3-PART-13", needs=_CONTROL)
def a_teaching_record_is_in_order(provider: Provider) -> None:
    """A record completes on the day it started at the earliest, and each day stands alone too."""
    ect = register(provider)
    why = "record_completed_on V3-REG-16"
    days = {"record_started_on": "2026-09-02", "record_completed_on": "2026-09-01"}
    cannot_correct(provider, ect, why, **days)
    correct(provider, ect, record_completed_on="2026-09-01")
    cannot_correct(provider, ect, why, record_started_on="2026-09-02")
    correct(provider, ect, record_started_on="2026-09-01")
    shown = provider.enrolment(ect)
    assert shown["overall_induction_start_date"] == "2026-09-01", shown
    assert shown["induction_end_date"] == "2026-09-01", shown
    correct(provider, ect, record_completed_on=None, record_started_on="2026-10-01")


@scenario("V3-REG-10", "V3-PART-15", needs=_CONTROL)
def facts_are_of_a_time_at_school(provider: Provider) -> None:
    """Who was never at a school in a role has no e-mail there, and no working pattern."""
    ect, mentor = register(provider), register(provider, "mentor")
    why, mail = "participant_type V3-REG-10", {"email": "ada.quill@example.org"}
    for who, wrong, right in ((ect, MENTOR, ECT), (mentor, ECT, MENTOR)):
        cannot_correct(provider, who, why, **wrong, **mail)
        correct(provider, who, **right, **mail)
    cannot_correct(provider, mentor, why, working_pattern="part_time")
    correct(provider, ect, working_pattern="part_time")


@scenario("V3-REG-16", "V3-PART-14", needs=_CONTROL)
def a_reason_is_a_mentors(provider: Provider) -> None:
    """An ECT has a day alone, a mentor a day and a reason, or neither."""
    ect, mentor = register(provider), register(provider, "mentor")
    why = "reason V3-REG-16"
    day, reason = {"ineligible_on": "2026-11-01"}, {"reason": "started_not_completed"}
    cannot_report(provider, ect, "eligibility", why, **ECT, **day, **reason)
    cannot_report(provider, ect, "eligibility", why, **ECT, ineligible_on=None, **reason)
    report(provider, ect, "eligibility", **ECT, **day)
    report(provider, ect, "eligibility", **ECT, ineligible_on=None)
    cannot_report(provider, mentor, "eligibility", why, **MENTOR, **day)
    cannot_report(provider, mentor, "eligibility", why, **MENTOR, ineligible_on=None, **reason)
    report(provider, mentor, "eligibility", **MENTOR, **day, **reason)
    report(provider, mentor, "eligibility", **MENTOR, ineligible_on=None)
