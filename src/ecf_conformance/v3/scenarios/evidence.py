"""Evidence: the whole table, by cohort, role and type (V3-DECL-9)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

from ecf_conformance.cases import Case, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.cases import may_declare
from ecf_conformance.v3.provider import MISSING, Provider
from ecf_conformance.v3.schedules import EXTENDED, SEPTEMBER, SIMPLE, TYPES

_SIMPLE = ("training-event-attended", "self-study-material-completed", "other")
_DETAILED = (*_SIMPLE, "materials-engaged-with-offline")
_ENGAGED = ("75-percent-engagement-met", "75-percent-engagement-met-reduced-induction")
_FEW_TYPES = ("started", "retained-2", "completed")
_ALL = (*_DETAILED, *_ENGAGED, "one-term-induction")


@dataclass(frozen=True, slots=True)
class Held:
    """Evidence that is held for a type in a cohort."""

    cohort: str
    kind: str
    declaration_type: str
    evidence: str

    @property
    def needs(self) -> Collection[Ability]:
        """Provider states, but for a few that a target's lists are asked for: all would be much."""
        asked = (self.declaration_type, self.evidence)
        few = self.kind == "ect" and asked in product(_FEW_TYPES, ("other", _ENGAGED[0]))
        return () if few else (Ability.STATES,)

    @property
    def is_enough(self) -> bool:
        return self.evidence in _allowed(self.cohort, self.kind, self.declaration_type)

    def __str__(self) -> str:
        return f"{self.kind} of {self.cohort}, {self.declaration_type}, {self.evidence}"


def _allowed(cohort: str, kind: str, declaration_type: str) -> tuple[str, ...]:
    if cohort <= SIMPLE:
        return _SIMPLE
    if declaration_type == "completed":
        return (*_ENGAGED, "one-term-induction") if kind == "ect" else _ENGAGED
    return _ENGAGED if declaration_type == "retained-2" else _DETAILED


def _rows(_: str) -> Iterator[Held]:
    """Yield every evidence for every type that looks at it, in a cohort of each kind."""
    for cohort in (SIMPLE, "2025", "2026"):
        for kind in ("ect", "mentor"):
            for declared in TYPES:
                ignored = cohort <= SIMPLE and declared == "started"
                if not ignored and may_declare(kind, declared, cohort):
                    yield from (Held(cohort, kind, declared, each) for each in _ALL)


@scenario("V3-DECL-9", certain_with={Ability.STATES}, each=_rows)
def evidence_is_of_the_table(provider: Provider, case: Held) -> None:
    """Evidence of the table is kept, any other is refused."""
    trainee = provider.someone(case.kind, EXTENDED, cohort=case.cohort)
    made = provider.declares(trainee, case.declaration_type, evidence_held=case.evidence)
    if case.is_enough:
        made.accepted().shows(evidence_held=case.evidence)
    else:
        made.refused(naming="evidence_held")
        good = _allowed(case.cohort, case.kind, case.declaration_type)[0]
        provider.declares(trainee, case.declaration_type, evidence_held=good).accepted()


@scenario(
    "V3-DECL-9",
    each=table(
        Case("absent", MISSING), Case("null", None), Case("blank", ""), Case("unknown", "x")
    ),
)
def evidence_is_needed(provider: Provider, case: Case) -> None:
    """Where evidence is required, none and unknown evidence is refused."""
    ect = provider.someone()
    provider.declares(ect, evidence_held=case.said).refused("evidence_held", by="V3-DECL-9")
    provider.declares(ect).accepted()


@scenario("V3-DECL-9", "V3-DECL-19", certain_with={Ability.STATES})
def evidence_of_an_early_start_is_dropped(provider: Provider) -> None:
    """Before cohort 2025 a start needs no evidence, and keeps none of what is sent."""
    for held in ("other", "anything"):
        ect = provider.someone(schedule=EXTENDED, cohort=SIMPLE)
        provider.declares(ect, evidence_held=held).accepted().shows(evidence_held=None)
    without = provider.someone(schedule=SEPTEMBER, cohort=SIMPLE)
    provider.declares(without, dated="2024-10-01T09:00:00Z").accepted().shows(evidence_held=None)
