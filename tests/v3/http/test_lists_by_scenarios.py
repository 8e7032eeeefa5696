"""What lists answer by SQL alone is shown by the scenarios of its rules."""

import pytest

from ecf_conformance.scenario import Verdict
from ecf_conformance.v3.edition import REGISTER
from tests.conformance.targets import our_app, played

RULES = (
    "V3-LIST-2",
    "V3-LIST-3",
    "V3-PARTNER-2",
    "V3-SCHOOL-1",
    "V3-SCHOOL-3",
    "V3-UNFUNDED-1",
    "V3-UNFUNDED-2",
)


@pytest.mark.parametrize(
    "rule", [pytest.param(each, marks=pytest.mark.rule(each), id=each) for each in RULES]
)
def test_the_scenarios_of_a_rule_are_kept(tmp_path, rule):
    with our_app(tmp_path) as app:
        result = played(app, rule, edition=REGISTER)
    of_rule = [each for each in result.played if rule in each.scenario.rules]
    assert of_rule
    for each in of_rule:
        assert each.outcome.verdict is Verdict.KEPT, f"{each.scenario.id}: {each.outcome.why}"
