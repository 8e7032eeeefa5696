"""Mentorships day by day: when they begin and end, what goes before, and what is refused."""

from ecf_conformance.cases import Case, table
from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import (
    mentorships,
    record_of,
    school_of_record,
)
from ecf_conformance.v3.provider import Provider
from ecf_conformance.v3.registrations import (
    ECT,
    IN_SEPTEMBER,
    MENTOR,
    assign,
    cannot_report,
    ect_and_mentors,
    partnered_school,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}


def _assign(provider: Provider, ect: Participant, mentor: Participant, **days: str) -> list[str]:
    """Assign a mentor to an ECT; return the ECT's mentorships."""
    return mentorships(assign(provider, ect, mentor, **days))


@scenario("V3-REG-8", needs=_CONTROL)
def a_mentorship_lasts_as_both_are_there(provider: Provider) -> None:
    """From the latest of both starts and today, to the earlier of both ends, it lasts."""
    school = {"school_id": partnered_school(provider)}
    for days, other_days, expected in (
        (("2026-09-01", None), ("2026-10-01", None), "from 2026-11-25"),
        (("2026-12-01", None), ("2026-10-01", None), "from 2026-12-01"),
        (("2026-09-01", None), ("2027-01-04", None), "from 2027-01-04"),
        (("2026-09-01", "2027-07-31"), ("2026-09-01", None), "2026-11-25 to 2027-07-31"),
        (("2026-09-01", "2027-07-31"), ("2026-09-01", "2026-11-25"), "2026-11-25 to 2026-11-25"),
    ):
        who = []
        for kind, (first, last) in (("ect", days), ("mentor", other_days)):
            who.append(register(provider, kind, **school, started_on=first))
            if last:
                report(provider, who[-1], "leave", participant_type=kind, on=last)
        ect, mentor = who
        assert _assign(provider, ect, mentor) == [f"{mentor.id} {expected}"]
        assert mentorships(record_of(provider, mentor)) == [f"{ect.id} {expected}"]


@scenario("V3-REG-8", needs=_CONTROL)
def both_meet_at_one_school(provider: Provider) -> None:
    """A mentor is somebody else, at the school of the ECT, on the day or later."""
    ect, (mentor, _) = ect_and_mentors(provider)
    elsewhere = register(provider, "mentor")
    for each in (elsewhere, ect, register(provider)):
        cannot_report(provider, ect, "mentor", "mentor_id V3-REG-8", mentor_id=each.id)
    cannot_report(provider, mentor, "mentor", "V3-REG-8", mentor_id=elsewhere.id)
    report(provider, mentor, "leave", **MENTOR, on="2026-11-30")
    for first_day, why in (("2026-12-01", "mentor_id V3-REG-8"), ("2026-11-30", None)):
        said = {"mentor_id": mentor.id, "started_on": first_day}
        if why:
            cannot_report(provider, ect, "mentor", why, **said)
        else:
            report(provider, ect, "mentor", **said)


@scenario("V3-REG-8", needs=_CONTROL)
def an_ect_is_at_a_school(provider: Provider) -> None:
    """Nobody is mentored from the day after the last one at a school on, but on that day."""
    ect, (mentor, _) = ect_and_mentors(provider)
    report(provider, ect, "leave", **ECT, on="2026-11-30")
    late = {"mentor_id": mentor.id, "started_on": "2026-12-01"}
    cannot_report(provider, ect, "mentor", "V3-REG-8", **late)
    with provider.on("2026-12-01T00:00:00Z"):
        cannot_report(provider, ect, "mentor", "V3-REG-8", mentor_id=mentor.id)
    with provider.on("2026-11-30T23:59:59Z"):
        there = _assign(provider, ect, mentor)
        assert there == [f"{mentor.id} 2026-11-30 to 2026-11-30"]


