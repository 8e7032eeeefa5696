"""Real servers to ask."""

import pytest

from tests.kit.served import serving


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """Where the templates of these tests are kept."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def served(cache):
    """A server that a module's tests share; its clock stands still."""
    with serving(cache, "--frozen", "--quiet") as server:
        yield server
