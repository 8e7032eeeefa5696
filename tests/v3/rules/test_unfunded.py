"""Which mentor a provider sees with an ECT."""

import pytest

from ecf_sandbox.v3.rules import unfunded
from tests.v3.kit.facts import OTHER, PROVIDER, day, history, mentorship, training

TODAY = day("2026-11-25")


@pytest.mark.rule("V3-PART-7", "V3-UNFUNDED-1")
@pytest.mark.parametrize(
    ("facts", "is_seen"),
    [
        pytest.param([training(), mentorship()], True, id="one's own ECT"),
        pytest.param([training(provider=OTHER), mentorship()], False, id="another provider's"),
        pytest.param([training()], False, id="without mentor"),
        pytest.param([training(), mentorship("2026-09-01", "2026-11-24")], False, id="no longer"),
        pytest.param([training(), mentorship("2026-09-01", "2026-11-25")], True, id="until today"),
        pytest.param([training(), mentorship("2027-01-04")], True, id="later"),
    ],
)
def test_whose_mentor_is_seen(facts, is_seen):
    assert (unfunded.assignment(history(*facts), PROVIDER, TODAY) is not None) is is_seen