@scenario("V3-REG-8", needs=_CONTROL)
def a_mentor_is_there_once_the_ect_is(provider: Provider) -> None:
    """With an ECT who is to come a mentor meets who is there on the first day still."""
    school = {"school_id": partnered_school(provider)}
    ect = register(provider, **school, started_on="2027-01-04")
    leaving, staying = (register(provider, "mentor", **school) for _ in range(2))
    report(provider, leaving, "leave", **MENTOR, on="2027-01-03")
    report(provider, staying, "leave", **MENTOR, on="2027-01-04")
    cannot_report(provider, ect, "mentor", "mentor_id V3-REG-8", mentor_id=leaving.id)
    there = _assign(provider, ect, staying)
    assert there == [f"{staying.id} 2027-01-04 to 2027-01-04"]


@scenario("V3-REG-8", needs=_CONTROL)
def of_several_times_at_school_the_present_counts(provider: Provider) -> None:
    """Who left and came back, mentor or ECT, meets in the time at the school that is on."""
    first, school = partnered_school(provider), {"school_id": partnered_school(provider)}
    with provider.on(IN_SEPTEMBER):
        ect, mentor = register(provider, school_id=first), register(provider, "mentor", **school)
        report(provider, mentor, "leave", **MENTOR, on="2026-09-30")
        report(provider, mentor, "join", **MENTOR, **school, started_on="2026-10-12")
        report(provider, ect, "join", **ECT, **school, started_on="2026-10-05")
    there = _assign(provider, ect, mentor, started_on="2026-10-12", finished_on="2026-12-31")
    assert there == [f"{mentor.id} 2026-10-12 to 2026-12-31"]
    early = {"mentor_id": mentor.id, "started_on": "2026-10-11", "finished_on": "2026-12-31"}
    cannot_report(provider, ect, "mentor", "started_on V3-REG-8", **early)


@scenario(
    "V3-REG-8",
    needs=_CONTROL,
    each=table(
        Case("backwards", ("2026-12-02", "2026-12-01"), "finished_on V3-REG-8"),
        Case("of one day", ("2026-12-02", "2026-12-02")),
        Case("before the ECT", ("2026-09-01", "2026-12-01"), "started_on V3-REG-8"),
        Case("from the ECT's first day", ("2026-09-02", "2026-12-01")),
        Case("to the last day of either", ("2026-09-02", "2026-12-20")),
        Case("past the mentor", ("2026-09-02", "2026-12-21"), "started_on V3-REG-8"),
    ),
)
def days_are_at_the_school(provider: Provider, case: Case) -> None:
    """Days that are said are of both's time at the school, and do not end before they begin."""
    school = {"school_id": partnered_school(provider)}
    ect = register(provider, **school, started_on="2026-09-02")
    mentor = register(provider, "mentor", **school, started_on="2026-08-02")
    report(provider, mentor, "leave", **MENTOR, on="2026-12-20")
    first, last = case.said
    said = {"mentor_id": mentor.id, "started_on": first, "finished_on": last}
    if case.expected:
        cannot_report(provider, ect, "mentor", case.expected, **said)
        said = {"mentor_id": mentor.id, "started_on": "2026-12-20"}
        last = first = "2026-12-20"
    person = report(provider, ect, "mentor", **said)
    assert mentorships(person) == [f"{mentor.id} {first} to {last}"]


@scenario("V3-REG-8", "V3-PART-7", needs=_CONTROL)
def the_mentorship_before_ends_the_day_before(provider: Provider) -> None:
    """One that began ends the day before, one that has not is deleted, one that ended stays."""
    ect, (first, second, third) = ect_and_mentors(provider, 3)
    _assign(provider, ect, first, started_on="2026-09-10", finished_on="2026-09-30")
    _assign(provider, ect, second, started_on="2026-10-01")
    _assign(provider, ect, third, started_on="2027-01-04", finished_on="2027-02-28")
    over = [f"{first.id} 2026-09-10 to 2026-09-30"]
    kept = [*over, f"{second.id} 2026-10-01 to 2027-01-03"]
    there = [*kept, f"{third.id} 2027-01-04 to 2027-02-28"]
    assert mentorships(record_of(provider, ect)) == there
    again = _assign(provider, ect, first, started_on="2027-01-04", finished_on="2027-01-31")
    assert again == [*kept, f"{first.id} 2027-01-04 to 2027-01-31"]
    last = _assign(provider, ect, third, started_on="2027-01-02", finished_on="2027-01-31")
    assert last == [
        *over,
        f"{second.id} 2026-10-01 to 2027-01-01",
        f"{third.id} 2027-01-02 to 2027-01-31",
    ]
    assert mentorships(record_of(provider, first)) == [f"{ect.id} 2026-09-10 to 2026-09-30"]
    one_day = _assign(provider, ect, first, started_on="2026-10-02", finished_on="2026-10-31")
    assert one_day[1:3] == [
        f"{second.id} 2026-10-01 to 2026-10-01",
        f"{first.id} 2026-10-02 to 2026-10-31",
    ]


