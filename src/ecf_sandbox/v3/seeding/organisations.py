"""Cohorts, providers, delivery partners, links, schools and statements of a new world."""

from collections.abc import Iterator, Mapping
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant, midnight
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link, School, Uplifts
from ecf_sandbox.v3.rules import ticks
from ecf_sandbox.v3.rules.statements import generated
from ecf_sandbox.v3.seeding.facts import rows
from ecf_sandbox.v3.service.ids import statement_id
from ecf_sandbox.v3.store import additions
from ecf_sandbox.v3.store.facts import published_contract_periods
from ecf_sandbox.v3.store.records import Records

BEGAN = midnight(date(2021, 6, 1))
_LAST_YEARS = {"fenland": 2024}


def add(records: Records) -> None:
    """Add all that a world has before anybody is in it."""
    add_cohorts(records)
    for row in rows("delivery_partners.csv"):
        _add_delivery_partner(records, row)
    for row in rows("schools.csv"):
        additions.add_school(records, _school(row), records.stamp(BEGAN))


def school_id(number: int) -> str:
    """Return the id of a school by its number: S01 is 1."""
    return f"5c000000-0000-4000-8000-{number:012}"


def delivery_partner_id(number: int) -> str:
    """Return the id of a delivery partner by its number: D01 is 1."""
    return f"de000000-0000-4000-8000-{number:012}"


def add_cohorts(records: Records) -> None:
    """Add cohorts, with those who take part in them and their statements."""
    for period in published_contract_periods():
        additions.add_contract_period(records, period)
        for slug, key in records.provider_keys.items():
            if period.year <= _LAST_YEARS.get(slug, period.year):
                additions.add_provider_year(records, slug, period.year)
                _add_statements(records, slug, key, period.year)


def _add_statements(records: Records, provider: str, key: int, cohort: int) -> None:
    recorded = Instant(max(BEGAN, midnight(date(cohort, 6, 1))))
    for each in generated(
        provider, cohort, lambda year, month: statement_id(key, cohort, year, month), recorded
    ):
        additions.add_statement(records, each, records.stamp(recorded), ticks.of_statement(each))


def _add_delivery_partner(records: Records, row: Mapping[str, str]) -> None:
    partner = DeliveryPartner(delivery_partner_id(int(row["number"])), row["name"], BEGAN)
    additions.add_delivery_partner(records, partner, records.stamp(BEGAN))
    for provider in records.provider_keys:
        for year in row[provider].split():
            additions.add_link(records, Link(provider, int(year), partner.id))


def _school(row: Mapping[str, str]) -> School:
    number = int(row["number"])
    urn = f"{190000 + number}"
    tutor = row["tutor"] == "yes"
    return School(
        id=school_id(number),
        urn=urn,
        name=row["name"],
        recorded_at=BEGAN,
        tutor_name=f"Tutor of {row['name']}" if tutor else None,
        tutor_email=f"tutor.{urn}@example.org" if tutor else None,
        contact_email=f"office.{urn}@example.org" if row["contact"] else None,
        second_contact_email=f"head.{urn}@example.org" if row["second_contact"] else None,
        register_eligible=row["register_eligible"] == "yes",
        marked_eligible=row["marked_eligible"] == "yes",
        uplifts=dict(_uplifts(row["uplifts"])),
    )


def _uplifts(text: str) -> Iterator[tuple[int, Uplifts]]:
    for entry in text.split():
        year, _, kinds = entry.partition(":")
        yield int(year), Uplifts("pupil_premium" in kinds, "sparsity" in kinds)
