"""Worlds in the browser: kept, restored, started from a file, and two side by side."""

import httpx2
import pytest
from playwright.sync_api import expect

from tests.kit.browsing import page_of, watched
from tests.kit.rooms import make_world
from tests.kit.served import serving

pytestmark = pytest.mark.slow


def test_a_snapshot_is_restored_and_a_world_starts_from_its_file(page, world, tmp_path):
    page.goto(f"{world.path}/world")
    page.get_by_label("Name of the new snapshot").fill("before")
    page.get_by_role("button", name="Take a snapshot").click()
    expect(page.get_by_text("The moment is kept as before.")).to_be_visible()
    world.control("POST", "/clock/advance", {"by": "P30D"})
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


def test_two_worlds_in_two_tabs_know_nothing_of_each_other(page, world):
    elsewhere = make_world(world.url, "other")
    other = page.context.new_page()
    failures = watched(other)
    page.goto(f"{world.path}/time")
    other.goto(f"{elsewhere.path}/time")
    other.get_by_role("button", name="A month on").click()
    expect(other.locator(".room-clock-day")).to_have_text("25 December 2021")
    expect(page.locator(".room-clock-day")).to_have_text("25 November 2021")
    world.ask()
    page.goto(f"{world.path}/requests")
    expect(page.get_by_role("link", name="GET /api/v1/participants/ecf")).to_be_visible()
    other.goto(f"{elsewhere.path}/requests")
    expect(other.get_by_text("Nothing has been asked yet.")).to_be_visible()
    assert not failures


def test_a_world_that_is_deleted_meanwhile_says_so(page, world):
    page.goto(f"{world.path}/people")
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    world.control("DELETE")
    expect(page.get_by_text("There is no such world")).to_be_visible()


def test_a_journal_that_is_emptied_and_a_date_out_of_range_are_told_in_place(page, world):
    page.goto(f"{world.path}/requests")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    world.ask()
    expect(page.locator("tbody tr")).to_have_count(1)
    world.control("DELETE", "/journal")
    expect(page.get_by_text("The journal was emptied.")).to_be_visible()
    page.goto(f"{world.path}/requests/1")
    expect(page.get_by_role("heading", name="This request is not in the journal")).to_be_visible()
    page.goto(f"{world.path}/time")
    page.get_by_label("Date", exact=True).fill("2150-01-01")
    page.get_by_role("button", name="Go there").click()
    expect(page.get_by_text("Refused: the answer was 4")).to_be_visible()


def test_an_old_tab_after_a_reset_shows_the_world_as_it_is(page, world):
    body = {"provider": "north-star", "participant_type": "ect", "full_name": "Nobody Soon"}
    made = world.control("POST", "/participants", body).json()
    page.goto(f"{world.path}/people/{made['id']}")
    expect(page.get_by_role("heading", name="Nobody Soon")).to_be_visible()
    world.control("POST", "/reset")
    expect(page.get_by_role("heading", name="Nobody here has this ID")).to_be_visible()


def test_nobody_in_a_world_is_told(page, url):
    empty = make_world(url, "empty", personas=False)
    page.goto(f"{empty.path}/people")
    expect(page.get_by_text("Nobody is in this world yet.")).to_be_visible()


def test_a_server_without_a_world_offers_to_make_one(browser, cache):
    with serving(cache, "--frozen", "--quiet") as server:
        url = f"http://127.0.0.1:{server.port}"
        for world in ("default", "register"):
            httpx2.delete(f"{url}/sandbox/worlds/{world}")
        with page_of(browser, url) as page:
            page.goto("/")
            expect(page.get_by_role("heading", name="There is no world yet")).to_be_visible()
