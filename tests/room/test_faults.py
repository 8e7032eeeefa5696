"""Faults in the browser: every preset does what its button says, and ends."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

PAGES = ["start", "time", "people", "requests", "money", "control", "rules", "faults", "world"]


def test_every_third_answer_is_a_503(page, world):
    page.goto(f"{world.path}/faults")
    page.get_by_role("button", name="Every third answer is a 503").click()
    expect(page.get_by_text("This world fails on purpose.")).to_be_visible()
    assert [world.ask().status_code for _ in range(6)] == [200, 200, 503, 200, 200, 503]


@pytest.mark.parametrize("edition", ["guidance", "register"])
def test_every_page_says_that_one_is_set(page, world, edition):
    world.control("PUT", "/faults", [{"status": 503}])
    for each in [*PAGES, *(["schools"] if edition == "register" else [])]:
        page.goto(f"{world.path}/{each}")
        expect(page.get_by_text("This world fails on purpose.")).to_be_visible()


def test_one_that_ends_by_itself_ends_on_the_page_too(page, world):
    world.control("PUT", "/faults", [{"status": 429, "for_seconds": 3}])
    page.goto(f"{world.path}/faults")
    expect(page.get_by_text("Any request is answered 429, until")).to_be_visible()
    assert world.ask().status_code == 429
    expect(page.get_by_text("This world fails on purpose.")).to_have_count(0)
    expect(page.get_by_text("None. Everything is answered as it should be.")).to_be_visible()
    assert world.ask().status_code == 200
