"""docs/time-travel.md tells the truth: its commands, run in order, show what it shows."""

from pathlib import Path

import pytest

from tests.kit import walks

DOCUMENT = Path(__file__).parents[1] / "docs" / "time-travel.md"
STEPS = walks.steps(DOCUMENT)
RUN = walks.blocks_of(STEPS)


@pytest.mark.timeout(walks.PATIENCE + 30)
def test_every_step_shows_what_comes(tmp_path):
    with walks.serving(tmp_path, "--participants", "0") as server:
        came = walks.walk(STEPS, server, tmp_path)
    assert list(walks.differences(STEPS, came)) == []


def test_the_walk_goes_through_a_whole_induction():
    told = " ".join(step.command for step in STEPS)
    for word in (
        "participant add",
        "participant update",
        *(f"declared {each} " for each in ("started", "retained-1", "retained-4", "completed")),
        "next-payment",
        "/void",
    ):
        assert word in told


def test_a_statement_is_shown_at_each_step_of_it():
    shown = "\n".join(step.shown for step in STEPS if "statements" in step.command)
    for word in ("eligible", "payable", "paid", "awaiting-clawback", "clawed-back"):
        assert f" {word} " in shown
    assert shown.count("There is nothing to pay.") == 2


def test_the_walk_through_version_3_goes_from_interest_to_clawback():
    told = "\n".join(f"{step.command}{step.shown}" for step in STEPS)
    _, _, version_3 = told.partition('"edition":"register"')
    states = ("submitted", "eligible", "payable", "paid", "awaiting-clawback", "clawed-back")
    for word in (
        '"expression_of_interest":true',
        "POST partnerships",
        *(f"declared {each} " for each in ("started", "retained-4", "completed")),
        *(f'"state":"{each}"' for each in states),
        '"clawback_statement_id":"',
        "/defer",
        "/resume",
        "/void",
    ):
        assert word in version_3
