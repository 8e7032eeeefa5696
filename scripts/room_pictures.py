"""Take the pictures of docs/room.md: the walk, and every page, desktop and phone.

`python scripts/room_pictures.py [FOLDER]` needs Chromium and the test requirements.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "room"
SERVE = [Path(sys.executable).with_name("ecf-sandbox"), "serve", "--port", "0"]
FEW = ["--frozen", "--participants", "5", "--quiet"]
DESKTOP, PHONE = {"width": 1080, "height": 760}, {"width": 360, "height": 700}
WORLD = "/room/worlds/default"
PAGES = ["start", "time", "people", "requests", "money", "control", "faults", "world"]
_READY = re.compile(r"is ready on (http://\S+)")


@contextmanager
def serving() -> Iterator[str]:
    """Run a server with few people, and yield its URL."""
    with subprocess.Popen([*SERVE, *FEW], stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            yield next(found[1] for line in process.stdout if (found := _READY.search(line)))
        finally:
            process.terminate()


def declare(page: Page, folder: Path) -> None:
    """Find somebody, be refused a date, and declare that they started."""
    picture = partial(_picture, page, folder)
    page.goto("/")
    expect(page.get_by_role("heading", name="Start here")).to_be_visible()
    picture("1-start")
    page.get_by_role("link", name="Find an early career teacher").click()
    page.get_by_label("Search").fill("amelia h")
    expect(page.get_by_text("1 person found.", exact=True)).to_be_visible()
    picture("2-found")
    page.get_by_role("link", name="Amelia Hartley").click()
    page.get_by_label("When it happened").fill("2021-08-31T00:00:00Z")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_text("The rule:")).to_be_visible()
    page.get_by_role("heading", name="As their provider").scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(300)
    picture("3-refused")
    page.get_by_label("When it happened").fill("2021-11-25T08:00:00Z")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_role("cell", name="Eligible since")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    picture("4-declared")


def take_back(page: Page, folder: Path) -> None:
    """Move past the payment, void what was paid, and see the money."""
    picture = partial(_picture, page, folder)
    page.get_by_role("link", name="Time", exact=True).click()
    page.get_by_role("button", name="To the next payment").click()
    expect(page.get_by_text("On the way:")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(200)
    picture("5-moved")
    page.go_back()
    expect(page.get_by_role("cell", name="Paid since")).to_be_visible()
    page.get_by_label("What to do").select_option("void-started")
    page.get_by_role("button", name="Void started").click()
    expect(page.get_by_role("cell", name="Awaiting clawback")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    picture("6-voided")
    page.get_by_role("link", name="Money", exact=True).click()
    expect(page.get_by_text("taken back").first).to_be_visible()
    picture("7-money")
    page.get_by_role("link", name="Requests", exact=True).click()
    expect(page.locator("tbody tr").first).to_be_visible()
    picture("8-requests")


def _picture(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"walk-{name}.png")


def pages(page: Page, folder: Path, kind: str) -> None:
    """Take a picture of every page."""
    for name in PAGES:
        page.goto(f"{WORLD}/{name}")
        page.locator("h1").wait_for()
        page.wait_for_timeout(500)
        page.screenshot(path=folder / f"{name}-{kind}.png")


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with serving() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        options = {"base_url": url, "reduced_motion": "reduce"}
        walker = browser.new_page(viewport=DESKTOP, **options)
        declare(walker, folder)
        take_back(walker, folder)
        pages(browser.new_page(viewport=DESKTOP, **options), folder, "desktop")
        pages(browser.new_page(viewport=PHONE, **options), folder, "phone")
        browser.close()


if __name__ == "__main__":
    main()
