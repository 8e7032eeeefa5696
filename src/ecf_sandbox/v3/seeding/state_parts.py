"""What the builders of provider states share: what is asked, what was built, and people in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ecf_sandbox.v3.seeding.characters import Character
from ecf_sandbox.v3.seeding.living import Life
from ecf_sandbox.v3.seeding.stage import OURS, Stage

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


def somebody(stage: Stage, cohort: int, number: int, role: str, **said: object) -> Character:
    """Return somebody in training for some time, registered before that."""
    started = said.get("started", min(date(cohort, 9, 1), stage.today - timedelta(60)))
    assert isinstance(started, date), "a story says a date"
    registered = min(started - timedelta(30), stage.today - timedelta(1))
    known = {"id": number, "role": role, "cohort": cohort, "provider": OURS}
    return Character({**known, "started": started, "registered": registered, **said})
