"""What the builders of provider states share: what is asked, what was built, and people in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ecf_sandbox.engine.domain.problems import Problem, Rejected
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.seeding.characters import Character
from ecf_sandbox.v3.seeding.living import Life
from ecf_sandbox.v3.seeding.stage import OURS, Stage, TooEarly

Asked = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a state has made: people, the first of whom it is about, and ids by their names."""

    lives: list[Life] = field(default_factory=list)
    ids: Mapping[str, str] = field(default_factory=dict)


def cohort_of(stage: Stage, asked: Asked) -> int:
    """Return the cohort that is asked for, which has begun and has the provider."""
    cohort = int(asked["cohort"])
    stage.begun(cohort)
    return cohort


def day_of(stage: Stage, asked: Asked, *, ahead: bool, else_in: int) -> date:
    """Return the day `on` that is asked for, or that in so many days.

    It is `ahead` of today or not: raises Rejected for one that has come, TooEarly for one that
    has not.
    """
    said = asked["on"]
    if not said:
        return stage.today + timedelta(else_in)
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise Rejected(Problem("on", "#/params/on is no day")) from None
    if ahead and day <= stage.today:
        raise Rejected(Problem("on", f"#/params/on has come: name a day after {stage.today}"))
    if not ahead and day > stage.today:
        raise TooEarly(london.start_of(day))
    return day


def somebody(stage: Stage, cohort: int, number: int, role: str, **said: object) -> Character:
    """Return somebody in training for some time, registered before that.

    Training begins when it is said, else on 1 September of the cohort's year or two months
    ago, and not after the day `until`.
    """
    until = said.pop("until", date.max)
    assert isinstance(until, date), "a story says a date"
    started = said.get("started", min(date(cohort, 9, 1), stage.today - timedelta(60), until))
    assert isinstance(started, date), "a story says a date"
    registered = min(started - timedelta(30), stage.today - timedelta(1))
    known = {"id": number, "role": role, "cohort": cohort, "provider": OURS}
    return Character({**known, "started": started, "registered": registered, **said})
