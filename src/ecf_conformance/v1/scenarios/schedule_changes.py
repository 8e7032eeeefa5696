"""Moving a participant to another schedule."""

from collections.abc import Iterator

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import LATE, MISSING, NOBODY, Provider
from ecf_conformance.v1.schedules import (
    APRIL,
    EXTENDED,
    JANUARY,
    REPLACEMENT,
    SEPTEMBER,
    schedule_names,
)


def _schedules(edition: str) -> Iterator[Case]:
    for name in schedule_names(edition):
        yield Case(name)


@scenario("ACT-9", "ACT-5", each=_schedules)
def there_are_twelve_schedules(provider: Provider, case: Case) -> None:
    """A mentor can be moved to each of the twelve schedules, and not to one misspelt."""
    start = JANUARY if case.name == SEPTEMBER else SEPTEMBER
    mentor = provider.someone("mentor", start)
    misspelt = case.name.removeprefix("e")
    provider.changes_schedule(mentor, misspelt).refused(naming="Invalid action", by="ACT-5")
    moved = provider.changes_schedule(mentor, case.name).accepted()
    moved.shows(schedule_identifier=case.name)
    provider.reads(mentor).shows(schedule_identifier=case.name)


@scenario("ACT-9", "ACT-5")
def the_guidances_slip_is_no_schedule(provider: Provider) -> None:
    """cf-replacement-january is unknown, as it is but a slip of the guidance."""
    mentor = provider.someone("mentor")
    slip = provider.changes_schedule(mentor, "cf-replacement-january")
    slip.refused(naming="Invalid action", by="ACT-5")
    provider.changes_schedule(mentor, "ecf-replacement-january").accepted()


@scenario("ACT-5")
def the_same_schedule_is_no_change(provider: Provider) -> None:
    """A move to the schedule already held is refused, and to another it is not."""
    ect = provider.someone()
    provider.changes_schedule(ect, SEPTEMBER).refused(naming="schedule_identifier", by="ACT-5")
    provider.changes_schedule(ect, JANUARY).accepted().shows(schedule_identifier=JANUARY)


@scenario(
    "ACT-5",
    each=table(Case("missing", MISSING), Case("blank", ""), Case("null", None)),
)
def a_schedule_must_be_named(provider: Provider, case: Case) -> None:
    """A move to nowhere is refused by the schedule's name."""
    ect = provider.someone()
    nowhere = provider.changes_schedule(ect, JANUARY, schedule_identifier=case.said)
    nowhere.refused(naming="schedule_identifier", by="ACT-5")
    provider.changes_schedule(ect, JANUARY).accepted()


@scenario("ACT-5")
def an_unknown_schedule_is_an_invalid_action(provider: Provider) -> None:
    """A move to an unknown schedule is an invalid action; that title stands alone."""
    ect = provider.someone()
    unknown = "ecf-standard-july"
    provider.changes_schedule(ect, unknown).refused(naming="Invalid action", by="ACT-5")
    beside = provider.changes_schedule(ect, unknown, cohort="1999")
    beside.refused(naming="cohort", by="ACT-6")
    provider.reads(ect).shows(schedule_identifier=SEPTEMBER)
    provider.changes_schedule(ect, JANUARY).accepted()


@scenario(
    "ACT-5", each=of(*(f"ecf-replacement-{each}" for each in ("september", "january", "april")))
)
def replacements_are_mentors(provider: Provider, case: Case) -> None:
    """A replacement schedule is refused to an ECT, and open to a mentor."""
    ect, mentor = provider.someone(), provider.someone("mentor")
    provider.changes_schedule(ect, case.name).refused(naming="schedule_identifier", by="ACT-5")
    provider.changes_schedule(ect, EXTENDED).accepted()
    provider.changes_schedule(mentor, case.name).accepted()


@scenario("ACT-5")
def the_withdrawn_cannot_move(provider: Provider) -> None:
    """The withdrawn cannot be moved, though they could before."""
    ect = provider.someone()
    provider.changes_schedule(ect, JANUARY).accepted()
    provider.withdraws(ect).done()
    provider.changes_schedule(ect, APRIL).refused(naming="participant_id", by="ACT-5")


@scenario("ACT-1", "FMT-4")
def titles_of_a_move_come_in_order(provider: Provider) -> None:
    """A move of nobody to nowhere names course, participant and schedule, in order."""
    ect = provider.someone()
    nobody = provider.changes_schedule(ect, "", id=NOBODY)
    nobody.refused(
        naming=["course_identifier", "participant_id", "schedule_identifier"],
        by=["ACT-1", "ACT-1", "ACT-5"],
    )
    provider.changes_schedule(ect, JANUARY).accepted()


@scenario(
    "ACT-6",
    each=table(
        Case("another", "2020", False),
        Case("one that is none", "soon", False),
        Case("as text", "2021", True),
        Case("as a number", 2021, True),
    ),
)
def the_cohort_is_the_participants_own(provider: Provider, case: Case) -> None:
    """The cohort of a move must be the participant's, as text or number."""
    ect = provider.someone()
    if not case.expected:
        provider.changes_schedule(ect, JANUARY, cohort=case.said).refused(
            naming="cohort", by="ACT-6"
        )
        provider.changes_schedule(ect, JANUARY).accepted()
    else:
        provider.changes_schedule(ect, JANUARY, cohort="1999").refused(naming="cohort", by="ACT-6")
        provider.changes_schedule(ect, JANUARY, cohort=case.said).accepted()


