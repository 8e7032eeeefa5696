"""How the refusals of schools' and the department's acts are titled."""

import pytest

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.rules.conflicts import conflict


@pytest.mark.parametrize(
    ("detail", "title"),
    [
        pytest.param("#/into is the participant", "into", id="a field"),
        pytest.param("#/school_id: leave there first", "school_id", id="a field and a colon"),
        pytest.param("#/reason goes with #/ineligible_on", "reason", id="two fields"),
        pytest.param("It goes with #/reason", "It goes with #/reason", id="no field at first"),
    ],
)
def test_a_conflict_stands_under_the_field_that_it_begins_with(detail: str, title: str) -> None:
    assert conflict(detail, "V3-REG-1") == Problem(title, detail, "V3-REG-1")
