"""Declarations to be judged, in a few words."""

from ecf_sandbox.v3.rules import declaration_case, declaring
from tests.v3.kit.facts import PERIODS, PERSON, PROVIDER, at, history, statement, training

NOW = at("2026-11-25")
OPEN_ONES = tuple(statement(cohort) for cohort in range(2023, 2027))
ECT_2026 = object()


def claim(**said):
    """What a provider sends: an ECT's `started` of 1 October, with evidence, unless said."""
    known = {
        "participant_id": PERSON,
        "declaration_type": "started",
        "declaration_date": "2026-10-15T12:00:00Z",
        "course_identifier": "ecf-induction",
        "evidence_held": "other",
    }
    return declaration_case.Claim(**(known | said))


def known(of, *, now=NOW, statements=OPEN_ONES, provider=PROVIDER):
    """What is on record when it is sent, on 25 November 2026 unless said."""
    return declaration_case.Known(
        provider=provider,
        history=of,
        contract_periods=PERIODS,
        statements=statements,
        now=now,
    )


def case(made, of=ECT_2026, **around):
    """The two together; of an ECT of 2026 unless said."""
    who = history(training()) if of is ECT_2026 else of
    return declaration_case.case(made, known(who, **around))


def judged(made, of=ECT_2026, **around):
    """Every problem, in the order of the steps."""
    return declaring.judge(case(made, of, **around))


def titles(made, of=ECT_2026, **around):
    """The titles of the problems, in the order of the steps."""
    return [problem.title for problem in judged(made, of, **around)]
