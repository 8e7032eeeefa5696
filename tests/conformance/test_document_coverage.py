"""How much of a document a run has exercised."""

import pytest

from ecf_conformance.document_coverage import DocumentCoverage
from ecf_conformance.exchange import Exchange
from ecf_conformance.run import KEPT
from tests.conformance.targets import played

ROOT = {
    "paths": {
        "/things/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Date"}],
            "get": {"responses": {200: {}, "404": {}}},
            "put": {
                "parameters": [{"name": "id", "in": "path"}],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
                },
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {
                                "schema": {"properties": {"state": {"enum": ["on", "off"]}}}
                            }
                        }
                    }
                },
            },
        },
        "/things/all": {
            "get": {
                "parameters": [
                    {
                        "name": "page",
                        "style": "deepObject",
                        "schema": {"properties": {"size": {}, "number": {}}},
                    }
                ],
                "responses": {"200": {}},
            }
        },
    },
    "components": {
        "parameters": {"Date": {"name": "X-Date", "in": "header"}},
        "schemas": {
            "A": {
                "anyOf": [
                    {
                        "properties": {
                            "kind": {"const": "a"},
                            "inner": {"$ref": "#/components/schemas/A"},
                        }
                    },
                    {"properties": {"kind": {"const": "b"}, "alone": {"const": "c"}}},
                ]
            }
        },
    },
}


@pytest.fixture
def coverage():
    return DocumentCoverage(ROOT, "http://stub.example/base/")


def note(coverage, method, path, status=200, sent="", body="", **headers):
    url = f"http://stub.example/base{path}"
    said = Exchange(method, url, path, headers, sent.encode(), status, {}, body.encode())
    coverage.note(said)


def told(coverage, name):
    return next(each for each in coverage.operations if each.name == name)


def test_statuses_are_counted_by_operation(coverage):
    note(coverage, "GET", "/things/1")
    note(coverage, "HEAD", "/things/1")
    note(coverage, "GET", "/things/2", 500)
    found = told(coverage, "GET /things/{id}")
    assert found.statuses == {"200": 2, "404": 0}
    assert found.strange == {"500": 1}


def test_the_most_literal_path_is_meant(coverage):
    note(coverage, "GET", "/things/all?page[size]=3")
    assert told(coverage, "GET /things/all").statuses == {"200": 1}
    assert told(coverage, "GET /things/all").parameters == {"page[size]": 1, "page[number]": 0}
    assert told(coverage, "GET /things/{id}").statuses["200"] == 0


def test_a_405_is_of_every_operation_of_its_path(coverage):
    note(coverage, "PATCH", "/things/1", 405)
    assert told(coverage, "GET /things/{id}").strange == {"405": 1}
    assert told(coverage, "PUT /things/{id}").strange == {"405": 1}


def test_headers_and_paths_are_parameters_too(coverage):
    note(coverage, "PUT", "/things/1", **{"x-date": "2021"})
    assert told(coverage, "PUT /things/{id}").parameters == {"X-Date": 1, "id": 1}


def test_values_sent_and_answered_are_noted(coverage):
    note(coverage, "PUT", "/things/1", sent='{"kind" : "b"}', body='{"state":"on"}')
    note(coverage, "GET", "/things/1", body='{"state":"off"}')
    sent, answered = coverage.choices
    assert (sent.name, sent.is_sent, sent.values) == ("kind", True, {"a": False, "b": True})
    assert (answered.name, answered.values) == ("state", {"on": True, "off": False})


def test_what_is_in_no_document_is_not_counted(coverage):
    note(coverage, "GET", "/elsewhere")
    note(coverage, "DELETE", "/things/1", 404)
    assert str(coverage.shares["answers"]) == "0 of 4"


def test_shares_are_of_all_there_is(coverage):
    note(coverage, "PUT", "/things/1", sent='{"kind":"a"}')
    assert {name: str(each) for name, each in coverage.shares.items()} == {
        "operations": "1 of 3",
        "answers": "1 of 4",
        "parameters": "1 of 5",
        "values sent": "1 of 2",
        "values answered": "0 of 2",
    }


def test_a_run_tells_what_it_has_exercised(app):
    result = played(app, "VOID-1")
    assert result.rules["VOID-1"].verdict == KEPT
    void = told(result.coverage, "PUT /api/v1/participant-declarations/{id}/void")
    assert void.statuses["200"] > 0
    states = next(each for each in result.coverage.choices if each.name == "state")
    assert states.values["voided"]
    assert not states.values["clawed-back"]
