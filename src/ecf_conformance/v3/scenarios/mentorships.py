"""Mentorships day by day: when they begin and end, what goes before, and what is refused."""

from ecf_conformance.cases import Case, table
from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import (
    every_training,
    mentorships,
    record_of,
    training_periods,
)
from ecf_conformance.v3.provider import Provider
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    cannot_report,
    partnered_school,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}
_BEFORE = "2026-09-02T09:00:00Z"
_FUNDING_ENDED = {"ineligible_on": "2026-11-01", "reason": "started_not_completed"}


def _people(provider: Provider, mentors: int = 2) -> tuple[Participant, list[Participant]]:
    """Return an ECT and mentors at one school since September, the mentors without training."""
    school = {"school_id": partnered_school(provider)}
    with provider.on(_BEFORE):
        ect = register(provider, **school)
        return ect, [register(provider, "mentor", **school, provider=None) for _ in range(mentors)]


def _assign(provider: Provider, ect: Participant, mentor: Participant, **days: str) -> list[str]:
    """Assign a mentor to an ECT; return the ECT's mentorships."""
    return mentorships(report(provider, ect, "mentor", mentor_id=mentor.id, **days))


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
    ect, (mentor, _) = _people(provider)
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
    ect, (mentor, _) = _people(provider)
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
    with provider.on(_BEFORE):
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
    ect, (first, second, third) = _people(provider, 3)
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


@scenario("V3-REG-8", needs=_CONTROL)
def a_mentor_who_is_an_ect_keeps_the_own_one(provider: Provider) -> None:
    """Who is mentored, and a mentor too, goes on as a mentor when the own one goes."""
    ect, (both, mentor) = _people(provider)
    school = _school_of(provider, both)
    with provider.on(_BEFORE):
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
    ect, (mentor, other) = _people(provider)
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
        ect, (mentor, _) = _people(provider)
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


@scenario("V3-REG-8", "V3-REG-7", needs=_CONTROL)
def who_mentors_comes_to_be_trained_once(provider: Provider) -> None:
    """A funded mentor without training is trained with the ECT's provider from the first day."""
    ect, (mentor, unfunded) = _people(provider)
    report(provider, unfunded, "eligibility", **MENTOR, **_FUNDING_ENDED)
    _assign(provider, ect, unfunded)
    assert every_training(record_of(provider, unfunded)) == [], "who is not funded is trained"
    _assign(provider, ect, mentor, started_on="2027-01-04")
    expected = [f"{provider.slug} 2026 ecf-standard-january from 2027-01-04"]
    assert training_periods(record_of(provider, mentor)) == expected
    _assign(provider, ect, mentor, started_on="2026-12-01")
    assert training_periods(record_of(provider, mentor)) == expected, "who was trained is again"


@scenario("V3-REG-8", needs=_CONTROL)
def with_whom_a_mentor_comes_to_be_trained(provider: Provider) -> None:
    """With a school-led ECT no mentor is trained, with one on interest it is of interest too."""
    school = {"school_id": provider.arranged("a school without partnership")["school_id"]}
    with provider.on(_BEFORE):
        own, meant = register(provider, **school, provider=None), register(provider, **school)
        mentor = register(provider, "mentor", **school, provider=None)
    _assign(provider, own, mentor)
    assert every_training(record_of(provider, mentor)) == []
    _assign(provider, meant, mentor)
    interest = f"interest in {provider.slug} 2026 ecf-standard-january from 2026-11-25"
    assert training_periods(record_of(provider, mentor)) == [interest]


@scenario("V3-REG-7", "V3-REG-8", needs=_CONTROL)
def a_mentor_to_come_is_trained_from_then(provider: Provider) -> None:
    """With an ECT who comes to a provider a mentor to come is trained from the mentorship on."""
    school = {"school_id": partnered_school(provider)}
    with provider.on(_BEFORE):
        ect, gone, mentor = (
            register(provider, kind, **school, provider=None)
            for kind in ("ect", "mentor", "mentor")
        )
    _assign(provider, ect, gone, started_on="2026-09-02", finished_on="2026-11-24")
    _assign(provider, ect, mentor, started_on="2027-01-04")
    report(provider, ect, "programme", programme="provider_led", provider=provider.slug)
    assert every_training(record_of(provider, gone)) == [], "who mentors no more is trained"
    expected = f"{provider.slug} 2026 ecf-standard-january from 2027-01-04"
    assert training_periods(record_of(provider, mentor)) == [expected]


@scenario("V3-REG-4", "V3-REG-8", needs=_CONTROL)
def who_came_before_replaces_nobody(provider: Provider) -> None:
    """Whose time as a mentor lies before that of one who was declared is on a standard schedule."""
    ect, (earlier,) = _people(provider, 1)
    declared = _declared_mentor(provider, ect)
    _assign(provider, ect, declared, started_on="2026-10-01")
    _assign(provider, ect, earlier, started_on="2026-09-10", finished_on="2026-09-30")
    assert mentorships(record_of(provider, ect))[-1] == f"{declared.id} from 2026-10-01"
    training = training_periods(record_of(provider, earlier))
    assert training == [f"{provider.slug} 2026 ecf-standard-january from 2026-09-10"]


@scenario("V3-REG-4", "V3-REG-8", needs=_CONTROL)
def the_own_mentees_count_for_nothing(provider: Provider) -> None:
    """The mentor of an ECT who was declared as a mentor before is on a standard schedule."""
    ect, (mentor,) = _people(provider, 1)
    both = _declared_mentor(provider, ect)
    _assign(provider, ect, both, started_on="2026-10-01", finished_on="2026-11-20")
    report(provider, both, "join", **ECT, school_id=_school_of(provider, ect))
    report(provider, both, "programme", programme="provider_led", provider=provider.slug)
    _assign(provider, both, mentor)
    training = training_periods(record_of(provider, mentor))
    assert training == [f"{provider.slug} 2026 ecf-standard-january from 2026-11-25"]


def _declared_mentor(provider: Provider, ect: Participant) -> Participant:
    """Return a mentor at the school of an ECT with a declaration of October."""
    with provider.on(_BEFORE):
        mentor = register(provider, "mentor", school_id=_school_of(provider, ect))
    provider.declares(mentor, dated="2026-10-05T12:00:00Z").accepted()
    return mentor


def _school_of(provider: Provider, who: Participant) -> str:
    """Return the id of the one school where somebody is."""
    (period,) = record_of(provider, who)["school_periods"]
    return str(period["school_id"])
