"""docs/worlds.md tells the truth: its commands show what it shows, its numbers are the code's."""

from pathlib import Path

import pytest

from ecf_sandbox.engine.http.control.context import Limits
from ecf_sandbox.engine.store import worlds
from tests.kit import walks

DOCUMENT = Path(__file__).parents[1] / "docs" / "worlds.md"
STEPS = walks.steps(DOCUMENT)
RUN = walks.blocks_of(STEPS)


@pytest.mark.timeout(walks.PATIENCE + 30)
def test_every_step_shows_what_comes(tmp_path):
    with walks.serving(tmp_path, "--participants", "0") as server:
        came = walks.walk(STEPS, server, tmp_path)
    assert list(walks.differences(STEPS, came)) == []


@pytest.mark.parametrize(
    "row",
    [
        f"Worlds on a server | {Limits().worlds:,}",
        f"People in a world | {Limits().people:,}",
        f"Snapshots of a world | {Limits().snapshots:,}",
        f"An uploaded snapshot | {Limits().upload_bytes // 1024**3} GiB",
    ],
    ids=["worlds", "people", "snapshots", "upload"],
)
def test_a_limit_is_the_servers(row):
    assert f"| {row} |" in DOCUMENT.read_text(encoding="utf-8")


def test_a_hundred_worlds_are_kept_open():
    assert worlds._MOST_OPEN == 100
