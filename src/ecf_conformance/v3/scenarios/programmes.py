"""School-led training and back, as a school reports it: what ends, what begins, what is refused."""

from ecf_conformance.cases import Case, table
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import every_training, record_of, training_periods
from ecf_conformance.v3.provider import DAY_AFTER, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    IN_SEPTEMBER,
    cannot_report,
    partnered_school,
    register,
    register_in_september,
    report,
)

_CONTROL = {Ability.CONTROL}


def _to_school(provider: Provider, who: Participant) -> Json:
    return report(provider, who, "programme", programme="school_led")


def _to_provider(provider: Provider, who: Participant, /, **named: str) -> Json:
    return report(provider, who, "programme", programme="provider_led", **named)


@scenario("V3-REG-7", needs=_CONTROL)
def the_school_trains_from_today_and_the_provider_again(provider: Provider) -> None:
    """Each takes over today, to the end at the school, the last provider on its schedule."""
    ect, led = register_in_september(provider), f"{provider.slug} 2026 ecf-standard-september"
    report(provider, ect, "leave", **ECT, on="2027-07-31")
    first = f"{led} 2026-09-02 to 2026-11-24"
    assert training_periods(_to_school(provider, ect)) == [
        first,
        "school_led 2026-11-25 to 2027-07-31",
    ]
    with provider.on(DAY_AFTER):
        assert training_periods(_to_provider(provider, ect)) == [
            first,
            "school_led 2026-11-25 to 2026-11-26",
            f"{led} 2026-11-27 to 2027-07-31",
        ]


@scenario(
    "V3-REG-7", needs=_CONTROL, each=table(Case("today"), Case("on a day to come", "2027-01-04"))
)
def what_has_not_begun_is_replaced(provider: Provider, case: Case) -> None:
    """Of training that begins today or later nothing is left, whoever leads it."""
    when = {"started_on": case.said} if case.said else {}
    ect, first_day = register(provider, **when), case.said or "2026-11-25"
    assert training_periods(_to_school(provider, ect)) == [f"school_led from {first_day}"]
    person = _to_provider(provider, ect, provider=provider.slug)
    (training,) = training_periods(person)
    assert training == f"{provider.slug} 2026 ecf-standard-january from {first_day}"


@scenario("V3-REG-7", needs=_CONTROL)
def an_interest_leaves_nothing(provider: Provider) -> None:
    """Of training on interest alone nothing is left, whenever it began."""
    school = provider.arranged("a school without partnership")["school_id"]
    ect = register_in_september(provider, school_id=school)
    assert training_periods(_to_school(provider, ect)) == ["school_led from 2026-11-25"]
    person = _to_provider(provider, ect, provider=provider.slug)
    january = "2026 ecf-standard-january from 2026-11-25"
    assert training_periods(person) == [f"interest in {provider.slug} {january}"]


@scenario("V3-REG-7", needs=_CONTROL)
def what_the_school_was_to_lead_is_deleted(provider: Provider) -> None:
    """A change that is reported of a day before others replaces all that follows."""
    ect, led = register_in_september(provider), f"{provider.slug} 2026 ecf-standard-september"
    with provider.on("2026-12-10T09:00:00Z"):
        _to_school(provider, ect)
    with provider.on("2026-12-20T09:00:00Z"):
        _to_provider(provider, ect)
    assert training_periods(_to_school(provider, ect)) == [
        f"{led} 2026-09-02 to 2026-11-24",
        "school_led from 2026-11-25",
    ]


@scenario("V3-REG-7", needs=_CONTROL)
def a_provider_is_named_where_none_was(provider: Provider) -> None:
    """Who was school-led from the first day has no provider to go back to, unless it is named."""
    ect = register_in_september(provider, provider=None)
    assert training_periods(record_of(provider, ect)) == ["school_led from 2026-09-02"]
    again = {"programme": "school_led"}
    cannot_report(provider, ect, "programme", "programme V3-REG-7", **again)
    back = {"programme": "provider_led"}
    cannot_report(provider, ect, "programme", "provider V3-REG-7", **back)
    taking_no_part = {**back, "provider": "fenland"}
    cannot_report(provider, ect, "programme", "provider V3-COHORT-1", **taking_no_part)
    person = _to_provider(provider, ect, provider=provider.slug)
    assert training_periods(person) == [
        "school_led 2026-09-02 to 2026-11-24",
        f"{provider.slug} 2026 ecf-standard-january from 2026-11-25",
    ]
    cannot_report(provider, ect, "programme", "programme V3-REG-7", **back)


@scenario("V3-REG-7", "V3-ACT-6", needs=_CONTROL)
def who_was_withdrawn_is_led_again(provider: Provider) -> None:
    """Whose training has ended comes to either programme, from the day after the last day on."""
    for to in (_to_school, _to_provider):
        ect = register_in_september(provider)
        provider.withdraws(ect).done()
        with provider.on(TOMORROW):
            first, second = every_training(to(provider, ect))
        assert (first["finished_on"], second["started_on"]) == ("2026-11-25", "2026-11-26")


@scenario("V3-REG-7", "V3-REG-3", "V3-PART-15", needs=_CONTROL)
def a_frozen_cohort_is_not_gone_back_to(provider: Provider) -> None:
    """Who was trained in a frozen cohort comes back to 2024, with the year kept if it was seen."""
    school = partnered_school(provider, "2022")
    unseen = provider.arranged("a school without partnership")["school_id"]
    for place, year in ((school, "2022"), (unseen, None)):
        ect = register_in_september(provider, school_id=place, cohort="2022")
        if year:
            _to_school(provider, ect)
        with provider.on(TOMORROW):
            if not year:
                report(provider, ect, "leave", **ECT, on="2026-11-25")
                there = {"school_id": partnered_school(provider), "started_on": "2026-11-26"}
                report(provider, ect, "join", **ECT, **there)
            person = _to_provider(provider, ect, provider=provider.slug)
        last = f"interest in {provider.slug} 2024 ecf-extended-september from 2026-11-26"
        assert training_periods(person)[-1] == last
        assert person["eligibility"]["ect"]["frozen_year"] == year, person["eligibility"]


@scenario("V3-REG-7", "V3-REG-3", needs=_CONTROL)
def no_cohort_means_no_provider(provider: Provider) -> None:
    """Who comes to a school after the last cohort is school-led until one is opened."""
    ect = register(provider, provider=None, started_on="2090-09-01")
    said = {"programme": "provider_led", "provider": provider.slug}
    cannot_report(provider, ect, "programme", "V3-REG-3", **said)
    now = register(provider, provider=None, started_on="2026-05-31")
    report(provider, now, "programme", **said)


@scenario("V3-REG-7", "V3-REG-8", needs=_CONTROL)
def a_mentor_comes_along(provider: Provider) -> None:
    """With an ECT who comes to a provider a mentor without training is trained from today on."""
    school = partnered_school(provider)
    with provider.on(IN_SEPTEMBER):
        ect, mentor = (
            register(provider, school_id=school, provider=None),
            register(provider, "mentor", school_id=school, provider=None),
        )
        report(provider, ect, "mentor", mentor_id=mentor.id)
    assert every_training(record_of(provider, mentor)) == []
    _to_provider(provider, ect, provider=provider.slug)
    assert training_periods(record_of(provider, mentor)) == [
        f"{provider.slug} 2026 ecf-standard-january from 2026-11-25"
    ]
