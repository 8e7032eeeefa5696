"""Inductions and eligibility, as appropriate bodies and the department report them."""

from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    MENTOR,
    ON_SEPTEMBER,
    cannot_report,
    correct,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}


@scenario("V3-REG-9", "V3-PART-12", "V3-PART-13", needs=_CONTROL)
def an_end_without_outcome_completes_nothing(provider: Provider) -> None:
    """An induction period that ends without an outcome has an end, and completes no induction."""
    ect = register(provider)
    report(provider, ect, "induction", started_on="2026-09-01")
    correct(provider, ect, "induction", finished_on="2026-11-20")
    shown = provider.enrolment(ect)
    assert shown["induction_end_date"] is None, shown
    assert shown["most_recent_induction_period_end_date"] == "2026-11-20", shown
    with provider.on(TOMORROW):
        correct(provider, ect, "induction", outcome="pass")
        assert provider.enrolment(ect)["induction_end_date"] == "2026-11-20"


@scenario("V3-REG-9", "V3-PARTNER-2", needs=_CONTROL)
def an_outcome_ends_training_today(provider: Provider) -> None:
    """With an outcome training ends today: tomorrow one fewer trains under the partnership."""
    held = provider.arranged("a partnership with participants")
    ect = Participant(held["participant_id"], "ect", "")
    before = provider.reads_partnership(held["partnership_id"]).done().attributes
    correct(provider, ect, "induction", finished_on="2026-11-24", outcome="pass")
    training = before["participants_currently_training"]
    read = provider.reads_partnership(held["partnership_id"]).accepted()
    read.shows(participants_currently_training=training)
    with provider.on(TOMORROW):
        read = provider.reads_partnership(held["partnership_id"]).accepted()
        read.shows(participants_currently_training=training - 1)


@scenario("V3-REG-11", "V3-LIST-8", "V3-LIST-12", "V3-LIST-9", "V3-PAY-2", needs=_CONTROL)
def an_induction_in_advance_makes_eligible_then(provider: Provider) -> None:
    """An induction that is yet to begin makes eligible at its first midnight, as polls find."""
    ect = register(provider, **ON_SEPTEMBER)
    made = provider.declares(ect).accepted().shows(state="submitted")
    report(provider, ect, "induction", started_on="2026-12-10")
    with provider.on("2026-12-09T23:59:59Z"):
        assert provider.enrolment(ect)["eligible_for_funding"] is None
        provider.reads_declaration(made.id).shows(state="submitted")
    midnight = "2026-12-10T00:00:00Z"
    with provider.on(midnight):
        assert provider.enrolment(ect)["eligible_for_funding"] is True
        provider.reads_declaration(made.id).shows(state="eligible")
        assert ect.id in provider.participants(updated_since=midnight, per_page="3000").ids
        assert made.id in provider.declarations(updated_since=midnight, per_page="3000").ids


@scenario("V3-LIST-9", "V3-LIST-13", "V3-PAY-2", needs=_CONTROL)
def what_becomes_eligible_is_found_by_a_poll(provider: Provider) -> None:
    """A declaration that becomes eligible with its person is found by the next poll."""
    ect = register(provider, **ON_SEPTEMBER)
    made = provider.declares(ect).accepted().shows(state="submitted")
    with provider.on(TOMORROW):
        report(provider, ect, "induction", started_on="2026-09-01")
        read = provider.reads_declaration(made.id).shows(state="eligible")
        provider.changed_at(read, TOMORROW)
        found = provider.declarations(updated_since=TOMORROW, per_page="3000").accepted()
        assert made.id in found.ids, f"{found.exchange.line} misses {made.id}"


@scenario("V3-REG-11", "V3-PART-9", needs=_CONTROL)
def training_makes_a_mentor_eligible(provider: Provider) -> None:
    """A mentor is eligible with the first training, and an ECT is not."""
    assert provider.enrolment(register(provider, "mentor"))["eligible_for_funding"] is True
    assert provider.enrolment(register(provider))["eligible_for_funding"] is None


@scenario("V3-REG-16", "V3-PART-14", needs=_CONTROL)
def a_day_of_a_mentors_has_a_reason(provider: Provider) -> None:
    """A mentor's funding ends with a day and a reason; the day alone is refused."""
    mentor = register(provider, "mentor")
    day = {"ineligible_on": "2026-11-01"}
    cannot_report(provider, mentor, "eligibility", "reason V3-REG-16", **MENTOR, **day)
    assert provider.enrolment(mentor)["mentor_funding_end_date"] is None
    report(provider, mentor, "eligibility", **MENTOR, **day, reason="started_not_completed")
    assert provider.enrolment(mentor)["mentor_funding_end_date"] == "2026-11-01"
