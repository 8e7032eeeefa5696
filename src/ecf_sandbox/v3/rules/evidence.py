"""What a provider must hold to declare each type."""

from collections.abc import Mapping
from typing import TypeAlias

from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.declarations import Evidence
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import DeclarationType

Allowed: TypeAlias = Mapping[DeclarationType, tuple[Evidence, ...]]

_STUDIED = (Evidence.TRAINING_EVENT_ATTENDED, Evidence.SELF_STUDY_MATERIAL_COMPLETED)
_SIMPLE = (*_STUDIED, Evidence.OTHER)
_ATTENDED = (*_STUDIED, Evidence.MATERIALS_ENGAGED_WITH_OFFLINE, Evidence.OTHER)
_ENGAGED = (Evidence.ENGAGEMENT_MET, Evidence.ENGAGEMENT_MET_REDUCED_INDUCTION)

SIMPLE: Allowed = {each: _SIMPLE for each in DeclarationType if each is not DeclarationType.STARTED}
DETAILED: Mapping[Role, Allowed] = {
    Role.ECT: dict.fromkeys(DeclarationType, _ATTENDED)
    | {
        DeclarationType.RETAINED_2: _ENGAGED,
        DeclarationType.COMPLETED: (*_ENGAGED, Evidence.ONE_TERM_INDUCTION),
    },
    Role.MENTOR: {DeclarationType.STARTED: _ATTENDED, DeclarationType.COMPLETED: _ENGAGED},
}


def is_dropped(kind: DeclarationType, cohort: ContractPeriod) -> bool:
    """Return whether evidence is neither needed nor kept (V3-DECL-9)."""
    return kind is DeclarationType.STARTED and not cohort.detailed_evidence


def allowed(kind: DeclarationType, role: Role, cohort: ContractPeriod) -> tuple[Evidence, ...]:
    """Return what can be held for a type, nothing where the type is not for the role.

    Rules: V3-DECL-9.
    """
    table = DETAILED[role] if cohort.detailed_evidence else SIMPLE
    return table.get(kind, ())
