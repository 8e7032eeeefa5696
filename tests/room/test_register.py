"""What only worlds of API v3 have in the browser: schools and their partners, cohorts, the void."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

ECT = 3101


@pytest.fixture
def edition():
    return "register"


def declare(page, world):
    """Declare that somebody started, on their page."""
    page.goto(world.person(ECT))
    page.get_by_label("When it happened").fill("2026-11-20T09:00:00Z")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_role("cell", name="Eligible since")).to_be_visible()


def partner_of(world, provider):
    """Return a delivery partner that a provider works with in 2026."""
    for each in world.control("GET", "/delivery-partners").json()["delivery_partners"]:
        if {"2026"} <= {
            year for one in each["links"] if one["provider"] == provider for year in one["years"]
        }:
            return each["id"]
    raise AssertionError(provider)


def test_a_payment_is_authorised_on_the_page_of_money(page, world):
    declare(page, world)
    page.get_by_role("link", name="Time", exact=True).click()
    page.get_by_role("button", name="Past the next deadline").click()
    expect(page.get_by_text("became payable").first).to_be_visible()
    page.get_by_role("link", name="Money", exact=True).click()
    statement = page.locator(".room-statement", has_text="25 January 2027, cohort 2026")
    statement.get_by_role("button", name="Authorise the payment now").click()
    expect(page.get_by_text("It is paid.")).to_be_visible()


def test_the_department_voids_on_a_persons_page(page, world):
    declare(page, world)
    page.get_by_role("button", name="Void started, as the department").click()
    expect(page.get_by_role("cell", name="Voided since")).to_be_visible()
    expect(page.get_by_text("Declaration voided by the department")).to_be_visible()
    expect(page.get_by_role("button", name="Void started, as the department")).to_have_count(0)


def test_a_schools_act_shows_on_the_page_and_among_the_control_calls(page, world):
    page.goto(world.person(ECT))
    page.get_by_text("Correct names, numbers, e-mails and dates").click()
    page.get_by_label("Full name").fill("Amara Holt-Lindqvist")
    page.get_by_role("button", name="Change", exact=True).first.click()
    expect(page.get_by_role("heading", name="Amara Holt-Lindqvist")).to_be_visible()
    page.get_by_role("link", name="Control calls").click()
    expect(page.get_by_text(f"PATCH /sandbox/worlds/{world.id}/participants/")).to_be_visible()


def test_a_school_is_found_changed_and_given_a_partnership(page, world):
    page.goto(f"{world.path}/schools")
    expect(page.get_by_role("link", name="Brackenfield School")).to_be_visible()
    page.get_by_label("Search").fill("ashcombe")
    page.get_by_role("link", name="Ashcombe School").click()
    page.get_by_text("Change a school").click()
    page.get_by_label("Name", exact=True).fill("Ashcombe Academy")
    page.get_by_role("button", name="Change", exact=True).last.click()
    expect(page.get_by_role("heading", name="Ashcombe Academy")).to_be_visible()

    form = page.locator("details", has_text="Make a partnership, as the department does")
    form.locator("summary").first.click()
    form.get_by_label("Provider").select_option("riverbank")
    form.get_by_label("Cohort").select_option("2026")
    form.get_by_label("Delivery partner ID").select_option(partner_of(world, "riverbank"))
    form.get_by_role("button", name="Make it").click()
    expect(form.get_by_text("was answered 20")).to_be_visible()
    row = page.get_by_role("region", name="Partnerships").get_by_role(
        "row", name="Riverbank Learning 2026"
    )
    expect(row).to_be_visible()


def test_lists_are_addresses_and_a_cohort_is_opened(page, world):
    page.goto(f"{world.path}/schools?list=partnerships")
    page.get_by_label("Cohort").select_option("2024")
    page.reload()
    expect(page.get_by_label("Cohort")).to_have_value("2024")
    page.get_by_role("link", name="Cohorts", exact=True).click()
    expect(page.get_by_role("row", name="1 June 2026 31 May 2027")).to_be_visible()
    page.get_by_text("Open cohort 2027").click()
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("rowheader", name="2027")).to_be_visible()
    page.goto(f"{world.path}/people?cohort=2027")
    expect(page.get_by_role("search").get_by_label("Cohort")).to_have_value("2027")
    page.goto(f"{world.path}/time")
    expect(page.locator(".room-timeline-label", has_text="Cohort 2027")).to_be_visible()
    expect(page.get_by_text("1 June 2026 to 31 May 2027")).to_be_visible()


def test_a_delivery_partner_is_linked_and_unlinked(page, world):
    page.goto(f"{world.path}/schools?list=delivery-partners")
    page.get_by_label("Provider").select_option("riverbank")
    page.get_by_role("button", name="Let them work together").click()
    row = page.get_by_role("row", name="Alderbrook Teaching School Hub")
    expect(row.get_by_text("Riverbank Learning (2026)")).to_be_visible()
    page.get_by_role("button", name="End that").click()
    expect(row.get_by_text("Riverbank Learning (2026)")).to_have_count(0)
