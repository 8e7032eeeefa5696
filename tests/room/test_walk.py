"""The walk of docs/room.md: five minutes of somebody who has never seen the API."""

from playwright.sync_api import expect

AMELIA = "/room/worlds/default/people/00000000-0000-4000-8000-000000000101"


def copied(page):
    """Press the last button that copies a call, and return what a terminal would get."""
    page.get_by_role("button", name="Copy as curl").last.click()
    return page.evaluate("navigator.clipboard.readText()")


def test_a_newcomer_declares_is_refused_sees_it_paid_and_takes_it_back(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")

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

    page.go_back()
    expect(page.get_by_role("cell", name="Paid since")).to_be_visible()
    page.get_by_label("What to do").select_option("void-started")
    page.get_by_role("button", name="Void started").click()
    expect(page.get_by_role("cell", name="Awaiting clawback")).to_be_visible()
    assert "/void" in copied(page)

    page.get_by_role("link", name="Money", exact=True).click()
    expect(page.get_by_role("cell", name="Awaiting clawback, taken back")).to_be_visible()


def test_the_clock_goes_back_by_keyboard_and_what_was_paid_is_eligible_again(page):
    page.goto("/room/worlds/default/time")
    line = page.get_by_role("slider", name="The world's date")
    line.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator(".room-clock-day")).to_have_text("22 November 2021")
    expect(page.get_by_text("Nothing was passed on the way.")).to_be_visible()


def test_what_a_school_does_shows_on_the_persons_page(page):
    page.goto(AMELIA)
    page.get_by_text("Validate, assign a mentor").click()
    page.get_by_label("Status", exact=True).select_option("withdrawn")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("Withdrawn by school")).to_be_visible()
