"""The journal in the browser: explained, and hostile to nobody."""

import pytest
from playwright.sync_api import expect

from tests.kit.browsing import PHONE, too_wide

pytestmark = pytest.mark.slow

PATH = "/api/v1/participant-declarations"
HOSTILE = [
    "<img src=x onerror=\"window.struck = 'markup'\">",
    "</script><script>window.struck = 'script'</script>",
    "<svg/onload=window.struck=1>",
    "\u202eright to left\u202c",
    "אבג 👩‍🏫🏽 ﷽",
    "x" * 10_000,
]


def declaration(**attributes):
    """Return a body of a declaration."""
    return {"data": {"type": "participant-declaration", "attributes": attributes}}


def test_a_refusal_is_told_with_its_rule_and_sent_again(page, world):
    body = declaration(
        participant_id="00000000-0000-4000-8000-000000000101",
        declaration_type="started",
        declaration_date="2022-01-01T00:00:00Z",
        course_identifier="ecf-induction",
    )
    assert world.ask(PATH, json=body).status_code == 422
    page.goto(f"{world.path}/requests")
    page.get_by_role("link", name=f"POST {PATH}").click()
    expect(page.get_by_role("heading", name="Why it was refused")).to_be_visible()
    expect(page.get_by_text("The rule:").first).to_be_visible()
    page.get_by_role("link", name="DECL-5").click()
    expect(page.get_by_role("heading", name="Rule DECL-5")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Send again", exact=True).click()
    expect(page.get_by_text("Refused by the rules.")).to_be_visible()


def test_hostile_names_and_bodies_are_text_and_break_no_layout(page, world):
    for name in HOSTILE:
        whole = {"provider": "north-star", "participant_type": "ect", "full_name": name[:200]}
        world.control("POST", "/participants", whole)
        world.ask(PATH, json=declaration(declaration_type=name))
    refused = world.ask(PATH, content=HOSTILE[0])
    assert refused.status_code == 400
    page.set_viewport_size(PHONE)

    page.goto(f"{world.path}/people?q=%3Cimg")
    page.get_by_role("link", name="<img").click()
    expect(page.get_by_role("heading", name="<img")).to_be_visible()
    opened = [f"requests/{number + 1}" for number in range(len(HOSTILE) + 1)]
    for each in ["people", "requests", *opened]:
        page.goto(f"{world.path}/{each}")
        page.locator("h1").wait_for()
        page.locator("tbody tr, .room-code").first.wait_for()
        assert page.evaluate("window.struck") is None, each
        assert too_wide(page) <= 0, each
