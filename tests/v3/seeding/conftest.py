"""The world that everybody begins with, made once."""

import pytest

from tests.v3.seeding.worlds import world


@pytest.fixture(scope="session")
def seeded():
    """The usual world: nobody writes to it."""
    return world()
