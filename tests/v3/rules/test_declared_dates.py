"""The dates of declarations, judged: written as dates, not after now, in a milestone, in order."""

import pytest

from ecf_sandbox.engine.domain.problems import BadRequest
from ecf_sandbox.v3.domain import london
from tests.v3.kit.claims import claim, titles
from tests.v3.kit.facts import (
    MENTOR,
    OTHER,
    PERIODS,
    at,
    declaration,
    history,
    statement,
    training,
)

ECT_2024 = training("2024-09-01", cohort=2024)


@pytest.mark.rule("V3-DECL-3", "V3-DECL-8")
@pytest.mark.parametrize(
    ("dated", "refused"),
    [
        pytest.param("2026-11-25T12:00:00Z", False, id="now"),
        pytest.param("2026-11-25T12:00:01Z", True, id="in a second"),
        pytest.param("2026-09-02T00:00:00Z", False, id="long ago"),
    ],
)
def test_the_date_is_not_after_now(dated, refused):
    assert titles(claim(declaration_date=dated)) == (["declaration_date"] if refused else [])


@pytest.mark.rule("V3-DECL-5")
def test_without_a_zone_now_is_asked_in_utc():
    now = at("2027-07-01T10:00:00Z")
    bare = claim(declaration_date="2027-07-01T10:30:00")
    assert titles(bare, now=now, statements=[statement(2026, 2027, 8)]) == ["declaration_date"]
    zoned = claim(declaration_date="2027-07-01T10:30:00+01:00")
    assert titles(zoned, now=now, statements=[statement(2026, 2027, 8)]) == []


MILESTONE = PERIODS[2024].schedules["ecf-standard-september"].milestones["started"]


@pytest.mark.rule("V3-DECL-7", "V3-DECL-3")
@pytest.mark.parametrize(
    ("dated", "refused"),
    [
        pytest.param(MILESTONE.opens - 1, True, id="a microsecond before it opens"),
        pytest.param(MILESTONE.opens, False, id="when it opens"),
        pytest.param(MILESTONE.closes - 1, False, id="before its last instant"),
        pytest.param(MILESTONE.closes, True, id="at its last instant"),
    ],
)
def test_the_date_is_within_the_milestone(dated, refused):
    written = (london.moment(dated)).isoformat()
    made = claim(declaration_date=written)
    assert titles(made, history(ECT_2024)) == (["declaration_date"] if refused else [])


@pytest.mark.rule("V3-DECL-7")
def test_a_milestone_without_end_stays_open():
    made = claim(declaration_type="started", declaration_date="2029-01-01T00:00:00Z")
    later = [statement(2026, 2029, 4)]
    assert titles(made, now=at("2029-02-01"), statements=later) == []
    assert titles(claim(declaration_date="2026-05-31T22:59:59Z")) == ["declaration_date"]
    assert titles(claim(declaration_date="2026-05-31T23:00:00Z")) == []


@pytest.mark.rule("V3-DECL-5")
@pytest.mark.parametrize(
    ("dated", "refused"),
    [
        pytest.param("2024-06-01T00:30:00", False, id="within as both"),
        pytest.param("2024-05-31T23:30:00", True, id="within as UTC only"),
    ],
)
def test_without_a_zone_both_readings_are_within_the_milestone(dated, refused):
    assert titles(claim(declaration_date=dated), history(ECT_2024)) == (
        ["declaration_date"] if refused else []
    )


@pytest.mark.rule("V3-DECL-5")
@pytest.mark.parametrize(
    "dated", ["2026-10-01", "2026-10-01 10:00:00", "2026-10-01T10:00:00+15:00"]
)
def test_a_date_out_of_the_pattern_is_refused(dated):
    assert titles(claim(declaration_date=dated)) == ["declaration_date"]


@pytest.mark.rule("V3-DECL-6")
@pytest.mark.parametrize("value", ["garbage", 20261001, True, "2026-02-30T10:00:00Z"])
def test_a_value_that_holds_no_date_is_a_bad_request_once_it_is_compared(value):
    with pytest.raises(BadRequest) as refused:
        titles(claim(declaration_date=value))
    assert refused.value.problems[0].rule == "V3-DECL-6"


@pytest.mark.rule("V3-DECL-6")
@pytest.mark.parametrize("kind", [None, "nonsense", "started"])
def test_after_a_failed_type_it_is_refused_by_the_pattern(kind):
    made = claim(declaration_type=kind, declaration_date="garbage")
    taken = history(training(), declaration())
    assert titles(made, taken) == ["declaration_type", "declaration_date"]


@pytest.mark.rule("V3-DECL-6")
@pytest.mark.parametrize("value", ["garbage", None])
def test_a_withdrawal_compares_it_all_the_same_even_a_blank_one(value):
    withdrawn = history(training("2026-09-01", "2026-10-15", withdrawn="2026-10-15"))
    with pytest.raises(BadRequest):
        titles(claim(declaration_type="x", declaration_date=value), withdrawn)


@pytest.mark.rule("V3-DECL-11")
@pytest.mark.parametrize(
    ("kind", "dated", "refused"),
    [
        pytest.param("retained-1", "2026-10-09T12:00:00Z", True, id="before the earlier type"),
        pytest.param("retained-1", "2026-10-10T12:00:00Z", False, id="with it"),
        pytest.param("retained-3", "2026-11-10T12:00:00Z", False, id="with the later type"),
        pytest.param("retained-3", "2026-11-10T12:00:01Z", True, id="after the later type"),
        pytest.param("extended-1", "2026-11-09T12:00:00Z", True, id="extended before completed"),
        pytest.param("extended-1", "2026-11-11T12:00:00Z", False, id="extended after it"),
    ],
)
def test_types_follow_one_another_from_2025_on(kind, dated, refused):
    standing = [
        declaration("started", "2026-10-10", provider=OTHER, cohort=2024),
        declaration("completed", "2026-11-10"),
        declaration("retained-4", "2026-09-05", voided="2026-10-01"),
        declaration("started", "2026-11-24", role=MENTOR),
    ]
    made = claim(declaration_type=kind, declaration_date=dated)
    period = training(schedule="ecf-extended-september")
    assert titles(made, history(period, *standing)) == (["declaration_date"] if refused else [])


@pytest.mark.rule("V3-DECL-11", "V3-DECL-8")
def test_before_2025_there_is_no_order():
    period = training("2024-09-01", cohort=2024, schedule="ecf-reduced-september")
    standing = declaration("completed", "2025-01-01")
    made = claim(declaration_type="retained-1", declaration_date="2026-10-01T00:00:00Z")
    known_ = history(period, standing)
    assert titles(made, known_, statements=[statement(2024)]) == []


@pytest.mark.rule("V3-DECL-5", "V3-DECL-11")
def test_the_order_is_asked_in_london_time():
    standing = declaration("retained-1", "2026-10-10T10:15:00Z")
    made = claim(declaration_date="2026-10-10T11:15:00")
    assert titles(made, history(training(), standing)) == []
    made = claim(declaration_date="2026-10-10T11:15:01")
    assert titles(made, history(training(), standing)) == ["declaration_date"]


@pytest.mark.rule("V3-DECL-11")
def test_the_order_holds_for_cohort_2025_too():
    period = training("2025-09-01", cohort=2025, schedule="ecf-reduced-september")
    standing = declaration("completed", "2026-01-01")
    made = claim(declaration_type="retained-1", declaration_date="2026-10-01T00:00:00Z")
    assert titles(made, history(period, standing)) == ["declaration_date"]
