"""What a world begins with beside people, written row by row."""

from collections.abc import Iterable

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link, School
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.store import tick_rows, values, writing
from ecf_sandbox.v3.store.records import Records
from ecf_sandbox.v3.store.tick_rows import Ticking


def add_contract_period(records: Records, period: ContractPeriod) -> None:
    """Add a contract period; its schedules follow from its year."""
    assert period.finished_on, "a contract period has an end"
    columns = values.contract_period(period)
    writing.insert(records.db, "contract_periods", columns)


def add_provider_year(records: Records, provider: str, year: int) -> None:
    """Let a provider take part in a contract period."""
    columns = {"provider": records.provider_keys[provider], "year": year}
    writing.insert(records.db, "provider_years", columns)


def add_delivery_partner(records: Records, partner: DeliveryPartner, stamp: Instant) -> None:
    """Add a delivery partner."""
    columns = {
        "id": partner.id,
        "name": partner.name,
        "recorded_at": partner.recorded_at,
        "stamp": stamp,
    }
    writing.insert(records.db, "delivery_partners", columns)


def add_link(records: Records, link: Link) -> None:
    """Let a delivery partner work with a provider in a cohort."""
    columns = {
        "provider": records.provider_keys[link.provider],
        "year": link.cohort,
        "delivery_partner": link.delivery_partner_id,
    }
    writing.insert(records.db, "links", columns)


def add_school(records: Records, school: School, stamp: Instant) -> None:
    """Add a school with its uplifts."""
    columns = {**values.school(school), "stamp": stamp}
    writing.insert(records.db, "schools", columns)
    for year, uplifts in school.uplifts.items():
        paid = {"school": school.id, "year": year, **values.uplifts(uplifts)}
        writing.insert(records.db, "school_uplifts", paid)


def add_statement(
    records: Records, statement: Statement, stamp: Instant, at_times: Iterable[Instant]
) -> None:
    """Add a statement, and the instants at which time alone changes it."""
    columns = values.statement(statement, records.provider_keys)
    writing.insert(records.db, "statements", {**columns, "stamp": stamp})
    tick_rows.add(records.db, Ticking.STATEMENT, ((statement.id, at) for at in at_times))
