"""What a request's values mean."""

import pytest

from ecf_sandbox.v3.rules.values import is_blank, whole_number


@pytest.mark.parametrize(
    ("value", "blank"),
    [
        pytest.param(None, True, id="null"),
        pytest.param(False, True, id="false"),
        pytest.param("", True, id="empty"),
        pytest.param(" \t\n", True, id="blanks"),
        pytest.param(True, False, id="true"),
        pytest.param(0, False, id="zero"),
        pytest.param("x", False, id="text"),
    ],
)
def test_what_says_nothing_is_blank(value, blank):
    assert is_blank(value) is blank


@pytest.mark.rule("V3-ACT-9", "V3-PARTNER-3", "V3-SCHOOL-2")
@pytest.mark.parametrize(
    ("value", "number"),
    [
        pytest.param(2024, 2024, id="a number"),
        pytest.param(2024.7, 2024, id="a fraction"),
        pytest.param("2024", 2024, id="text"),
        pytest.param(" 2024", 2024, id="blanks before it"),
        pytest.param("2024abc", 2024, id="words after it"),
        pytest.param("2025.0", 2025, id="text with a fraction"),
        pytest.param("2025,2026", 2025, id="a list"),
        pytest.param("x2024", None, id="words before it"),
        pytest.param("-2024", None, id="below zero"),
        pytest.param(-2024, None, id="a number below zero"),
        pytest.param(True, None, id="true"),
        pytest.param(None, None, id="null"),
        pytest.param("", None, id="empty"),
        pytest.param("1" * 19, None, id="too long"),
        pytest.param("\u0662\u0660\u0662\u0664", None, id="digits of another script"),
    ],
)
def test_a_year_is_the_whole_number_that_a_value_begins_with(value, number):
    assert whole_number(value) == number
