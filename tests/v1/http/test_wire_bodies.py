"""The wire: what a body must be (FMT-1, FMT-5)."""

import json

import pytest

from tests.kit.sandbox import NOW, attributes, titles
from tests.kit.wire import UNKNOWN_ID, bad

DECLARATIONS = "/participant-declarations"
FOUND_MISSING = ["declaration_date", "declaration_type", "participant_id", "course_identifier"]

started = {
    "course_identifier": "ecf-induction",
    "declaration_type": "started",
    "declaration_date": NOW,
}


@pytest.mark.rule("FMT-1")
@pytest.mark.parametrize(
    "content_type",
    [
        pytest.param("application/json", id="json"),
        pytest.param("application/vnd.api+json", id="json api"),
        pytest.param("application/json; charset=utf-8", id="utf-8"),
        pytest.param("application/json;charset=UTF-8", id="UTF-8, no space"),
        pytest.param("application/json ; charset=iso-8859-1", id="another charset"),
        pytest.param("Application/JSON", id="capitals"),
    ],
)
def test_a_body_of_either_type_is_read(north_star, sandbox, content_type):
    body = {"data": {"attributes": {"participant_id": sandbox.add().id, **started}}}
    assert _post(north_star, json.dumps(body), content_type).status_code == 200


@pytest.mark.rule("FMT-1")
@pytest.mark.parametrize(
    "content_type",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("text/plain", id="text"),
        pytest.param("text/json", id="text/json"),
        pytest.param("application/jsonp", id="a longer name"),
        pytest.param("application/x-www-form-urlencoded", id="form"),
        pytest.param("application/vnd.api", id="half a name"),
        pytest.param("application/json, text/plain", id="two"),
        pytest.param("*/*", id="anything"),
    ],
)
def test_a_body_of_another_type_is_refused(north_star, sandbox, content_type):
    body = json.dumps({"data": {"attributes": {"participant_id": sandbox.add().id, **started}}})
    assert "application/json" in bad(_post(north_star, body, content_type))
    assert _post(north_star, body, "application/json").status_code == 200


@pytest.mark.rule("FMT-1")
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        pytest.param(None, b"", id="nothing"),
        pytest.param("text/plain", b"please", id="text"),
        pytest.param("application/json", b"{", id="broken json"),
        pytest.param("application/json", b"[]", id="no object"),
    ],
)
def test_void_takes_no_body_and_any(north_star, sandbox, content_type, body):
    declared = north_star.declare(sandbox.add()).json()["data"]["id"]
    headers = {"Content-Type": content_type} if content_type else {}
    path = f"{DECLARATIONS}/{declared}/void"
    assert attributes(north_star.call("PUT", path, content=body, headers=headers))["voided"] is True


@pytest.mark.rule("FMT-5")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="no body"),
        pytest.param(b" ", id="a blank"),
        pytest.param(b"{", id="half an object"),
        pytest.param(b'{"data":{"attributes":{}}} x', id="something after it"),
        pytest.param(b"{'data':{'a':1}}", id="single quotes"),
        pytest.param(b'{"data":{"a":1},}', id="a comma too many"),
        pytest.param(b'{"data":{"a":NaN}}', id="NaN"),
        pytest.param(b'{"data":{"a":1e999}}', id="a number too large"),
        pytest.param(b'{"data":{"a":"\xff"}}', id="not UTF-8"),
        pytest.param('{"data":{"a":1}}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="an array"),
        pytest.param(b'[{"data":{"a":1}}]', id="an object in an array"),
        pytest.param(b'"data"', id="a string"),
        pytest.param(b"1", id="a number"),
        pytest.param(b"true", id="true"),
        pytest.param(b"{}", id="an empty object"),
        pytest.param(b'{"Data":{"a":1}}', id="no data"),
        pytest.param(b'{"data":null}', id="null data"),
        pytest.param(b'{"data":[]}', id="an empty array of data"),
        pytest.param(b'{"data":[{"attributes":{}}]}', id="an array of data"),
        pytest.param(b'{"data":"a"}', id="a string of data"),
        pytest.param(b'{"data":false}', id="false data"),
        pytest.param(b'{"data":{}}', id="empty data"),
    ],
)
def test_a_body_without_the_shape_of_a_record_is_a_bad_request(north_star, body):
    sent = {"headers": {"Content-Type": "application/json"}}
    for method, path in (
        ("POST", DECLARATIONS),
        ("PUT", f"/participants/ecf/{UNKNOWN_ID}/defer"),
        ("PUT", f"/participants/{UNKNOWN_ID}/change-schedule"),
    ):
        assert bad(north_star.call(method, path, content=body, **sent))
        right = north_star.call(method, path, content=b'{"data":{"a":1}}', **sent)
        assert right.status_code == 422


@pytest.mark.rule("FMT-5")
@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"type": "participant-declaration"}, id="missing"),
        pytest.param({"attributes": None}, id="null"),
        pytest.param({"attributes": {}}, id="empty"),
        pytest.param({"attributes": []}, id="an array"),
        pytest.param({"attributes": [started]}, id="an array of them"),
        pytest.param({"attributes": "started"}, id="a string"),
        pytest.param({"attributes": 0}, id="a number"),
        pytest.param({"attributes": True}, id="true"),
    ],
)
def test_without_attributes_it_is_as_if_each_were_missing(north_star, sandbox, data):
    assert titles(north_star.call("POST", DECLARATIONS, json={"data": data})) == FOUND_MISSING
    path, ect = "/participants/ecf/{}/defer", sandbox.add()
    deferred = north_star.call("PUT", path.format(ect.id), json={"data": data})
    assert titles(deferred) == ["participant_id", "reason", "course_identifier"]


def _post(caller, body, content_type):
    headers = {} if content_type is None else {"Content-Type": content_type}
    return caller.call("POST", DECLARATIONS, content=body, headers=headers)
