"""Whom a school lets go: which time ends, with what in it, and what is refused."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import (
    mentorships,
    record_of,
    school_periods,
    training_periods,
)
from ecf_conformance.v3.provider import NEXT_PAID, PAID, PAYABLE, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    ON_SEPTEMBER,
    cannot_report,
    partnered_school,
    register,
    register_in_september,
    report,
    school_of,
)

_CONTROL = {Ability.CONTROL}
_MOMENTS = {
    "payable": PAYABLE,
    "paid": PAID,
    "awaiting-clawback": "2027-01-26T00:00:00Z",
    "clawed-back": NEXT_PAID,
}


def _leaves(provider: Provider, who: Participant, on: str, **where: str) -> Json:
    return report(provider, who, "leave", participant_type=who.kind, on=on, **where)


@scenario("V3-REG-5", needs=_CONTROL, each=of("ect", "mentor"))
def the_time_at_a_school_ends_with_all_in_it(provider: Provider, case: Case) -> None:
    """With the last day at a school training and mentorships end, and what begins then is gone."""
    school = {"school_id": partnered_school(provider)}
    kinds = (case.name, {"ect": "mentor", "mentor": "ect"}[case.name])
    who, others = (
        register_in_september(provider, kinds[0], **school),
        [register_in_september(provider, kinds[1], **school) for _ in range(3)],
    )
    days = [
        {"started_on": "2026-09-10", "finished_on": "2026-09-30"},
        {"started_on": "2026-10-01", "finished_on": "2026-12-19"},
        {"started_on": "2026-12-20"},
    ]
    for other, said in zip(others, days, strict=True):
        ect, mentor = (who, other) if case.name == "ect" else (other, who)
        report(provider, ect, "mentor", mentor_id=mentor.id, **said)
    training = f"{provider.slug} 2026 ecf-standard-september 2026-09-02 to"
    over = f"{others[0].id} 2026-09-10 to 2026-09-30"
    for last_day, first in (("2026-12-20", "2026-12-19"), ("2026-12-10", "2026-12-10")):
        person = _leaves(provider, who, last_day)
        assert school_periods(person) == [f"{case.name} 2026-09-02 to {last_day}"]
        assert training_periods(person) == [f"{training} {last_day}"]
        assert mentorships(person) == [over, f"{others[1].id} 2026-10-01 to {first}"]
        (there,) = mentorships(record_of(provider, others[1]))
        assert there == f"{who.id} 2026-10-01 to {first}"
        assert mentorships(record_of(provider, others[2])) == []
    person = _leaves(provider, who, "2027-01-31")
    assert school_periods(person) == [f"{case.name} 2026-09-02 to 2026-12-10"], "an end moves on"
    assert training_periods(person) == [f"{training} 2026-12-10"]


@scenario("V3-REG-5", needs=_CONTROL)
def training_from_the_last_day_on_is_deleted(provider: Provider) -> None:
    """Training that begins on the last day or later is gone; what ended before stays."""
    ect = register_in_september(provider)
    report(provider, ect, "programme", programme="school_led")
    assert training_periods(record_of(provider, ect))[1] == "school_led from 2026-11-25"
    led = f"{provider.slug} 2026 ecf-standard-september 2026-09-02 to 2026-11-24"
    assert training_periods(_leaves(provider, ect, "2026-11-26")) == [
        led,
        "school_led 2026-11-25 to 2026-11-26",
    ]
    assert training_periods(_leaves(provider, ect, "2026-11-25")) == [led]
    assert school_periods(record_of(provider, ect)) == ["ect 2026-09-02 to 2026-11-25"]
    first = f"{provider.slug} 2026 ecf-standard-september 2026-09-02 to"
    assert training_periods(_leaves(provider, ect, "2026-11-24")) == [f"{first} 2026-11-24"]
    assert training_periods(_leaves(provider, ect, "2026-11-23")) == [f"{first} 2026-11-23"]


@scenario("V3-REG-5", needs=_CONTROL)
def the_school_of_the_day_is_left(provider: Provider) -> None:
    """Of two schools an ECT leaves the one of the day, or the last one where there is none."""
    ect, second = register_in_september(provider), partnered_school(provider)
    _leaves(provider, ect, "2026-10-31")
    report(provider, ect, "join", **ECT, school_id=second, started_on="2026-12-01")
    early = {**ECT, "on": "2026-11-30"}
    cannot_report(provider, ect, "leave", "on V3-REG-5", **early)
    assert school_periods(_leaves(provider, ect, "2026-10-31")) == [
        "ect 2026-09-02 to 2026-10-31",
        "ect from 2026-12-01",
    ]
    assert school_periods(_leaves(provider, ect, "2026-10-15")) == [
        "ect 2026-09-02 to 2026-10-15",
        "ect from 2026-12-01",
    ]
    assert school_periods(_leaves(provider, ect, "2026-12-01")) == [
        "ect 2026-09-02 to 2026-10-15",
        "ect 2026-12-01 to 2026-12-01",
    ]


@scenario("V3-REG-5", needs=_CONTROL)
def a_mentor_of_two_schools_names_one(provider: Provider) -> None:
    """Who is at two schools on the day says which is left, and of schools that they are at."""
    mentor, second = register_in_september(provider, "mentor"), partnered_school(provider)
    first = school_of(provider, mentor)
    report(provider, mentor, "join", **MENTOR, school_id=second, started_on="2026-10-05")
    cannot_report(provider, mentor, "leave", "participant_type V3-REG-5", **ECT, on="2026-12-31")
    both = {**MENTOR, "on": "2026-12-31"}
    cannot_report(provider, mentor, "leave", "school_id V3-REG-5", **both)
    strange = {**both, "school_id": partnered_school(provider)}
    cannot_report(provider, mentor, "leave", "participant_type V3-REG-5", **strange)
    person = _leaves(provider, mentor, "2026-12-31", school_id=first)
    over = "mentor 2026-09-02 to 2026-12-31"
    assert school_periods(person) == [over, "mentor from 2026-10-05"]
    person = _leaves(provider, mentor, "2027-01-31")
    assert school_periods(person) == [over, "mentor 2026-10-05 to 2027-01-31"]
    person = _leaves(provider, mentor, "2026-10-04")
    assert school_periods(person)[0] == "mentor 2026-09-02 to 2026-10-04"


@scenario(
    "V3-REG-5",
    "V3-PAY-1",
    needs={*_CONTROL, Ability.PAYMENTS},
    each=table(
        Case("submitted", None),
        Case("voided", None),
        Case("eligible", "on V3-REG-5"),
        Case("payable", "on V3-REG-5"),
        Case("paid", "on V3-REG-5"),
        Case("awaiting-clawback", "on V3-REG-5"),
        Case("clawed-back", "on V3-REG-5"),
    ),
)
def what_a_departure_would_delete(provider: Provider, case: Case) -> None:
    """Training goes with what is submitted or voided, and not with what is or was to be paid."""
    ect = register(provider, started_on="2026-11-02", **ON_SEPTEMBER)
    made = provider.declares(ect).accepted().shows(state="submitted")
    if case.name != "submitted":
        report(provider, ect, "eligibility", **ECT, eligible=True)
    if case.name == "voided":
        provider.voids(made).accepted()
    if case.name in ("awaiting-clawback", "clawed-back"):
        with provider.on(PAID):
            provider.voids(made).accepted()
    with provider.on(_MOMENTS.get(case.name, TOMORROW)):
        provider.reads_declaration(made.id).shows(state=case.name)
        said = {**ECT, "on": "2026-11-25"}
        if case.said:
            cannot_report(provider, ect, "leave", case.said, **said)
            cannot_report(provider, ect, "leave", case.said, case.said, **ECT, on="2026-11-01")
            said["on"] = "2026-11-26"
        person = report(provider, ect, "leave", **said)
    assert len(training_periods(person)) == (1 if case.said else 0)


@scenario("V3-REG-7", "V3-REG-6", "V3-REG-5", needs=_CONTROL)
def a_change_deletes_no_settled_training(provider: Provider) -> None:
    """No change of programme deletes training with an eligible declaration, until tomorrow."""
    ect = register(provider, **ON_SEPTEMBER)
    report(provider, ect, "eligibility", **ECT, eligible=True)
    provider.declares(ect).accepted().shows(state="eligible")
    led = {"programme": "school_led"}
    cannot_report(provider, ect, "programme", "programme V3-REG-5", **led)
    with provider.on(TOMORROW):
        assert len(training_periods(report(provider, ect, "programme", **led))) == 2
