"""What the builders of provider states share: what is asked, what was built, and people in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ecf_sandbox.engine.domain.problems import Problem, Rejected
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.seeding.building import BuiltPerson
from ecf_sandbox.v3.seeding.recipes import Recipe
from ecf_sandbox.v3.seeding.state_setup import OURS, StateSetup, TooEarly

Asked = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a state has made: people, the first of whom it is about, and ids by their names."""

    people: list[BuiltPerson] = field(default_factory=list)
    ids: Mapping[str, str] = field(default_factory=dict)


def cohort_of(setup: StateSetup, asked: Asked) -> int:
    """Return the cohort that is asked for, which has begun and has the provider."""
    cohort = int(asked["cohort"])
    setup.begun(cohort)
    return cohort


def day_of(setup: StateSetup, asked: Asked, *, ahead: bool, else_in: int) -> date:
    """Return the day `on` that is asked for, or that in so many days.

    It is `ahead` of today or not: raises Rejected for one that has come, TooEarly for one that
    has not.
    """
    said = asked["on"]
    if not said:
        return setup.today + timedelta(else_in)
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise Rejected(Problem("on", "#/params/on is no day")) from None
    if ahead and day <= setup.today:
        raise Rejected(Problem("on", f"#/params/on has come: name a day after {setup.today}"))
    if not ahead and day > setup.today:
        raise TooEarly(london.start_of(day))
    return day


def somebody(setup: StateSetup, cohort: int, number: int, role: str, **said: object) -> Recipe:
    """Return somebody in training for some time, registered before that.

    Training begins when it is said, else on 1 September of the cohort's year or two months
    ago, and not after the day `until`.
    """
    until = said.pop("until", date.max)
    assert isinstance(until, date), "a recipe says a date"
    started = said.get("started", min(date(cohort, 9, 1), setup.today - timedelta(60), until))
    assert isinstance(started, date), "a recipe says a date"
    registered = min(started - timedelta(30), setup.today - timedelta(1))
    known = {"id": number, "role": role, "cohort": cohort, "provider": OURS}
    return Recipe({**known, "started": started, "registered": registered, **said})
