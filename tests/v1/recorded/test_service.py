"""The service edition answers as the service itself did, but for what is named here."""

from pathlib import Path

import pytest

from ecf_sandbox.v1.domain.schedules import Schedules
from tests.kit.recorded import agree, played, sequences

CHUNKS = 8
DOCUMENT = Path(__file__).parents[3] / "docs" / "differences.md"

# Steps that may differ, by the line of docs/differences.md that says why; one that agrees has no
# business here.
DIFFERENCES = {
    "Faults": {  # and a place that is taken since we accepted what was answered with a 500
        "11-276": (0, 3),
        "12-324": (2,),
    },
    "The withdrawn without a readable date": {
        "13-258": (5, 6),
        "13-492": (9,),
    },
    "Going back in time": {
        "11-129": (2, 4, 5, 6, 8),
        "11-132": (5,),
        "11-171": (3,),
        "11-270": (7, 8),
        "12-12": (6,),
        "12-30": (7, 8),
        "13-219": (8,),
        "13-330": (6, 7),
        "13-432": (3, 4, 5, 6, 8),
        "13-471": (2, 3, 5, 6, 7),
        "13-480": (4, 6),
    },
}
EXCUSED = {
    (sequence, step)
    for kind in DIFFERENCES.values()
    for sequence, steps in kind.items()
    for step in steps
}


@pytest.fixture
def unpaid(monkeypatch):
    """Nobody ran statements where the sequences were recorded: no cohort has payments."""
    monkeypatch.setattr(Schedules, "calendar", lambda self, cohort: ())


@pytest.mark.parametrize("part", range(CHUNKS))
def test_the_service_edition_answers_as_the_service_did(service_sandbox, unpaid, part):
    asked = sequences()[part::CHUNKS]
    differing = {
        (sequence["seq"], number): f"{step['op']} {expected} but {answer}"
        for sequence in asked
        for number, (step, expected, answer) in enumerate(played(service_sandbox, sequence))
        if not agree(expected, answer)
    }

    excused = {each for each in EXCUSED if each[0] in {sequence["seq"] for sequence in asked}}
    assert {key: what for key, what in differing.items() if key not in excused} == {}
    assert excused <= differing.keys(), "what agrees needs no excuse"


@pytest.mark.parametrize("line", DIFFERENCES)
def test_what_may_differ_is_in_the_document(line):
    assert f"- **{line}.** " in DOCUMENT.read_text(encoding="utf-8")


def test_the_recording_is_all_there():
    assert len(sequences()) == 501
    assert sum(len(each["steps"]) for each in sequences()) == 3575
    assert {sequence for sequence, _ in EXCUSED} <= {each["seq"] for each in sequences()}
