"""Since when a declaration is in its state, and what time alone will make of it."""

from ecf_conformance.moments import SECOND, Moment, wire
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import LATE, NOW, Provider
from ecf_conformance.v1.schedules import payments

_CONTROL = {Ability.CONTROL}
_TIME = {*_CONTROL, Ability.TIME, Ability.PAYMENTS}
_LATER = "2021-11-26T09:00:00Z"


def _stands(provider: Provider, who: Participant, now: Moment = NOW) -> tuple[Json, ...]:
    """Return how the one declaration of somebody stands: the state, since when, what comes."""
    with provider.on(now):
        (told,) = provider.control("GET", f"/participants/{who.id}/declarations")["declarations"]
    return told["state"], told["since"], [(each["state"], each["at"]) for each in told["becomes"]]


@scenario("PAY-3", "PAY-4", "PAY-6", needs=_TIME)
def each_state_is_told_with_its_time(provider: Provider) -> None:
    """What is eligible at once tells since when, and what is to come, to its clawback."""
    first, second, third = payments(provider.edition)[:3]
    ect = provider.someone(untouched=True)
    with provider.on(first.payable):
        made = provider.declares(ect).accepted()
    payable, paid = wire(second.payable), wire(second.paid)
    to_come = [("payable", payable), ("paid", paid)]
    made_at = wire(first.payable)
    assert _stands(provider, ect, first.payable) == ("eligible", made_at, to_come)
    assert _stands(provider, ect, second.payable - SECOND) == ("eligible", made_at, to_come)
    assert _stands(provider, ect, second.payable) == ("payable", payable, to_come[1:])
    assert _stands(provider, ect, second.paid) == ("paid", paid, [])
    assert _stands(provider, ect, LATE) == ("paid", paid, [])
    taken_back, clawed_back = wire(second.paid + SECOND), wire(third.paid)
    with provider.on(taken_back):
        provider.voids(made).accepted()
    comes = [("clawed-back", clawed_back)]
    assert _stands(provider, ect, taken_back) == ("awaiting-clawback", taken_back, comes)
    assert _stands(provider, ect, LATE) == ("clawed-back", clawed_back, [])


@scenario("PAY-1", "REG-3", "VOID-1", needs=_CONTROL)
def what_was_recorded_is_told_with_its_time(provider: Provider) -> None:
    """What is submitted waits for its person, and what is voided was, since that moment."""
    ect = provider.adds()
    made = provider.declares(ect).accepted()
    assert _stands(provider, ect) == ("submitted", NOW, [])
    with provider.on(_LATER):
        provider.changes(ect, eligible_for_funding=True, qts=True)
    assert _stands(provider, ect, _LATER)[:2] == ("eligible", _LATER)
    voided = wire(payments(provider.edition)[0].payable - SECOND)
    with provider.on(voided):
        provider.voids(made).accepted()
    assert _stands(provider, ect, voided) == ("voided", voided, [])


@scenario("PAY-7", edition="guidance", needs=_CONTROL)
def what_is_forfeited_is_so_since_the_withdrawal(provider: Provider) -> None:
    """What a withdrawal forfeits is ineligible since then, and nothing comes of it."""
    ect = provider.someone(untouched=True)
    provider.declares(ect).accepted()
    with provider.on(_LATER):
        provider.withdraws(ect).accepted()
    assert _stands(provider, ect, _LATER) == ("ineligible", _LATER, [])
