"""Changing the schedule of training that begins today or later, or that is completed."""

from ecf_conformance.cases import Case, table
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    ON_SEPTEMBER,
    correct,
    partnered_school,
    register,
    report,
)
from ecf_conformance.v3.schedules import EXTENDED, JANUARY, REDUCED, SEPTEMBER

_CONTROL = {Ability.CONTROL}


def _training(provider: Provider, who: Participant) -> list[Json]:
    """Return all that is on record of somebody's training."""
    told = provider.control("GET", f"/participants/{who.id}")
    return [each for school in told["school_periods"] for each in school["training_periods"]]


def _school_of_two_cohorts(provider: Provider) -> str:
    """Return the id of a school that is in partnership in 2025 and in 2026."""
    school = partnered_school(provider, "2025")
    partner = provider.arranged("a delivery partner")["delivery_partner_id"]
    provider.partners(school_id=school, delivery_partner_id=partner).done()
    return school


@scenario(
    "V3-ACT-10",
    "V3-ACT-14",
    needs=_CONTROL,
    each=table(
        Case("at the opening", ("2026", EXTENDED, "2026-08-31T23:00:00Z"), True),
        Case("before the opening", ("2026", EXTENDED, "2026-08-31T22:59:59Z"), False),
        Case("in the last second", ("2024", SEPTEMBER, "2024-12-31T23:59:59Z"), True),
        Case("at the last instant", ("2024", SEPTEMBER, "2024-12-31T23:59:59.999999Z"), False),
        Case("after the close", ("2024", SEPTEMBER, "2025-01-01T00:00:00Z"), False),
    ),
)
def what_is_declared_fits_the_new_schedule(provider: Provider, case: Case) -> None:
    """Training that begins today keeps to schedules on which its declarations could be made."""
    cohort, schedule, dated = case.said
    present = {"schedule_identifier": {SEPTEMBER: EXTENDED, EXTENDED: SEPTEMBER}[schedule]}
    ect = register(provider, school_id=partnered_school(provider, cohort), cohort=cohort, **present)
    provider.declares(ect, dated=dated, evidence_held="other").accepted()
    answer = provider.changes_schedule(ect, schedule)
    if case.expected:
        answer.accepted()
    else:
        answer.refused("schedule_identifier", by="V3-ACT-10")


@scenario("V3-ACT-10", "V3-ACT-17", needs=_CONTROL)
def a_type_that_the_new_schedule_lacks_is_no_hindrance(provider: Provider) -> None:
    """What the new schedule has no milestone for does not have to fit it."""
    ect = register(provider, schedule_identifier=EXTENDED)
    provider.declares(ect, "extended-1", evidence_held="other").accepted()
    provider.changes_schedule(ect, SEPTEMBER).accepted()
    provider.declares(ect, "extended-2").refused("declaration_type", by="V3-DECL-7")


@scenario("V3-ACT-10", "V3-ACT-17", needs=_CONTROL)
def what_is_declared_of_earlier_training_need_not_fit(provider: Provider) -> None:
    """After a change, what was declared before it does not hinder another one on the same day."""
    ect = provider.someone()
    provider.declares(ect, dated="2026-08-20T09:00:00Z").accepted()
    provider.changes_schedule(ect, JANUARY).accepted()
    provider.declares(ect, "retained-1").refused("declaration_date", by="V3-DECL-7")
    provider.changes_schedule(ect, EXTENDED).accepted()


@scenario("V3-ACT-10", "V3-ACT-11", "V3-PAY-2", needs=_CONTROL)
def what_is_on_a_statement_keeps_its_cohort(provider: Provider) -> None:
    """Training that begins today changes cohort until what is declared in it is on a statement."""
    school = _school_of_two_cohorts(provider)
    ects = [register(provider, school_id=school, cohort="2025", **ON_SEPTEMBER) for _ in range(3)]
    settled, submitted, waiting = ects
    for each in ects:
        provider.declares(each, evidence_held="other").accepted().shows(state="submitted")
    report(provider, waiting, "induction", started_on="2026-12-10")
    for each in (submitted, waiting):
        provider.changes_schedule(each, SEPTEMBER, cohort="2026").accepted()
    report(provider, settled, "eligibility", **ECT, eligible=True)
    answer = provider.changes_schedule(settled, SEPTEMBER, cohort="2026")
    answer.refused("schedule_identifier", by="V3-ACT-10")
    provider.changes_schedule(settled, EXTENDED).accepted()
    assert len(_training(provider, settled)) == 1, "training that begins today is begun again"


