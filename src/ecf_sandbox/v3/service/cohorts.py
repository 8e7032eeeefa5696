"""Contract periods as the department opens, closes, freezes and thaws them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.rules import department, ticks
from ecf_sandbox.v3.rules.statements import generated
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.ids import statement_id
from ecf_sandbox.v3.service.school_summaries import summarise_school
from ecf_sandbox.v3.store import additions
from ecf_sandbox.v3.store import cohorts as store


@dataclass(frozen=True, slots=True)
class CohortRecord:
    """A contract period, the providers that take part, and whether it is frozen now."""

    period: ContractPeriod
    providers: list[str]
    frozen: bool


def cohorts(context: WorldContext) -> Iterator[CohortRecord]:
    """Yield every contract period, in order of year (V3-COHORT-1)."""
    providers = store.providers_by_year(context.store)
    for each in context.store.contract_periods():
        yield CohortRecord(each, providers.get(each.year, []), each.is_frozen(context.now))


def put(context: WorldContext, year: int, said: Mapping[str, Any]) -> tuple[CohortRecord, bool]:
    """Change a contract period, or open the next one; tell whether it is new.

    `said` has names of ContractPeriod, and `frozen_at`, an instant or None.

    Rules: V3-COHORT-2, V3-COHORT-3, V3-COHORT-4.
    """
    periods = list(context.store.contract_periods())
    known = next((each for each in periods if each.year == year), None)
    if known is None:
        refuse_any(department.opening_cohort(year, periods[-1]))
    after = _changed(context, known or department.following(periods[-1]), said)
    refuse_any(department.changing_cohort(after, periods))
    if known is None:
        _open(context, after)
    else:
        store.change(context.store, after)
    _summarise_schools(context, known, after)
    return cohort(context, year), known is None


def cohort(context: WorldContext, year: int) -> CohortRecord:
    """Return one contract period; raises NotFound where there is none."""
    found = next((each for each in cohorts(context) if each.period.year == year), None)
    if found is None:
        raise NotFound(Problem("year", f"There is no cohort {year}"))
    return found


def _changed(
    context: WorldContext, period: ContractPeriod, said: Mapping[str, Any]
) -> ContractPeriod:
    plain = {name: value for name, value in said.items() if name != "frozen_at"}
    if "frozen_at" in said:
        at = said["frozen_at"]
        plain["frozen"] = None if at is None else department.frozen_from(at, context.now)
    return replace(period, **plain)


def _open(context: WorldContext, period: ContractPeriod) -> None:
    """Add a contract period with the providers of the year before, and their statements."""
    records = context.store
    additions.add_contract_period(records, period)
    stamp = records.stamp(context.now)
    for provider in store.providers_by_year(records).get(period.year - 1, []):
        additions.add_provider_year(records, provider, period.year)
        new_id = partial(statement_id, records.provider_keys[provider], period.year)
        for each in generated(provider, period.year, new_id, context.now):
            additions.add_statement(records, each, stamp, ticks.of_statement(each))


def _summarise_schools(
    context: WorldContext, before: ContractPeriod | None, after: ContractPeriod
) -> None:
    """Write anew what schools show where the days of a cohort decide (V3-SCHOOL-4)."""
    days = {(each.started_on, each.finished_on) for each in (before, after) if each}
    if before is not None and len(days) == 1:
        return
    stamp = context.store.stamp(context.now)
    schools: set[str] = set()
    for first, last in days:
        assert last, "a contract period has an end"
        schools.update(store.schools_with_school_led_training(context.store, first, last))
    for school_id in sorted(schools):
        summarise_school(context, school_id, stamp)
