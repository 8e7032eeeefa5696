"""How refusals are listed."""

import pytest

from ecf_sandbox.engine.domain.problems import Problem, Rejected
from ecf_sandbox.v3.domain.problems import joined, refuse_any


@pytest.mark.rule("V3-FMT-4")
def test_entries_of_one_title_stand_together_in_order_of_first_failure():
    first, second, third = Problem("a", "1"), Problem("b", "2"), Problem("a", "3")
    assert joined([first, second, third]) == (first, third, second)


@pytest.mark.rule("V3-FMT-4")
def test_the_same_message_under_one_title_stands_once():
    assert joined([Problem("a", "1", "X"), Problem("b", "1"), Problem("a", "1", "Y")]) == (
        Problem("a", "1", "X"),
        Problem("b", "1"),
    )


@pytest.mark.rule("V3-FMT-4")
def test_all_chapters_are_refused_together_and_none_is_no_refusal():
    with pytest.raises(Rejected) as refused:
        refuse_any([Problem("a", "1")], [], [Problem("b", "2")])
    assert [each.title for each in refused.value.problems] == ["a", "b"]
    refuse_any([], [])


@pytest.mark.rule("V3-FMT-4")
def test_what_several_chapters_refuse_stands_together_by_title():
    first, second, third = Problem("a", "1"), Problem("b", "2"), Problem("a", "3")
    with pytest.raises(Rejected) as refused:
        refuse_any([first, second], [third, first])
    assert refused.value.problems == (first, third, second)
