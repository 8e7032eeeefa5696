"""What a change of schedule or cohort does to training, and to the year of a frozen cohort."""

from ecf_conformance.cases import Case, of
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import days, every_training, record_of, training_periods
from ecf_conformance.v3.provider import DAY_AFTER, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    partnered_school,
    register,
    register_in_september,
    report,
)
from ecf_conformance.v3.schedules import JANUARY, REDUCED, SEPTEMBER

_CONTROL = {Ability.CONTROL}


@scenario("V3-ACT-14", "V3-ACT-17", needs=_CONTROL, each=of("ect", "mentor"))
def training_ends_yesterday_and_begins_today(provider: Provider, case: Case) -> None:
    """Training that began before today ended yesterday, and goes on to its end on the schedule."""
    who = register_in_september(provider, case.name)
    report(provider, who, "leave", participant_type=case.name, on="2027-07-31")
    (before,) = every_training(record_of(provider, who))
    provider.changes_schedule(who, JANUARY).accepted()
    first, second = every_training(record_of(provider, who))
    assert first == {**before, "finished_on": "2026-11-24"}, first
    new = {"started_on": "2026-11-25", "schedule_identifier": JANUARY}
    assert second == {**before, "id": second["id"], **new}, second
    assert second["id"] != first["id"], "both are one"


@scenario("V3-ACT-14", "V3-TRANSFER-1", needs=_CONTROL)
def changed_training_was_recorded_then(provider: Provider) -> None:
    """The transfer of somebody whose schedule was changed is as old as that change."""
    ect = register_in_september(provider)
    with provider.on(TOMORROW):
        provider.changes_schedule(ect, JANUARY).accepted()
    with provider.on(DAY_AFTER):
        report(provider, ect, "leave", **ECT, on="2026-12-31")
        (told,) = provider.reads_transfers(ect).accepted().attributes["transfers"]
    assert told["created_at"] == TOMORROW, told


@scenario("V3-ACT-14", "V3-ACT-15", needs=_CONTROL)
def training_of_today_changes_itself(provider: Provider) -> None:
    """Training that begins today changes its schedule and cohort in place."""
    school = partnered_school(provider)
    there = provider.arranged("a school in partnership", school_id=school, cohort="2025")
    ect = register(provider, school_id=school)
    (before,) = every_training(ect.state_values)
    provider.changes_schedule(ect, SEPTEMBER, cohort="2025").accepted()
    new = {"schedule_identifier": SEPTEMBER, "cohort": "2025"}
    new["partnership_id"] = there["partnership_id"]
    (after,) = every_training(record_of(provider, ect))
    assert after == {**before, **new}, after


@scenario("V3-ACT-14", "V3-SCHOOL-5", needs=_CONTROL)
def an_interest_moves_with_its_training(provider: Provider) -> None:
    """The interest that training began with is of the cohort to which that has moved today."""
    school = provider.arranged("a school without partnership")["school_id"]
    ect = register(provider, school_id=school)
    for cohort in ("2026", "2025"):
        provider.arranged("a school in partnership", school_id=school, cohort=cohort)
    provider.reads_school(school, "2026").accepted().shows(expression_of_interest=True)
    provider.changes_schedule(ect, SEPTEMBER, cohort="2025").accepted()
    provider.reads_school(school, "2026").accepted().shows(expression_of_interest=False)
    provider.reads_school(school, "2025").accepted().shows(expression_of_interest=True)


@scenario("V3-ACT-14", "V3-ACT-12", needs=_CONTROL)
def a_late_reduction_is_in_place(provider: Provider) -> None:
    """An ECT who passed while leaving moves to a reduced schedule without new training."""
    ect = register_in_september(provider)
    report(provider, ect, "induction", started_on="2026-09-02")
    passed = {"finished_on": "2026-11-20", "outcome": "pass"}
    provider.control("PATCH", f"/participants/{ect.id}/induction", passed)
    provider.changes_schedule(ect, JANUARY).refused(naming="participant_id")
    provider.changes_schedule(ect, REDUCED).accepted()
    (only,) = every_training(record_of(provider, ect))
    assert (days(only), only["schedule_identifier"]) == ("2026-09-02 to 2026-11-25", REDUCED)


@scenario("V3-ACT-15", needs=_CONTROL)
def without_the_same_delivery_partner_the_newest_trains(provider: Provider) -> None:
    """Of several partnerships in another cohort, none with the partner, the newest one trains."""
    school = partnered_school(provider)
    ect = register_in_september(provider, school_id=school)
    made = {"provider": provider.slug, "cohort": "2025", "school_id": school}
    by_day = {}
    for day in ("2026-10-02", "2026-10-03", "2026-10-01"):
        name = {"name": f"Fernhill Hub of {day}"}
        partner = provider.control("POST", "/delivery-partners", name)["id"]
        provider.control("PUT", f"/delivery-partners/{partner}/links/{provider.slug}/2025")
        with provider.on(f"{day}T09:00:00Z"):
            made["delivery_partner_id"] = partner
            by_day[day] = provider.control("POST", "/partnerships", made)["id"]
    provider.changes_schedule(ect, SEPTEMBER, cohort="2025").accepted()
    last = every_training(record_of(provider, ect))[-1]
    assert last["partnership_id"] == by_day["2026-10-03"], last


@scenario("V3-ACT-16", "V3-PART-15", needs=_CONTROL, each=of("ect", "mentor"))
def a_frozen_year_is_kept_until_one_is_back(provider: Provider, case: Case) -> None:
    """Out of a frozen cohort its year is kept, from an open one to another too, and back not."""
    school, kind = partnered_school(provider, "2022"), case.name
    for cohort in ("2024", "2025"):
        provider.arranged("a school in partnership", school_id=school, cohort=cohort)
    who = register_in_september(provider, kind, school_id=school, cohort="2022")
    for now, cohort, year in (
        (TOMORROW, "2024", "2022"),
        (DAY_AFTER, "2025", "2022"),
        ("2026-11-28T09:00:00Z", "2022", None),
    ):
        with provider.on(now):
            provider.changes_schedule(who, SEPTEMBER, cohort=cohort).accepted()
            person = record_of(provider, who)
        assert person["eligibility"][kind]["frozen_year"] == year, f"in {cohort}"
        assert person["training_record_ids"] == who.state_values["training_record_ids"]
        other = {"ect": "mentor", "mentor": "ect"}[kind]
        assert person["eligibility"][other]["frozen_year"] is None, f"in {cohort}"
        assert training_periods(person)[-1].startswith(f"{provider.slug} {cohort} ")
    with provider.on("2026-11-29T09:00:00Z"):
        provider.changes_schedule(who, SEPTEMBER, cohort="2025").accepted()
    with provider.on("2026-11-30T09:00:00Z"):
        provider.changes_schedule(who, JANUARY).accepted()
        person = record_of(provider, who)
    assert person["eligibility"][kind]["frozen_year"] == "2022", "a schedule takes it away"


@scenario("V3-ACT-16", "V3-ACT-14", needs=_CONTROL)
def a_frozen_year_is_kept_in_place_too(provider: Provider) -> None:
    """Training of today that leaves a frozen cohort in place keeps its year as well."""
    school = partnered_school(provider, "2022")
    provider.arranged("a school in partnership", school_id=school, cohort="2024")
    ect = register(provider, school_id=school, cohort="2022")
    provider.changes_schedule(ect, SEPTEMBER, cohort="2024").accepted()
    person = record_of(provider, ect)
    assert len(every_training(person)) == 1, person
    assert person["eligibility"]["ect"]["frozen_year"] == "2022", person["eligibility"]