@scenario("V3-REG-8", needs=_CONTROL)
def a_mentor_who_is_an_ect_keeps_the_own_one(provider: Provider) -> None:
    """Who is mentored, and a mentor too, goes on as a mentor when the own one goes."""
    ect, (both, mentor) = ect_and_mentors(provider)
    school = school_of_record(record_of(provider, both))
    with provider.on(IN_SEPTEMBER):
        report(provider, both, "join", **ECT, school_id=school)
        _assign(provider, ect, both)
        _assign(provider, both, mentor)
    mentored = f"{ect.id} from 2026-09-02"
    assert sorted(mentorships(record_of(provider, both))) == sorted(
        [mentored, f"{mentor.id} from 2026-09-02"]
    )
    person = report(provider, both, "mentor", mentor_id=None)
    own = f"{mentor.id} 2026-09-02 to 2026-11-24"
    assert sorted(mentorships(person)) == sorted([mentored, own]), "the wrong one has ended"
    cannot_report(provider, both, "mentor", "V3-REG-8", mentor_id=None)


@scenario("V3-REG-8", needs=_CONTROL)
def a_mentorship_ended_yesterday(provider: Provider) -> None:
    """What began before today ended yesterday, what begins today or later is deleted, once."""
    ect, (mentor, other) = ect_and_mentors(provider)
    cannot_report(provider, ect, "mentor", "V3-REG-8", mentor_id=None)
    for first_day in ("2026-11-25", "2027-01-04"):
        _assign(provider, ect, mentor, started_on=first_day)
        assert mentorships(report(provider, ect, "mentor", mentor_id=None)) == [], first_day
        cannot_report(provider, ect, "mentor", "V3-REG-8", mentor_id=None)
    _assign(provider, ect, mentor, started_on="2026-09-02", finished_on="2026-09-30")
    _assign(provider, ect, other, started_on="2026-11-24", finished_on="2026-12-31")
    over = f"{mentor.id} 2026-09-02 to 2026-09-30"
    person = report(provider, ect, "mentor", mentor_id=None)
    assert mentorships(person) == [over, f"{other.id} 2026-11-24 to 2026-11-24"]
    cannot_report(provider, ect, "mentor", "V3-REG-8", mentor_id=None)


@scenario("V3-REG-8", needs=_CONTROL)
def the_last_day_of_a_mentorship_can_end_it(provider: Provider) -> None:
    """On its last day a mentorship ends yesterday, and the day after there is none to end."""
    for now, ends in (("2026-12-04T09:00:00Z", True), ("2026-12-05T09:00:00Z", False)):
        ect, (mentor, _) = ect_and_mentors(provider)
        _assign(provider, ect, mentor, finished_on="2026-12-04")
        with provider.on(now):
            if ends:
                person = report(provider, ect, "mentor", mentor_id=None)
                assert mentorships(person) == [f"{mentor.id} 2026-11-25 to 2026-12-03"]
            else:
                cannot_report(provider, ect, "mentor", "V3-REG-8", mentor_id=None)
    report(provider, ect, "leave", **ECT, on="2026-12-04")
    with provider.on("2026-12-05T09:00:00Z"):
        cannot_report(provider, ect, "mentor", "V3-REG-8", mentor_id=None)
