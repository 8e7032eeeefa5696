"""The journal in the browser: live, explained, and hostile to nobody."""

import httpx2
from playwright.sync_api import expect

from tests.kit.browsing import PHONE, too_wide

REQUESTS = "/room/worlds/default/requests"
TOKEN = {"Authorization": "Bearer north-star-token"}
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


def test_a_request_appears_as_it_is_made_and_a_pause_holds_the_list(page, url):
    page.goto(REQUESTS)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    httpx2.get(f"{url}/api/v1/participants/ecf?page[per_page]=1", headers=TOKEN)
    row = page.get_by_role("link", name="GET /api/v1/participants/ecf?page[per_page]=1")
    expect(row).to_be_visible()

    page.get_by_role("button", name="Pause").click()
    httpx2.get(f"{url}/api/v1/participants/ecf/nobody", headers=TOKEN)
    expect(page.get_by_role("button", name="Go on (1 new one)")).to_be_visible()
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("link", name="/nobody")).to_be_visible()


def test_a_refusal_is_told_with_its_rule_and_sent_again(page, url):
    body = declaration(
        participant_id="00000000-0000-4000-8000-000000000101",
        declaration_type="started",
        declaration_date="2022-01-01T00:00:00Z",
        course_identifier="ecf-induction",
    )
    assert httpx2.post(url + PATH, headers=TOKEN, json=body).status_code == 422
    page.goto(REQUESTS)
    page.get_by_role("link", name=f"POST {PATH}").click()
    expect(page.get_by_role("heading", name="Why it was refused")).to_be_visible()
    expect(page.get_by_text("The rule:").first).to_be_visible()
    page.get_by_role("link", name="DECL-5").click()
    expect(page.get_by_role("heading", name="Rule DECL-5")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Send again", exact=True).click()
    expect(page.get_by_text("Refused by the rules.")).to_be_visible()


def test_hostile_names_and_bodies_are_text_and_break_no_layout(page, url):
    for name in HOSTILE:
        whole = {"provider": "north-star", "participant_type": "ect", "full_name": name[:200]}
        control = httpx2.post(f"{url}/sandbox/worlds/default/participants", json=whole)
        assert control.status_code == 201, control.text
        httpx2.post(url + PATH, headers=TOKEN, json=declaration(declaration_type=name))
    refused = httpx2.post(url + PATH, headers=TOKEN, content=HOSTILE[0])
    assert refused.status_code == 400
    page.set_viewport_size(PHONE)

    page.goto("/room/worlds/default/people?q=%3Cimg")
    page.get_by_role("link", name="<img").click()
    expect(page.get_by_role("heading", name="<img")).to_be_visible()
    opened = [REQUESTS, *(f"{REQUESTS}/{number + 1}" for number in range(len(HOSTILE) + 1))]
    for path in ["/room/worlds/default/people", *opened]:
        page.goto(path)
        page.locator("h1").wait_for()
        page.locator("tbody tr, .room-code").first.wait_for()
        assert page.evaluate("window.struck") is None, path
        assert too_wide(page) <= 0, path
