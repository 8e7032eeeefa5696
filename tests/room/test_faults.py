"""Faults in the browser: set by a click, felt by a client, seen on every page, ended."""

import httpx2
from playwright.sync_api import expect

TOKEN = {"Authorization": "Bearer north-star-token"}


def test_a_fault_is_set_felt_shown_on_every_page_and_ended(page, url):
    page.goto("/room/worlds/default/faults")
    page.get_by_role("button", name="429 for the next twenty").click()
    expect(page.get_by_text("This world fails on purpose.")).to_be_visible()
    answer = httpx2.get(f"{url}/api/v1/participants/ecf", headers=TOKEN)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")

    page.get_by_role("link", name="People", exact=True).click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.get_by_role("link", name="See or end it").click()
    page.get_by_role("button", name="End all faults").click()
    expect(page.get_by_text("This world fails on purpose.")).to_have_count(0)
    assert httpx2.get(f"{url}/api/v1/participants/ecf", headers=TOKEN).status_code == 200


def test_every_third_answer_is_a_503(page, url):
    page.goto("/room/worlds/default/faults")
    page.get_by_role("button", name="Every third answer is a 503").click()
    expect(page.get_by_text("This world fails on purpose.")).to_be_visible()
    asked = [httpx2.get(f"{url}/api/v1/participants/ecf", headers=TOKEN) for _ in range(6)]
    assert [each.status_code for each in asked] == [200, 200, 503, 200, 200, 503]
