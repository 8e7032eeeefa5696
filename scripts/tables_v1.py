"""Tables of API v1: personas, situations, schedules."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from ecf_sandbox.engine.domain.instants import DAY, Instant, moment, wire
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.domain.schedules import Milestone, Schedule
from ecf_sandbox.v1.seeding.personas import Persona, personas
from scripts.markdown_table import drawn

_SEASONS = ("september", "january", "april")


def people() -> Iterator[str]:
    """Yield the personas, chapter by chapter."""
    present = (each for each in personas() if not each.state_only)
    for chapter, found in groupby(present, key=lambda each: each.chapter):
        yield f"**{chapter}**\n\n"
        yield from drawn(("Id", "Name", "Situation", "Good for"), map(_person, found))
        yield "\n"


def states() -> Iterator[str]:
    """Yield the situations that only a provider state can build, and from when it can."""
    rows = (
        (each.situation, f"`{wire(each.holds_from)}`")
        for each in personas()
        if each.state_only and each.holds_from is not None
    )
    return drawn(("Situation", "Possible from"), rows)


def schedules(edition: EditionName) -> Iterator[str]:
    """Yield each cohort's milestones by their last day, then the schedules without last days."""
    found = editions.edition(edition).schedules
    for cohort in found.cohorts:
        of_cohort = [each for each in found if each.cohort == cohort]
        yield f"Cohort {cohort}, `ecf-standard-…`:\n\n"
        yield from _standard([each for each in of_cohort if each.is_standard])
        yield "\nThe others, where every type may be declared from the first day on:\n\n"
        yield from _open([each for each in of_cohort if not each.is_standard])
        yield "\n"


TABLES: Mapping[str, Callable[[], Iterator[str]]] = {
    "personas-v1": people,
    "states-v1": states,
    "schedules-guidance": lambda: schedules(EditionName.GUIDANCE),
    "schedules-service": lambda: schedules(EditionName.SERVICE),
}


def _person(persona: Persona) -> tuple[str, ...]:
    since = f" (from {_day(persona.holds_from)})" if persona.holds_from is not None else ""
    return (
        f"`{persona.id}`",
        persona.new_person.full_name,
        persona.situation + since,
        persona.purpose,
    )


def _standard(standard: list[Schedule]) -> Iterator[str]:
    """Yield milestones, those with the same last day in one row."""
    ends: dict[tuple[Instant, Instant], dict[str, Milestone]] = {}
    for schedule in standard:
        for each in schedule.milestones.values():
            if each.closes is not None and each.payment_date is not None:
                row = ends.setdefault((each.closes, each.payment_date), {})
                row[_season(schedule)] = each
    rows = (
        (_day(Instant(closes - DAY)), _day(paid), *(_cell(row.get(each)) for each in _SEASONS))
        for (closes, paid), row in sorted(ends.items())
    )
    return drawn(("Last day", "Paid", *(f"`…-{each}`" for each in _SEASONS)), rows)


def _open(others: list[Schedule]) -> Iterator[str]:
    kinds: dict[str, dict[str, str]] = {}
    for each in others:
        kind = each.identifier.removesuffix(_season(each))
        kinds.setdefault(kind, {})[_season(each)] = _day(each.opens)
    rows = ((f"`{kind}…`", *(days[each] for each in _SEASONS)) for kind, days in kinds.items())
    return drawn(("First day of", *(f"`…-{each}`" for each in _SEASONS)), rows)


def _cell(milestone: Milestone | None) -> str:
    return f"{milestone.declaration_type} from {_day(milestone.opens)}" if milestone else ""


def _season(schedule: Schedule) -> str:
    return schedule.identifier.rpartition("-")[2]


def _day(at: Instant) -> str:
    return moment(at).date().isoformat()
