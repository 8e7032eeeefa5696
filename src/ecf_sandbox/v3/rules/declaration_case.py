"""A declaration to be judged: what was sent, and the facts that the steps look at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod, ContractPeriods
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import DeclarationType, Milestone
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import TrainingPeriod
from ecf_sandbox.v3.rules import declaration_dates
from ecf_sandbox.v3.rules.declaration_dates import DeclarationDate
from ecf_sandbox.v3.rules.values import Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """All that a provider sends to declare, as it came."""

    participant_id: Scalar = None
    declaration_type: Scalar = None
    declaration_date: Scalar = None
    course_identifier: Scalar = None
    evidence_held: Scalar = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is on record when a provider declares.

    `history` is of the person whom the participant id names, None if it names nobody; a
    retired id names somebody whom nobody trains. `statements` hold at least this provider's.
    """

    provider: str
    history: History | None
    contract_periods: ContractPeriods
    statements: Collection[Statement]
    now: Instant

    @property
    def today(self) -> date:
        return london.day_of(self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A claim beside what is on record, and what the two say together.

    `training` is L: the latest training period of the role with the provider.

    Rules: V3-DECL-4.
    """

    claim: Claim
    known: Known
    role: Role
    kind: DeclarationType | None
    date: DeclarationDate | None
    training: TrainingPeriod | None
    cohort: ContractPeriod | None
    milestone: Milestone | None


def case(claim: Claim, known: Known) -> Case:
    """Return a claim with what follows from it (V3-DECL-4)."""
    role = Role.ECT if claim.course_identifier == Role.ECT.course else Role.MENTOR
    history = known.history
    training = history.latest(role, known.provider) if history else None
    cohort = known.contract_periods.get(training.cohort) if training else None
    kind = next((each for each in DeclarationType if claim.declaration_type == each), None)
    milestone = None
    if training and cohort and training.schedule_identifier and kind:
        milestone = cohort.schedules[training.schedule_identifier].milestones.get(kind)
    return Case(
        claim=claim,
        known=known,
        role=role,
        kind=kind,
        date=declaration_dates.read(claim.declaration_date),
        training=training,
        cohort=cohort,
        milestone=milestone,
    )
