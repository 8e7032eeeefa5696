"""Evidence: required for every type but started, and never told."""

import pytest

from tests.kit.sandbox import attributes, titles
from tests.kit.traces import everything

REDUCED = "ecf-reduced-september"
EVIDENCE = ["training-event-attended", "self-study-material-completed", "other"]
OTHER_TYPES = ["retained-1", "retained-2", "retained-3", "retained-4", "completed"]
NO_EVIDENCE = [None, "", "  ", "hearsay", "Other", "training-event-attended ", 1, True, ["other"]]


@pytest.mark.rule("DECL-8")
@pytest.mark.parametrize("declaration_type", OTHER_TYPES)
def test_every_type_but_started_asks_for_evidence(either_sandbox, declaration_type):
    ect, north_star = either_sandbox.add(schedule=REDUCED), either_sandbox.provider()
    before = everything(either_sandbox)

    for wrong in NO_EVIDENCE:
        refused = north_star.declare(ect, declaration_type, evidence_held=wrong)
        assert titles(refused) == ["evidence_held"]
    assert everything(either_sandbox) == before
    assert attributes(north_star.declare(ect, declaration_type, evidence_held="other"))


@pytest.mark.rule("DECL-8")
@pytest.mark.parametrize("evidence", EVIDENCE)
def test_evidence_is_one_of_three(either_sandbox, evidence):
    ect, north_star = either_sandbox.add(schedule=REDUCED), either_sandbox.provider()
    assert attributes(north_star.declare(ect, "completed", evidence_held=evidence))


@pytest.mark.rule("DECL-8")
def test_for_started_any_evidence_will_do(either_sandbox):
    north_star = either_sandbox.provider()

    for ignored in [*NO_EVIDENCE, {}, {"held": "other"}, "other"]:
        ect = either_sandbox.add()
        assert attributes(north_star.declare(ect, "started", evidence_held=ignored))


@pytest.mark.rule("DECL-8")
def test_evidence_is_never_told(either_sandbox):
    ect, north_star = either_sandbox.add(schedule=REDUCED), either_sandbox.provider()

    made = north_star.declare(ect, "completed", evidence_held="self-study-material-completed")
    seen = [
        made,
        north_star.get(f"/participant-declarations/{made.json()['data']['id']}"),
        north_star.get("/participant-declarations"),
        north_star.get("/participant-declarations.csv"),
        north_star.void(made.json()["data"]["id"]),
    ]
    for answer in seen:
        assert answer.status_code == 200
        assert "self-study" not in answer.text
        assert "evidence" not in answer.text


@pytest.mark.rule("DECL-1", "DECL-8")
def test_without_a_type_there_is_no_telling_whether_evidence_is_needed(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()

    nothing = {"declaration_type": None, "evidence_held": None}
    assert titles(north_star.declare(ect, **nothing)) == ["declaration_type"]


@pytest.mark.rule("DECL-8", "DECL-10", edition="guidance")
def test_evidence_is_not_compared_for_copies_of_started(sandbox):
    ect, north_star = sandbox.add(), sandbox.provider()

    first = north_star.declare(ect, evidence_held="other")
    for another in ("training-event-attended", "hearsay", 7, None):
        assert north_star.declare(ect, evidence_held=another).json() == first.json()


@pytest.mark.rule("DECL-8", "DECL-10", edition="guidance")
def test_evidence_is_compared_for_every_other_type(sandbox):
    ect, north_star = sandbox.add(schedule=REDUCED), sandbox.provider()

    first = north_star.declare(ect, "completed", evidence_held="other")
    changed = north_star.declare(ect, "completed", evidence_held="training-event-attended")
    same = north_star.declare(ect, "completed", evidence_held="other")
    assert titles(changed) == ["base"]
    assert same.json() == first.json()