@scenario("ACT-6", edition="guidance", needs={Ability.TIME})
def without_a_cohort_it_is_the_participants(provider: Provider) -> None:
    """The guidance takes the participant's own cohort where none is said, whatever the date."""
    ect = provider.someone()
    with provider.on("2022-09-01T00:00:00Z"):
        provider.changes_schedule(ect, JANUARY, cohort=MISSING).accepted()


@scenario("ACT-6", edition="service", needs={Ability.TIME})
def without_a_cohort_it_is_the_academic_years(provider: Provider) -> None:
    """The service takes the academic year of now, from 1 September, where no cohort is said."""
    ect = provider.someone()
    with provider.on("2022-09-01T00:00:00Z"):
        provider.changes_schedule(ect, JANUARY, cohort=MISSING).refused(naming="cohort", by="ACT-6")
    with provider.on("2022-08-31T23:59:50Z"):
        provider.changes_schedule(ect, JANUARY, cohort=MISSING).accepted()


@scenario("ACT-7")
def a_move_leaves_no_declaration_outside(provider: Provider) -> None:
    """A move that would leave a standing declaration outside its milestone waits for a void."""
    ect = provider.someone()
    made = provider.declares(ect).done()
    provider.changes_schedule(ect, JANUARY).refused(naming="schedule_identifier", by="ACT-7")
    provider.reads(ect).shows(schedule_identifier=SEPTEMBER)
    provider.voids(made).done()
    provider.changes_schedule(ect, JANUARY).accepted().shows(schedule_identifier=JANUARY)


@scenario("ACT-7")
def a_move_may_keep_a_declaration_inside(provider: Provider) -> None:
    """A move that keeps the declarations inside is accepted, and one that does not is not."""
    ect = provider.someone()
    provider.declares(ect).done()
    provider.changes_schedule(ect, APRIL).refused(naming="schedule_identifier", by="ACT-7")
    provider.changes_schedule(ect, EXTENDED).accepted().shows(schedule_identifier=EXTENDED)


@scenario("ACT-7", needs={Ability.TIME})
def a_paid_declaration_stands_in_the_way(provider: Provider) -> None:
    """A paid declaration holds its schedule, until it is taken back."""
    ect = provider.someone()
    made = provider.declares(ect).done()
    with provider.on("2022-01-10T09:00:00Z"):
        provider.changes_schedule(ect, JANUARY).refused(naming="schedule_identifier", by="ACT-7")
        provider.voids(made).done()
        provider.changes_schedule(ect, JANUARY).accepted()


@scenario("ACT-7", edition="guidance")
def the_first_instant_is_inside_for_a_move(provider: Provider) -> None:
    """The guidance counts a date at the new milestone's first instant as inside, not before it."""
    early, first = provider.someone(schedule=EXTENDED), provider.someone(schedule=EXTENDED)
    with provider.on(LATE):
        provider.declares(early, dated="2021-11-30T23:59:59Z").done()
        provider.declares(first, dated="2021-12-01T00:00:00Z").done()
        provider.changes_schedule(early, JANUARY).refused(naming="schedule_identifier", by="ACT-7")
        provider.changes_schedule(first, JANUARY).accepted()


@scenario("ACT-7", edition="service")
def the_first_instant_is_outside_for_a_move(provider: Provider) -> None:
    """The service counts a date at the new milestone's first instant as outside, not after it."""
    at_first, after = provider.someone(schedule=EXTENDED), provider.someone(schedule=EXTENDED)
    with provider.on(LATE):
        provider.declares(at_first, dated="2021-12-01T00:00:00Z").done()
        provider.declares(after, dated="2021-12-01T00:00:01Z").done()
        provider.changes_schedule(at_first, JANUARY).refused(
            naming="schedule_identifier", by="ACT-7"
        )
        provider.changes_schedule(after, JANUARY).accepted()


@scenario("ACT-7", needs={Ability.TIME})
def the_last_instant_is_inside_for_a_move(provider: Provider) -> None:
    """A date in a milestone's last second stays inside by a move, and a second later does not."""
    last, late = provider.someone(schedule=EXTENDED), provider.someone(schedule=EXTENDED)
    with provider.on(LATE):
        provider.declares(last, dated="2022-01-31T23:59:59Z").done()
        provider.declares(late, dated="2022-02-01T00:00:00Z").done()
        provider.changes_schedule(late, JANUARY).refused(naming="schedule_identifier", by="ACT-7")
        provider.changes_schedule(last, JANUARY).accepted()


@scenario("ACT-7", "PART-3", needs={Ability.CONTROL})
def an_earlier_providers_declaration_counts(provider: Provider) -> None:
    """After a transfer, what the first provider declared still holds the schedule."""
    ect = provider.someone()
    made = provider.declares(ect).done()
    move = {"provider": provider.other.slug, "school_urn": "900101"}
    provider.control("POST", f"/participants/{ect.id}/transfer", move)
    provider.other.changes_schedule(ect, JANUARY).refused(naming="schedule_identifier", by="ACT-7")
    provider.voids(made).done()
    provider.other.changes_schedule(ect, JANUARY).accepted()


@scenario("ACT-5", "DECL-6")
def new_milestones_apply_after_a_move(provider: Provider) -> None:
    """What is declared after a move is judged by the new schedule."""
    mentor = provider.someone("mentor")
    with provider.on(LATE):
        provider.declares(mentor, dated="2021-12-15T09:00:00Z").refused(
            naming="declaration_date", by="DECL-5"
        )
        provider.changes_schedule(mentor, REPLACEMENT).done()
        provider.declares(mentor, dated="2021-12-15T09:00:00Z").accepted()
