"""How a mentor's `completed` ends funding and training, and what its void gives back."""

from ecf_conformance.cases import Case, table
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    MENTOR,
    ON_SEPTEMBER,
    register,
    report,
)
from ecf_conformance.v3.schedules import JANUARY, SEPTEMBER

_CONTROL = {Ability.CONTROL}
_IN_OCTOBER = {"started_on": "2026-10-01", **ON_SEPTEMBER}


def _days(provider: Provider, who: Participant) -> list[tuple[str, str | None]]:
    """Return the first and the last day of each time that somebody trains."""
    told: Json = provider.control("GET", f"/participants/{who.id}")
    trained = [each for school in told["school_periods"] for each in school["training_periods"]]
    return sorted((each["started_on"], each["finished_on"]) for each in trained)


@scenario(
    "V3-DECL-17",
    needs=_CONTROL,
    each=table(
        Case("a day later", "2026-11-20T09:00:00Z", "2026-11-20"),
        Case("before training", "2026-09-15T09:00:00Z", "2026-10-02"),
        Case("as training begins", "2026-10-01T00:00:00Z", "2026-10-02"),
        Case("a second after it begins", "2026-10-01T00:00:01Z", "2026-10-01"),
        Case("after midnight in London", "2026-10-10T23:30:00Z", "2026-10-11"),
    ),
)
def training_ends_with_completion(provider: Provider, case: Case) -> None:
    """A mentor's training ends on the day of `completed`, but not before its second day."""
    mentor = register(provider, "mentor", **_IN_OCTOBER)
    provider.declares(mentor, "completed", case.said).accepted()
    assert _days(provider, mentor) == [("2026-10-01", case.expected)]


@scenario("V3-DECL-17", needs=_CONTROL)
def training_that_is_over_stays_as_it_ended(provider: Provider) -> None:
    """Who has left keeps the end of training, who is leaving ends it with the completion."""
    gone, leaving = (register(provider, "mentor", **_IN_OCTOBER) for _ in range(2))
    report(provider, gone, "leave", **MENTOR, on="2026-11-20")
    report(provider, leaving, "leave", **MENTOR, on="2026-12-31")
    for mentor, end in ((gone, "2026-11-20"), (leaving, "2026-11-10")):
        provider.declares(mentor, "completed", "2026-11-10T09:00:00Z").accepted()
        assert _days(provider, mentor) == [("2026-10-01", end)]
        assert provider.enrolment(mentor)["mentor_funding_end_date"] == "2026-11-10"


@scenario(
    "V3-DECL-17",
    "V3-LIST-12",
    needs={Ability.TIME},
    certain_with={Ability.STATES},
    each=table(
        Case("an ECT's completed", "ect", "completed"), Case("a start", "mentor", "started")
    ),
)
def other_declarations_end_nothing(provider: Provider, case: Case) -> None:
    """What an ECT completes, or a mentor starts, neither ends training nor moves the person."""
    trainee = provider.someone(case.said)
    before = provider.reads(trainee).done().data
    with provider.on(TOMORROW):
        provider.declares(trainee, case.expected).accepted()
        after = provider.reads(trainee).accepted().data
    assert after == before, f"shown before: {before}, and after: {after}"


@scenario("V3-VOID-6", "V3-LIST-8", needs=_CONTROL)
def a_void_gives_training_back(provider: Provider) -> None:
    """After a void training goes on from the day after its end, under the same terms."""
    mentor = register(provider, "mentor", **_IN_OCTOBER)
    provider.changes_schedule(mentor, JANUARY).done()
    with provider.on("2027-02-01T09:00:00Z"):
        completed = provider.declares(mentor, "completed", "2027-01-20T09:00:00Z").accepted()
        before = provider.enrolment(mentor)
        assert before["participant_status"] == "active", before
    with provider.on("2027-02-02T09:00:00Z"):
        report(provider, mentor, "leave", **MENTOR, on="2027-03-31")
        provider.voids(completed).accepted()
        after = provider.enrolment(mentor)
        moved = provider.reads(mentor).accepted()
        provider.changed_at(moved, "2027-02-02T09:00:00Z")
    assert _days(provider, mentor)[-2:] == [
        ("2026-11-25", "2027-01-20"),
        ("2027-01-21", "2027-03-31"),
    ]
    for name in ("schedule_identifier", "delivery_partner_id", "school_urn", "cohort"):
        assert after[name] == before[name], f"{name} was {before[name]}, is {after[name]}"
    assert (after["training_status"], after["participant_status"]) == ("active", "leaving"), after


@scenario("V3-VOID-6", needs=_CONTROL)
def a_void_gives_back_what_still_fits(provider: Provider) -> None:
    """Training does not go on after the time at school, nor while it lasts, nor beside other."""
    gone, lasts, stays = (register(provider, "mentor", **_IN_OCTOBER) for _ in range(3))
    report(provider, gone, "leave", **MENTOR, on="2026-11-20")
    with provider.on("2026-10-01T09:00:00Z"):
        today = register(provider, "mentor", **_IN_OCTOBER)
        made = provider.declares(today, "completed", "2026-10-01T00:00:00Z").accepted()
        provider.voids(made).accepted()
    assert _days(provider, today) == [("2026-10-01", "2026-10-02")]
    for mentor, dated, last in (
        (gone, "2026-11-20T09:00:00Z", "2026-11-20"),
        (lasts, "2026-11-19T09:00:00Z", "2026-11-19"),
    ):
        made = provider.declares(mentor, "completed", dated).accepted()
        provider.voids(made).accepted().shows(state="voided")
        assert _days(provider, mentor)[0] == ("2026-10-01", last)
    assert len(_days(provider, gone)) == 1
    assert _days(provider, lasts)[1:] == [("2026-11-20", None)]
    assert _days(provider, stays) == [("2026-10-01", None)]


@scenario("V3-VOID-6", "V3-REG-6", needs=_CONTROL)
def a_void_gives_nothing_to_who_lost_the_mentor(provider: Provider) -> None:
    """Where another provider has the mentor since, a void gives funding back and no training."""
    gone, free = provider.someone("mentor"), provider.someone("mentor")
    report(provider, gone, "lead-provider", **MENTOR, provider=provider.other.slug)
    before = _days(provider, gone)
    made = [provider.declares(each, "completed", NOW).accepted() for each in (gone, free)]
    assert _days(provider, gone) == before, "training with another provider is ended"
    with provider.on(TOMORROW):
        for each in made:
            provider.voids(each).accepted().shows(state="voided")
        assert _days(provider, gone) == before, "two train the mentor at one time"
        assert _days(provider, free)[1:] == [("2026-11-26", None)]
        assert provider.enrolment(gone)["mentor_funding_end_date"] is None


@scenario("V3-VOID-1", "V3-VOID-6", "V3-REG-6", needs=_CONTROL)
def what_is_declared_stays_ones_own(provider: Provider) -> None:
    """Who loses a mentor in place can still void the mentor's completion, and gets nobody back."""
    mentor, other = register(provider, "mentor"), provider.other
    provider.changes_schedule(mentor, SEPTEMBER).done()
    made = provider.declares(mentor, "completed", NOW).accepted()
    report(provider, mentor, "eligibility", **MENTOR, ineligible_on=None)
    report(provider, mentor, "lead-provider", **MENTOR, provider=other.slug)
    provider.reads(mentor).not_found()
    provider.voids(made).accepted().shows(state="voided")
    provider.reads(mentor).not_found()
