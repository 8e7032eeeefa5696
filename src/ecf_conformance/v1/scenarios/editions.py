"""Where the service judges otherwise than the guidance says."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import MISSING, NOW, Provider
from ecf_conformance.v1.schedules import EXTENDED, JANUARY, REPLACEMENT, SEPTEMBER

_OTHER = {Ability.OTHER}
_CONTROL = {Ability.CONTROL}
_LATER = "2021-11-26T09:00:00Z"
_FAR = "2098-01-01T00:00:00Z"
_ALL = ["course_identifier", "participant_id", "schedule_identifier"]


@scenario(
    "AUTH-3",
    "DECL-1",
    edition="service",
    needs=_OTHER,
    each=table(
        Case("window", {"declaration_date": "2021-01-01T00:00:00Z"}, "declaration_date"),
        Case("evidence", {"evidence_held": "none"}, "evidence_held"),
        Case("type", {"declaration_type": "retained-9"}, "declaration_type"),
        Case("place", {"declaration_type": "started"}, "base"),
    ),
)
def the_service_judges_strangers_too(provider: Provider, case: Case) -> None:
    """The service names all that is wrong also for another provider's participant."""
    ect = provider.someone()
    provider.declares(ect).accepted()
    alone = provider.other.declares(ect, "retained-1", **case.said)
    first = case.expected == "declaration_date"
    naming = [case.expected, "participant_id"] if first else ["participant_id", case.expected]
    alone.refused(naming=naming)
    provider.declares(ect, "retained-1", **case.said).refused(naming=case.expected)


@scenario("AUTH-3", "DECL-1", edition="service", needs=_OTHER)
def the_service_judges_strangers_by_their_schedule(provider: Provider) -> None:
    """The service holds a declaration against the schedule that a participant is on elsewhere."""
    ect = provider.someone()
    provider.other.declares(ect).refused(naming="participant_id", by="AUTH-3")
    provider.changes_schedule(ect, JANUARY).accepted()
    early = provider.other.declares(ect)
    early.refused(naming=["declaration_date", "participant_id"], by=["DECL-5", "AUTH-3"])


@scenario("ACT-1", "AUTH-3", edition="service", needs=_OTHER)
def the_service_asks_strangers_for_a_reason(provider: Provider) -> None:
    """The service judges the reason of a withdrawal wherever person and course fit."""
    ect = provider.someone()
    other = provider.other
    tired = other.withdraws(ect, reason="tired")
    tired.refused(naming=["participant_id", "reason"], by=["AUTH-3", "ACT-4"])
    other.withdraws(ect).refused(naming="participant_id", by="AUTH-3")
    wrong = other.withdraws(ect, reason="tired", course_identifier="ecf-mentor")
    wrong.refused(naming=["participant_id", "course_identifier"], by=["ACT-1", "ACT-1"])
    provider.withdraws(ect).accepted()


@scenario("ACT-1", "AUTH-3", edition="guidance", needs=_OTHER)
def the_guidance_asks_strangers_for_no_reason(provider: Provider) -> None:
    """The guidance judges the reason of a withdrawal of one's own participants only."""
    ect = provider.someone()
    provider.other.withdraws(ect, reason="tired").refused(naming="participant_id", by="AUTH-3")
    provider.withdraws(ect, reason="tired").refused(naming="reason", by="ACT-4")
    provider.withdraws(ect).accepted()


@scenario("ACT-1", "ACT-5", edition="guidance", each=of("ecf-mentor", "npq-headship", ""))
def a_wrong_course_of_a_move_is_judged_no_further(provider: Provider, case: Case) -> None:
    """The guidance names course and participant alone for a move on a wrong course."""
    ect = provider.someone()
    wrong = provider.changes_schedule(ect, REPLACEMENT, course_identifier=case.name)
    wrong.refused(naming=_ALL[:2], by=["ACT-1", "ACT-1"])
    provider.changes_schedule(ect, JANUARY).accepted()


@scenario(
    "ACT-1",
    "ACT-5",
    edition="service",
    each=table(
        Case("no ECF course", ("ect", "npq-headship", JANUARY), _ALL),
        Case("none", ("ect", MISSING, JANUARY), _ALL),
        Case("blank", ("ect", "", JANUARY), _ALL),
        Case("mentors'", ("ect", "ecf-mentor", REPLACEMENT), _ALL[:2]),
        Case("ECTs'", ("mentor", "ecf-induction", REPLACEMENT), _ALL),
        Case("ECTs', another schedule", ("mentor", "ecf-induction", JANUARY), _ALL[:2]),
        Case("an unknown schedule", ("ect", "npq-headship", "ecf-standard-july"), _ALL[:2]),
    ),
)
def a_schedule_is_judged_by_the_course_named(provider: Provider, case: Case) -> None:
    """The service holds a schedule against the course that is named, right or wrong."""
    kind, course, schedule = case.said
    somebody = provider.someone(kind)
    wrong = provider.changes_schedule(somebody, schedule, course_identifier=course)
    rules = ["ACT-1", "ACT-1", "ACT-5"]
    wrong.refused(naming=case.expected, by=rules[: len(case.expected)])
    provider.changes_schedule(somebody, JANUARY).accepted()


