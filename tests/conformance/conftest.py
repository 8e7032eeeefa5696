"""Our sandbox as the suite's target, in process."""

import pytest

from tests.conformance.targets import our_app


@pytest.fixture
def app(tmp_path):
    """Our sandbox, as it is in this process."""
    with our_app(tmp_path / "worlds") as found:
        yield found
