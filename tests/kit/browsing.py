"""A real browser on the control room: Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# It sends nothing home, and draws without a screen.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WAIT = 15_000  # ms, on a busy machine
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 700}
# Chromium's own log of an answer that was refused, or of a server that went away.
_OF_THE_NETWORK = "Failed to load resource"


def chromium() -> str:
    """Return where Chromium is; without it skip, but not in CI, which has it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and "CI" not in os.environ:
        pytest.skip("chromium is not here; CI has it")
    assert found, "chromium is missing"
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_of(browser: Browser, base_url: str, **options: Any) -> Iterator[Page]:
    """Open a page of its own session; fail where a script failed on it."""
    sizes: Mapping[str, Any] = {"viewport": DESKTOP, "reduced_motion": "reduce"}
    context = browser.new_context(base_url=base_url, **{**sizes, **options})
    try:
        page = context.new_page()
        page.set_default_timeout(WAIT)
        failures = watched(page)
        yield page
        assert not failures, failures
    finally:
        context.close()


def watched(page: Page) -> list[str]:
    """Return what goes wrong on a page as it does: scripts, promises, what the policy forbids."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on(
        "console",
        lambda said: (
            failures.append(said.text)
            if said.type == "error" and _OF_THE_NETWORK not in said.text
            else None
        ),
    )
    return failures


def too_wide(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
