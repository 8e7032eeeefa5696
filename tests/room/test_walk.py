"""The walks of docs/room.md: five minutes of somebody who has never seen the API.

With them what every push must not break, in one browser and on one server.
"""

import pytest
from playwright.sync_api import expect


def copied(page):
    """Press the last button that copies a call, and return what a terminal would get."""
    page.get_by_role("button", name="Copy as curl").last.click()
    return page.evaluate("navigator.clipboard.readText()")


def test_a_newcomer_declares_is_refused_sees_it_paid_and_takes_it_back(page, world):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{world.path}/start")

    page.get_by_role("link", name="Find an early career teacher").click()
    page.get_by_label("Search").fill("amelia h")
    page.get_by_role("link", name="Amelia Hartley").click()
    expect(page.get_by_role("heading", name="Amelia Hartley")).to_be_visible()

    page.get_by_label("When it happened").fill("2021-08-31T00:00:00Z")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_text("Refused by the rules.")).to_be_visible()
    expect(page.get_by_text("The rule:")).to_be_visible()
    assert "/api/v1/participant-declarations" in copied(page)

    page.get_by_label("When it happened").fill("2021-11-25T08:00:00Z")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_text("The provider API took it")).to_be_visible()
    expect(page.get_by_role("cell", name="Eligible since")).to_be_visible()
    assert "2021-11-25T08:00:00Z" in copied(page)

    page.get_by_role("link", name="Time", exact=True).click()
    page.get_by_role("button", name="To the next payment").click()
    expect(page.get_by_text("On the way:")).to_be_visible()
    assert "/clock/advance" in copied(page)

    page.get_by_role("link", name="Amelia Hartley").click()
    expect(page.get_by_role("cell", name="Paid since")).to_be_visible()
    page.get_by_label("What to do").select_option("void-started")
    page.get_by_role("button", name="Void started").click()
    expect(page.get_by_role("cell", name="Awaiting clawback")).to_be_visible()
    assert "/void" in copied(page)

    page.get_by_role("link", name="Money", exact=True).click()
    expect(page.get_by_role("cell", name="Awaiting clawback, taken back")).to_be_visible()


@pytest.mark.parametrize("edition", ["register"])
def test_the_same_walk_in_a_world_of_api_v3(page, world):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{world.path}/start")
    page.get_by_role("link", name="Find an early career teacher").click()
    page.get_by_label("Search").fill("amara h")
    page.get_by_role("link", name="Amara Holt").click()

    date = page.get_by_label("When it happened")
    date.fill("2026-05-01T00:00:00Z")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_text("The rule:").first).to_be_visible()
    date.fill("2026-11-20T09:00:00Z")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_role("cell", name="Eligible since")).to_be_visible()
    expect(page.get_by_role("cell", name="payable on 1 January 2027")).to_be_visible()
    assert "/api/v3/participant-declarations" in copied(page)

    page.get_by_role("link", name="Time", exact=True).click()
    page.get_by_role("button", name="To the next payment").click()
    expect(page.get_by_text("became payable").first).to_be_visible()
    page.get_by_role("link", name="Amara Holt").first.click()
    expect(page.get_by_role("cell", name="Paid since")).to_be_visible()
    page.get_by_label("What to do").select_option("void-started")
    page.get_by_role("button", name="Void started", exact=True).click()
    expect(page.get_by_role("cell", name="Awaiting clawback since")).to_be_visible()
    assert "/void" in copied(page)

    page.get_by_role("link", name="Money", exact=True).click()
    expect(page.get_by_role("cell", name="Awaiting clawback, taken back").first).to_be_visible()


def test_a_request_appears_as_it_is_made_and_a_pause_holds_the_list(page, world):
    page.goto(f"{world.path}/requests")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    world.ask("/api/v1/participants/ecf?page[per_page]=1")
    row = page.get_by_role("link", name="GET /api/v1/participants/ecf?page[per_page]=1")
    expect(row).to_be_visible()

    page.get_by_role("button", name="Pause").click()
    world.ask("/api/v1/participants/ecf/nobody")
    expect(page.get_by_role("button", name="Go on (1 new one)")).to_be_visible()
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("link", name="/nobody")).to_be_visible()


def test_a_fault_is_set_felt_shown_on_every_page_and_ended(page, world):
    page.goto(f"{world.path}/faults")
    page.get_by_role("button", name="429 for a minute").click()
    expect(page.get_by_text("This world fails on purpose.")).to_be_visible()
    answer = world.ask()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")

    page.get_by_role("link", name="People", exact=True).click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.get_by_role("link", name="See or end it").click()
    page.get_by_role("button", name="End all faults").click()
    expect(page.get_by_text("This world fails on purpose.")).to_have_count(0)
    assert world.ask().status_code == 200
