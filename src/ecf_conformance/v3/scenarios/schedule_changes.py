"""Changing schedule and cohort."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.cases import is_for
from ecf_conformance.v3.provider import MISSING, NOW, TOMORROW, Provider
from ecf_conformance.v3.registrations import ON_SEPTEMBER, partnered_school, register
from ecf_conformance.v3.schedules import JANUARY, REDUCED, REPLACEMENT, SEPTEMBER, schedule_names

_BLANKS = table(Case("absent", MISSING), Case("null", None), Case("blank", ""))


@scenario(
    "V3-ACT-10", "V3-ACT-19", each=of(*(each for each in schedule_names() if each != SEPTEMBER))
)
def a_schedule_is_for_a_kind(provider: Provider, case: Case) -> None:
    """Replacement schedules are for mentors, reduced ones for ECTs, all others for both."""
    for kind in ("ect", "mentor"):
        trainee = provider.someone(kind)
        answer = provider.changes_schedule(trainee, case.name)
        if is_for(kind, case.name):
            provider.changed_at(answer.accepted(), NOW)
            assert provider.enrolment(trainee)["schedule_identifier"] == case.name
        else:
            answer.refused(naming="schedule_identifier")


@scenario("V3-ACT-10", each=_BLANKS)
def a_schedule_is_named(provider: Provider, case: Case) -> None:
    """Without a schedule the change is refused."""
    ect = provider.someone()
    provider.changes_schedule(ect, case.said).refused(naming="schedule_identifier")
    provider.changes_schedule(ect, JANUARY).accepted()


@scenario("V3-ACT-10", each=of("ecf-standard-autumn", "soft-schedule", "ECF-STANDARD-JANUARY"))
def a_schedule_is_known(provider: Provider, case: Case) -> None:
    """A schedule that is not one of the twelve is refused."""
    ect = provider.someone()
    provider.changes_schedule(ect, case.name).refused(naming="schedule_identifier")
    provider.changes_schedule(ect, JANUARY).accepted()


@scenario("V3-ACT-10")
def the_same_schedule_is_no_change(provider: Provider) -> None:
    """The schedule and cohort that a participant has are refused."""
    ect = provider.someone()
    provider.changes_schedule(ect, SEPTEMBER).refused(naming="schedule_identifier")
    provider.changes_schedule(ect, SEPTEMBER, cohort="2026").refused(naming="schedule_identifier")
    provider.changes_schedule(ect, JANUARY, cohort="2026").accepted()


@scenario(
    "V3-ACT-9",
    each=table(
        Case("a number", 2026),
        Case("text behind", "2026abc"),
        Case("blanks before", " 2026"),
        Case("a decimal", "2026.0"),
        Case("blank", ""),
        Case("null", None),
        Case("unknown", "1999"),
        Case("a boolean", True),
    ),
)
def a_cohort_is_read_leniently(provider: Provider, case: Case) -> None:
    """A cohort is the number it begins with; one that there is not means the participant's own."""
    ect = provider.someone()
    provider.changes_schedule(ect, JANUARY, cohort=case.said).accepted()
    assert provider.enrolment(ect)["cohort"] == "2026"


@scenario("V3-ACT-14", "V3-ACT-18", needs={Ability.TIME})
def a_change_begins_training_anew(provider: Provider) -> None:
    """After a change training begins today, so nobody is deferred until tomorrow."""
    ect = provider.someone()
    provider.changes_schedule(ect, JANUARY).accepted()
    provider.defers(ect).refused(naming="participant_id")
    provider.withdraws(ect).refused(naming="participant_id")
    provider.changes_schedule(ect, SEPTEMBER).accepted()
    with provider.on(TOMORROW):
        provider.defers(ect).accepted()


@scenario("V3-ACT-17")
def declarations_stay_behind(provider: Provider) -> None:
    """A declaration does not hinder a change, and is seen after it."""
    ect = provider.someone()
    made = provider.declares(ect).done()
    provider.changes_schedule(ect, JANUARY).accepted()
    provider.reads_declaration(made.id).accepted().shows(state=made.attributes["state"])


