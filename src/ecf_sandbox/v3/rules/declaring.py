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
    failed. `rule` is the one that tells most about it.
    """

    number: int
    title: str
    unless: frozenset[str]
    refuse: Callable[[Case], str | None]
    rule: str = "V3-DECL-3"


def _unless(*titles: str) -> frozenset[str]:
    return frozenset(titles)


STEPS: Final = (
    Step(1, P, _unless(), step.participant_missing),
    Step(2, P, _unless(P), step.participant_unknown),
    Step(3, C, ANY, step.course_unknown),
    Step(4, D, ANY, step.date_missing),
    Step(5, C, _unless(P, C, D, T), step.course_not_trained),
    Step(6, T, ANY, step.type_missing),
    Step(7, T, ANY, step.type_unknown, "V3-DECL-2"),
    Step(8, T, _unless(D, T), step.place_taken, "V3-DECL-10"),
    Step(9, D, _unless(P, C, D, T), step.date_in_future),
    Step(10, D, _unless(D, T, K), step.date_too_early, "V3-DECL-7"),
    Step(11, D, _unless(D, T, K), step.date_too_late, "V3-DECL-7"),
    Step(12, D, _unless(D), step.date_out_of_pattern, "V3-DECL-5"),
    Step(13, T, _unless(T, K), step.type_not_for_mentors),
    Step(14, E, ANY, step.evidence_wrong, "V3-DECL-9"),
    Step(15, P, _unless(P), step.withdrawn_by_then, "V3-DECL-12"),
    Step(16, K, _unless(K), step.training_frozen, "V3-DECL-13"),
    Step(17, K, _unless(T, K), step.statements_ended),
    Step(18, T, _unless(P, C, D, T, K), step.type_not_in_schedule, "V3-DECL-7"),
    Step(19, D, _unless(D, T), step.out_of_sequence, "V3-DECL-11"),
    Step(20, P, _unless(P), step.never_with_provider),
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
