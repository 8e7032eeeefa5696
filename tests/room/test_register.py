"""A register world in the browser: the same walk as in API v1, and what only API v3 has."""

import pytest
from playwright.sync_api import expect

from tests.kit.browsing import page_of
from tests.kit.served import serving

WORLD = "/room/worlds/default"
ECT = f"{WORLD}/people/00000000-0000-4000-8000-000000003101"


@pytest.fixture
def served(cache):
    """A server of today's service, whose clock stands still."""
    with serving(cache, "--frozen", "--quiet", "--edition", "register") as server:
        yield server


@pytest.fixture
def page(browser, url):
    """A page on it."""
    with page_of(browser, url) as page:
        yield page


def test_somebody_is_declared_refused_paid_and_taken_back(page):
    page.goto(ECT)
    date = page.get_by_label("When it happened")
    date.fill("2026-12-31T00:00:00Z")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_text("The rule:").first).to_be_visible()
    date.fill("2026-11-20T09:00:00Z")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_role("cell", name="Eligible since")).to_be_visible()
    expect(page.get_by_role("cell", name="payable on 1 January 2027")).to_be_visible()

    page.get_by_role("link", name="Time", exact=True).click()
    page.get_by_role("button", name="Past the next deadline").click()
    expect(page.get_by_text("became payable").first).to_be_visible()
    page.get_by_role("link", name="Money", exact=True).click()
    statement = page.locator(".room-statement", has_text="25 January 2027, cohort 2026")
    statement.get_by_role("button", name="Authorise the payment now").click()
    expect(page.get_by_text("It is paid.")).to_be_visible()

    page.goto(ECT)
    expect(page.get_by_role("cell", name="Paid since")).to_be_visible()
    page.get_by_label("What to do").select_option("void-started")
    page.get_by_role("button", name="Void started").click()
    expect(page.get_by_role("cell", name="Awaiting clawback since")).to_be_visible()
    page.get_by_role("link", name="Money", exact=True).click()
    expect(page.get_by_role("cell", name="Awaiting clawback, taken back").first).to_be_visible()


def test_a_schools_act_shows_on_the_page_and_among_the_control_calls(page):
    page.goto(ECT)
    page.get_by_text("Correct names, numbers, e-mails and dates").click()
    page.get_by_label("Full name").fill("Amara Holt-Lindqvist")
    page.get_by_role("button", name="Change", exact=True).first.click()
    expect(page.get_by_role("heading", name="Amara Holt-Lindqvist")).to_be_visible()
    page.get_by_role("link", name="Control calls").click()
    expect(page.get_by_text("PATCH /sandbox/worlds/default/participants/")).to_be_visible()


def test_schools_cohorts_and_partnerships_are_listed(page):
    page.goto(f"{WORLD}/schools")
    expect(page.get_by_role("heading", name="Partnerships")).to_be_visible()
    assert page.get_by_role("region", name="Schools").locator("tbody tr").count() > 10
    page.get_by_label("Cohort").select_option("2024")
    page.reload()
    expect(page.get_by_label("Cohort")).to_have_value("2024")
    page.goto(f"{WORLD}/time")
    expect(page.locator(".room-timeline-label", has_text="Cohort 2026")).to_be_visible()
