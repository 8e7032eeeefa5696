"""Servers that go away and come back, and servers that want to know who is there."""

import signal

import pytest
from playwright.sync_api import expect

from tests.kit.browsing import page_of
from tests.kit.served import serving

pytestmark = pytest.mark.slow

WORLD = "/room/worlds/default"
SECRET = "0123456789abcdef"


def test_a_server_that_went_away_is_told_and_the_page_comes_back_by_itself(
    browser, cache, tmp_path
):
    kept = ("--frozen", "--quiet", "--data", str(tmp_path / "data"))
    with serving(cache, *kept) as first:
        url = f"http://127.0.0.1:{first.port}"
        with page_of(browser, url) as page:
            page.goto(f"{WORLD}/time")
            expect(page.get_by_role("link", name="25 November 2021")).to_be_visible()
            first.stop(signal.SIGTERM)
            page.get_by_role("button", name="A day on").click()
            expect(page.get_by_text("Not done: the server cannot be reached.")).to_be_visible()
            gone = page.get_by_text("This page goes on by itself when it is back.")
            expect(gone).to_be_visible()
            with serving(cache, *kept, "--port", str(first.port)):
                expect(gone).to_have_count(0)
                page.get_by_role("link", name="Money", exact=True).click()
                expect(page.get_by_role("heading", name="Money", exact=True)).to_be_visible()
                page.get_by_role("link", name="Time", exact=True).click()
                page.get_by_role("button", name="A day on").click()
                expect(page.locator(".room-clock-day")).to_have_text("26 November 2021")
                expect(page.get_by_text("The live view was cut off.")).to_have_count(0)


def test_the_admin_token_is_asked_for_refused_taken_and_kept_for_the_session(browser, cache):
    with serving(cache, "--frozen", "--quiet", "--admin-token", SECRET) as server:
        url = f"http://127.0.0.1:{server.port}"
        with page_of(browser, url) as page:
            page.goto(f"{WORLD}/people")
            page.get_by_label("Admin token").fill("wrong")
            page.get_by_role("button", name="Continue").click()
            expect(page.get_by_text("The server did not take this token.")).to_be_visible()
            page.get_by_label("Admin token").fill(SECRET)
            page.get_by_role("button", name="Continue").click()
            expect(page.get_by_role("heading", name="People")).to_be_visible()
            page.reload()
            expect(page.get_by_role("heading", name="People")).to_be_visible()
            assert page.evaluate("localStorage.length") == 0
        with page_of(browser, url) as stranger:
            stranger.goto(f"{WORLD}/people")
            expect(stranger.get_by_label("Admin token")).to_be_visible()
