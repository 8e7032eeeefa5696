"""The control API over the world that everybody begins with."""

import pytest

from tests.v3.kit.control import Control


@pytest.fixture
def control(server):
    """The control API of the server's world."""
    return Control(server)
