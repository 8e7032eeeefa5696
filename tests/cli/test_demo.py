"""`ecf-sandbox demo`: what it prints can be pasted, and does what it says."""

from collections.abc import Iterator

import pytest

from tests.kit import demos
from tests.kit.demos import Demo

DECLARATIONS = "/api/v1/participant-declarations"


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Demo]:
    """The demo of version 1, while it runs."""
    with demos.running(tmp_path_factory.mktemp("cache"), token="north-star-token") as found:
        yield found


@pytest.fixture(scope="module")
def came(demo) -> list:
    assert len(demo.lines) == 5
    return demo.pasted()


def test_the_story_has_everybody(demo):
    assert "It is 2022-01-20T09:00:00Z, and stays so." in demo.said
    for part in ("start paid", "started this month", "late: never", "to claw back"):
        assert part in demo.said


def test_the_paid_start_is_there(came):
    (declared,) = came[0]["data"]
    assert declared["attributes"]["state"] == "paid"


def test_retained_is_accepted(came):
    attributes = came[1]["data"]["attributes"]
    assert (attributes["declaration_type"], attributes["state"]) == ("retained-1", "eligible")


def test_the_late_start_is_refused_with_the_dates(came):
    (error,) = came[2]["errors"]
    assert error["title"] == "declaration_date"
    assert "2021-11-19T00:00:00Z" in error["detail"]


def test_the_voided_payment_awaits_its_clawback(came):
    assert came[3]["data"]["attributes"]["state"] == "awaiting-clawback"


def test_the_next_payment_pays_and_is_told(came):
    assert came[4]["now"] == "2022-02-28T00:00:00Z"
    assert any(each.get("declarations") for each in came[4]["passed"])


def test_after_it_one_is_paid_and_one_clawed_back(demo, came):
    ids = [came[nth]["data"]["id"] for nth in (1, 3)]
    states = [demo.attributes(f"{DECLARATIONS}/{each}")["state"] for each in ids]
    assert states == ["paid", "clawed-back"]


def test_whoever_left_is_withdrawn(demo):
    left = demo.part("left in November")
    assert demo.attributes(f"/api/v1/participants/ecf/{left}")["training_status"] == "withdrawn"


def test_it_always_is_the_same_story(demo):
    known = "f292a5a8-c034-4fc5-8291-3b7c07ac47e8  Freya Farouk"
    assert known in demo.said, "ids follow from the seed"


def test_the_control_api_tells_the_same_story(demo):
    told = demo.get("/sandbox/worlds/default/demo")
    assert [each["name"] in demo.said for each in told["people"]] == [True] * 7
    assert [each["text"] in demo.said for each in told["steps"]] == [True] * 5
    assert told["steps"][0]["provider"] == "north-star"
    assert told["steps"][4]["path"] == "/sandbox/worlds/default/clock/advance"
