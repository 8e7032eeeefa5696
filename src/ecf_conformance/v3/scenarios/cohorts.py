"""Which cohort, schedule and partnership somebody comes to, as the past decides."""

from ecf_conformance.cases import Case, table
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import every_training, record_of, training_periods
from ecf_conformance.v3.provider import NOW, TOMORROW, Provider
from ecf_conformance.v3.refusals import refuse
from ecf_conformance.v3.registrations import (
    ECT,
    IN_SEPTEMBER,
    MENTOR,
    cannot_report,
    partnered_school,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}


@scenario("V3-REG-3", "V3-COHORT-1", needs=_CONTROL)
def before_a_cohort_it_is_the_next_one(provider: Provider) -> None:
    """On a day that no cohort contains somebody comes to the next, and on its eve as well."""
    alone = provider.elsewhere()
    school = alone.arranged("a school without partnership")["school_id"]
    alone.control("PUT", "/cohorts/2026", {"started_on": "2026-06-15"})
    for day, cohort in (("05-31", "2025"), ("06-01", "2026"), ("06-14", "2026"), ("06-15", "2026")):
        with alone.on(f"2026-{day}T09:00:00Z"):
            (training,) = every_training(register(alone, school_id=school).state_values)
            assert training["cohort"] == cohort, day


@scenario("V3-REG-3", "V3-REG-4", needs=_CONTROL)
def a_mentor_leaves_a_frozen_cohort_by_the_day(provider: Provider) -> None:
    """A mentor of a frozen cohort comes to that of the day, on the same schedule."""
    first, second = partnered_school(provider, "2022"), partnered_school(provider)
    with provider.on(IN_SEPTEMBER):
        mentor = register(provider, "mentor", school_id=first, cohort="2022")
    said = {**MENTOR, "school_id": second, "provider": provider.slug, "only_here": True}
    assert training_periods(report(provider, mentor, "join", **said)) == [
        f"{provider.slug} 2022 ecf-standard-september 2026-09-02 to 2026-11-24",
        f"{provider.slug} 2026 ecf-standard-september from 2026-11-25",
    ]


@scenario("V3-REG-3", "V3-REG-4", needs=_CONTROL)
def an_interest_keeps_its_cohort(provider: Provider) -> None:
    """Who was meant for a provider keeps cohort and schedule, whatever the school led since."""
    unseen = provider.arranged("a school without partnership")["school_id"]
    with provider.on(IN_SEPTEMBER):
        ect = register(provider, school_id=unseen, cohort="2025")
    school = partnered_school(provider, "2025")
    with provider.on("2026-10-01T09:00:00Z"):
        report(provider, ect, "join", **ECT, school_id=partnered_school(provider))
    person = report(provider, ect, "join", **ECT, school_id=school, provider=provider.slug)
    last = f"{provider.slug} 2025 ecf-standard-september from 2026-11-25"
    assert training_periods(person)[-1] == last


@scenario("V3-REG-3", "V3-REG-4", needs=_CONTROL)
def a_cohort_is_named(provider: Provider) -> None:
    """A cohort that is named is taken, with the schedule of before, and must have the provider."""
    ect, school = provider.someone(), partnered_school(provider, "2025")
    said = {**ECT, "school_id": school, "cohort": "2025"}
    taking_no_part = {**said, "cohort": "2026", "provider": "fenland"}
    cannot_report(provider, ect, "join", "provider V3-COHORT-1", **taking_no_part)
    person = report(provider, ect, "join", **said, provider=provider.slug)
    last = f"{provider.slug} 2025 ecf-standard-september from 2026-11-25"
    assert training_periods(person)[-1] == last


def _school_carrying_over(provider: Provider) -> tuple[str, list[str]]:
    """Return a school with four partnerships of before 2026, and their delivery partners."""
    school = provider.arranged("a school without partnership")["school_id"]
    partners = []
    for number, (year, day) in enumerate(
        (("2025", "03"), ("2024", "04"), ("2025", "02"), ("2024", "05"))
    ):
        name = {"name": f"Fernhill Hub {number}"}
        partners.append(provider.control("POST", "/delivery-partners", name)["id"])
        provider.control("PUT", f"/delivery-partners/{partners[-1]}/links/{provider.slug}/{year}")
        made = {"provider": provider.slug, "school_id": school, "cohort": year}
        with provider.on(f"2026-09-{day}T09:00:00Z"):
            provider.control("POST", "/partnerships", {**made, "delivery_partner_id": partners[-1]})
    return str(school), partners


