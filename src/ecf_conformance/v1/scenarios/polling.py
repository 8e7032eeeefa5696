"""Following changes by asking again."""

from datetime import datetime

from ecf_conformance.moments import DAY, SECOND, wire
from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import NOW, Provider
from ecf_conformance.v1.schedules import APRIL, payment_of


def _newest(provider: Provider, path: str, since: str) -> tuple[set[str], str]:
    """Read what changed since, page by page; return who, and the newest updated_at seen."""
    seen: set[str] = set()
    newest = since
    for page in range(1, 100):
        query = {"filter[updated_since]": since, "page[page]": str(page), "page[per_page]": "2"}
        records = provider.get(path, params=query).accepted().records
        seen |= {each["id"] for each in records}
        newest = max([newest, *(each["attributes"]["updated_at"] for each in records)])
        if not records:
            return seen, newest
    raise AssertionError(f"{path} has no end when read in pages of two")


@scenario("LIST-7", "TIME-3", needs={Ability.CONTROL})
def a_poller_of_participants_misses_nothing(provider: Provider) -> None:
    """Whoever asks with the newest updated_at gets every later change, at one instant too."""
    alone = provider.elsewhere()
    people = [alone.someone() for _ in range(5)]
    _, newest = _newest(alone, "/participants/ecf", "2000-01-01T00:00:00Z")
    for moment in (NOW, NOW, "2021-11-25T09:00:01Z", "2021-12-25T09:00:00Z"):
        for each in people[1:4]:
            with alone.on(moment):
                defer = alone.defers(each)
                done = defer if defer.status == 200 else alone.resumes(each)
                done.done()
                seen, newest = _newest(alone, "/participants/ecf", newest)
            assert each.id in seen, f"a change at {moment} is not found by updated_since {newest}"


@scenario("LIST-7", "TIME-3", needs={Ability.CONTROL})
def a_poller_of_declarations_misses_nothing(provider: Provider) -> None:
    """New declarations, voids and payments are all found, several at one instant too."""
    alone = provider.elsewhere()
    path, newest = "/participant-declarations", "2000-01-01T00:00:00Z"
    made = []
    for _ in range(4):
        made.append(alone.declares(alone.someone()).done())
        seen, newest = _newest(alone, path, newest)
        assert made[-1].id in seen, f"a new declaration is not found by updated_since {newest}"
    with alone.on("2021-11-26T09:00:00Z"):
        for each in made[:2]:
            alone.voids(each).done()
            seen, newest = _newest(alone, path, newest)
            assert each.id in seen, f"a void is not found by updated_since {newest}"
    somebody = alone.someone()
    with alone.on("2021-12-01T00:00:00Z"):
        seen, newest = _newest(alone, path, newest)
        paid = {each.id for each in made[2:]}
        assert paid <= seen, f"payments are not found by updated_since: {seen} lacks {paid}"
        late = alone.declares(somebody).done()
        seen, _ = _newest(alone, path, newest)
    assert late.id in seen, f"what is declared at the instant of a payment is not found: {newest}"


@scenario("LIST-7", needs={Ability.HEADER, Ability.PAYMENTS})
def what_a_midnight_brings_is_found_by_who_saw_it_early(provider: Provider) -> None:
    """A declaration of the last microsecond before a payment does not hide what is paid then."""
    april = provider.milestone(schedule=APRIL)
    payment = payment_of(provider.edition, april.middle)
    paid, early = (provider.someone(schedule=april.schedule, untouched=True) for _ in range(2))
    with provider.on(april.middle):
        provider.declares(paid, dated=april.middle).done()
    with provider.on(provider.just_before(payment.paid)):
        newest = str(provider.declares(early, dated=april.middle).done().attributes["updated_at"])
    with provider.on(payment.paid):
        listed = provider.declarations(participant_id=paid.id, updated_since=newest).accepted()
    shown = [each["attributes"]["state"] for each in listed.records]
    assert shown == ["paid"], f"{listed.exchange.line} with {shown}; expected what was paid then"


@scenario("LIST-7", needs={Ability.TIME})
def a_change_is_found_since_the_last(provider: Provider) -> None:
    """A participant's newest updated_at finds the next change of the same participant."""
    ect = provider.someone()
    with provider.on("2023-05-05T00:00:00Z"):
        newest = provider.defers(ect).done().attributes["updated_at"]
    with provider.on("2023-05-06T00:00:00Z"):
        provider.resumes(ect).done()
        listed = provider.participants(updated_since=str(newest), per_page="3000").accepted()
    found = [each for each in listed.records if each["id"] == ect.id]
    assert found, f"{listed.exchange.line} without the change that followed"
    assert found[0]["attributes"]["training_status"] == "active", "an old state is listed"


@scenario("LIST-7", "PAY-5", needs={Ability.TIME, Ability.PAYMENTS})
def each_change_is_found_by_the_second_before(provider: Provider) -> None:
    """A declaration is found as changed when it is made, payable, paid, voided and clawed back."""
    january = provider.milestone(schedule="ecf-standard-january")
    ect = provider.someone(schedule="ecf-standard-january", untouched=True)
    first, second = (
        payment_of(provider.edition, each) for each in (january.middle, january.closes + 40 * DAY)
    )
    with provider.on(january.middle):
        made = provider.declares(ect, dated=january.middle).done()
    taken = first.paid + DAY
    with provider.on(taken):
        provider.voids(made).done()
    for moment, state in ((taken, "awaiting-clawback"), (second.paid, "clawed-back")):
        _is_found(provider, ect, moment, state)
    ect = provider.someone(schedule="ecf-standard-january", untouched=True)
    with provider.on(january.middle):
        made = provider.declares(ect, dated=january.middle).done()
    for moment, state in (
        (january.middle, "eligible"),
        (first.payable, "payable"),
        (first.paid, "paid"),
    ):
        _is_found(provider, ect, moment, state)


def _is_found(provider: Provider, ect: Participant, moment: datetime, state: str) -> None:
    """Require a change at a moment to be found since the second before, and not since later."""
    with provider.on(moment):
        since, later = wire(moment - SECOND), wire(provider.after(moment))
        listed = provider.declarations(participant_id=ect.id, updated_since=since).accepted()
        shown = [each["attributes"]["state"] for each in listed.records]
        none = provider.declarations(participant_id=ect.id, updated_since=later).accepted()
    assert shown == [state], f"{listed.exchange.line} with {shown}; expected {state}"
    assert none.ids == [], f"{none.exchange.line} with what changed before"
