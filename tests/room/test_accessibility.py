"""Every page for everyone: axe finds nothing, in light and dark, wide and on a phone."""

import shutil
import subprocess
from pathlib import Path

import httpx2
import pytest

from tests.kit.browsing import DESKTOP, PHONE, page_of, too_wide
from tests.kit.served import serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

HERE = Path(__file__).parent
TOKEN = {"Authorization": "Bearer north-star-token"}
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
VIEWS = ["start", "time", "people", "requests", "money", "control", "rules", "faults", "world"]
SCHOOLS = [
    "schools",
    "schools/5c000000-0000-4000-8000-000000000001",
    *(f"schools?list={each}" for each in ("partnerships", "delivery-partners", "cohorts")),
]
PAGES = {
    "guidance": [*VIEWS, "people/00000000-0000-4000-8000-000000000301", "requests/1", "people/no"],
    "register": [*VIEWS, "people/00000000-0000-4000-8000-000000003101", "requests/1", *SCHOOLS],
}
PATHS = {"guidance": "/api/v1/participants/ecf", "register": "/api/v3/participants"}


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """The text of axe-core, pinned."""
    folder = tmp_path_factory.mktemp("axe")
    for path in HERE.glob("package*.json"):
        shutil.copy(path, folder)
    npm = shutil.which("npm")
    assert npm, "npm is not here"
    command = [npm, "ci", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=folder, check=True, timeout=240)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=["guidance", "register"])
def shown(request, cache):
    """A server with a request in its journal, and the paths of its pages."""
    edition = request.param
    with serving(cache, "--frozen", "--quiet", "--edition", edition) as server:
        url = f"http://127.0.0.1:{server.port}"
        assert httpx2.get(url + PATHS[edition], headers=TOKEN).status_code == 200
        httpx2.put(f"{url}/sandbox/worlds/default/faults", json=[{"delay_ms": 1}])
        yield (
            url,
            ["/", "/room/worlds", *(f"/room/worlds/default/{each}" for each in PAGES[edition])],
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(browser, shown, axe, scheme, size):
    url, paths = shown
    found = []
    with page_of(browser, url, color_scheme=scheme, viewport=size, bypass_csp=True) as page:
        for path in paths:
            page.goto(path)
            page.locator("h1").wait_for()
            page.wait_for_timeout(400)  # what it reads is there
            page.evaluate(axe)
            result = page.evaluate(f"axe.run({RULES})")
            found += [(path, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
            if too_wide(page) > 0:
                found.append((path, "wider than its window", too_wide(page)))
    assert found == []
