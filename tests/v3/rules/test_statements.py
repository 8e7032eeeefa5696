"""Which output statements there are."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.v3.rules import statements
from tests.v3.kit.facts import PROVIDER, RECORDED, day

COHORTS = st.integers(2021, 2090)


def generated(cohort):
    return statements.generated(PROVIDER, cohort, lambda year, month: f"{year}-{month}", RECORDED)


@pytest.mark.rule("V3-STATEMENT-1")
@pytest.mark.parametrize(
    ("cohort", "count", "last"),
    [
        pytest.param(2021, 12, (2024, 8), id="2021"),
        pytest.param(2022, 12, (2025, 8), id="2022"),
        pytest.param(2023, 16, (2027, 8), id="2023"),
        pytest.param(2026, 16, (2030, 8), id="2026"),
    ],
)
def test_statements_run_for_three_years_then_for_four(cohort, count, last):
    months = list(statements.output_months(cohort))
    assert len(months) == count
    assert (months[0], months[-1]) == ((cohort, 11), last)


@pytest.mark.rule("V3-STATEMENT-1")
@given(COHORTS)
def test_output_statements_are_of_four_months_a_year_each_once(cohort):
    months = list(statements.output_months(cohort))
    assert months == sorted(set(months))
    assert {month for _, month in months} == {1, 4, 8, 11}


@pytest.mark.rule("V3-STATEMENT-1")
@given(COHORTS)
def test_the_deadline_is_the_day_before_the_month_and_the_payment_on_the_25th(cohort):
    for each in generated(cohort):
        first = each.deadline + timedelta(days=1)
        assert (first.year, first.month, first.day) == (each.year, each.month, 1)
        assert each.payment_date == first.replace(day=25)
        assert each.id == f"{each.year}-{each.month}"
        assert (each.provider, each.cohort) == (PROVIDER, cohort)


@pytest.mark.rule("V3-STATEMENT-2")
def test_months_have_english_names():
    named = [statements.month_name(each) for each in generated(2026)[:4]]
    assert named == ["November", "January", "April", "August"]
    assert generated(2026)[0].deadline == day("2026-10-31")
