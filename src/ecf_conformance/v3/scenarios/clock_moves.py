"""Where a world's clock can be sent, and what it tells to have passed."""

from collections.abc import Iterator
from datetime import date

from ecf_conformance.cases import Case, table
from ecf_conformance.moments import DAY, wire
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NEXT_PAID, NOW, PAID, PAYABLE, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    partnered_school,
    register,
    report,
)
from ecf_conformance.v3.schedules import APRIL, JANUARY, TYPES, milestones, start_of

_CONTROL = {Ability.CONTROL}
_NAMES = ("what", "cohort", "schedule", "declaration_type")
_ORDER = (
    "milestone-closed",
    "statement-closed",
    "cohort-ended",
    "cohort-frozen",
    "training-ended",
    "mentorship-ended",
    "payment-made",
    "milestone-opened",
    "cohort-began",
    "training-began",
    "became-eligible",
)
_TOMORROW = {"to": "tomorrow"}
_FIRST, _LAST = "2021-05-31T23:00:00Z", "2028-01-25T00:00:00Z"

Event = tuple[str, str, str, str, str]


def _set(provider: Provider, now: str) -> None:
    provider.control("PUT", "/clock", {"now": now, "ticking": False})


def _sent(provider: Provider, to: str, **of: str) -> Json:
    return provider.control("POST", "/clock/advance", {"to": to, **of})


def _calendar(provider: Provider) -> Iterator[Event]:
    """Yield all that cohorts, schedules and statements bring, 2027 opened as 2026 was."""
    for each in milestones():
        of = (each.cohort, each.schedule, each.declaration_type)
        yield wire(each.opens), "milestone-opened", *of
        if each.last_day:
            yield wire(each.closes), "milestone-closed", *of
        if each.cohort == "2026":
            later = each.first_day.replace(year=each.first_day.year + 1)
            yield wire(start_of(later)), "milestone-opened", "2027", *of[1:]
    for each in provider.control("GET", "/cohorts")["cohorts"]:
        yield _midnight(each["started_on"]), "cohort-began", each["year"], "", ""
        yield _midnight(each["finished_on"], 1), "cohort-ended", each["year"], "", ""
        if each["frozen_at"]:
            yield each["frozen_at"], "cohort-frozen", each["year"], "", ""
    for each in provider.control("GET", "/statements")["statements"]:
        yield _midnight(each["deadline"], 1), "statement-closed", each["cohort"], "", ""
        yield _midnight(each["payment_date"]), "payment-made", each["cohort"], "", ""


def _midnight(day: str, later: int = 0) -> str:
    return wire(start_of(date.fromisoformat(day) + later * DAY))


def _place(event: Event) -> tuple[str, int, str, str, int]:
    at, what, cohort, schedule, declared = event
    return at, _ORDER.index(what), cohort, schedule, TYPES.index(declared) if declared else 0


@scenario("V3-DECL-7", "V3-PAY-3", "V3-PAY-4", "V3-COHORT-1", "V3-COHORT-2", needs=_CONTROL)
def a_clock_passes_the_calendar(provider: Provider) -> None:
    """What seven years bring is passed in order, each once, and the moment of departure is not."""
    alone = provider.elsewhere()
    alone.control("PUT", "/cohorts/2027", {})
    _set(alone, _FIRST)
    told = _sent(alone, _LAST)
    assert (told["now"], told["ticking"]) == (_LAST, False), told["now"]
    assert not [each for each in told["passed"] if "" in each.values()], "a text is empty"
    passed = [(each["at"], *(each.get(name, "") for name in _NAMES)) for each in told["passed"]]
    due = {each for each in _calendar(alone) if _FIRST < each[0] <= _LAST}
    expected = sorted(due, key=_place)
    assert len(passed) == len(expected), f"{len(passed)} passed, {len(expected)} expected"
    for found, wanted in zip(passed, expected, strict=True):
        assert found == wanted, f"{found} is passed; expected {wanted}"
    assert _sent(alone, _FIRST)["passed"] == [], "something is passed backwards"


@scenario("V3-COHORT-2", "V3-COHORT-4", needs=_CONTROL)
def what_comes_at_one_midnight(provider: Provider) -> None:
    """At one midnight closings come first, then openings, people's last, each with how many."""
    alone = provider.elsewhere()
    alone.control("PUT", "/cohorts/2025", {"frozen_at": "2027-01-01T00:00:00Z"})
    alone.control("PUT", "/cohorts/2024", {"frozen_at": NOW})
    school = {"school_id": partnered_school(alone)}
    ect, mentor = register(alone, **school), register(alone, "mentor", **school)
    report(alone, ect, "mentor", mentor_id=mentor.id, finished_on="2026-12-31")
    report(alone, mentor, "leave", **MENTOR, on="2026-12-31")
    report(alone, ect, "induction", started_on="2027-01-01")
    register(alone, **school, started_on="2027-01-01")
    made = alone.declares(alone.someone()).accepted().shows(state="eligible")
    alone.control("PUT", "/cohorts/2026", {"finished_on": "2026-12-31"})
    days = {"started_on": "2027-01-01", "finished_on": "2027-12-31"}
    alone.control("PUT", "/cohorts/2027", days)
    midnight = "2027-01-01T00:00:00Z"
    told = [each for each in _sent(alone, midnight)["passed"] if each["at"] == midnight]
    assert not [each for each in told if "" in each.values()], "a text is empty"
    seen = list(dict.fromkeys(each["what"] for each in told))
    assert seen == [each for each in _ORDER if each != "payment-made"], seen
    frozen = [each["cohort"] for each in told if each["what"] == "cohort-frozen"]
    assert frozen == ["2025"], "what an act froze is passed"
    for each in told:
        if each["what"] in ("training-ended", "mentorship-ended", "training-began"):
            assert each["participants"] == 1, each
    closed = {
        each["cohort"]: each["declarations"] for each in told if each["what"] == "statement-closed"
    }
    assert closed["2026"] == 1, closed
    assert made.attributes["state"] == "eligible"
    paid = [each for each in _sent(alone, "next-payment")["passed"] if "clawbacks" in each]
    counts = {each["cohort"]: (each["declarations"], each["clawbacks"]) for each in paid}
    assert counts["2026"] == (1, 0), counts


