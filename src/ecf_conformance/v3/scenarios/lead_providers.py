"""Another lead provider, as a school reports it: when training ends, goes on, or is refused."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import every_training, record_of, training_periods
from ecf_conformance.v3.provider import DAY_AFTER, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    FUNDING_ENDED,
    MENTOR,
    cannot_report,
    partnered_school,
    register,
    register_in_september,
    report,
    school_of,
)

_CONTROL = {Ability.CONTROL}


def _goes_to(provider: Provider, who: Participant, to: str) -> Json:
    """Let a school change the lead provider of somebody; return the person."""
    return report(provider, who, "lead-provider", participant_type=who.kind, provider=to)


def _cannot_go_to(provider: Provider, who: Participant, to: str, why: str, **said: Json) -> None:
    asked = {"participant_type": who.kind, "provider": to, **said}
    cannot_report(provider, who, "lead-provider", why, **asked)


@scenario("V3-REG-6", needs=_CONTROL, each=of("ect", "mentor"))
def training_ends_yesterday_and_goes_on_today(provider: Provider, case: Case) -> None:
    """A new lead provider trains from today on, in the cohort and on the schedule of before."""
    school, other = partnered_school(provider), provider.other
    who = register_in_september(provider, case.name, school_id=school)
    report(provider, who, "leave", participant_type=case.name, on="2027-07-31")
    there = other.arranged("a school in partnership", school_id=school)["partnership_id"]
    person = _goes_to(provider, who, other.slug)
    assert training_periods(person) == [
        f"{provider.slug} 2026 ecf-standard-september 2026-09-02 to 2026-11-24",
        f"{other.slug} 2026 ecf-standard-september 2026-11-25 to 2027-07-31",
    ]
    assert every_training(person)[1]["partnership_id"] == there, "not under the partnership"


@scenario("V3-REG-6", "V3-REG-4", needs=_CONTROL)
def without_partnership_it_is_an_interest(provider: Provider) -> None:
    """Where the new provider has no partnership the training is of interest, and replaced so."""
    ect = register_in_september(provider)
    first, september = f"{provider.slug} 2026", "ecf-standard-september"
    person = _goes_to(provider, ect, provider.other.slug)
    assert training_periods(person) == [
        f"{first} {september} 2026-09-02 to 2026-11-24",
        f"interest in {provider.other.slug} 2026 {september} from 2026-11-25",
    ]
    with provider.on(TOMORROW):
        person = _goes_to(provider, ect, provider.slug)
        assert training_periods(person) == [
            f"{first} {september} 2026-09-02 to 2026-11-24",
            f"{first} {september} from 2026-11-26",
        ]


@scenario(
    "V3-REG-6", needs=_CONTROL, each=table(Case("today"), Case("on a day to come", "2027-01-04"))
)
def training_not_begun_changes_in_place(provider: Provider, case: Case) -> None:
    """Training that starts today or later is the new provider's from its start."""
    when = {"started_on": case.said} if case.said else {}
    unknown, known = register(provider, **when), register(provider, **when)
    school = {"school_id": school_of(provider, known)}
    there = provider.other.arranged("a school in partnership", **school)["partnership_id"]
    for ect, partnership in ((unknown, None), (known, there)):
        (before,) = every_training(ect.state_values)
        (after,) = every_training(_goes_to(provider, ect, provider.other.slug))
        owner = {"partnership_id": partnership, "interest": partnership is None}
        assert after == {**before, "provider": provider.other.slug, **owner}, after


@scenario("V3-REG-6", "V3-ACT-6", needs=_CONTROL)
def who_was_withdrawn_goes_back_to_the_provider(provider: Provider) -> None:
    """Whom a provider withdrew today is with it until tomorrow, and then trained by it again."""
    ect = register_in_september(provider)
    first = f"{provider.slug} 2026 ecf-standard-september"
    provider.withdraws(ect).done()
    _cannot_go_to(provider, ect, provider.slug, "provider V3-REG-6")
    with provider.on(DAY_AFTER):
        person = _goes_to(provider, ect, provider.slug)
        assert training_periods(person) == [
            f"{first} 2026-09-02 to 2026-11-25",
            f"{first} from 2026-11-27",
        ]


@scenario("V3-REG-6", needs=_CONTROL)
def what_would_follow_is_deleted(provider: Provider) -> None:
    """A change that is reported of a day before another one replaces what follows."""
    ect = register_in_september(provider)
    with provider.on("2026-12-10T09:00:00Z"):
        _goes_to(provider, ect, provider.other.slug)
    with provider.on("2026-12-20T09:00:00Z"):
        _goes_to(provider, ect, provider.slug)
    person = _goes_to(provider, ect, provider.other.slug)
    assert training_periods(person) == [
        f"{provider.slug} 2026 ecf-standard-september 2026-09-02 to 2026-11-24",
        f"interest in {provider.other.slug} 2026 ecf-standard-september from 2026-11-25",
    ]


