"""Worlds in the browser: kept, restored, started from a file, and two side by side."""

import httpx2
import pytest
from playwright.sync_api import expect

from tests.kit.browsing import page_of, watched

pytestmark = pytest.mark.slow

WORLD = "/room/worlds/default"


def test_a_snapshot_is_restored_and_a_world_starts_from_its_file(page, url, tmp_path):
    page.goto(f"{WORLD}/world")
    page.get_by_label("Name of the new snapshot").fill("before")
    page.get_by_role("button", name="Take a snapshot").click()
    expect(page.get_by_text("The moment is kept as before.")).to_be_visible()
    httpx2.post(f"{url}/sandbox/worlds/default/clock/advance", json={"by": "P30D"})
    expect(page.get_by_role("link", name="25 December 2021")).to_be_visible()
    page.get_by_role("button", name="Restore before").click()
    expect(page.get_by_role("link", name="25 November 2021")).to_be_visible()

    with page.expect_download() as started:
        page.get_by_role("button", name="Download before").click()
    file = tmp_path / "before.sqlite3"
    started.value.save_as(file)
    page.get_by_role("link", name="All worlds", exact=True).click()
    page.get_by_text("Make a world from a snapshot file").click()
    page.get_by_label("Snapshot file").set_input_files(file)
    page.get_by_label("ID of the new world").last.fill("copy")
    page.get_by_role("button", name="Make the world").last.click()
    expect(page.get_by_text("The world copy is ready.")).to_be_visible()
    page.get_by_role("link", name="Open it").click()
    expect(page.get_by_label("World", exact=True)).to_have_value("copy")


def test_two_worlds_in_two_tabs_know_nothing_of_each_other(page, url):
    spec = {"id": "other", "participants": 0, "ticking": False}
    assert httpx2.post(f"{url}/sandbox/worlds", json=spec).status_code == 201
    other = page.context.new_page()
    failures = watched(other)
    page.goto(f"{WORLD}/time")
    other.goto("/room/worlds/other/time")
    other.get_by_role("button", name="A month on").click()
    expect(other.locator(".room-clock-day")).to_have_text("25 December 2021")
    expect(page.locator(".room-clock-day")).to_have_text("25 November 2021")
    token = {"Authorization": "Bearer north-star-token"}
    httpx2.get(f"{url}/api/v1/participants/ecf", headers=token)
    page.goto(f"{WORLD}/requests")
    expect(page.get_by_role("link", name="GET /api/v1/participants/ecf")).to_be_visible()
    other.goto("/room/worlds/other/requests")
    expect(other.get_by_text("Nothing has been asked yet.")).to_be_visible()
    assert not failures


def test_a_world_that_is_deleted_meanwhile_says_so(page, url):
    spec = {"id": "brief", "participants": 0}
    httpx2.post(f"{url}/sandbox/worlds", json=spec)
    page.goto("/room/worlds/brief/people")
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    httpx2.delete(f"{url}/sandbox/worlds/brief")
    expect(page.get_by_text("There is no such world")).to_be_visible()


def test_a_journal_that_is_emptied_and_a_date_out_of_range_are_told_in_place(page, url):
    page.goto(f"{WORLD}/requests")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    token = {"Authorization": "Bearer north-star-token"}
    httpx2.get(f"{url}/api/v1/participants/ecf", headers=token)
    expect(page.locator("tbody tr")).to_have_count(1)
    httpx2.delete(f"{url}/sandbox/worlds/default/journal")
    expect(page.get_by_text("The journal was emptied.")).to_be_visible()
    page.goto(f"{WORLD}/requests/1")
    expect(page.get_by_role("heading", name="This request is not in the journal")).to_be_visible()
    page.goto(f"{WORLD}/time")
    page.get_by_label("Date", exact=True).fill("2150-01-01")
    page.get_by_role("button", name="Go there").click()
    expect(page.get_by_text("Refused: the answer was 4")).to_be_visible()


def test_an_old_tab_after_a_reset_shows_the_world_as_it_is(page, url):
    body = {"provider": "north-star", "participant_type": "ect", "full_name": "Nobody Soon"}
    made = httpx2.post(f"{url}/sandbox/worlds/default/participants", json=body).json()
    page.goto(f"{WORLD}/people/{made['id']}")
    expect(page.get_by_role("heading", name="Nobody Soon")).to_be_visible()
    httpx2.post(f"{url}/sandbox/worlds/default/reset")
    expect(page.get_by_role("heading", name="Nobody here has this ID")).to_be_visible()


def test_no_world_and_nobody_in_one_are_told(browser, page, url):
    spec = {"id": "empty", "participants": 0, "personas": False}
    httpx2.post(f"{url}/sandbox/worlds", json=spec)
    page.goto("/room/worlds/empty/people")
    expect(page.get_by_text("Nobody is in this world yet.")).to_be_visible()
    for world in ("empty", "default", "register"):
        httpx2.delete(f"{url}/sandbox/worlds/{world}")
    with page_of(browser, url) as fresh:
        fresh.goto("/")
        expect(fresh.get_by_role("heading", name="There is no world yet")).to_be_visible()
