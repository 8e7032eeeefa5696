"""Taking declarations back."""

from ecf_conformance.cases import Case, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.editions import IN_SERVICE
from ecf_conformance.v1.provider import LATE, NOBODY, NOW, Provider


@scenario("VOID-1")
def what_was_not_paid_becomes_voided(provider: Provider) -> None:
    """A void answers the declaration, voided, and so does every later read."""
    ect = provider.someone(untouched=True)
    made = provider.declares(ect).done()
    voided = provider.voids(made).accepted()
    voided.shows(state="voided", voided=True, eligible_for_payment=False)
    assert voided.id == made.id, f"{voided.exchange.line} with {voided.id}"
    provider.reads_declaration(made.id).shows(state="voided", voided=True)
    listed = provider.declared_for(ect).only
    assert listed.get("voided") is True, "the list shows a voided one as standing"


@scenario(
    "VOID-1",
    each=table(
        Case("an object", {"json": {"data": {"attributes": {"state": "paid"}}}}),
        Case(
            "no JSON",
            {"content": b"{", "headers": {"Content-Type": "application/json"}},
            ours=IN_SERVICE,
        ),
        Case("text", {"content": b"please", "headers": {"Content-Type": "text/plain"}}),
        Case("no type", {"content": b"please"}),
    ),
)
def any_body_will_do(provider: Provider, case: Case) -> None:
    """A void needs no body, and ignores any that comes."""
    made = provider.declares(provider.someone()).done()
    path = f"/participant-declarations/{made.id}/void"
    voided = provider.call("PUT", path, **case.said)
    voided.accepted().shows(state="voided", voided=True)


@scenario("VOID-1", needs={Ability.TIME, Ability.PAYMENTS})
def what_is_payable_can_be_voided(provider: Provider) -> None:
    """A declaration that is payable becomes voided."""
    january = provider.milestone(schedule="ecf-standard-january")
    ect = provider.someone(schedule="ecf-standard-january")
    with provider.on(january.middle):
        made = provider.declares(ect, dated=january.middle).done()
    with provider.on(january.closes):
        provider.reads_declaration(made.id).shows(state="payable")
        provider.voids(made).accepted().shows(state="voided", voided=True)


@scenario("VOID-1", certain_with={Ability.STATES})
def what_is_submitted_can_be_voided(provider: Provider) -> None:
    """A declaration whose funding is undecided becomes voided."""
    ect = provider.someone(state="an ECT whose eligibility is unknown")
    made = provider.declares(ect).done().shows(state="submitted")
    provider.voids(made).accepted().shows(state="voided", voided=True)


@scenario("VOID-2", needs={Ability.TIME, Ability.PAYMENTS})
def what_was_paid_awaits_clawback(provider: Provider) -> None:
    """A paid declaration that is taken back awaits clawback, and is not voided."""
    made = provider.declares(provider.someone()).done()
    with provider.on("2021-12-06T09:00:00Z"):
        provider.reads_declaration(made.id).shows(state="paid", voided=False)
        taken = provider.voids(made).accepted()
        taken.shows(state="awaiting-clawback", voided=False, eligible_for_payment=False)


@scenario("VOID-1", "PAY-5", needs={Ability.TIME})
def what_is_voided_stays_as_it_was(provider: Provider) -> None:
    """Once voided, a declaration does not change when its payment is made without it."""
    made = provider.declares(provider.someone()).done()
    voided = provider.voids(made).accepted().attributes["updated_at"]
    with provider.on(LATE):
        provider.reads_declaration(made.id).shows(state="voided", updated_at=voided)


@scenario("VOID-3")
def nothing_is_voided_twice(provider: Provider) -> None:
    """A second void is an invalid action."""
    made = provider.declares(provider.someone()).done()
    provider.voids(made).accepted()
    provider.voids(made).refused(naming="Invalid action", by="VOID-3")


@scenario("VOID-3", needs={Ability.TIME, Ability.PAYMENTS})
def nothing_is_clawed_back_twice(provider: Provider) -> None:
    """What awaits clawback, or was clawed back, cannot be taken back again."""
    made = provider.declares(provider.someone()).done()
    with provider.on("2021-12-06T09:00:00Z"):
        provider.voids(made).accepted()
        provider.voids(made).refused(naming="Invalid action", by="VOID-3")
    with provider.on(LATE):
        provider.reads_declaration(made.id).shows(state="clawed-back")
        provider.voids(made).refused(naming="Invalid action", by="VOID-3")


@scenario("FMT-9", "FMT-6")
def an_unknown_declaration_is_not_found(provider: Provider) -> None:
    """An unknown or malformed declaration is a 404, to read and to void."""
    made = provider.declares(provider.someone()).done()
    for unknown in (NOBODY, "ada"):
        provider.reads_declaration(unknown).not_found()
        provider.voids(unknown).not_found()
    with provider.on(NOW):
        provider.reads_declaration(made.id).accepted()
        provider.voids(made).accepted()


@scenario("FMT-9")
def ids_match_in_any_case(provider: Provider) -> None:
    """An id in capitals is the same id, and is answered in lower case."""
    ect = provider.someone(untouched=True)
    made = provider.declares(ect, participant_id=ect.id.upper()).accepted()
    made.shows(participant_id=ect.id.lower())
    for read in (
        provider.reads(ect.id.upper()),
        provider.defers(ect, id=ect.id.upper()),
        provider.reads_declaration(made.id.upper()),
        provider.voids(made.id.upper()),
    ):
        read.accepted()
        assert read.id == read.id.lower(), f"{read.exchange.line} with {read.id}"
    listed = provider.declarations(participant_id=ect.id.upper()).ids
    assert listed == [made.id], f"a filter in capitals finds {listed}, not {made.id}"
