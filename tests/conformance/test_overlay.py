"""Overlays: what a user says a document should have said, and what that excuses."""

import importlib
import re
from pathlib import Path

import pytest

from ecf_conformance.apis import scenarios
from ecf_conformance.budget import Budget
from ecf_conformance.document import BadDocument, Document
from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzz import fuzz
from ecf_conformance.overlay import BadOverlay, applied
from ecf_conformance.run import KEPT, run
from ecf_sandbox.v1.http import serializers
from tests.conformance.documents import API, poor, written
from tests.conformance.targets import target
from tests.defects import CATALOGUE

importlib.import_module("tests.defects.wire")

SHORT = Budget(max_examples=16, phases=("examples", "fuzzing"))
DEFER = f"$.paths['{API}/participants/ecf/{{id}}/defer'].put"
REFUSED = {str(status): {"description": "No"} for status in (400, 401, 404, 413, 422)}
ANYWHERE = "$.paths.*.*.requestBody.content.*.schema.properties.data"


def overlay(*actions):
    return {"overlay": "1.0.0", "info": {"title": "Ours", "version": "1"}, "actions": [*actions]}


def update(target, update):
    return {"target": target, "update": update}


RICHER = overlay(
    update("$.paths.*.*.responses", REFUSED),
    update(DEFER, {"operationId": "defer"}),
    update(ANYWHERE, {"type": "object", "minProperties": 1}),
)


def test_objects_are_merged_lists_grow_and_what_is_removed_is_gone():
    document = {"a": {"b": {"x": 1, "y": [1]}, "c": {"x": 2}}, "tags": [{"name": "old"}]}
    changed = applied(
        document,
        overlay(
            update("$.a.*", {"x": 3}),
            update("$.a.b", {"y": [2], "z": {"new": True}}),
            update("$.tags", {"name": "new"}),
            {"target": "$.tags[?@.name == 'old']", "remove": True},
        ),
    )
    assert changed == {
        "a": {"b": {"x": 3, "y": [1, 2], "z": {"new": True}}, "c": {"x": 3}},
        "tags": [{"name": "new"}],
    }
    assert document["tags"] == [{"name": "old"}], "the document itself stays"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"actions": []}, "overlay: 1.0.0"),
        (overlay(), "no actions"),
        (overlay({"update": {}}), "action 1 has no target"),
        (overlay({"target": "$"}), "action 1 neither updates nor removes"),
        (overlay(update("$.paths[", {})), "action 1"),
        (overlay(update("$.info.title", {"a": 1})), "neither"),
        (overlay({"target": "$", "remove": True}), "cannot be removed"),
    ],
)
def test_an_overlay_that_cannot_be_applied_says_why(said, why):
    with pytest.raises(BadOverlay, match=why):
        applied({"info": {"title": "x"}}, said)


def test_a_bad_overlay_names_its_file(tmp_path):
    file = written(tmp_path, {"overlay": "3"}, "overlay.yaml")
    with pytest.raises(BadDocument, match=r"overlay\.yaml: it does not begin"):
        Document(overlay=file)


def test_an_action_that_changes_nothing_is_named(tmp_path):
    said = overlay(update("$.paths['/nowhere']", {}), update("$.info", {"title": "x"}))
    assert Document(overlay=written(tmp_path, said)).idle == ["$.paths['/nowhere']"]


def test_the_example_in_the_docs_applies_to_our_document(tmp_path):
    text = (Path(__file__).parents[2] / "docs" / "conformance.md").read_text()
    file = tmp_path / "overlay.yaml"
    file.write_text(re.search(r"```yaml\n(overlay.*?)```", text, re.DOTALL)[1])
    document = Document(overlay=file)
    assert document.idle == []
    responses = document.root["components"]["responses"]
    assert "application/json" in responses["Participants"]["content"]
    assert "application/json" not in responses["ParticipantsCsv"]["content"]


def test_numbers_are_good_names_of_statuses(tmp_path):
    file = tmp_path / "document.yaml"
    file.write_text("paths: {/api/v1/x: {get: {responses: {200: {description: Done}}}}}")
    said = Exchange("GET", "http://a/api/v1/x", "/api/v1/x", {}, b"", 200, {}, b"")
    assert Document(file).violation(said, "/api/v1/x") is None


def fuzzed(app, document):
    with target(app) as found:
        return fuzz(found, document, SHORT)


def test_an_honest_server_is_blamed_by_a_poor_document_alone(app, tmp_path):
    file = written(tmp_path, poor())
    blamed = fuzzed(app, Document(file))
    assert {each.check for each in blamed.findings} == {"document"}
    assert all("a status that the document does not have" in it.why for it in blamed.findings)


def test_no_honest_server_is_blamed_with_an_overlay(app, tmp_path):
    file, over = written(tmp_path, poor()), written(tmp_path, RICHER, "overlay.yaml")
    document = Document(file, over)
    found = fuzzed(app, document)
    assert found.findings == []
    assert found.unreached == []
    assert any("a status that the document does not have" in each for each in document.excused)


def test_plain_json_can_be_excused_and_the_report_says_so(app, monkeypatch, tmp_path):
    CATALOGUE["json_is_plain"].apply(monkeypatch)
    content = {"application/json": {}}
    action = update("$.components.responses[*].content", content)
    over = written(tmp_path, overlay(action), "overlay.yaml")

    def played(document):
        with target(app) as found:
            wanted = [each for each in scenarios("guidance", ["FMT-1"]) if "json_api" in each.id]
            return run(found, wanted, document=document, only=["FMT-1"])

    assert played(Document()).rules["FMT-1"].verdict != KEPT
    excused = played(Document(overlay=over))
    assert excused.rules["FMT-1"].verdict == KEPT
    assert any("as 'application/json'" in each for each in excused.excused)


def test_an_attribute_that_an_overlay_allows_breaks_no_rule(app, monkeypatch, tmp_path):
    true = serializers.participant

    def participant(record, edition):
        found = true(record, edition)
        return {**found, "attributes": {**found["attributes"], "nickname": "Ada"}}

    monkeypatch.setattr(serializers, "participant", participant)
    allowed = overlay(
        update("$.components.schemas.ParticipantAttributes.properties", {"nickname": {}})
    )
    verdicts = {}
    for name, file in (("plain", None), ("overlaid", written(tmp_path, allowed))):
        with target(app) as found:
            result = run(
                found,
                scenarios("guidance", ["PART-1"]),
                document=Document(None, file),
                only=["PART-1", "FMT-7"],
                jobs=1,
            )
        verdicts[name] = {id_: judged.verdict for id_, judged in result.rules.items()}
    assert verdicts["plain"]["PART-1"] == "broken"
    assert verdicts["overlaid"]["PART-1"] == KEPT
