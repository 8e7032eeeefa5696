"""The table of evidence."""

import pytest

from ecf_sandbox.v3.domain.declarations import Evidence
from ecf_sandbox.v3.domain.schedules import DeclarationType
from ecf_sandbox.v3.rules import evidence
from tests.v3.kit.facts import ECT, MENTOR, PERIODS

SIMPLE = {"training-event-attended", "self-study-material-completed", "other"}
ATTENDED = SIMPLE | {"materials-engaged-with-offline"}
ENGAGED = {"75-percent-engagement-met", "75-percent-engagement-met-reduced-induction"}


@pytest.mark.rule("V3-DECL-9")
@pytest.mark.parametrize("cohort", [2021, 2022, 2023, 2024])
@pytest.mark.parametrize("role", [ECT, MENTOR])
def test_simple_cohorts_need_one_of_three_but_for_started(cohort, role):
    for kind in DeclarationType:
        started = kind is DeclarationType.STARTED
        assert evidence.is_dropped(kind, PERIODS[cohort]) is started
        expected = set() if started else SIMPLE
        assert set(evidence.allowed(kind, role, PERIODS[cohort])) == expected


@pytest.mark.rule("V3-DECL-9", "V3-DECL-19")
@pytest.mark.parametrize("cohort", [2025, 2026])
def test_detailed_cohorts_need_what_each_type_asks_of_an_ect(cohort):
    for kind in DeclarationType:
        assert not evidence.is_dropped(kind, PERIODS[cohort])
        expected = {
            DeclarationType.RETAINED_2: ENGAGED,
            DeclarationType.COMPLETED: ENGAGED | {"one-term-induction"},
        }.get(kind, ATTENDED)
        assert set(evidence.allowed(kind, ECT, PERIODS[cohort])) == expected


@pytest.mark.rule("V3-DECL-9")
def test_detailed_cohorts_allow_two_types_of_mentors():
    expected = {DeclarationType.STARTED: ATTENDED, DeclarationType.COMPLETED: ENGAGED}
    for kind in DeclarationType:
        allowed = set(evidence.allowed(kind, MENTOR, PERIODS[2025]))
        assert allowed == expected.get(kind, set())


@pytest.mark.rule("V3-DECL-9")
def test_there_are_seven_kinds_of_evidence():
    assert {each.value for each in Evidence} == ATTENDED | ENGAGED | {"one-term-induction"}
