"""When a declaration is accepted: the steps of V3-DECL-3, in order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.rules import declaration_steps as step
from ecf_sandbox.v3.rules.declaration_case import Case

P: Final = "participant_id"
C: Final = "course_identifier"
D: Final = "declaration_date"
T: Final = "declaration_type"
E: Final = "evidence_held"
K: Final = "cohort"
ANY: Final = frozenset({P, C, D, T, E, K})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a declaration is judged for.

    `refuse` returns why, or None. The step is skipped once one of the titles in `unless` has
    failed; those that leave it nothing to refuse, or cannot have failed by then, go unsaid.
    `rule` is the one that tells most about it.
    """

    title: str
    refuse: Callable[[Case], str | None]
    unless: frozenset[str] = frozenset()
    rule: str = "V3-DECL-3"


STEPS: Final = (
    Step(P, step.participant_missing),
    Step(P, step.participant_unknown, frozenset({P})),
    Step(C, step.course_unknown, ANY),
    Step(D, step.date_missing, ANY),
    Step(C, step.course_not_trained, frozenset({C, D})),
    Step(T, step.type_missing, ANY),
    Step(T, step.type_unknown, ANY, "V3-DECL-2"),
    Step(T, step.place_taken, frozenset({D}), "V3-DECL-10"),
    Step(D, step.date_in_future, frozenset({P, C, T})),
    Step(D, step.date_too_early, frozenset({D, T}), "V3-DECL-7"),
    Step(D, step.date_too_late, frozenset({D, T}), "V3-DECL-7"),
    Step(D, step.date_out_of_pattern, frozenset({D}), "V3-DECL-5"),
    Step(T, step.type_not_for_mentors, frozenset({T})),
    Step(E, step.evidence_wrong, ANY, "V3-DECL-9"),
    Step(P, step.withdrawn_by_then, rule="V3-DECL-12"),
    Step(K, step.training_frozen, rule="V3-DECL-13"),
    Step(K, step.statements_ended, frozenset({T, K})),
    Step(T, step.type_not_in_schedule, frozenset({P, C, D, T, K}), "V3-DECL-7"),
    Step(D, step.out_of_sequence, frozenset({D, T}), "V3-DECL-11"),
    Step(P, step.never_with_provider),
)


def judge(case: Case) -> Iterator[Problem]:
    """Yield why a declaration is refused, in the order of the steps.

    Raises BadRequest where a step compares a date with a value that holds none (V3-DECL-6).

    Rules: V3-DECL-3.
    """
    failed: set[str] = set()
    for each in STEPS:
        if failed & each.unless:
            continue
        if (detail := each.refuse(case)) is not None:
            failed.add(each.title)
            yield Problem(each.title, detail, each.rule)
