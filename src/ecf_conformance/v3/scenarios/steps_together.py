"""What is refused together when somebody declares, and what hides something else (V3-DECL-3)."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.moments import parse
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOBODY, TOMORROW, Provider
from ecf_conformance.v3.schedules import EXTENDED, JANUARY, SIMPLE

_STATES = {Ability.STATES}
_TO_COME = {"declaration_date": "2098-01-01T09:00:00Z"}
_NO_DATE = {"declaration_date": "yesterday"}
_BLANK_DATE = {"declaration_date": ""}
_EARLY = {"declaration_date": "2026-05-01T09:00:00Z"}
_EXTENDED = {"declaration_type": "extended-1"}
_NO_TYPE = {"declaration_type": ""}
_UNKNOWN_TYPE = {"declaration_type": "retained-5"}
_NOBODY = {"participant_id": NOBODY}
_NO_COURSE = {"course_identifier": "npq-headship"}
_OTHER_COURSE = {"course_identifier": "ecf-mentor"}
_AFTER_THE_LAST = parse("2028-07-31T23:00:00Z")


@scenario(
    "V3-DECL-3",
    needs=_STATES,
    each=table(
        Case("nobody, in the future", {**_NOBODY, **_TO_COME}, ["participant_id"]),
        Case("nobody, no date", {**_NOBODY, **_NO_DATE}, ["participant_id", "declaration_date"]),
        Case("nobody, no type", {**_NOBODY, **_NO_TYPE}, ["participant_id"]),
        Case("no course, in the future", {**_NO_COURSE, **_TO_COME}, ["course_identifier"]),
        Case(
            "no course, no date",
            {**_NO_COURSE, **_NO_DATE},
            ["course_identifier", "declaration_date"],
        ),
        Case("another course, no type", {**_OTHER_COURSE, **_NO_TYPE}, ["course_identifier"]),
        Case("another course, blank date", {**_OTHER_COURSE, **_BLANK_DATE}, ["declaration_date"]),
        Case("declared, blank date", _BLANK_DATE, ["declaration_date"]),
        Case("declared, in the future", _TO_COME, ["declaration_type"]),
        Case("declared, no date", _NO_DATE, ["declaration_type", "declaration_date"]),
        Case("declared, too early", _EARLY, ["declaration_type"]),
        Case("declared, after the next type", {}, ["declaration_type"]),
        Case("no type, in the future", {**_UNKNOWN_TYPE, **_TO_COME}, ["declaration_type"]),
        Case("not in the schedule", _EXTENDED, ["declaration_type"]),
        Case("not in the schedule, to come", {**_EXTENDED, **_TO_COME}, ["declaration_date"]),
        Case(
            "a day to come", {**_EXTENDED, "declaration_date": "2098-01-05"}, ["declaration_date"]
        ),
        Case(
            "too early, out of sequence",
            {"declaration_type": "retained-2", **_EARLY},
            ["declaration_date"],
        ),
    ),
)
def some_refusals_hide_others(provider: Provider, case: Case) -> None:
    """Several things that are wrong are told with the titles of the steps that still are asked."""
    ect = provider.someone()
    provider.declares(ect, "started", "2026-11-23T09:00:00Z").accepted()
    provider.declares(ect, "retained-1", "2026-11-24T09:00:00Z").accepted()
    provider.declares(ect, **case.said).refused(naming=case.expected)


@scenario("V3-DECL-3", "V3-DECL-2", certain_with=_STATES)
def a_mentors_type_is_told_once(provider: Provider) -> None:
    """A type that is no type, or not in the schedule, is not refused a second time."""
    mentor = provider.someone("mentor")
    provider.declares(mentor, "retained-5").refused("declaration_type", by="V3-DECL-2")
    provider.declares(mentor, **_NO_COURSE, **_BLANK_DATE).refused("course_identifier")
    provider.declares(mentor, **_NO_COURSE, **_NO_DATE).bad_request(by="V3-DECL-6")
    before = provider.someone("mentor", cohort=SIMPLE)
    answer = provider.declares(before, "extended-1", **_NO_COURSE)
    answer.refused("course_identifier", by="V3-DECL-3")
    provider.declares(before, "extended-1").refused("declaration_type", by="V3-DECL-7")
    provider.declares(mentor).accepted()


@scenario("V3-DECL-3", "V3-DECL-12", "V3-DECL-6", needs={Ability.TIME})
def a_withdrawal_is_told_beside_a_date(provider: Provider) -> None:
    """Who is withdrawn is refused beside a date to come, before a type; a blank date is a 400."""
    ect = provider.someone()
    provider.withdraws(ect).done()
    with provider.on(TOMORROW):
        answer = provider.declares(ect, "extended-1", TOMORROW)
        answer.refused("participant_id", by="V3-DECL-12")
        provider.declares(ect, declaration_date="").bad_request(by="V3-DECL-6")
        both = provider.declares(ect, dated="2026-11-27T09:00:00Z")
        both.refused(["declaration_date", "participant_id"], by=["V3-DECL-3", "V3-DECL-12"])
        provider.declares(ect, dated="2026-11-25T08:59:59Z").accepted()


@scenario("V3-DECL-3", "V3-DECL-7", needs={Ability.TIME}, certain_with=_STATES)
def what_is_to_come_is_told_once(provider: Provider) -> None:
    """A date to come that is before the milestone too is refused once, for being to come."""
    ect = provider.someone(schedule=JANUARY)
    provider.declares(ect, **_TO_COME).refused("declaration_date", by="V3-DECL-3")
    provider.declares(ect).refused("declaration_date", by="V3-DECL-7")
    with provider.on("2027-01-01T00:00:00Z"):
        provider.declares(ect, dated="2027-01-01T00:00:00Z").accepted()


@scenario("V3-DECL-3", "V3-DECL-13", "V3-COHORT-3", certain_with=_STATES)
def a_frozen_cohort_is_told_once(provider: Provider) -> None:
    """In a frozen cohort without statements the cohort is refused once, and hides the type."""
    ect = provider.someone(state="a participant in a frozen cohort", cohort="2022")
    provider.declares(ect, "extended-1").refused("cohort", by="V3-DECL-13")
    provider.declares(provider.someone()).accepted()


@scenario("V3-DECL-3", "V3-STATEMENT-1", needs={Ability.TIME, Ability.STATES})
def the_last_statement_ends_declaring(provider: Provider) -> None:
    """Once the last statement of a cohort has closed, the eligible are not declared in it."""
    for kind in ("ect", "mentor"):
        first, late = (provider.someone(kind, EXTENDED, cohort=SIMPLE) for _ in range(2))
        with provider.on(provider.before(_AFTER_THE_LAST)):
            provider.declares(first).accepted().shows(state="eligible")
        with provider.on(_AFTER_THE_LAST):
            provider.declares(late).refused("cohort", by="V3-DECL-3")
            provider.declares(late, **_NO_TYPE).refused("declaration_type", by="V3-DECL-3")
            provider.declares(late, "retained-1").refused("cohort", by="V3-DECL-3")


@scenario("V3-DECL-3", "V3-DECL-14", needs={Ability.TIME, Ability.STATES})
def who_is_not_eligible_needs_no_statement(provider: Provider) -> None:
    """Who is not eligible is declared after the last statement too, and stays submitted."""
    ect = provider.someone(state="an ECT without induction")
    with provider.on("2035-01-01T09:00:00Z"):
        made = provider.declares(ect).accepted()
        made.shows(state="submitted", statement_id=None)
    provider.declares(ect).refused("declaration_type", by="V3-DECL-10")


@scenario("V3-DECL-11", needs=_STATES, each=of("2025", "2026"))
def types_follow_one_another_from_2025(provider: Provider, case: Case) -> None:
    """In 2025 as in 2026 a later date than that of the next type is refused, in either role."""
    ect, mentor = (provider.someone(kind, cohort=case.name) for kind in ("ect", "mentor"))
    for trainee, later in ((ect, "retained-1"), (mentor, "completed")):
        provider.declares(trainee, later, "2026-11-20T09:00:00Z").accepted()
        answer = provider.declares(trainee, "started", "2026-11-20T09:00:01Z")
        answer.refused("declaration_date", by="V3-DECL-11")
        provider.declares(trainee, "started", "2026-11-20T09:00:00Z").accepted()


@scenario("V3-DECL-10", "V3-DECL-18", certain_with=_STATES)
def another_type_is_another_place(provider: Provider) -> None:
    """A standing declaration leaves the places of all other types free."""
    ect = provider.someone(schedule=EXTENDED)
    for declared in ("started", "retained-3", "extended-2"):
        provider.declares(ect, declared).accepted()
        provider.declares(ect, declared).refused("declaration_type", by="V3-DECL-10")
