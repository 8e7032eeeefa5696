"""Declarations counted by what settles them."""

from dataclasses import dataclass

from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import DeclarationType
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many declarations are alike in what they are, and in what settles them.

    Without a recorded statement, `eligible` tells since when their people are.
    """

    provider: str
    cohort: int
    role: Role
    declaration_type: DeclarationType
    statement: Statement | None
    clawback: Statement | None
    eligible: Since | None
    count: int