@scenario("ACT-5", "ACT-7", edition="service", needs=_OTHER)
def the_service_judges_where_strangers_go(provider: Provider) -> None:
    """The service judges the schedule, not the cohort, of another provider's participant."""
    ect = provider.someone()
    both = ["participant_id", "schedule_identifier"]
    provider.other.changes_schedule(ect, EXTENDED).refused(naming="participant_id", by="AUTH-3")
    provider.other.changes_schedule(ect, EXTENDED, cohort="1999").refused(naming="participant_id")
    provider.other.changes_schedule(ect, SEPTEMBER).refused(naming=both, by=["AUTH-3", "ACT-5"])
    provider.declares(ect).accepted()
    provider.other.changes_schedule(ect, JANUARY).refused(naming=both, by=["AUTH-3", "ACT-7"])


@scenario("ACT-5", "ACT-6", "ACT-7", edition="service")
def the_service_looks_in_the_cohort_asked_for(provider: Provider) -> None:
    """The schedule meant is that of the cohort asked for: another than the one held, perhaps."""
    ect = provider.someone()
    provider.changes_schedule(ect, SEPTEMBER, cohort="2022").refused(naming="cohort", by="ACT-6")
    provider.declares(ect).done()
    outside = provider.changes_schedule(ect, EXTENDED, cohort="2022")
    outside.refused(naming=["schedule_identifier", "cohort"], by=["ACT-7", "ACT-6"])
    provider.changes_schedule(ect, EXTENDED).accepted()


@scenario("ACT-5", "ACT-1", edition="guidance")
def the_guidance_looks_in_the_participants_cohort(provider: Provider) -> None:
    """The schedule meant is that of the participant's cohort, whichever is asked for."""
    ect = provider.someone()
    several = provider.changes_schedule(ect, SEPTEMBER, cohort="1999")
    several.refused(naming=["schedule_identifier", "cohort"], by=["ACT-5", "ACT-6"])
    provider.changes_schedule(ect, JANUARY).accepted()


@scenario("ACT-5", edition="service")
def a_blank_schedule_comes_before_a_withdrawal(provider: Provider) -> None:
    """The service names a missing schedule before it names the withdrawn."""
    ect = provider.someone()
    provider.withdraws(ect).accepted()
    provider.changes_schedule(ect, "").refused(naming=["schedule_identifier", "participant_id"])


@scenario("ACT-5", edition="guidance")
def a_withdrawal_comes_before_a_blank_schedule(provider: Provider) -> None:
    """The guidance names the withdrawn before a missing schedule."""
    ect = provider.someone()
    provider.withdraws(ect).accepted()
    provider.changes_schedule(ect, "").refused(naming=["participant_id", "schedule_identifier"])


@scenario(
    "ACT-6", edition="service", each=table(Case("a number", 2021.9), Case("as text", "2021.9"))
)
def the_service_cuts_fractions_off(provider: Provider, case: Case) -> None:
    """The service takes 2021.9 for 2021, and 2020.9 for another cohort."""
    ect = provider.someone()
    provider.changes_schedule(ect, JANUARY, cohort="2020.9").refused(naming="cohort", by="ACT-6")
    provider.changes_schedule(ect, JANUARY, cohort=case.said).accepted()


@scenario("ACT-6", edition="guidance", each=table(Case("a number", 2021.9), Case("text", "2021.9")))
def the_guidance_takes_whole_years(provider: Provider, case: Case) -> None:
    """The guidance does not take 2021.9 for a cohort."""
    ect = provider.someone()
    provider.changes_schedule(ect, JANUARY, cohort=case.said).refused(naming="cohort", by="ACT-6")
    provider.changes_schedule(ect, JANUARY).accepted()


@scenario("ACT-8", edition="service", needs=_CONTROL)
def the_service_updates_nobody_before_they_came(provider: Provider) -> None:
    """The service dates an action before somebody was added when they were added."""
    ect = provider.adds()
    with provider.on("2021-11-20T00:00:00Z"):
        provider.defers(ect).accepted().shows(updated_at=NOW)


@scenario("ACT-8", edition="guidance", needs=_CONTROL)
def the_guidance_updates_at_any_date(provider: Provider) -> None:
    """The guidance dates an action at its now, also before somebody was added."""
    ect = provider.adds()
    with provider.on("2021-11-20T00:00:00Z"):
        provider.defers(ect).accepted().shows(updated_at="2021-11-20T00:00:00Z")


def _without_type(provider: Provider) -> None:
    """Refuse declarations without a type, in the order of the edition."""
    ect = provider.someone()
    titles = ["declaration_date", "declaration_type"]
    late_first = titles if provider.edition == "guidance" else titles[::-1]
    for dated, naming in (("", titles), ("soon", late_first), (_FAR, late_first)):
        provider.declares(ect, dated=dated, declaration_type=MISSING).refused(naming=naming)
    provider.declares(ect).accepted()


