"""Columns of the schema that are named as the fields of the nouns."""

from dataclasses import fields
from operator import attrgetter

from ecf_sandbox.v1.domain.declarations import Declaration, Settlement


def columns(noun: type, *others: str) -> tuple[str, ...]:
    """Return the columns that are named as a noun's fields, which is all but some others."""
    return tuple(each.name for each in fields(noun) if each.name not in others)


SETTLEMENT = columns(Settlement)
settlement_values = attrgetter(*SETTLEMENT)

_OWN = columns(Declaration, "provider", "participant_id", "cohort", "settlement")

DECLARATION = (*_OWN, *SETTLEMENT)
declaration_values = attrgetter(*_OWN, *(f"settlement.{each}" for each in SETTLEMENT))
