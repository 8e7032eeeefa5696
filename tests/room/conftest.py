"""A browser, and a server to look at with it."""

import pytest
from playwright.sync_api import expect

from tests.kit.browsing import WAIT, browsing, page_of
from tests.kit.served import serving

expect.set_options(timeout=WAIT)


@pytest.fixture(scope="module")
def browser():
    """Chromium, which every test opens sessions of its own in.

    Not for longer: Playwright keeps an event loop in this thread, which other tests cannot have.
    """
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """Where the templates of these tests are kept."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def served(cache, tmp_path):
    """A server with the personas alone, whose clock stands still."""
    with serving(cache, "--frozen", "--quiet") as server:
        yield server


@pytest.fixture
def url(served):
    """Where it is."""
    return f"http://127.0.0.1:{served.port}"


@pytest.fixture
def page(browser, url):
    """A page on it; the test fails where a script fails."""
    with page_of(browser, url) as page:
        yield page
