"""Tables of API v3: personas, schools, delivery partners, situations, cohorts, schedules."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import groupby

from ecf_sandbox.engine.providers import lead_providers
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.schedules import Milestone, Schedule, ScheduleKind, Term
from ecf_sandbox.v3.seeding.facts import rows
from ecf_sandbox.v3.seeding.organisations import delivery_partner_id, school_id
from ecf_sandbox.v3.seeding.personas import identities, persona_id, personas, purposes
from ecf_sandbox.v3.seeding.provider_states import provider_states
from ecf_sandbox.v3.seeding.recipes import Recipe
from ecf_sandbox.v3.store.facts import published_contract_periods
from scripts.markdown_table import drawn

_STANDARD = ScheduleKind.STANDARD


def people() -> Iterator[str]:
    """Yield the personas, chapter by chapter."""
    chapters = {int(each["begins"]): each for each in rows("persona_chapters.csv")}
    ordered = sorted(personas(), key=lambda each: each.number)
    for begins, found in groupby(ordered, key=lambda each: each.number // 100):
        chapter = chapters[begins]
        yield f"**{chapter['title']}.** {chapter['good_for']}.\n\n"
        columns = ("Id", "Name", "Situation", "Cohort", "Schedule", "School", "Good for")
        yield from drawn(columns, map(_person, found))
        yield "\n"


def schools() -> Iterator[str]:
    """Yield the schools with fixed ids."""
    found = (
        (f"`{school_id(number)}`", f"{190000 + number}", row["name"], row["good_for"])
        for row in rows("schools.csv")
        for number in [int(row["number"])]
    )
    return drawn(("Id", "URN", "Name", "Good for"), found)


def delivery_partners() -> Iterator[str]:
    """Yield the delivery partners with fixed ids, and who works with them in which years."""
    slugs = [each.slug for each in lead_providers()]
    found = (
        (
            f"`{delivery_partner_id(int(row['number']))}`",
            row["name"],
            ", ".join(f"`{slug}` {_years(row[slug])}" for slug in slugs if row[slug]) or "nobody",
        )
        for row in rows("delivery_partners.csv")
    )
    return drawn(("Id", "Name", "Works with"), found)


def states() -> Iterator[str]:
    """Yield the situations that can be built beside the personas' own."""
    told = {each.about for each in personas()}
    found = (
        (each.name, ", ".join(f"`{name}={value}`" for name, value in each.params.items()))
        for each in provider_states().values()
        if each.name not in told
    )
    return drawn(("Situation", "Params, with their defaults"), found)


def cohorts() -> Iterator[str]:
    """Yield the contract periods, and what differs between them."""
    found = (
        (
            str(each.year),
            f"{each.started_on} to {each.finished_on}",
            "yes" if each.enabled else "no",
            _frozen(row["frozen_on"]),
            "detailed" if each.detailed_evidence else "simple",
            "started, completed" if each.mentor_rule else "all",
            "yes" if each.uplifts else "no",
        )
        for each, row in zip(_periods(), rows("contract_periods.csv"), strict=True)
    )
    columns = ("Cohort", "Days", "Open", "Frozen", "Evidence", "Mentors' types", "Uplifts")
    return drawn(columns, found)


def windows() -> Iterator[str]:
    """Yield the milestones that have a last day: those of standard schedules up to 2024."""
    for period in _periods():
        standard = [each for each in period.schedules.values() if each.identifier.kind == _STANDARD]
        if any(each.milestone_date for one in standard for each in one.milestones.values()):
            yield f"Cohort {period.year}:\n\n"
            columns = ("Last day", *(f"`ecf-standard-{each}`" for each in Term))
            yield from drawn(columns, _windows(standard))
            yield "\n"


def first_days() -> Iterator[str]:
    """Yield the first days of all schedules without last days."""
    found = (
        (str(period.year), f"`ecf-{kind}-…`", *(_first(by_term[each]) for each in Term))
        for period in _periods()
        for kind, by_term in _open_schedules(period)
    )
    return drawn(("Cohort", "First day of", *(f"`…-{each}`" for each in Term)), found)


TABLES: Mapping[str, Callable[[], Iterator[str]]] = {
    "personas-v3": people,
    "schools-v3": schools,
    "delivery-partners-v3": delivery_partners,
    "states-v3": states,
    "cohorts-v3": cohorts,
    "windows-v3": windows,
    "first-days-v3": first_days,
}


def _person(persona: Recipe) -> tuple[str, ...]:
    provider = persona.provider
    trained = provider is not None
    return (
        f"`{persona_id(persona.number)}`",
        identities()[persona.number].full_name,
        persona.about,
        str(persona.cohort),
        f"`{persona.schedule}`" if trained else "",
        f"{190000 + persona.school}",
        purposes()[persona.number],
    )


def _years(text: str) -> str:
    first, *others = text.split()
    return f"{first} to {others[-1]}" if others else first


def _frozen(frozen_on: str) -> str:
    return f"from {frozen_on}" if frozen_on else "no"


def _periods() -> list[ContractPeriod]:
    return list(published_contract_periods())


def _windows(standard: list[Schedule]) -> Iterator[tuple[str, ...]]:
    ends: dict[date, dict[Term, Milestone]] = {}
    for schedule in standard:
        for each in schedule.milestones.values():
            if each.milestone_date:
                ends.setdefault(each.milestone_date, {})[schedule.identifier.term] = each
    for last, by_term in sorted(ends.items()):
        yield str(last), *(_cell(by_term.get(each)) for each in Term)


def _cell(milestone: Milestone | None) -> str:
    return f"{milestone.declaration_type} from {milestone.start_date}" if milestone else ""


def _open_schedules(period: ContractPeriod) -> Iterator[tuple[str, Mapping[Term, Schedule]]]:
    for kind in ScheduleKind:
        of_kind = [each for each in period.schedules.values() if each.identifier.kind == kind]
        milestones = [each for one in of_kind for each in one.milestones.values()]
        if not any(each.milestone_date for each in milestones):
            yield kind, {each.identifier.term: each for each in of_kind}


def _first(schedule: Schedule) -> str:
    days = {str(each.start_date) for each in schedule.milestones.values()}
    assert len(days) == 1, f"{schedule.identifier} of {schedule.cohort} has one first day"
    return days.pop()