@scenario("DECL-1", edition="service")
def a_missing_type_comes_before_an_unusable_date(provider: Provider) -> None:
    """The service names a missing type after a missing date, and before one it cannot use."""
    _without_type(provider)


@scenario("DECL-1", edition="guidance")
def a_date_comes_before_a_missing_type(provider: Provider) -> None:
    """The guidance names any wrong date before a missing type."""
    _without_type(provider)


@scenario("DECL-3", edition="service", each=of("+01", "+0100"))
def the_service_takes_short_offsets(provider: Provider, case: Case) -> None:
    """The service takes an offset without its colon, or without minutes."""
    ect = provider.someone()
    made = provider.declares(ect, dated=f"2021-11-24T10:00:00{case.name}").accepted()
    made.shows(declaration_date="2021-11-24T09:00:00Z")


@scenario("DECL-3", edition="guidance", each=of("+01", "+0100"))
def the_guidance_takes_whole_offsets(provider: Provider, case: Case) -> None:
    """The guidance takes an offset of hours, colon and minutes only."""
    ect = provider.someone()
    short = provider.declares(ect, dated=f"2021-11-24T10:00:00{case.name}")
    short.refused(naming="declaration_date", by="DECL-3")
    provider.declares(ect, dated="2021-11-24T10:00:00+01:00").accepted()


@scenario("DECL-7", edition="service", needs={Ability.TIME})
def the_service_compares_days_with_a_withdrawal(provider: Provider) -> None:
    """The service refuses a day for its form, and compares its midnight with a withdrawal."""
    ect = provider.someone()
    provider.withdraws(ect).accepted()
    with provider.on("2021-11-28T00:00:00Z"):
        both = provider.declares(ect, dated="2021-11-26")
        both.refused(naming=["declaration_date", "participant_id"], by=["DECL-3", "DECL-7"])
        provider.declares(ect, dated="2021-11-25").refused(naming="declaration_date", by="DECL-3")


@scenario("DECL-7", edition="guidance", needs={Ability.TIME})
def the_guidance_compares_no_days(provider: Provider) -> None:
    """The guidance refuses a day for its form alone."""
    ect = provider.someone()
    provider.withdraws(ect).accepted()
    with provider.on("2021-11-28T00:00:00Z"):
        provider.declares(ect, dated="2021-11-26").refused(naming="declaration_date", by="DECL-3")
        provider.declares(ect, dated="2021-11-26T00:00:00Z").refused(
            naming="participant_id", by="DECL-7"
        )


def _unchecked(provider: Provider, validated: bool | None) -> None:
    """Let nobody check a number, and then somebody."""
    ect = provider.adds()
    provider.reads(ect).accepted().shows(teacher_reference_number_validated=None)
    provider.changes(ect, teacher_reference_number="1234567")
    provider.reads(ect).accepted().shows(teacher_reference_number_validated=validated)
    provider.changes(ect, teacher_reference_number_validated=True)
    provider.reads(ect).accepted().shows(teacher_reference_number_validated=True)


@scenario("REG-2", edition="service", needs=_CONTROL)
def an_unchecked_number_is_not_valid(provider: Provider) -> None:
    """With the service, a number that nobody has checked is not valid."""
    _unchecked(provider, validated=False)


@scenario("REG-2", edition="guidance", needs=_CONTROL)
def an_unchecked_number_is_unknown(provider: Provider) -> None:
    """With the guidance, nobody knows whether an unchecked number is valid."""
    _unchecked(provider, validated=None)


@scenario("PART-3", edition="service", needs=_CONTROL, each=of("defer", "withdraw"))
def another_school_is_a_new_beginning(provider: Provider, case: Case) -> None:
    """With the service, who goes to another school is active again, on the same schedule."""
    ect = provider.someone(schedule=EXTENDED)
    provider.acts(case.name, ect).done()
    move = {"provider": provider.slug, "school_urn": "900175"}
    with provider.on(_LATER):
        provider.control("POST", f"/participants/{ect.id}/transfer", move)
        provider.declares(ect, dated=_LATER).accepted()
    read = provider.reads(ect).accepted()
    read.shows(training_status="active", school_urn="900175", schedule_identifier=EXTENDED)
    read.shows(mentor_id=None, updated_at=_LATER)


@scenario("PAY-5", edition="service", needs={Ability.TIME})
def a_void_is_dated_by_itself(provider: Provider) -> None:
    """The service dates a void at its own now, also before the declaration was made."""
    ect = provider.someone()
    with provider.on(_LATER):
        made = provider.declares(ect).done()
    provider.changed_at(provider.voids(made).accepted(), NOW)
    provider.changed_at(provider.reads_declaration(made.id), NOW)


@scenario("PAY-5", edition="guidance", needs={Ability.TIME})
def a_void_is_dated_by_the_latest_change(provider: Provider) -> None:
    """The guidance dates a void before the declaration was made when that was made."""
    ect = provider.someone()
    with provider.on(_LATER):
        made = provider.declares(ect).done()
    provider.changed_at(provider.voids(made).accepted(), _LATER)
