"""What an early withdrawal takes away."""

from ecf_conformance.moments import wire
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import LATE, NOW, Provider
from ecf_conformance.v1.schedules import EXTENDED

_TIME = {Ability.TIME}


@scenario("PAY-7", edition="guidance", needs=_TIME)
def an_early_withdrawal_forfeits(provider: Provider) -> None:
    """Withdrawn in the last second of the started milestone, what was declared is ineligible."""
    started = provider.milestone()
    early, late = provider.someone(), provider.someone()
    forfeited, kept = provider.declares(early).done(), provider.declares(late).done()
    with provider.on(started.last):
        provider.withdraws(early).done()
        read = provider.reads_declaration(forfeited.id)
        read.shows(state="ineligible", voided=False, updated_at=wire(started.last))
    with provider.on(started.closes):
        provider.withdraws(late).done()
        state = "paid" if Ability.PAYMENTS in provider.target.abilities else "eligible"
        provider.reads_declaration(kept.id).shows(state=state)
    for now in (started.closes, LATE):
        with provider.on(now):
            read = provider.reads_declaration(forfeited.id)
            read.shows(state="ineligible", updated_at=wire(started.last))


@scenario("PAY-7", edition="guidance", needs=_TIME)
def what_is_posted_after_is_forfeited_too(provider: Provider) -> None:
    """After an early withdrawal, what is declared of the time before is ineligible."""
    early, late = provider.someone(), provider.someone()
    with provider.on("2021-11-29T09:00:00Z"):
        provider.withdraws(early).done()
    with provider.on("2021-12-01T00:00:00Z"):
        provider.withdraws(late).done()
    with provider.on("2021-12-02T09:00:00Z"):
        provider.declares(early).accepted().shows(state="ineligible", eligible_for_payment=False)
        provider.declares(late).accepted().shows(state="eligible")


@scenario("PAY-7", edition="guidance", needs=_TIME)
def other_schedules_forfeit_nothing(provider: Provider) -> None:
    """A withdrawal from a schedule that is not standard takes nothing away."""
    free, standard = provider.someone(schedule=EXTENDED), provider.someone()
    kept, forfeited = provider.declares(free).done(), provider.declares(standard).done()
    with provider.on("2021-11-26T09:00:00Z"):
        provider.withdraws(free).done()
        provider.withdraws(standard).done()
        provider.reads_declaration(kept.id).shows(state="eligible")
        provider.reads_declaration(forfeited.id).shows(state="ineligible")


@scenario("PAY-7", edition="service", needs=_TIME)
def a_withdrawal_takes_nothing_away(provider: Provider) -> None:
    """With the service a withdrawal changes no declaration, before or after."""
    ect = provider.someone()
    made = provider.declares(ect).done()
    with provider.on("2021-11-29T09:00:00Z"):
        provider.withdraws(ect).done()
        provider.reads_declaration(made.id).shows(state="eligible")
        provider.declares(ect, "retained-1", NOW).accepted().shows(state="eligible")
    if Ability.PAYMENTS in provider.target.abilities:
        with provider.on("2021-12-01T00:00:00Z"):
            provider.reads_declaration(made.id).shows(state="paid")


@scenario("PAY-7", edition="guidance", needs=_TIME)
def what_was_voided_stays_voided(provider: Provider) -> None:
    """An early withdrawal changes nothing of what was voided before it."""
    ect = provider.someone()
    gone = provider.declares(ect).done()
    provider.voids(gone).done()
    lost = provider.declares(ect, dated="2021-11-25T08:00:00Z").done()
    with provider.on("2021-11-26T09:00:00Z"):
        provider.withdraws(ect).done()
        provider.changed_at(provider.reads_declaration(gone.id).shows(state="voided"), NOW)
        provider.reads_declaration(lost.id).shows(state="ineligible")


@scenario("PAY-7", "PART-3", edition="guidance", needs={Ability.CONTROL})
def a_withdrawal_costs_only_who_withdrew(provider: Provider) -> None:
    """What another provider declared is none of the one's who withdrew."""
    ect = provider.someone()
    made = provider.declares(ect).done()
    move = {"provider": provider.other.slug, "school_urn": "900101"}
    provider.control("POST", f"/participants/{ect.id}/transfer", move)
    other = provider.other
    with other.on("2021-11-26T09:00:00Z"):
        other.withdraws(ect).done()
    with provider.on("2021-11-26T09:00:00Z"):
        provider.reads_declaration(made.id).shows(state="eligible")
        provider.withdraws(ect).done()
        provider.reads_declaration(made.id).shows(state="ineligible")
