"""Contract periods as the department changes them, and which providers take part."""

from datetime import date

from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.training import Programme
from ecf_sandbox.v3.store import values, writing
from ecf_sandbox.v3.store.codes import codes
from ecf_sandbox.v3.store.ids import shown
from ecf_sandbox.v3.store.records import Records


def change(records: Records, period: ContractPeriod) -> None:
    """Write what a contract period is; its schedules follow from its year."""
    writing.update(records.db, "contract_periods", values.contract_period(period), "year")


def providers_by_year(records: Records) -> dict[int, list[str]]:
    """Return the providers that take part in each contract period."""
    found: dict[int, list[str]] = {}
    for year, provider in records.db.execute(
        "SELECT year, provider FROM provider_years ORDER BY year, provider"
    ):
        found.setdefault(year, []).append(records.providers[provider])
    return found


def schools_with_school_led_training(records: Records, first: date, last: date) -> list[str]:
    """Return the schools at which school-led training begins between two days."""
    found = records.db.execute(
        "SELECT DISTINCT o.id FROM training_periods t JOIN school_periods s"
        " ON s.key = t.school_period JOIN schools o ON o.key = s.school"
        " WHERE t.programme = ? AND t.started_on BETWEEN ? AND ? ORDER BY 1",
        (codes(Programme)[Programme.SCHOOL_LED], first.toordinal(), last.toordinal()),
    )
    return [shown(school) for (school,) in found]
