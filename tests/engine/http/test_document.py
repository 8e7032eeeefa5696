"""Documents that are merged of the engine's part and an API's."""

import gc
import json
import re
import weakref

import pytest
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine import resources, yaml_text
from ecf_sandbox.engine.http.app import Documents, create_app
from ecf_sandbox.engine.http.control.context import ServerContext
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.http.document import DocumentFile, merged
from ecf_sandbox.engine.providers import lead_providers
from ecf_sandbox.engine.store.worlds import Worlds

DOCUMENTS = sorted(path.name for path in resources.path("openapi").glob("*.yaml"))
CONTROL = resources.path("openapi", "control.yaml")
OF_AN_API = re.compile(
    r"participant|school|declaration|schedule|milestone|persona|/api/v\d", re.IGNORECASE
)


@pytest.mark.parametrize(
    ("base", "extension", "both"),
    [
        pytest.param({"a": 1}, {"b": 2}, {"a": 1, "b": 2}, id="what is new is added"),
        pytest.param({"a": 1}, {"a": 2}, {"a": 2}, id="a value takes the place of a value"),
        pytest.param({"a": [1, 2]}, {"a": [3]}, {"a": [3]}, id="so does a list"),
        pytest.param({"a": {"b": 1}}, {"a": {"c": 2}}, {"a": {"b": 1, "c": 2}}, id="mappings"),
        pytest.param({"a": {"b": 1}}, {"a": {"b": None}}, {"a": {"b": None}}, id="null is a value"),
    ],
)
def test_an_extension_is_merged(base, extension, both):
    before = json.dumps(base)
    assert merged(base, extension) == both
    assert json.dumps(base) == before


def test_what_is_served_as_yaml_is_what_is_served_as_json(tmp_path):
    document = Documents(APIS).control["v1"]
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(document.source())
    assert DocumentFile(copy).read().json == document.read().json


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/api/v1/participants/ecf", id="v1"),
        pytest.param("/api/v3/statements", id="v3"),
        pytest.param("/sandbox/health", id="control"),
        pytest.param("/docs/v3", id="reference"),
        pytest.param("/openapi/control-v3.yaml", id="YAML"),
        pytest.param("/openapi/v3.json", id="JSON"),
    ],
)
def test_no_parsed_document_is_kept_when_what_is_made_of_it_is_there(path, tmp_path, monkeypatch):
    parsed = []

    def read(file):
        document = true_read(file)
        parsed.append(weakref.ref(document))
        return document

    true_read = DocumentFile.read
    monkeypatch.setattr(DocumentFile, "read", read)
    server = ServerContext(Worlds(tmp_path, APIS.schema_of), APIS.world_kinds)
    app = create_app(APIS, Documents(APIS), server, Guard())
    with TestClient(app, base_url="http://127.0.0.1:8000") as http:
        assert http.get(path).status_code in (200, 401)
    gc.collect()
    assert parsed
    assert [each() for each in parsed if each() is not None] == []


def test_the_engine_s_control_document_is_valid_by_itself_and_with_an_api_s():
    validate(DocumentFile(CONTROL).read().json)
    for document in Documents(APIS).control.values():
        validate(document.read().json)


def test_the_engine_s_control_document_knows_no_api():
    assert OF_AN_API.findall(CONTROL.read_text(encoding="utf-8")) == []


def test_the_schemas_of_the_engine_s_control_document_name_no_provider():
    schemas = json.dumps(DocumentFile(CONTROL).read().json["components"]["schemas"])
    assert [each.slug for each in lead_providers() if each.slug in schemas] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_from_the_cache_is_what_its_file_says(name, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = resources.path("openapi", name)
    read = [DocumentFile(path).read().json for _ in range(2)]
    assert read == [yaml_text.load(path.read_bytes())] * 2
