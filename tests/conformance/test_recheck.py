"""What a failure is looked at again by: the request as it was sent, and what the document says."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

from ecf_conformance.document import Document
from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzzing.recheck import recheck
from ecf_conformance.fuzzing.request_validation import RequestValidation
from tests.conformance.documents import API, written

REQUESTS = RequestValidation(Document().modern)
DECLARE = f"POST {API}/participant-declarations"
DEFER = f"PUT {API}/participants/ecf/{{id}}/defer"
RESUME = f"PUT {API}/participants/ecf/{{id}}/resume"
LIST = f"GET {API}/participants/ecf"
SOMEBODY = "3a1d9c52-5f0b-4b0e-8c6d-000000000001"
STARTED = {
    "participant_id": SOMEBODY,
    "declaration_type": "started",
    "declaration_date": "2021-11-25T09:00:00Z",
    "course_identifier": "ecf-induction",
}
JSON = {"content-type": "application/json"}


def sent(method, path, body=b"", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    headers = {**JSON, **named} if body else named
    return Exchange(method, f"http://stub.example{API}{path}", path, headers, body, 200, {}, b"")


def claimed(**changes):
    attributes = {name: it for name, it in {**STARTED, **changes}.items() if it is not ...}
    return {"data": {"type": "participant-declaration", "attributes": attributes}}


VALID = [
    (DECLARE, sent("POST", "/participant-declarations", claimed())),
    (DECLARE, sent("POST", "/participant-declarations", claimed(evidence_held=5))),
    (DECLARE, sent("POST", "/participant-declarations", claimed(), x_with_server_date="")),
    (
        DEFER.replace("defer", "resume"),
        sent("PUT", f"/participants/ecf/{SOMEBODY}/resume", claimed()),
    ),
    (LIST, sent("GET", "/participants/ecf?page%5Bpage%5D=2&filter%5Bcohort%5D=2021&who=knows")),
    (LIST, sent("GET", "/participants/ecf?filter[updated_since]=2021-11-25T09:00:00%2B01:00")),
    (LIST, sent("GET", "/participants/ecf")),
]
INVALID = [
    (DECLARE, sent("POST", "/participant-declarations", claimed(participant_id=...)), "body"),
    (DECLARE, sent("POST", "/participant-declarations", claimed(declaration_type="begun")), "body"),
    (DECLARE, sent("POST", "/participant-declarations"), "body is missing"),
    (DECLARE, sent("POST", "/participant-declarations", b"{"), "not JSON"),
    (DECLARE, sent("POST", "/participant-declarations", claimed(), content_type="a/b"), "a/b"),
    (DECLARE, sent("PUT", "/participant-declarations", claimed()), "PUT is not asked for"),
    (DEFER, sent("PUT", "/participants/ecf/7/defer", claimed()), "id in the path is '7'"),
    (LIST, sent("GET", "/participants/ecf?page[page]=0"), "page in the query"),
    (LIST, sent("GET", "/participants/ecf?page[page]=1&page[page]=2"), "page in the query"),
    (LIST, sent("GET", "/participants/ecf?filter=2021"), "filter in the query"),
    (LIST, sent("GET", "/participants/ecf?filter[cohort][a]=1"), "filter in the query"),
    (LIST, sent("GET", "/participants/ecf", x_with_server_date="soon"), "X-With-Server-Date"),
]


@pytest.mark.parametrize(("operation", "exchange"), VALID)
def test_a_request_that_is_valid_after_all_has_no_faults(operation, exchange):
    assert REQUESTS.faults(operation, exchange) == []


@pytest.mark.parametrize(("operation", "exchange", "why"), INVALID)
def test_a_fault_is_named(operation, exchange, why):
    faults = REQUESTS.faults(operation, exchange)
    assert faults
    assert why in faults[0]


def test_a_path_below_the_base_of_a_url_is_still_its_path():
    exchange = sent("PUT", f"/participants/ecf/{SOMEBODY}/resume", claimed())
    below = replace(exchange, url=exchange.url.replace(".example", ".example/stub"))
    assert REQUESTS.faults(RESUME, below, "/stub") == []


def test_answers_by_older_documents_are_understood(tmp_path):
    text = {"type": "string", "nullable": True}
    schema = {"type": "object", "properties": {"email": text}}
    kind = "application/json; charset=utf-8"
    responses = {
        "200": {"description": "Done", "content": {kind: {"schema": schema}}},
        "4XX": {"description": "No"},
        "default": {"description": "Whatever"},
    }
    item = {"get": {"responses": responses}}
    document = Document(written(tmp_path, {"openapi": "3.0.0", "paths": {f"{API}/x": item}}))

    def violation(status, body=b"{}"):
        said = Exchange("GET", "", "", {}, b"", status, JSON, body)
        return document.violation(said, f"{API}/x")

    assert violation(200, b'{"email":null}') is None
    assert "email" in violation(200, b'{"email":1}')
    assert violation(418) is None
    assert violation(503) is None


def blamed(failure, operation, exchange):
    """Return what is said of a failure of Schemathesis, or None."""
    observer = SimpleNamespace(validation=REQUESTS, base="")
    case = SimpleNamespace(operation=SimpleNamespace(label=operation))
    return recheck(observer, failure, case, exchange)


def accepted_negative():
    said = {"status_code": 200, "expected_statuses": ["400"], "message": "Invalid data"}
    return AcceptedNegativeData(operation="", **said)


def rejected_positive(status):
    return RejectedPositiveData(
        operation="", message="Valid data", status_code=status, allowed_statuses=["2xx"]
    )


def test_nobody_is_blamed_for_accepting_what_is_valid_after_all():
    assert blamed(accepted_negative(), *VALID[0]) is None


def test_who_accepts_what_is_invalid_is_blamed():
    operation, exchange, _ = INVALID[1]
    found = blamed(accepted_negative(), operation, exchange)
    assert found.check == "negative_data_rejection"
    assert found.why == "answered 200, although the body is not as the schema says"


@pytest.mark.parametrize(("status", "is_blamed"), [(403, True), (422, False), (404, False)])
def test_who_refuses_what_is_valid_is_blamed_unless_the_rules_may(status, is_blamed):
    operation, exchange = VALID[0]
    found = blamed(rejected_positive(status), operation, replace(exchange, status=status))
    assert bool(found) is is_blamed


def test_nobody_is_blamed_for_refusing_what_is_invalid_after_all():
    operation, exchange, _ = INVALID[1]
    assert blamed(rejected_positive(403), operation, replace(exchange, status=403)) is None
