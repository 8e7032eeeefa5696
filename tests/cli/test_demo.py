"""`ecf-sandbox demo`: what it prints can be pasted, and does what it says."""

import json
import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.kit import walks
from tests.kit.served import PROGRAM


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Iterator[str]:
    """What the demo says when it is ready, while it runs."""
    cache = tmp_path_factory.mktemp("cache")
    with subprocess.Popen(
        [PROGRAM, "demo", "--port", "0"],
        env=walks.environment(cache),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            while "Ctrl-C" not in said and (line := process.stdout.readline()):
                said += line
            yield said
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def came(told) -> list:
    """What the five lines answer, pasted one after the other."""
    lines = re.findall(r"^   (curl .*)$", told, re.MULTILINE)
    assert len(lines) == 5
    done = [
        subprocess.run(["bash", "-c", f"{line} -s"], capture_output=True, check=True)
        for line in lines
    ]
    return [json.loads(each.stdout) for each in done]


def test_the_story_has_everybody(told):
    assert "It is 2022-01-20T09:00:00Z, and stays so." in told
    for part in ("start paid", "started this month", "late: never", "to claw back"):
        assert part in told


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


def test_after_it_one_is_paid_and_one_clawed_back(told, came):
    ids = [came[nth]["data"]["id"] for nth in (1, 3)]
    address = re.search(r"http://\S+(?=\.)", told)[0]
    urls = [f"{address}/api/v1/participant-declarations/{each}" for each in ids]
    states = [_attributes(url)["state"] for url in urls]
    assert states == ["paid", "clawed-back"]


def test_whoever_left_is_withdrawn(told):
    address = re.search(r"http://\S+(?=\.)", told)[0]
    (left,) = re.findall(r"^  (\S+) .* left in November", told, re.MULTILINE)
    assert (
        _attributes(f"{address}/api/v1/participants/ecf/{left}")["training_status"] == "withdrawn"
    )


def test_it_always_is_the_same_story(told):
    assert "f292a5a8-c034-4fc5-8291-3b7c07ac47e8  Freya Farouk" in told, "ids follow from the seed"


def _attributes(url: str) -> dict:
    line = ["curl", "-s", "-H", "Authorization: Bearer north-star-token", url]
    done = subprocess.run(line, capture_output=True, check=True)
    return json.loads(done.stdout)["data"]["attributes"]
