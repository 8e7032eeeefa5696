"""A browser, a server to look at with it, and a world of its own for each test."""

import re

import httpx2
import pytest
from playwright.sync_api import expect

from tests.kit.browsing import WAIT, browsing, page_of
from tests.kit.rooms import make_world
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


@pytest.fixture(scope="session")
def url(cache):
    """Where a server is that all tests share."""
    with serving(cache, "--frozen", "--quiet") as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def edition():
    """Which API the world serves; a test of another one says so."""
    return "guidance"


@pytest.fixture
def world(request, url, edition):
    """A world with the personas alone that nobody else uses, whose clock stands still."""
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower())[-60:].strip("-")
    world = make_world(url, name, edition)
    yield world
    httpx2.delete(f"{url}/sandbox/worlds/{world.id}")


@pytest.fixture
def page(browser, url):
    """A page on it; the test fails where a script fails."""
    with page_of(browser, url) as page:
        yield page
