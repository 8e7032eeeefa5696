"""The room of a demo opens on its story, and makes each step of it."""

import pytest
from playwright.sync_api import expect

from tests.kit.browsing import page_of
from tests.kit.demos import running

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("api", "refused"), [("v1", {3}), ("v3", set())])
def test_every_step_of_the_story_is_made_from_the_page(browser, cache, api, refused):
    with (
        running(cache, "--api", api, token="") as demo,
        page_of(browser, demo.address) as page,
    ):
        page.goto("/")
        expect(page.get_by_role("heading", name="The story so far")).to_be_visible()
        steps = page.locator(".room-steps > li")
        assert steps.count() == len(demo.lines)
        for number in range(1, steps.count() + 1):
            step = steps.nth(number - 1)
            step.get_by_role("button", name="Do it").click()
            ended = "Refused by the rules." if number in refused else "Done."
            expect(step.get_by_text(ended)).to_be_visible()
        page.get_by_role("link", name="Money", exact=True).click()
        expect(page.get_by_role("cell", name="Clawed back").first).to_be_visible()


def test_personas_are_found_by_what_they_are_good_for(page, world):
    page.goto(f"{world.path}/start")
    page.get_by_label("Search").fill("void paid")
    row = page.get_by_role("region", name="Personas").locator("tbody tr").first
    expect(row).to_contain_text("Void what was paid")
    name = row.get_by_role("link").inner_text()
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