@scenario("V3-REG-4", "V3-REG-14", needs=_CONTROL)
def the_last_partnership_is_carried_over(provider: Provider) -> None:
    """Of the latest year's partnerships the one made last is made again, if that is linked."""
    school, (last, *others) = _school_carrying_over(provider)
    asked = {**ECT, "provider": provider.slug, "school_id": school, "carry_over": True}
    for each in others:
        provider.control("PUT", f"/delivery-partners/{each}/links/{provider.slug}/2026")
    provider.control("PUT", f"/delivery-partners/{last}/links/{provider.other.slug}/2026")
    refuse(provider, "POST", "/participants", asked, "carry_over V3-REG-4")
    provider.control("PUT", f"/delivery-partners/{last}/links/{provider.slug}/2026")
    (training,) = every_training(provider.control("POST", "/participants", asked))
    made = provider.reads_partnership(training["partnership_id"]).accepted()
    made.shows(delivery_partner_id=last, cohort="2026", school_id=school, created_at=NOW)
    with provider.on(TOMORROW):
        (again,) = every_training(provider.control("POST", "/participants", asked))
        assert again["partnership_id"] == training["partnership_id"], "it is made once more"


@scenario("V3-REG-4", needs=_CONTROL)
def nothing_is_carried_over_from_nothing(provider: Provider) -> None:
    """A school without an earlier partnership carries none over, from a later year either."""
    school = partnered_school(provider)
    asked = {**ECT, "provider": provider.slug, "school_id": school, "carry_over": True}
    early = {**asked, "cohort": "2025"}
    refuse(provider, "POST", "/participants", early, "carry_over V3-REG-4")
    provider.control("POST", "/participants", asked)


@scenario("V3-REG-3", "V3-REG-8", needs=_CONTROL)
def a_mentor_comes_to_a_cohort_too(provider: Provider) -> None:
    """With an ECT of a day that no cohort contains no mentor comes to be trained."""
    school = {"school_id": partnered_school(provider), "started_on": "2090-09-01"}
    mentor = register(provider, "mentor", **school, provider=None)
    far = {"cohort": "2026", "training_started_on": "2090-09-01"}
    ect = register(provider, **school, **far)
    cannot_report(provider, ect, "mentor", "V3-REG-3", mentor_id=mentor.id)
    own = register(provider, **school, provider=None)
    report(provider, own, "mentor", mentor_id=mentor.id)


_FIRST, _LAST = "2026-09-02", "2026-10-31"


@scenario(
    "V3-REG-4",
    "V3-REG-8",
    needs=_CONTROL,
    each=table(
        Case("declared on the first day", _FIRST, "replacement"),
        Case("declared on the last day", _LAST, "replacement"),
        Case("declared the day before", "2026-09-01", "standard"),
        Case("declared the day after", "2026-11-01", "standard"),
        Case("declared and voided", f"{_FIRST} voided", "standard"),
        Case("declared as an ECT", f"{_FIRST} ect", "standard"),
        Case("not declared", None, "standard"),
    ),
)
def who_follows_a_declared_mentor_replaces(provider: Provider, case: Case) -> None:
    """Who comes to be trained with an ECT whose mentor was declared then is on a replacement."""
    school = {"school_id": partnered_school(provider)}
    first, second = _mentors(provider, school)
    with provider.on(IN_SEPTEMBER):
        ect = register(provider, **school)
        report(provider, ect, "mentor", mentor_id=first.id, finished_on=_LAST)
    if case.said:
        day, _, how = case.said.partition(" ")
        declared = first
        if how == "ect":
            with provider.on("2026-09-01T09:00:00Z"):
                report(provider, first, "join", **ECT, **school, provider=provider.slug)
            declared = Participant(first.id, "ect", "")
        made = provider.declares(declared, dated=f"{day}T12:00:00Z").accepted()
        if how == "voided":
            provider.voids(made).accepted()
    report(provider, ect, "mentor", mentor_id=second.id)
    (training,) = every_training(record_of(provider, second))
    assert training["schedule_identifier"] == f"ecf-{case.expected}-january", training


def _mentors(provider: Provider, school: dict[str, Json]) -> tuple[Participant, Participant]:
    """Return a mentor who is trained at a school since September, and one who is not."""
    with provider.on("2026-09-01T09:00:00Z"):
        return (
            register(provider, "mentor", **school),
            register(provider, "mentor", **school, provider=None),
        )
