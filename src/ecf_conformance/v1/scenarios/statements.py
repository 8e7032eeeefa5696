"""What is paid, as statements show it."""

from ecf_conformance.moments import wire
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import Provider
from ecf_conformance.v1.schedules import EXTENDED, JANUARY, SEPTEMBER, milestones, payments

_CONTROL = {Ability.CONTROL}


def _statement(provider: Provider, number: int) -> Json:
    """Return one of the provider's payments, counted from 0."""
    day = payments(provider.edition)[number].milestone_day.isoformat()
    found = [
        each
        for each in _statements(provider)
        if (each["milestone_date"], each["cohort"]) == (day, "2021")
    ]
    assert len(found) == 1, f"the payment of {day} is stated {len(found)} times"
    return found[0]


def _statements(provider: Provider) -> Json:
    return provider.control("GET", f"/statements?provider={provider.slug}")["statements"]


@scenario("PAY-8", needs=_CONTROL)
def a_statement_adds_shares_up(provider: Provider) -> None:
    """A payment shows what it pays by type and state, in order, with its shares."""
    alone = provider.elsewhere()
    ects = [alone.someone(schedule=schedule) for schedule in (EXTENDED, EXTENDED, SEPTEMBER)]
    for ect in ects:
        alone.declares(ect).done()
    alone.declares(ects[0], "completed").done()
    alone.declares(ects[0], "retained-1").done()
    told = _statement(alone, 0)
    assert told["provider"] == alone.slug, f"{alone.slug} is stated as {told['provider']}"
    types = [each["declaration_type"] for each in told["lines"]]
    assert types == ["started", "retained-1", "completed"], f"the lines are of {types}"
    lines = {(each["declaration_type"], each["state"]): each for each in told["lines"]}
    started, retained = lines[("started", "eligible")], lines[("retained-1", "eligible")]
    assert (started["declarations"], started["share"]) == (3, 60), f"three started are {started}"
    assert (retained["declarations"], retained["share"]) == (1, 15), f"one retained is {retained}"
    assert told["share"] == 95, f"the payment is {told['share']}; expected 95"


@scenario("PAY-8", "PAY-6", needs=_CONTROL)
def a_clawback_is_a_negative_line(provider: Provider) -> None:
    """A clawback stays in its payment, and takes its share back in the next."""
    alone = provider.elsewhere()
    made = alone.declares(alone.someone()).done()
    with alone.on("2021-12-06T09:00:00Z"):
        alone.voids(made).done()
    alone.control("PUT", "/clock", {"now": "2021-12-07T09:00:00Z", "ticking": False})
    first, second = _statement(alone, 0), _statement(alone, 1)
    assert first["share"] == 20, f"the original payment is {first['share']}; expected 20"
    assert [each["share"] for each in second["clawbacks"]] == [-20], f"{second['clawbacks']}"
    assert second["share"] == -20, f"the next payment is {second['share']}; expected -20"


@scenario("PAY-8", needs=_CONTROL)
def every_payment_is_stated(provider: Provider) -> None:
    """Every payment of every cohort is stated, also while it is empty, in order of its date."""
    cohorts = {each.cohort for each in milestones(provider.edition)}
    due = sorted(
        (each.payment_day.isoformat(), cohort, each.milestone_day.isoformat())
        for cohort in cohorts
        for each in payments(provider.edition, cohort)
    )
    names = ("payment_date", "cohort", "milestone_date")
    told = [tuple(each[name] for name in names) for each in _statements(provider.elsewhere())]
    assert told == due, f"payments are stated as {told}; expected {due}"


@scenario("PAY-8", needs=_CONTROL)
def a_statement_goes_with_time(provider: Provider) -> None:
    """A payment is open, then payable, then paid, and so is what it pays."""
    alone = provider.elsewhere()
    with alone.on("2021-12-15T09:00:00Z"):
        alone.declares(alone.someone(schedule=JANUARY), dated="2021-12-15T09:00:00Z").done()
    due = payments(provider.edition)[1]
    moments = {
        "open": "2021-12-16T09:00:00Z",
        "payable": wire(due.payable),
        "paid": wire(due.paid),
    }
    for state, moment in moments.items():
        alone.control("PUT", "/clock", {"now": moment, "ticking": False})
        told = _statement(alone, 1)
        lines = [each["state"] for each in told["lines"]]
        assert told["state"] == state, f"at {moment} a payment is {told['state']}, not {state}"
        expected = "eligible" if state == "open" else state
        assert lines == [expected], f"at {moment} it pays what is {lines}, not {expected}"


@scenario("PAY-8", needs=_CONTROL)
def each_provider_is_paid_for_its_own(provider: Provider) -> None:
    """What is submitted is in no payment, and what another provider declared in that one's."""
    alone = provider.elsewhere()
    alone.declares(alone.adds()).accepted().shows(state="submitted")
    alone.other.declares(alone.other.someone()).accepted()
    ours, theirs = _statement(alone, 0), _statement(alone.other, 0)
    assert ours["lines"] == [], f"{alone.slug} is paid for {ours['lines']}; expected nothing"
    assert theirs["share"] == 20, f"{alone.other.slug} is paid {theirs['share']}; expected 20"
