"""Take the pictures of docs/room.md: a walk for each API, and every page, desktop and phone.

`make pictures` takes them (ARGS=FOLDER for another folder). It needs Chromium, and Pillow, which
makes them a third as large as Chromium does.
"""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "room"
SERVE = [Path(sys.executable).with_name("ecf-sandbox"), "serve", "--port", "0"]
FEW = ["--frozen", "--participants", "5", "--quiet"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESKTOP, PHONE = {"width": 1000, "height": 660}, {"width": 340, "height": 620}
PAGES = ["start", "time", "people", "requests", "money", "control", "rules", "faults", "world"]
COLOURS = 32  # which a page of text and tags makes do with
_READY = re.compile(r"is ready on (http://\S+)")


@dataclass(frozen=True)
class Walk:
    """Whom a walk is about, in which world, and the two dates that it declares."""

    name: str
    world: str
    search: str
    person: str
    refused: str
    allowed: str

    @property
    def pages(self) -> list[str]:
        """The pages of its world."""
        return [*PAGES, *(["schools"] if self.name == "v3" else [])]


WALKS = (
    Walk(
        "v1",
        "default",
        "amelia h",
        "Amelia Hartley",
        "2021-08-31T00:00:00Z",
        "2021-11-25T08:00:00Z",
    ),
    Walk("v3", "register", "amara h", "Amara Holt", "2026-05-01T00:00:00Z", "2026-11-20T09:00:00Z"),
)


class Camera:
    """Takes pictures of a page: WebP without loss, of few colours."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page, self._folder = page, folder

    def __call__(self, name: str) -> None:
        """Take a picture of what is in view."""
        self._page.wait_for_timeout(300)
        whole = Image.open(io.BytesIO(self._page.screenshot())).convert("RGB")
        few = whole.quantize(
            COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        ).convert("RGB")
        few.save(self._folder / f"{name}.webp", lossless=True, method=6)


@contextmanager
def serving() -> Iterator[str]:
    """Run a server with few people, and yield its URL."""
    with subprocess.Popen([*SERVE, *FEW], stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            yield next(found[1] for line in process.stdout if (found := _READY.search(line)))
        finally:
            process.terminate()


def declare(page: Page, walk: Walk, picture: Camera) -> None:
    """Find somebody, be refused a date, and declare that they started."""
    page.goto(f"/room/worlds/{walk.world}/start")
    expect(page.get_by_role("heading", name="Five things to try")).to_be_visible()
    picture(f"{walk.name}-1-start")
    page.get_by_role("link", name="Find an early career teacher").click()
    page.get_by_label("Search").fill(walk.search)
    expect(page.get_by_text("1 person found.", exact=True)).to_be_visible()
    picture(f"{walk.name}-2-found")
    page.get_by_role("link", name=walk.person).click()
    page.get_by_label("When it happened").fill(walk.refused)
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_text("The rule:").first).to_be_visible()
    page.get_by_role("heading", name="As their provider").scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    picture(f"{walk.name}-3-refused")
    page.get_by_label("When it happened").fill(walk.allowed)
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_role("cell", name="Eligible since")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    picture(f"{walk.name}-4-declared")


def take_back(page: Page, walk: Walk, picture: Camera) -> None:
    """Move past the payment, void what was paid, and see the money."""
    page.get_by_role("link", name="Time", exact=True).click()
    page.get_by_role("button", name="To the next payment").click()
    expect(page.get_by_text("On the way:")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    picture(f"{walk.name}-5-moved")
    page.get_by_role("link", name=walk.person).first.click()
    expect(page.get_by_role("cell", name="Paid since")).to_be_visible()
    page.get_by_label("What to do").select_option("void-started")
    page.get_by_role("button", name="Void started", exact=True).click()
    expect(page.get_by_role("cell", name="Awaiting clawback since")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    picture(f"{walk.name}-6-voided")
    page.get_by_role("link", name="Money", exact=True).click()
    expect(page.get_by_text("taken back").first).to_be_visible()
    picture(f"{walk.name}-7-money")
    page.get_by_role("link", name="Requests", exact=True).click()
    expect(page.locator("tbody tr").first).to_be_visible()
    picture(f"{walk.name}-8-requests")


def pages(browser: Browser, url: str, folder: Path) -> None:
    """Take a picture of every page of both worlds, desktop and phone."""
    for kind, size in (("desktop", DESKTOP), ("phone", PHONE)):
        page = browser.new_page(base_url=url, viewport=size, reduced_motion="reduce")
        picture = Camera(page, folder)
        for walk in WALKS:
            for name in walk.pages:
                page.goto(f"/room/worlds/{walk.world}/{name}")
                page.locator("h1").wait_for()
                page.wait_for_timeout(500)
                picture(f"{walk.name}-{name}-{kind}")


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with serving() as url, sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for walk in WALKS:
            page = browser.new_page(base_url=url, viewport=DESKTOP, reduced_motion="reduce")
            picture = Camera(page, folder)
            declare(page, walk, picture)
            take_back(page, walk, picture)
        pages(browser, url, folder)
        browser.close()


if __name__ == "__main__":
    main()
