"""Induction periods day by day: eligibility, outcomes, and what is refused."""

from ecf_conformance.cases import Case, table
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import (
    days,
    mentorships,
    record_of,
    school_periods,
    training_periods,
)
from ecf_conformance.v3.provider import NOW, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    ON_SEPTEMBER,
    assign,
    cannot_correct,
    cannot_report,
    correct,
    ect_and_mentors,
    partnered_school,
    register,
    register_in_september,
    report,
)

_CONTROL = {Ability.CONTROL}
_WRONG = {"what": "induction"}


def _eligible_at(person: Json, kind: str = "ect") -> Json:
    return person["eligibility"][kind]["eligible_at"]


@scenario("V3-REG-9", needs=_CONTROL)
def an_induction_is_changed_once_there_is_one(provider: Provider) -> None:
    """Without an induction none is changed; the one that started last is."""
    ect = register(provider)
    cannot_correct(provider, ect, "V3-REG-9", **_WRONG, finished_on="2026-12-01")
    report(provider, ect, "induction", started_on="2026-09-01")
    correct(provider, ect, "induction", finished_on="2026-09-01")
    report(provider, ect, "induction", started_on="2026-10-01")
    moved = {"started_on": "2025-09-01", "finished_on": "2025-12-31"}
    correct(provider, ect, "induction", **moved)
    person = correct(provider, ect, "induction", finished_on="2026-09-30")
    assert [days(each) for each in person["inductions"]] == [
        "2025-09-01 to 2025-12-31",
        "2026-09-01 to 2026-09-30",
    ]


@scenario("V3-REG-9", needs=_CONTROL)
def inductions_are_one_after_the_other(provider: Provider) -> None:
    """An induction begins the day after the one before, ends no earlier, and has one outcome."""
    ect = register(provider, "mentor")
    report(provider, ect, "induction", started_on="2025-09-01")
    correct(provider, ect, "induction", finished_on="2026-07-01")
    begins = {"started_on": "2026-07-01"}
    cannot_report(provider, ect, "induction", "started_on V3-REG-9", **begins)
    report(provider, ect, "induction", started_on="2026-07-02")
    cannot_correct(provider, ect, "started_on V3-REG-9", **_WRONG, **begins)
    backwards = {"finished_on": "2026-07-01"}
    cannot_correct(provider, ect, "finished_on V3-REG-9", **_WRONG, **backwards)
    cannot_correct(provider, ect, "outcome V3-REG-9", **_WRONG, outcome="pass")
    one_day = {"finished_on": "2026-07-02", "outcome": "fail"}
    person = correct(provider, ect, "induction", **one_day)
    assert person["inductions"][-1]["outcome"] == "fail", person["inductions"]
    report(provider, ect, "induction", started_on="2026-07-03")
    second = {"finished_on": "2026-07-04", "outcome": "pass"}
    cannot_correct(provider, ect, "outcome V3-REG-9", **_WRONG, **second)
    why = ("outcome V3-REG-9", "outcome V3-REG-9", "started_on V3-REG-9")
    cannot_correct(provider, ect, *why, **_WRONG, **begins, outcome="pass")
    correct(provider, ect, "induction", finished_on="2026-07-04")


@scenario("V3-REG-9", needs=_CONTROL)
def an_outcome_ends_the_time_at_school_today(provider: Provider) -> None:
    """With an outcome the open time as an ECT ends today with all in it, and no other time."""
    ect, (mentor, _) = ect_and_mentors(provider)
    assign(provider, ect, mentor, started_on="2026-09-10")
    report(provider, ect, "join", **MENTOR, school_id=partnered_school(provider))
    report(provider, ect, "induction", started_on="2026-09-02")
    person = correct(provider, ect, "induction", finished_on="2026-11-20")
    assert school_periods(person)[0] == "ect from 2026-09-02", "an end alone ends the time"
    person = correct(provider, ect, "induction", outcome="pass")
    assert school_periods(person) == ["ect 2026-09-02 to 2026-11-25", "mentor from 2026-11-25"]
    assert training_periods(person) == [
        f"{provider.slug} 2026 ecf-standard-september 2026-09-02 to 2026-11-25"
    ]
    assert mentorships(person) == [f"{mentor.id} 2026-09-10 to 2026-11-25"]


@scenario(
    "V3-REG-9",
    needs=_CONTROL,
    each=table(
        Case("began yesterday", "2026-11-24", ["ect 2026-11-24 to 2026-11-25"]),
        Case("began today", "2026-11-25", []),
        Case("is to begin", "2026-11-26", []),
    ),
)
def time_that_has_hardly_begun(provider: Provider, case: Case) -> None:
    """A time at school that begins today or later is deleted with an outcome."""
    ect = register(provider, started_on=case.said)
    report(provider, ect, "induction", started_on="2026-09-02")
    person = correct(provider, ect, "induction", finished_on="2026-11-20", outcome="fail")
    assert school_periods(person) == case.expected


