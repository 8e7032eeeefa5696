"""Mentors who come to be trained with their ECTs, and on which schedule."""

from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import (
    every_training,
    mentorships,
    record_of,
    school_of_record,
    training_periods,
)
from ecf_conformance.v3.provider import Provider
from ecf_conformance.v3.registrations import (
    ECT,
    FUNDING_ENDED,
    IN_SEPTEMBER,
    MENTOR,
    assign,
    ect_and_mentors,
    partnered_school,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}


@scenario("V3-REG-8", "V3-REG-7", needs=_CONTROL)
def who_mentors_comes_to_be_trained_once(provider: Provider) -> None:
    """A funded mentor without training is trained with the ECT's provider from the first day."""
    ect, (mentor, unfunded) = ect_and_mentors(provider)
    report(provider, unfunded, "eligibility", **MENTOR, **FUNDING_ENDED)
    assign(provider, ect, unfunded)
    assert every_training(record_of(provider, unfunded)) == [], "who is not funded is trained"
    assign(provider, ect, mentor, started_on="2027-01-04")
    expected = [f"{provider.slug} 2026 ecf-standard-january from 2027-01-04"]
    assert training_periods(record_of(provider, mentor)) == expected
    assign(provider, ect, mentor, started_on="2026-12-01")
    assert training_periods(record_of(provider, mentor)) == expected, "who was trained is again"


@scenario("V3-REG-8", needs=_CONTROL)
def with_whom_a_mentor_comes_to_be_trained(provider: Provider) -> None:
    """With a school-led ECT no mentor is trained, with one on interest it is of interest too."""
    school = {"school_id": provider.arranged("a school without partnership")["school_id"]}
    with provider.on(IN_SEPTEMBER):
        own, meant = register(provider, **school, provider=None), register(provider, **school)
        mentor = register(provider, "mentor", **school, provider=None)
    assign(provider, own, mentor)
    assert every_training(record_of(provider, mentor)) == []
    assign(provider, meant, mentor)
    interest = f"interest in {provider.slug} 2026 ecf-standard-january from 2026-11-25"
    assert training_periods(record_of(provider, mentor)) == [interest]


@scenario("V3-REG-7", "V3-REG-8", needs=_CONTROL)
def a_mentor_to_come_is_trained_from_then(provider: Provider) -> None:
    """With an ECT who comes to a provider a mentor to come is trained from the mentorship on."""
    school = {"school_id": partnered_school(provider)}
    with provider.on(IN_SEPTEMBER):
        ect, gone, mentor = (
            register(provider, kind, **school, provider=None)
            for kind in ("ect", "mentor", "mentor")
        )
    assign(provider, ect, gone, started_on="2026-09-02", finished_on="2026-11-24")
    assign(provider, ect, mentor, started_on="2027-01-04")
    report(provider, ect, "programme", programme="provider_led", provider=provider.slug)
    assert every_training(record_of(provider, gone)) == [], "who mentors no more is trained"
    expected = f"{provider.slug} 2026 ecf-standard-january from 2027-01-04"
    assert training_periods(record_of(provider, mentor)) == [expected]


@scenario("V3-REG-4", "V3-REG-8", needs=_CONTROL)
def who_came_before_replaces_nobody(provider: Provider) -> None:
    """Whose time as a mentor lies before that of one who was declared is on a standard schedule."""
    ect, (earlier,) = ect_and_mentors(provider, 1)
    declared = _declared_mentor(provider, ect)
    assign(provider, ect, declared, started_on="2026-10-01")
    assign(provider, ect, earlier, started_on="2026-09-10", finished_on="2026-09-30")
    assert mentorships(record_of(provider, ect))[-1] == f"{declared.id} from 2026-10-01"
    training = training_periods(record_of(provider, earlier))
    assert training == [f"{provider.slug} 2026 ecf-standard-january from 2026-09-10"]


@scenario("V3-REG-4", "V3-REG-8", needs=_CONTROL)
def the_own_mentees_count_for_nothing(provider: Provider) -> None:
    """The mentor of an ECT who was declared as a mentor before is on a standard schedule."""
    ect, (mentor,) = ect_and_mentors(provider, 1)
    both = _declared_mentor(provider, ect)
    assign(provider, ect, both, started_on="2026-10-01", finished_on="2026-11-20")
    report(provider, both, "join", **ECT, school_id=school_of_record(record_of(provider, ect)))
    report(provider, both, "programme", programme="provider_led", provider=provider.slug)
    assign(provider, both, mentor)
    training = training_periods(record_of(provider, mentor))
    assert training == [f"{provider.slug} 2026 ecf-standard-january from 2026-11-25"]


def _declared_mentor(provider: Provider, ect: Participant) -> Participant:
    """Return a mentor at the school of an ECT with a declaration of October."""
    with provider.on(IN_SEPTEMBER):
        mentor = register(provider, "mentor", school_id=school_of_record(record_of(provider, ect)))
    provider.declares(mentor, dated="2026-10-05T12:00:00Z").accepted()
    return mentor
