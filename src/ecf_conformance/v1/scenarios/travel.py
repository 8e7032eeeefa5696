"""What lies along a clock's way, and where it can be sent by name."""

from collections.abc import Iterator
from datetime import datetime

from ecf_conformance.cases import Case, table
from ecf_conformance.moments import parse, wire
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import LATE, NOW, Provider
from ecf_conformance.v1.schedules import APRIL, EXTENDED, JANUARY, SEPTEMBER, milestones, payments

_CONTROL = {Ability.CONTROL}
_IN_ORDER = ("milestone-closed", "payment-made", "milestone-opened")


def _clock(provider: Provider, now: str) -> None:
    provider.control("PUT", "/clock", {"now": now, "ticking": False})


def _passed(provider: Provider, **jump: str) -> list[Json]:
    """Return what a jump tells, without the people whom it may name besides."""
    told = provider.control("POST", "/clock/advance", jump)["passed"]
    return [{name: each[name] for name in each if name != "people"} for each in told]


def _on_the_way(edition: str, start: str, end: str) -> list[Json]:
    """Return what is passed after `start` and up to `end`, where nothing is declared."""
    found = [(at, told) for at, told in _all(edition) if parse(start) < at <= parse(end)]
    return [{"at": wire(at), **told} for at, told in sorted(found, key=_place)]


def _place(found: tuple[datetime, Json]) -> tuple[datetime, int, str]:
    at, told = found
    return at, _IN_ORDER.index(told["what"]), str(sorted(told.items()))


def _all(edition: str) -> Iterator[tuple[datetime, Json]]:
    for each in milestones(edition):
        if each.is_standard:
            it = {
                "schedule": each.schedule,
                "cohort": each.cohort,
                "declaration_type": each.declaration_type,
            }
            yield each.opens, {"what": "milestone-opened", **it}
            yield each.closes, {"what": "milestone-closed", **it}
    for cohort in {each.cohort for each in milestones(edition)}:
        for paid in {each.paid for each in payments(edition, cohort)}:
            yield paid, {"what": "payment-made", "cohort": cohort, "declarations": 0}


@scenario("TIME-4", "PAY-4", needs=_CONTROL)
def a_jump_tells_what_it_passed(provider: Provider) -> None:
    """A jump tells the milestones and payments after its start up to its end; back, nothing."""
    alone = provider.elsewhere()
    start, end = "2021-12-01T00:00:00Z", "2023-06-01T00:00:00Z"
    _clock(alone, start)
    told = _passed(alone, to=end)
    kinds = {each["what"] for each in told}
    assert kinds <= set(_IN_ORDER), f"{kinds} are passed; expected {_IN_ORDER}"
    order = [(each["at"], _IN_ORDER.index(each["what"])) for each in told]
    assert order == sorted(order), f"{told} is out of order"
    found = sorted(told, key=lambda each: _place((parse(each["at"]), each)))
    expected = _on_the_way(alone.edition, start, end)
    assert found == expected, f"from {start} to {end} it passes {found}; expected {expected}"
    back = _passed(alone, to=start)
    assert back == [], f"back from {end} to {start} it passes {back}"


@scenario("TIME-4", "PAY-4", needs=_CONTROL)
def a_jump_counts_what_it_pays(provider: Provider) -> None:
    """A jump onto the instant of a payment tells how many declarations that pays."""
    alone = provider.elsewhere()
    for _ in range(2):
        alone.declares(alone.someone()).done()
    paid = wire(payments(alone.edition)[0].paid)
    told = [each for each in _passed(alone, to=paid) if each["what"] == "payment-made"]
    expected = [{"at": paid, "what": "payment-made", "cohort": "2021", "declarations": 2}]
    assert told == expected, f"onto {paid} it passes {told}; expected {expected}"


@scenario(
    "TIME-4",
    "PAY-4",
    needs=_CONTROL,
    each=table(*(Case(each) for each in (SEPTEMBER, JANUARY, APRIL, EXTENDED))),
)
def a_clock_goes_to_landmarks(provider: Provider, case: Case) -> None:
    """A clock goes to the next milestone's start or end, or to a payment, while one is left."""
    alone = provider.elsewhere()
    for name, moments in _landmarks(alone.edition, case.name).items():
        _clock(alone, NOW)
        for expected in sorted(each for each in moments if each > parse(NOW))[:3]:
            jump = {"to": name, "schedule": case.name}
            now = alone.control("POST", "/clock/advance", jump)["now"]
            assert now == wire(expected), f"{jump} goes to {now}; expected {wire(expected)}"
        _clock(alone, LATE)
        alone.control("POST", "/clock/advance", {"to": name, "schedule": case.name}, refused=409)


def _landmarks(edition: str, schedule: str) -> dict[str, set[datetime]]:
    own = [
        each for each in milestones(edition) if (each.schedule, each.cohort) == (schedule, "2021")
    ]
    ends = {each.closes for each in own if each.is_standard}
    return {
        "next-milestone-start": {each.opens for each in own},
        "next-milestone-end": ends,
        "next-payment": {
            each.paid for each in payments(edition) if each.payable in ends or not ends
        },
    }