@scenario("V3-REG-6", "V3-PART-15", needs=_CONTROL)
def out_of_a_frozen_cohort(provider: Provider) -> None:
    """An ECT whom a partnership trains in a frozen cohort comes to 2024; nobody else does."""
    other, out = provider.other.slug, "2024 ecf-extended-september"
    school = partnered_school(provider, "2022")
    begun, fresh, mentor = (
        register_in_september(provider, school_id=school, cohort="2022"),
        register(provider, school_id=school, cohort="2022"),
        register_in_september(provider, "mentor", school_id=school, cohort="2022"),
    )
    unseen = provider.arranged("a school without partnership")["school_id"]
    meant = register_in_september(provider, school_id=unseen, cohort="2022")
    for who, expected, year in (
        (begun, f"interest in {other} {out} from 2026-11-25", "2022"),
        (fresh, f"interest in {other} {out} from 2026-11-25", "2022"),
        (mentor, f"interest in {other} 2022 ecf-standard-september from 2026-11-25", None),
        (meant, f"interest in {other} 2022 ecf-standard-september from 2026-11-25", None),
    ):
        person = _goes_to(provider, who, other)
        assert training_periods(person)[-1] == expected
        assert person["eligibility"][who.kind]["frozen_year"] == year, person["eligibility"]


@scenario("V3-REG-6", "V3-REG-8", needs=_CONTROL)
def a_mentor_of_two_schools_changes_where_trained(provider: Provider) -> None:
    """Of a mentor's schools it is the one with training that changes the provider."""
    school = partnered_school(provider)
    mentor = register_in_september(provider, "mentor", provider=None)
    there = {"participant_type": "mentor", "school_id": school, "started_on": "2026-10-01"}
    report(provider, mentor, "join", **there)
    ect = register_in_september(provider, school_id=school)
    report(provider, ect, "mentor", mentor_id=mentor.id)
    (before,) = every_training(record_of(provider, mentor))
    assert before["provider"] == provider.slug, before
    (after,) = every_training(_goes_to(provider, mentor, provider.other.slug))
    assert after["provider"] == provider.other.slug, after


@scenario("V3-REG-6", needs=_CONTROL)
def of_two_schools_the_present_one_changes(provider: Provider) -> None:
    """An ECT who is to move changes the provider at the present school, and then at the next."""
    ect, september = register_in_september(provider), "2026 ecf-standard-september"
    first, other = f"{provider.slug} {september} 2026-09-02 to 2026-11-24", provider.other.slug
    next_school = {"school_id": partnered_school(provider), "provider": provider.slug}
    report(provider, ect, "join", **ECT, **next_school, started_on="2026-12-01")
    person = _goes_to(provider, ect, other)
    assert training_periods(person) == [
        first,
        f"interest in {other} {september} 2026-11-25 to 2026-11-30",
        f"{provider.slug} {september} from 2026-12-01",
    ]
    with provider.on("2026-12-01T00:00:00Z"):
        person = _goes_to(provider, ect, other)
        assert training_periods(person)[1:] == [
            f"interest in {other} {september} 2026-11-25 to 2026-11-30",
            f"interest in {other} {september} from 2026-12-01",
        ]


@scenario("V3-REG-6", "V3-COHORT-1", needs=_CONTROL)
def a_lead_provider_is_another_one(provider: Provider) -> None:
    """The present provider is refused, and who takes no part, for whoever is trained or not."""
    ect, other = register(provider), provider.other.slug
    _cannot_go_to(provider, ect, provider.slug, "provider V3-REG-6")
    _cannot_go_to(provider, ect, "fenland", "provider V3-COHORT-1")
    _cannot_go_to(provider, ect, other, "participant_type V3-REG-6", **MENTOR)
    own, mentor = register(provider, provider=None), register(provider, "mentor", provider=None)
    for each in (own, mentor):
        _cannot_go_to(provider, each, other, "provider V3-REG-6")
    _goes_to(provider, ect, other)
    _cannot_go_to(provider, ect, other, "provider V3-REG-6")


@scenario("V3-REG-6", "V3-PART-14", needs=_CONTROL)
def a_mentor_without_funding_changes_no_provider(provider: Provider) -> None:
    """A mentor whose funding has ended stays with the provider; one who is funded does not."""
    mentor = register(provider, "mentor")
    report(provider, mentor, "eligibility", **MENTOR, **FUNDING_ENDED)
    _cannot_go_to(provider, mentor, provider.other.slug, "provider V3-REG-6")
    report(provider, mentor, "eligibility", **MENTOR, ineligible_on=None)
    _goes_to(provider, mentor, provider.other.slug)


@scenario("V3-REG-6", "V3-REG-7", needs=_CONTROL)
def who_is_at_no_school_changes_nothing(provider: Provider) -> None:
    """On the last day at a school the provider and the programme change, and later they do not."""
    first, second = (register_in_september(provider) for _ in range(2))
    for each in (first, second):
        report(provider, each, "leave", **ECT, on="2026-11-25")
    with provider.on(TOMORROW):
        _cannot_go_to(provider, first, provider.other.slug, "participant_type V3-REG-6")
        led = {"programme": "school_led"}
        cannot_report(provider, first, "programme", "participant_type V3-REG-7", **led)
    person = _goes_to(provider, first, provider.other.slug)
    assert training_periods(person)[-1].endswith("2026-11-25 to 2026-11-25")
    person = report(provider, second, "programme", programme="school_led")
    assert training_periods(person)[-1] == "school_led 2026-11-25 to 2026-11-25"