@scenario("V3-REG-9", needs=_CONTROL)
def a_time_that_has_an_end_keeps_it(provider: Provider) -> None:
    """With an outcome the time of who leaves anyway is left as it is."""
    ect = register_in_september(provider)
    report(provider, ect, "leave", **ECT, on="2026-12-31")
    report(provider, ect, "induction", started_on="2026-09-02")
    person = correct(provider, ect, "induction", finished_on="2026-11-20", outcome="pass")
    assert school_periods(person) == ["ect 2026-09-02 to 2026-12-31"]


@scenario("V3-REG-9", "V3-REG-5", needs=_CONTROL)
def an_outcome_deletes_no_settled_training(provider: Provider) -> None:
    """An outcome waits until tomorrow where today it would delete what is to be paid."""
    ect = register(provider, **ON_SEPTEMBER)
    report(provider, ect, "induction", started_on="2026-09-02")
    provider.declares(ect).accepted().shows(state="eligible")
    passed = {"finished_on": "2026-11-20", "outcome": "pass"}
    cannot_correct(provider, ect, "outcome V3-REG-5", **_WRONG, **passed)
    with provider.on(TOMORROW):
        person = correct(provider, ect, "induction", **passed)
    assert school_periods(person) == ["ect 2026-11-25 to 2026-11-26"]


@scenario(
    "V3-REG-11",
    needs=_CONTROL,
    each=table(
        Case("over", ("2026-09-01", "2026-11-24"), None),
        Case("to today", ("2026-09-01", "2026-11-25"), NOW),
        Case("of today", ("2026-11-25", "2026-11-25"), NOW),
        Case("from today", ("2026-11-25", None), NOW),
        Case("from tomorrow", ("2026-11-26", None), "2026-11-26T00:00:00Z"),
        Case("in summer", ("2027-06-10", None), "2027-06-09T23:00:00Z"),
    ),
)
def since_when_an_induction_makes_eligible(provider: Provider, case: Case) -> None:
    """An ECT is eligible now if an induction contains today, else from one that is to begin."""
    first, last = case.said
    who = register(provider, "mentor")
    report(provider, who, "induction", started_on=first)
    if last:
        correct(provider, who, "induction", finished_on=last)
    assert _eligible_at(record_of(provider, who)) is None, "who is no ECT is eligible"
    person = report(provider, who, "join", **ECT, school_id=partnered_school(provider))
    assert _eligible_at(person) == case.expected


@scenario("V3-REG-11", needs=_CONTROL)
def eligibility_to_come_moves_with_inductions(provider: Provider) -> None:
    """The first of inductions to begin counts, until it has begun; then nothing takes it back."""
    ect = register(provider)
    person = report(provider, ect, "induction", started_on="2026-12-20")
    assert _eligible_at(person) == "2026-12-20T00:00:00Z"
    person = correct(provider, ect, "induction", finished_on="2026-12-31")
    report(provider, ect, "induction", started_on="2027-01-04")
    assert _eligible_at(person) == "2026-12-20T00:00:00Z"
    person = correct(provider, ect, "induction", started_on="2027-01-05")
    assert _eligible_at(person) == "2026-12-20T00:00:00Z"
    with provider.on("2026-12-20T00:00:00Z"):
        person = correct(provider, ect, "induction", started_on="2027-01-06")
        assert _eligible_at(person) == "2026-12-20T00:00:00Z"
    with provider.on(NOW):
        other = register(provider)
        report(provider, other, "induction", started_on="2026-12-20")
        person = correct(provider, other, "induction", started_on="2026-12-10")
        assert _eligible_at(person) == "2026-12-10T00:00:00Z"
        person = correct(provider, other, "induction", started_on="2026-11-25")
        assert _eligible_at(person) == NOW
    with provider.on(TOMORROW):
        person = correct(provider, other, "induction", started_on="2026-12-10")
        assert _eligible_at(person) == NOW


@scenario("V3-REG-11", "V3-REG-12", needs=_CONTROL)
def a_mentor_is_eligible_once_trained(provider: Provider) -> None:
    """A mentor is eligible since the first training, unless funding had ended before."""
    training, waiting = register(provider, "mentor"), register(provider, "mentor", provider=None)
    assert _eligible_at(training.state_values, "mentor") == NOW
    assert _eligible_at(waiting.state_values, "mentor") is None
    assert _eligible_at(register(provider).state_values, "mentor") is None
    ended = register(provider, "mentor", provider=None)
    day = {"ineligible_on": "2026-11-01", "reason": "started_not_completed"}
    report(provider, ended, "eligibility", **MENTOR, **day)
    with provider.on(TOMORROW):
        person = correct(provider, training, full_name="Ada Quill")
        assert _eligible_at(person, "mentor") == NOW
        for survivor, since in ((waiting, TOMORROW), (ended, None)):
            retired = register(provider, "mentor")
            person = report(provider, retired, "merge", into=survivor.id)
            assert _eligible_at(person, "mentor") == since
