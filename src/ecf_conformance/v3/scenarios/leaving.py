"""Leaving a school, another lead provider, another programme: what schools report."""

from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    ON_SEPTEMBER,
    cannot_report,
    partnered_school,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}


@scenario("V3-REG-5", needs=_CONTROL)
def settled_training_is_not_deleted(provider: Provider) -> None:
    """Training that bears an eligible declaration outlasts a leaving that would delete it."""
    ect = register(provider, started_on="2026-12-01", **ON_SEPTEMBER)
    report(provider, ect, "eligibility", **ECT, eligible=True)
    made = provider.declares(ect).accepted().shows(state="eligible")
    cannot_report(provider, ect, "leave", "on V3-REG-5", **ECT, on="2026-12-01")
    provider.voids(made).accepted()
    report(provider, ect, "leave", **ECT, on="2026-12-01")
    provider.reads(ect).not_found()


@scenario("V3-REG-6", "V3-PART-15", needs=_CONTROL)
def a_frozen_year_is_kept(provider: Provider) -> None:
    """An ECT of a frozen cohort whom another provider takes over keeps that year."""
    ect = provider.someone(state="an ECT training in a frozen cohort")
    assert provider.enrolment(ect)["cohort_changed_after_payments_frozen"] is False
    report(provider, ect, "lead-provider", **ECT, provider=provider.other.slug)
    assert provider.enrolment(ect)["cohort_changed_after_payments_frozen"] is True


@scenario("V3-REG-7", needs=_CONTROL)
def a_programme_is_another_one(provider: Provider) -> None:
    """Who is school-led does not become so again, and comes back to the provider once."""
    ect = provider.someone()
    school_led = {"programme": "school_led"}
    provider_led = {"programme": "provider_led", "provider": provider.slug}
    report(provider, ect, "programme", **school_led)
    with provider.on(TOMORROW):
        cannot_report(provider, ect, "programme", "programme V3-REG-7", **school_led)
        report(provider, ect, "programme", **provider_led)
        assert provider.enrolment(ect)["participant_status"] == "active"
        cannot_report(provider, ect, "programme", "programme V3-REG-7", **provider_led)


@scenario("V3-PARTNER-2", "V3-STATUS-3", "V3-LIST-10", needs=_CONTROL)
def the_last_day_counts(provider: Provider) -> None:
    """Who leaves today counts as in training under the partnership, and tomorrow no more."""
    made = provider.arranged("a school in partnership")
    ect = register(provider, school_id=made["school_id"])
    with provider.on(TOMORROW):
        report(provider, ect, "leave", **ECT, on=TOMORROW[:10])
        shown = provider.reads_partnership(made["partnership_id"]).accepted()
        shown.shows(participants_currently_training=1)
    after = "2026-11-27T00:00:00Z"
    with provider.on(after):
        shown = provider.reads_partnership(made["partnership_id"]).accepted()
        shown.shows(participants_currently_training=0, updated_at=after)
        listed = provider.partnerships(updated_since=after, per_page="3000").accepted().ids
        assert made["partnership_id"] in listed, "a poll misses it"


@scenario("V3-TRANSFER-1", "V3-TRANSFER-2", "V3-TRANSFER-3", needs=_CONTROL)
def a_transfer_concerns_its_providers(provider: Provider) -> None:
    """A provider sees the transfers that it is a side of, the earliest first."""
    ect, other = register(provider), provider.other
    for on, first_day in ((TOMORROW, "2026-11-27"), ("2026-11-27T09:00:00Z", "2026-12-10")):
        with provider.on(on):
            said = {"school_id": partnered_school(other), "provider": other.slug}
            report(provider, ect, "join", **ECT, **said, started_on=first_day)
    seen = provider.reads_transfers(ect).accepted().attributes["transfers"]
    assert [each["transfer_type"] for each in seen] == ["new_provider"], seen
    seen = other.reads_transfers(ect).accepted().attributes["transfers"]
    assert [each["transfer_type"] for each in seen] == ["new_provider", "new_school"], seen
    days = [each["leaving"]["date"] for each in seen]
    assert days == ["2026-11-26", "2026-12-09"], days
    assert [each["status"] for each in seen] == ["incomplete", "incomplete"], seen


@scenario("V3-TRANSFER-1", needs={Ability.STATES})
def who_passed_is_no_transfer(provider: Provider) -> None:
    """An ECT who passed and left the school with that is no transfer; who just left is one."""
    passed = provider.someone(state="an ECT who passed induction")
    provider.reads_transfers(passed).not_found()
    gone = provider.someone(state="a transfer", transfer_type="unknown")
    provider.reads_transfers(gone).accepted()