@scenario("V3-ACT-14", "V3-ACT-18", needs={Ability.CONTROL})
def a_reduced_schedule_begins_anew_too(provider: Provider) -> None:
    """An ECT who is not completed begins anew on a reduced schedule, and one who is does not."""
    ect, passed = provider.someone(), provider.someone(state="an ECT who passed induction")
    for who, begun in ((ect, 2), (passed, 1)):
        provider.changes_schedule(who, REDUCED).accepted()
        found = _training(provider, who)
        assert len(found) == begun, f"{len(found)} times in training: {found}"
        assert found[-1]["schedule_identifier"] == REDUCED, found
    provider.defers(ect).refused("participant_id", by="V3-ACT-3")


@scenario("V3-ACT-12", needs=_CONTROL)
def a_completed_mentor_is_refused_twice(provider: Provider) -> None:
    """A mentor whose funding has ended comes to no schedule, a reduced one least of all."""
    mentor = provider.someone("mentor")
    day = {"ineligible_on": "2026-11-01", "reason": "started_not_completed"}
    report(provider, mentor, "eligibility", **MENTOR, **day)
    provider.changes_schedule(mentor, JANUARY).refused("participant_id", by="V3-ACT-12")
    answer = provider.changes_schedule(mentor, REDUCED)
    answer.refused(["schedule_identifier", "participant_id"], by=["V3-ACT-10", "V3-ACT-12"])
    provider.changes_schedule(provider.someone("mentor"), JANUARY).accepted()


@scenario("V3-ACT-12", needs=_CONTROL)
def later_training_elsewhere_hinders_a_change(provider: Provider) -> None:
    """Who begins elsewhere at a later day does not change schedule here, who just leaves does."""
    moves, leaves, other = provider.someone(), provider.someone(), provider.other
    said = {"school_id": partnered_school(other), "provider": other.slug}
    report(provider, moves, "join", **ECT, **said, started_on="2026-12-10")
    report(provider, leaves, "leave", **ECT, on="2026-12-09")
    provider.changes_schedule(moves, JANUARY).refused("participant_id", by="V3-ACT-12")
    provider.changes_schedule(leaves, JANUARY).accepted()


@scenario("V3-ACT-12", "V3-PART-13", needs=_CONTROL)
def completion_on_record_is_no_time_at_school(provider: Provider) -> None:
    """Who completed by the teaching record is active, and changes schedule at the school alone."""
    stays, left = provider.someone(), provider.someone()
    report(provider, left, "leave", **ECT, on="2026-11-24")
    for each in (stays, left):
        correct(provider, each, record_completed_on="2026-11-20")
        assert provider.enrolment(each)["participant_status"] == "active"
    provider.changes_schedule(left, JANUARY).refused("participant_id", by="V3-ACT-12")
    provider.changes_schedule(stays, JANUARY).accepted()


@scenario("V3-ACT-12", needs={Ability.HEADER})
def a_withdrawal_to_come_hinders_a_change(provider: Provider) -> None:
    """Who is withdrawn at a later now is leaving still, and does not change schedule."""
    withdrawn, deferred = provider.someone(), provider.someone()
    with provider.on(TOMORROW):
        provider.withdraws(withdrawn).accepted()
        provider.defers(deferred).accepted()
    with provider.on(NOW):
        provider.changes_schedule(withdrawn, JANUARY).refused("participant_id", by="V3-ACT-12")
        provider.changes_schedule(deferred, JANUARY).accepted()


@scenario("V3-ACT-11", "V3-ACT-16", "V3-COHORT-3", needs=_CONTROL)
def only_the_kept_year_is_gone_back_to(provider: Provider) -> None:
    """A frozen cohort is closed to all but those who came from it themselves."""
    ect = provider.someone(state="a participant in a frozen cohort", cohort="2022")
    school = provider.control("GET", f"/participants/{ect.id}")["school_periods"][-1]["school_id"]
    partner = provider.enrolment(ect)["delivery_partner_id"]
    for cohort in ("2021", "2024"):
        provider.control("PUT", f"/delivery-partners/{partner}/links/{provider.slug}/{cohort}")
        said = {"provider": provider.slug, "cohort": cohort, "school_id": school}
        provider.control("POST", "/partnerships", {**said, "delivery_partner_id": partner})
    provider.changes_schedule(ect, EXTENDED, cohort="2024").accepted()
    answer = provider.changes_schedule(ect, EXTENDED, cohort="2021")
    answer.refused("cohort", by="V3-ACT-11")
    provider.changes_schedule(ect, EXTENDED, cohort="2022").accepted()
    assert provider.enrolment(ect)["cohort"] == "2022"
