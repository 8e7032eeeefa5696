"""`ecf-sandbox demo --api v3`: what it prints can be pasted, and does what it says."""

from collections.abc import Iterator

import pytest

from tests.kit import demos
from tests.kit.demos import Demo

DECLARATIONS = "/api/v3/participant-declarations"
JANUARY = "57000000-0000-4000-8000-012026202701"
JANUARY_OF_2025 = "57000000-0000-4000-8000-012025202701"
PARTICIPANTS = "/api/v3/participants"


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Demo]:
    """The demo of version 3, while it runs."""
    cache, token = tmp_path_factory.mktemp("cache"), "north-star-register-token"
    with demos.running(cache, "--api", "v3", token=token) as found:
        yield found


@pytest.fixture(scope="module")
def before(demo) -> dict:
    """What is there before anything is tried: who appears later, and the mentor."""
    return {
        "ECT": demo.get(f"{PARTICIPANTS}/{demo.part('ECT of a school')}"),
        "mentor": demo.get(f"{PARTICIPANTS}/{demo.part('mentor of a school')}"),
        "done": _enrolment(demo, "mentor, start paid"),
    }


@pytest.fixture(scope="module")
def came(demo, before) -> list:
    assert len(demo.lines) == 6
    return demo.pasted()


def test_the_story_has_its_date_and_its_reference(demo):
    assert "It is 2026-11-25T09:00:00Z, and stays so." in demo.said
    assert f"{demo.address}/docs/v3" in demo.said


def test_a_partnership_makes_two_people_appear(demo, before, came):
    assert [each["errors"][0]["title"] for each in (before["ECT"], before["mentor"])] == [
        "Resource not found",
        "Resource not found",
    ]
    made = came[0]["data"]["attributes"]
    assert (made["cohort"], made["participants_currently_training"]) == ("2026", 2)
    roles = [_enrolment(demo, f"{role} of a school") for role in ("ECT", "mentor")]
    assert [each["participant_type"] for each in roles] == ["ect", "mentor"]


def test_the_start_is_eligible_with_a_statement(came):
    declared = came[1]["data"]["attributes"]
    assert (declared["declaration_type"], declared["state"]) == ("started", "eligible")
    assert declared["statement_id"] == JANUARY


def test_a_mentor_who_completes_is_funded_no_more(demo, before, came):
    assert came[2]["data"]["attributes"]["declaration_type"] == "completed"
    known = ("mentor_funding_end_date", "mentor_ineligible_for_funding_reason")
    after = _enrolment(demo, "mentor, start paid")
    assert [before["done"][name] for name in known] == [None, None]
    assert [after[name] for name in known] == ["2026-11-25", "completed_declaration_received"]


def test_the_transfer_is_half_way(came):
    (moving,) = came[3]["data"]["attributes"]["transfers"]
    assert (moving["transfer_type"], moving["status"]) == ("new_provider", "incomplete")
    assert moving["joining"]["provider"] == "Riverbank Learning"


def test_the_voided_payment_awaits_its_clawback(came):
    voided = came[4]["data"]["attributes"]
    assert voided["state"] == "awaiting-clawback"
    assert voided["clawback_statement_id"] == JANUARY_OF_2025


def test_the_next_payment_pays_and_claws_back(demo, came):
    assert came[5]["now"] == "2027-01-25T00:00:00Z"
    ids = [came[nth]["data"]["id"] for nth in (1, 2, 4)]
    states = [demo.attributes(f"{DECLARATIONS}/{each}")["state"] for each in ids]
    assert states == ["paid", "paid", "clawed-back"]


def test_a_reset_returns_to_the_story(demo, came):
    assert demo.attributes(f"{DECLARATIONS}/{came[4]['data']['id']}")["state"] == "clawed-back"
    assert demo.post("/sandbox/worlds/register/reset")["clock"] == {
        "now": "2026-11-25T09:00:00Z",
        "ticking": False,
    }
    assert demo.attributes(f"{DECLARATIONS}/{came[4]['data']['id']}")["state"] == "paid"


def test_the_control_api_tells_the_same_story(demo):
    told = demo.get("/sandbox/worlds/register/demo")
    assert [each["name"] in demo.said for each in told["people"]] == [True] * 6
    assert [each["text"] in demo.said for each in told["steps"]] == [True] * 6


def _enrolment(demo: Demo, part: str) -> dict:
    """Return the only enrolment of whoever plays a part."""
    (found,) = demo.attributes(f"{PARTICIPANTS}/{demo.part(part)}")["ecf_enrolments"]
    return found
