"""Mentors of ECTs, as schools assign them: at the ECT, in declarations, and unfunded."""

from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import DAY_AFTER, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    MENTOR,
    ON_SEPTEMBER,
    cannot_report,
    correct,
    partnered_school,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}
_SINCE_SEPTEMBER = {"started_on": "2026-09-01"}


def _ect_and_mentors(provider: Provider, *, of: str) -> tuple[Participant, list[Participant]]:
    """Return an ECT of the provider's and two mentors at one school, whom `of` trains."""
    school = {"school_id": partnered_school(provider), **_SINCE_SEPTEMBER}
    ect = register(provider, **school, **ON_SEPTEMBER)
    return ect, [register(provider, "mentor", **school, provider=of) for _ in range(2)]


@scenario("V3-REG-8", "V3-PART-7", "V3-DECL-15", needs=_CONTROL)
def a_second_mentor_follows_the_first(provider: Provider) -> None:
    """A new mentor takes the place of the one before, also in what is declared from then on."""
    ect, (first, second) = _ect_and_mentors(provider, of=provider.slug)
    report(provider, ect, "mentor", mentor_id=first.id)
    with provider.on("2026-12-01T09:00:00Z"):
        report(provider, ect, "mentor", mentor_id=second.id)
        assert provider.enrolment(ect)["mentor_id"] == second.id
        day = "2026-12-01T08:00:00Z"
        provider.declares(ect, dated=day).accepted().shows(mentor_id=second.id)


@scenario("V3-REG-8", "V3-PART-7", needs=_CONTROL)
def a_mentorship_ends(provider: Provider) -> None:
    """Once a mentorship is over, no mentor is shown at the ECT."""
    ect, (mentor, _) = _ect_and_mentors(provider, of=provider.slug)
    report(provider, ect, "mentor", mentor_id=mentor.id)
    with provider.on(DAY_AFTER):
        assert provider.enrolment(ect)["mentor_id"] == mentor.id
        report(provider, ect, "mentor", mentor_id=None)
        assert provider.enrolment(ect)["mentor_id"] is None


@scenario("V3-REG-8", needs=_CONTROL)
def a_mentorship_lies_in_the_time_at_school(provider: Provider) -> None:
    """A mentorship before both are at the school, or that ends before it begins, is refused."""
    ect, (mentor, _) = _ect_and_mentors(provider, of=provider.slug)
    for field, day in (("started_on", "2026-08-31"), ("finished_on", "2026-11-24")):
        said = {"mentor_id": mentor.id, field: day}
        cannot_report(provider, ect, "mentor", f"{field} V3-REG-8", **said)
    report(provider, ect, "mentor", mentor_id=mentor.id, started_on="2026-09-01")
    assert provider.enrolment(ect)["mentor_id"] == mentor.id


@scenario("V3-LIST-8", "V3-LIST-13", "V3-PART-7", needs=_CONTROL)
def the_end_of_a_mentorship_moves_the_ect(provider: Provider) -> None:
    """An ECT's `updated_at` is the midnight at which a mentorship has ended by time alone."""
    ect, (mentor, _) = _ect_and_mentors(provider, of=provider.slug)
    report(provider, ect, "mentor", mentor_id=mentor.id, finished_on="2026-12-05")
    after = "2026-12-06T00:00:00Z"
    with provider.on("2026-12-05T23:59:59Z"):
        assert ect.id not in provider.participants(updated_since=after, per_page="3000").ids
        assert provider.enrolment(ect)["mentor_id"] == mentor.id
    with provider.on(after):
        assert ect.id in provider.participants(updated_since=after, per_page="3000").ids
        assert provider.enrolment(ect)["mentor_id"] is None
        provider.reads(ect).accepted().shows(updated_at=after)


@scenario("V3-UNFUNDED-1", "V3-PART-7", needs=_CONTROL)
def a_mentor_whom_the_provider_trains_is_funded(provider: Provider) -> None:
    """Of two mentors of its ECTs a provider lists as unfunded the one whom another trains."""
    school = {"school_id": partnered_school(provider), **_SINCE_SEPTEMBER}
    mentors = []
    for of in (provider.slug, provider.other.slug):
        ect = register(provider, **school)
        mentors.append(register(provider, "mentor", **school, provider=of))
        report(provider, ect, "mentor", mentor_id=mentors[-1].id)
    listed = provider.unfunded_mentors(per_page="3000").accepted().ids
    assert [each.id in listed for each in mentors] == [False, True], listed
    provider.get(f"/unfunded-mentors/{mentors[0].id}").not_found()
    provider.get(f"/unfunded-mentors/{mentors[1].id}").accepted()


@scenario("V3-UNFUNDED-2", needs=_CONTROL)
def the_latest_school_gives_the_e_mail(provider: Provider) -> None:
    """An unfunded mentor at two schools is shown with the e-mail of where time began last."""
    schools = partnered_school(provider), partnered_school(provider)
    other = {"provider": provider.other.slug}
    mails = ["first@example.org", "second@example.org"]
    there = {"school_id": schools[0], **_SINCE_SEPTEMBER, "email": mails[0]}
    mentor = register(provider, "mentor", **there, **other)
    there = {"school_id": schools[1], "started_on": "2026-10-01", "email": mails[1]}
    report(provider, mentor, "join", **MENTOR, **there, **other)
    for school, mail in zip(schools, mails, strict=True):
        ect = register(provider, school_id=school, **_SINCE_SEPTEMBER)
        report(provider, ect, "mentor", mentor_id=mentor.id)
        provider.get(f"/unfunded-mentors/{mentor.id}").accepted().shows(email=mail)


@scenario("V3-UNFUNDED-3", "V3-LIST-13", needs=_CONTROL)
def an_assignment_is_found_by_a_poll(provider: Provider) -> None:
    """An unfunded mentor is found by polls after the assignment, and after a correction."""
    ect, (mentor, _) = _ect_and_mentors(provider, of=provider.other.slug)
    with provider.on(TOMORROW):
        report(provider, ect, "mentor", mentor_id=mentor.id)
        found = provider.unfunded_mentors(updated_since=TOMORROW, per_page="3000").accepted()
        assert mentor.id in found.ids, f"{found.exchange.line} misses the assignment"
    with provider.on(DAY_AFTER):
        found = provider.unfunded_mentors(updated_since=DAY_AFTER, per_page="3000").accepted()
        assert mentor.id not in found.ids, "nothing has changed"
        correct(provider, mentor, full_name="Ada Quill")
        found = provider.unfunded_mentors(updated_since=DAY_AFTER, per_page="3000").accepted()
        assert mentor.id in found.ids, f"{found.exchange.line} misses another name"


@scenario("V3-UNFUNDED-3", "V3-LIST-13", needs=_CONTROL)
def who_takes_over_by_time_is_found_by_a_poll(provider: Provider) -> None:
    """An unfunded mentor who follows another one is found from the midnight on which that is."""
    ect, (first, later) = _ect_and_mentors(provider, of=provider.other.slug)
    report(provider, ect, "mentor", mentor_id=first.id, finished_on="2026-12-05")
    midnight = "2026-12-06T00:00:00Z"
    report(provider, ect, "mentor", mentor_id=later.id, started_on="2026-12-06")
    with provider.on("2026-12-05T23:59:59Z"):
        assert later.id not in provider.unfunded_mentors(per_page="3000").accepted().ids
    with provider.on(midnight):
        found = provider.unfunded_mentors(updated_since=midnight, per_page="3000").accepted()
        assert later.id in found.ids, f"{found.exchange.line} misses who takes over"
