"""Schools as the department keeps them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.v3.domain.organisations import NO_UPLIFTS, School
from ecf_sandbox.v3.domain.queries import ListQuery
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.rules import organisations as rules
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.recording import summarise
from ecf_sandbox.v3.store import additions, department_lists, organisations, people, writing

EVERYTHING = ListQuery(page=Page(size=2**62))
AT_ONCE = 500

UpliftChanges = Mapping[int, Mapping[str, bool]]


@dataclass(slots=True)
class SchoolInCohort:
    """What a school is in a cohort: its choice, and providers it has to do with."""

    choice: ProgrammeChoice = ProgrammeChoice.NOT_YET_KNOWN
    partnered: list[str] = field(default_factory=list)
    interested: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """A school with what follows from its partnerships and people, by cohort."""

    school: School
    cohorts: Mapping[int, SchoolInCohort]
    updated_at: Instant


def schools(context: WorldContext) -> Iterator[SchoolRecord]:
    """Yield every school, some at a time, in the order in which they were made."""
    stamps = context.store.page(department_lists.schools(), EVERYTHING, context.now)
    for part in in_parts(stamps):
        yield from _records(context, part)


def add(context: WorldContext, said: Mapping[str, Any], uplifts: UpliftChanges) -> SchoolRecord:
    """Add a school; name and URN are made up where they are not said (V3-REG-10, V3-REG-13)."""
    urn = said.get("urn") or organisations.free_urn(context.store)
    named = {"name": f"School {urn}", **said, "urn": urn}
    new = School(id=context.store.new_id("school"), recorded_at=context.now, uplifts={}, **named)
    made = _with_uplifts(new, uplifts)
    _refuse(context, made)
    additions.add_school(context.store, made, context.store.stamp(context.now))
    return school(context, made.id)


def update(
    context: WorldContext, school_id: str, said: Mapping[str, Any], uplifts: UpliftChanges
) -> SchoolRecord:
    """Change what is said of a school, and leave the rest (V3-REG-10, V3-REG-13)."""
    before = context.store.school(school_id)
    if before is None:
        raise NotFound(Problem("school_id", f"There is no school {school_id:.80}"))
    after = _with_uplifts(replace(before, **said), uplifts)
    _refuse(context, after)
    if after != before:
        organisations.write_school(context.store, after)
        _stamp(context, before, after)
    return school(context, school_id)


def school(context: WorldContext, school_id: str) -> SchoolRecord:
    """Return one school, which is known."""
    stamp = context.store.one(department_lists.schools(), school_id, context.now)
    assert stamp is not None, "a known school has a stamp"
    (found,) = _records(context, {school_id: stamp})
    return found


def in_parts(stamps: Mapping[str, Instant]) -> Iterator[dict[str, Instant]]:
    """Yield rows some at a time, so that not all of them are in memory as more than ids."""
    rest = iter(stamps.items())
    while part := dict(islice(rest, AT_ONCE)):
        yield part


def _refuse(context: WorldContext, school: School) -> None:
    other = organisations.school_of_urn(context.store, school.urn)
    refuse_any(rules.keeping_school(school, other, context.store.contract_periods()))


def _with_uplifts(school: School, changes: UpliftChanges) -> School:
    uplifts = dict(school.uplifts)
    for year, said in changes.items():
        changed = replace(uplifts.pop(year, NO_UPLIFTS), **said)
        if changed:
            uplifts[year] = changed
    return replace(school, uplifts=uplifts)


def _stamp(context: WorldContext, before: School, after: School) -> None:
    """Stamp all that shows a school, where it shows it otherwise now."""
    store, stamp = context.store, context.store.stamp(context.now)
    if rules.shows_otherwise(before, after):
        writing.stamp(store.db, "schools", [after.id], stamp)
    if rules.partnerships_show_otherwise(before, after):
        ids = organisations.partnerships_with_school(store, after.id)
        writing.stamp(store.db, "partnerships", ids, stamp)
    paying = [each.year for each in store.contract_periods() if each.uplifts]
    years = rules.years_of_other_uplifts(before, after, paying)
    people.touch(store, organisations.trained_at(store, after.id, years), stamp)
    if before.urn != after.urn:
        _stamp_people(context, store.people_at(after.id), after.id, stamp)


def _stamp_people(
    context: WorldContext, ids: Collection[str], school_id: str, stamp: Instant
) -> None:
    """Stamp whoever is shown with a school's URN, and their transfers (V3-TRANSFER-4)."""
    organisations.stamp_transfers_of(context.store, school_id, stamp)
    people.touch(context.store, ids, stamp)
    for history in context.store.shown_histories(ids).values():
        summarise(context, history)


def _records(context: WorldContext, stamps: Mapping[str, Instant]) -> Iterator[SchoolRecord]:
    store = context.store
    cohorts: dict[str, dict[int, SchoolInCohort]] = {id_: {} for id_ in stamps}
    for id_, year, choice in organisations.programme_choices(store, stamps):
        cohorts[id_].setdefault(year, SchoolInCohort()).choice = choice
    for id_, year, provider in organisations.partnered(store, stamps):
        cohorts[id_].setdefault(year, SchoolInCohort()).partnered.append(provider)
    for id_, year, provider in organisations.interested(store, stamps):
        cohorts[id_].setdefault(year, SchoolInCohort()).interested.append(provider)
    found = store.schools(stamps)
    for id_, at in stamps.items():
        yield SchoolRecord(found[id_], cohorts[id_], at)
