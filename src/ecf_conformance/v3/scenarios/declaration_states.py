"""Since when a declaration is in its state, and what time alone will make of it."""

from ecf_conformance.cases import Case, table
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NEXT_PAID, NOW, PAID, PAYABLE, TOMORROW, Provider
from ecf_conformance.v3.registrations import ECT, ON_SEPTEMBER, partnered_school, register, report
from ecf_conformance.v3.schedules import EXTENDED

_CONTROL = {Ability.CONTROL}
_ELIGIBLE = "2026-12-10T00:00:00Z"
_TAKEN_BACK = "2027-01-26T09:00:00Z"
_ALL = [["payable", PAYABLE], ["paid", PAID]]


def _told(provider: Provider, who: Participant, now: str = NOW) -> tuple[Json, ...]:
    """Return how the one declaration of somebody stands: the state, since when, what comes."""
    with provider.on(now):
        (told,) = provider.control("GET", f"/participants/{who.id}/declarations")["declarations"]
    return told["state"], told["since"], [[each["state"], each["at"]] for each in told["becomes"]]


@scenario(
    "V3-PAY-1",
    "V3-PAY-3",
    "V3-PAY-4",
    needs=_CONTROL,
    each=table(
        Case("as it is made", NOW, ("eligible", NOW, _ALL)),
        Case("payable", PAYABLE, ("payable", PAYABLE, _ALL[1:])),
        Case("paid", PAID, ("paid", PAID, [])),
        Case("long paid", "2027-06-01T09:00:00Z", ("paid", PAID, [])),
    ),
)
def what_is_eligible_is_paid_by_time(provider: Provider, case: Case) -> None:
    """What is eligible at once tells since when it is in its state, and what is to come."""
    ect = provider.someone()
    provider.declares(ect).accepted()
    told = _told(provider, ect, case.said)
    assert told == case.expected, told


@scenario("V3-PAY-1", "V3-PAY-2", needs=_CONTROL)
def what_is_submitted_waits_for_its_person(provider: Provider) -> None:
    """What is submitted stays so until an induction is known, and is eligible from its start."""
    ect = register(provider, **ON_SEPTEMBER)
    provider.declares(ect).accepted()
    assert _told(provider, ect) == ("submitted", NOW, [])
    assert _told(provider, ect, PAID) == ("submitted", NOW, [])
    report(provider, ect, "induction", started_on=_ELIGIBLE[:10])
    assert _told(provider, ect) == ("submitted", NOW, [["eligible", _ELIGIBLE], *_ALL])
    assert _told(provider, ect, _ELIGIBLE) == ("eligible", _ELIGIBLE, _ALL)
    late = register(provider, **ON_SEPTEMBER)
    provider.declares(late).accepted()
    with provider.on(TOMORROW):
        report(provider, late, "eligibility", **ECT, eligible=True)
    assert _told(provider, late, TOMORROW) == ("eligible", TOMORROW, _ALL)


@scenario("V3-VOID-2", "V3-VOID-3", "V3-PAY-5", "V3-PAY-7", needs=_CONTROL)
def what_is_taken_back_is_told_with_its_time(provider: Provider) -> None:
    """A void counts at any now, an earlier one too; a clawback is made by its payment."""
    voided, paid = provider.someone(), provider.someone("mentor")
    made = [provider.declares(each).accepted() for each in (voided, paid)]
    with provider.on("2027-01-10T09:00:00Z"):
        provider.voids(made[0]).accepted()
    with provider.on(_TAKEN_BACK):
        provider.voids(made[1]).accepted()
    for now in (NOW, "2027-01-10T09:00:00Z", PAID):
        assert _told(provider, voided, now) == ("voided", "2027-01-10T09:00:00Z", [])
    to_come = [["clawed-back", NEXT_PAID]]
    for now in (NOW, _TAKEN_BACK):
        assert _told(provider, paid, now) == ("awaiting-clawback", _TAKEN_BACK, to_come)
    for now in (NEXT_PAID, "2027-06-01T09:00:00Z"):
        assert _told(provider, paid, now) == ("clawed-back", NEXT_PAID, [])


@scenario("V3-PAY-2", "V3-PAY-6", "V3-STATEMENT-1", needs=_CONTROL)
def who_is_eligible_too_late_is_never_paid(provider: Provider) -> None:
    """What becomes eligible after the last statement of its cohort stays submitted."""
    school = {"school_id": partnered_school(provider, "2024"), "cohort": "2024"}
    both = [register(provider, **school, schedule_identifier=EXTENDED) for _ in range(2)]
    made = [provider.declares(each, evidence_held=None).accepted() for each in both]
    for ect, day in zip(both, ("2028-07-31", "2028-08-01"), strict=True):
        report(provider, ect, "induction", started_on=day)
    with provider.on("2029-01-01T09:00:00Z"):
        shown = provider.reads_declaration(made[0].id).accepted().shows(state="paid")
        statement = provider.reads_statement(shown.attributes["statement_id"]).accepted()
        statement.shows(cut_off_date="2028-07-31", cohort="2024")
        never = provider.reads_declaration(made[1].id).accepted()
        never.shows(state="submitted", statement_id=None)


@scenario("V3-LIST-9", "V3-VOID-2", "V3-VOID-3", "V3-PAY-5", needs=_CONTROL)
def time_moves_what_is_taken_back_no_more(provider: Provider) -> None:
    """After a void `updated_at` stays, after a clawback was asked for it moves with its payment."""
    voided, paid = provider.someone(), provider.someone("mentor")
    made = [provider.declares(each).accepted() for each in (voided, paid)]
    with provider.on(TOMORROW):
        provider.voids(made[0]).accepted()
    with provider.on(_TAKEN_BACK):
        provider.voids(made[1]).accepted()
        provider.reads_declaration(made[0].id).accepted().shows(updated_at=TOMORROW)
    with provider.on("2027-04-24T22:59:59Z"):
        provider.reads_declaration(made[1].id).accepted().shows(updated_at=_TAKEN_BACK)
    with provider.on("2027-04-24T23:00:00Z"):
        shown = provider.reads_declaration(made[1].id).accepted()
        shown.shows(updated_at="2027-04-24T23:00:00Z", state="clawed-back")