@scenario(
    "V3-PAY-3",
    "V3-PAY-4",
    "V3-DECL-7",
    "V3-COHORT-1",
    needs=_CONTROL,
    each=table(
        Case("tomorrow", (NOW, {}), "2026-11-26T00:00:00Z"),
        Case("tomorrow in summer", ("2027-06-09T23:30:00Z", _TOMORROW), "2027-06-10T23:00:00Z"),
        Case("next-statement-deadline", (NOW, {}), PAYABLE),
        Case("next-payment", (NOW, {}), PAID),
        Case("after a payment", (PAID, {"to": "next-payment"}), NEXT_PAID),
        Case("next-milestone-start", (NOW, {"schedule": JANUARY, "cohort": "2026"}), PAYABLE),
        Case("next-milestone-end", (NOW, {"schedule": APRIL, "cohort": "2024"}), PAYABLE),
        Case("next-cohort", ("2025-06-01T00:00:00Z", {}), "2026-05-31T23:00:00Z"),
    ),
)
def a_clock_goes_to_what_comes_next(provider: Provider, case: Case) -> None:
    """What comes next is strictly after now, and the midnight of a London day."""
    alone = provider.elsewhere()
    now, of = case.said
    _set(alone, now)
    assert _sent(alone, **{"to": case.name, **of})["now"] == case.expected


@scenario("V3-PAY-3", "V3-PAY-4", needs=_CONTROL)
def statements_are_of_a_cohort(provider: Provider) -> None:
    """The next deadline or payment is of the cohort that is named, else of any."""
    alone = provider.elsewhere()
    for to, day in (("next-statement-deadline", "deadline"), ("next-payment", "payment_date")):
        _set(alone, "2025-06-02T00:00:00Z")
        later = int(day == "deadline")
        due = [
            (_midnight(each[day], later), each["cohort"])
            for each in alone.control("GET", "/statements")["statements"]
        ]
        ahead = [(at, cohort) for at, cohort in due if at > "2025-06-02T00:00:00Z"]
        of_2026 = min(at for at, cohort in ahead if cohort == "2026")
        assert min(ahead)[0] < of_2026, "no cohort has an earlier one"
        assert _sent(alone, to, cohort="2026")["now"] == of_2026
        _set(alone, "2025-06-02T00:00:00Z")
        assert _sent(alone, to)["now"] == min(ahead)[0]


@scenario("V3-REG-17", "V3-PAY-4", needs=_CONTROL)
def what_was_authorised_is_paid_already(provider: Provider) -> None:
    """A payment that the department brought for every provider of a cohort is passed no more."""
    alone = provider.elsewhere()
    for each in ("north-star", "riverbank", "beacon-hill"):
        said = {"state": "a declaration", "params": {"provider": each, "cohort": "2026"}}
        statement = alone.control("POST", "/states", said)["statement_id"]
        with alone.on("2027-01-02T09:00:00Z"):
            alone.control("POST", f"/statements/{statement}/authorise")
    told = _sent(alone, "2027-01-25T00:00:00Z")["passed"]
    paid = [each["cohort"] for each in told if each["what"] == "payment-made"]
    assert "2025" in paid, paid
    assert "2026" not in paid, paid
    _set(alone, NOW)
    assert _sent(alone, "next-payment", cohort="2026")["now"] == NEXT_PAID
    _set(alone, NOW)
    assert _sent(alone, "next-payment")["now"] == PAID


@scenario("V3-STATUS-3", "V3-REG-5", needs=_CONTROL)
def training_begins_and_ends(provider: Provider) -> None:
    """The clock goes to the first day of training, and to the day after the last one."""
    alone = provider.elsewhere()
    school = {"school_id": partnered_school(alone)}
    first, later = (
        register(alone, **school, started_on=day) for day in ("2026-12-01", "2026-12-10")
    )
    report(alone, first, "leave", **ECT, on="2026-12-20")
    for to, of, expected in (
        ("next-training-start", {}, "2026-12-01T00:00:00Z"),
        ("next-training-start", {"participant_id": later.id}, "2026-12-10T00:00:00Z"),
        ("next-training-end", {}, "2026-12-21T00:00:00Z"),
    ):
        _set(alone, NOW)
        assert _sent(alone, to, **of)["now"] == expected, to