@scenario("V3-ACT-12", each=of("defer", "withdraw"))
def who_has_left_changes_nothing(provider: Provider, case: Case) -> None:
    """Nobody changes schedule who has left."""
    ect, other = provider.someone(), provider.someone()
    provider.acts(case.name, ect).done()
    provider.changes_schedule(ect, JANUARY).refused(naming="participant_id")
    provider.changes_schedule(other, JANUARY).accepted()


@scenario("V3-ACT-13", each=of("defer", "withdraw"))
def several_things_are_told_together(provider: Provider, case: Case) -> None:
    """Schedule and participant are judged apart, and told in order."""
    ect = provider.someone()
    provider.acts(case.name, ect).done()
    provider.changes_schedule(ect, "").refused(naming=["schedule_identifier", "participant_id"])
    without = {"course_identifier": "unknown", "cohort": "2026"}
    provider.changes_schedule(ect, JANUARY, **without).refused(naming="course_identifier")
    wrong = {"course_identifier": "unknown"}
    answer = provider.changes_schedule(ect, JANUARY, **wrong)
    answer.refused(naming=["course_identifier", "schedule_identifier"])
    provider.changes_schedule(provider.someone(), JANUARY).accepted()


@scenario("V3-ACT-10", certain_with={Ability.STATES})
def kinds_have_schedules_of_their_own(provider: Provider) -> None:
    """An ECT may come to a reduced schedule, a mentor to a replacement one, and not the reverse."""
    ect, mentor = provider.someone(), provider.someone("mentor")
    provider.changes_schedule(ect, REPLACEMENT).refused(naming="schedule_identifier")
    provider.changes_schedule(ect, REDUCED).accepted()
    provider.changes_schedule(mentor, REDUCED).refused(naming="schedule_identifier")
    provider.changes_schedule(mentor, REPLACEMENT).accepted()


@scenario("V3-ACT-9", "V3-ACT-11", certain_with={Ability.STATES})
def a_cohort_takes_a_partnership(provider: Provider) -> None:
    """A change of cohort takes a partnership with the school in it."""
    without = provider.someone(state="an ECT at a school without next year's partnership")
    provider.changes_schedule(without, SEPTEMBER, cohort="2026").refused(naming="cohort")
    free = provider.someone(state="an ECT with `started` paid, free to move")
    provider.changes_schedule(free, SEPTEMBER, cohort="2026").accepted()
    assert provider.enrolment(free)["cohort"] == "2026"


@scenario("V3-ACT-11", "V3-ACT-16", "V3-COHORT-3", certain_with={Ability.STATES})
def a_frozen_cohort_is_left_alone(provider: Provider) -> None:
    """In a frozen cohort no schedule changes but by leaving it, and the year is kept."""
    ect = provider.someone(state="an ECT training in a frozen cohort")
    held = provider.enrolment(ect)
    other = "ecf-extended-september"
    provider.changes_schedule(ect, other).refused(naming="cohort")
    provider.changes_schedule(ect, other, cohort="2024").accepted()
    moved = provider.enrolment(ect)
    assert moved["cohort"] == "2024", moved
    assert held["cohort_changed_after_payments_frozen"] is False, held
    assert moved["cohort_changed_after_payments_frozen"] is True, moved


@scenario("V3-ACT-15", needs={Ability.CONTROL})
def a_new_cohort_keeps_the_delivery_partner(provider: Provider) -> None:
    """Of a school's partnerships in another cohort, the one with the same partner trains."""
    school = partnered_school(provider, "2025")
    ect = register(provider, school_id=school, cohort="2025", **ON_SEPTEMBER)
    kept = provider.enrolment(ect)["delivery_partner_id"]
    provider.control("PUT", f"/delivery-partners/{kept}/links/{provider.slug}/2026")
    other = provider.arranged("a delivery partner")["delivery_partner_id"]
    said = {"provider": provider.slug, "cohort": "2026", "school_id": school}
    provider.control("POST", "/partnerships", {**said, "delivery_partner_id": kept})
    with provider.on(TOMORROW):
        provider.control("POST", "/partnerships", {**said, "delivery_partner_id": other})
        provider.changes_schedule(ect, SEPTEMBER, cohort="2026").accepted()
        shown = provider.enrolment(ect)
    assert (shown["cohort"], shown["delivery_partner_id"]) == ("2026", kept), shown
