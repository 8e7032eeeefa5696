"""Implementations that are not ours: what is kept there was looked at by hand."""

import pytest

from ecf_conformance.run import BROKEN, KEPT, Exit
from ecf_conformance.scenario import Verdict
from tests.conformance.bench import played
from tests.conformance.strangers import Stranger

# Whoever accepts everything does keep these: the records are whole, nothing unknown takes
# effect, a withdrawal touches the provider's view alone, and no order of types is asked.
TRULY_KEPT = {"FMT-2", "PART-1", "PART-2", "ACT-8", "DECL-12"}


def verdicts(result, verdict):
    return {id_ for id_, each in result.rules.items() if each.verdict == verdict}


@pytest.mark.timeout(180)
def test_whoever_refuses_everything_keeps_nothing():
    result = played(Stranger(accepts=False), token="any", other_token="other")
    assert verdicts(result, KEPT) == set()
    assert result.exit is Exit.BROKEN
    assert not [each for each in result.played if each.outcome.verdict is Verdict.ERROR]


@pytest.mark.timeout(180)
def test_whoever_accepts_everything_keeps_only_what_asks_for_nothing():
    result = played(Stranger(accepts=True), token="any", other_token="other")
    assert verdicts(result, KEPT) == TRULY_KEPT
    assert {"DECL-4", "DECL-5", "DECL-6", "ACT-2", "VOID-3", "AUTH-1"} <= verdicts(result, BROKEN)
    assert not [each for each in result.played if each.outcome.verdict is Verdict.ERROR]
