"""The wire: routes, methods, sizes, tags, compression (FMT-6, FMT-8)."""

import gzip

import pytest

from tests.kit.sandbox import attributes, ids
from tests.kit.wire import UNKNOWN_ID, exchange

NOT_FOUND = {"error": "Resource not Found"}
LIMIT = 1_000_000
TOKEN = {"Authorization": "Bearer north-star-token"}


@pytest.mark.rule("FMT-6")
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(f"/participants/ecf/{UNKNOWN_ID}", id="unknown participant"),
        pytest.param(f"/participant-declarations/{UNKNOWN_ID}", id="unknown declaration"),
        pytest.param("/nowhere", id="no such path"),
        pytest.param("/participants/", id="slash after the list"),
        pytest.param("/participants/ecf/", id="slash after the other list"),
        pytest.param("/participants/ecf.csv/", id="slash after the CSV"),
        pytest.param("/participant-declarations/", id="slash after declarations"),
        pytest.param("/participants/ecf.json", id="another suffix"),
        pytest.param("/participants/ecf.CSV", id="a suffix in capitals"),
        pytest.param("/participant-declarations.xml", id="another suffix of declarations"),
        pytest.param("/Participants/ecf", id="a path in capitals"),
        pytest.param("//participants/ecf", id="two slashes"),
        pytest.param("/participants%2Fecf.json", id="an encoded slash"),
        pytest.param("/participants/npq", id="another course"),
        pytest.param(f"/participants/{UNKNOWN_ID}", id="an alias there is not"),
    ],
)
def test_what_is_not_there_is_not_found_in_one_way(north_star, path):
    answer = north_star.get(path)
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


@pytest.mark.rule("FMT-6")
def test_a_slash_after_an_id_or_an_action_makes_it_unrouted(north_star, sandbox):
    ect = sandbox.add()
    for slash, expected in (("/", 404), ("", 200)):
        assert north_star.get(f"/participants/ecf/{ect.id}{slash}").status_code == expected
        path = f"/participants/ecf/{ect.id}/withdraw{slash}"
        said = {"course_identifier": "ecf-induction", "reason": "other"}
        assert north_star.send("PUT", path, said).status_code == expected


@pytest.mark.rule("FMT-6")
def test_an_unrouted_path_is_not_found_even_without_a_token(sandbox):
    for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS", "BREW"):
        answer = sandbox.http.request(method, "/api/v1/nowhere")
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


@pytest.mark.rule("FMT-6")
@pytest.mark.parametrize(
    ("path", "known"),
    [
        pytest.param("/participants/ecf", {"GET", "HEAD"}, id="list"),
        pytest.param("/participants.csv", {"GET", "HEAD"}, id="csv"),
        pytest.param(f"/participants/ecf/{UNKNOWN_ID}", {"GET", "HEAD"}, id="one"),
        pytest.param(f"/participants/ecf/{UNKNOWN_ID}/defer", {"PUT"}, id="defer"),
        pytest.param(f"/participants/{UNKNOWN_ID}/resume", {"PUT"}, id="resume"),
        pytest.param("/participant-declarations", {"GET", "HEAD", "POST"}, id="declarations"),
        pytest.param(f"/participant-declarations/{UNKNOWN_ID}/void", {"PUT"}, id="void"),
    ],
)
def test_a_known_path_allows_its_own_methods_alone(north_star, path, known):
    every = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"}
    for method in every - known:
        answer = north_star.call(method, path)
        assert answer.status_code == 405, method
        assert method == "HEAD" or answer.json() == {"error": "Method not Allowed"}
        assert answer.headers["Allow"] == ", ".join(sorted(known))
    for method in known:
        assert north_star.call(method, path).status_code != 405


@pytest.mark.rule("FMT-6")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("POST", "/participant-declarations", id="declare"),
        pytest.param("PUT", f"/participants/ecf/{UNKNOWN_ID}/defer", id="defer"),
        pytest.param("PUT", f"/participant-declarations/{UNKNOWN_ID}/void", id="void"),
    ],
)
def test_a_body_over_a_megabyte_is_too_large(north_star, method, path):
    headers = {"Content-Type": "application/json"}
    whole = b'{"data":{"a":1}}'.ljust(LIMIT)
    over = north_star.call(method, path, content=whole + b" ", headers=headers)
    assert (over.status_code, over.json()) == (413, {"error": "Payload too Large"})
    assert north_star.call(method, path, content=whole, headers=headers).status_code in (404, 422)


@pytest.mark.rule("FMT-6")
@pytest.mark.parametrize(
    "sizes",
    [
        pytest.param([LIMIT + 1], id="in one piece"),
        pytest.param([LIMIT, 1], id="by its last byte"),
        pytest.param([LIMIT // 10] * 11, id="bit by bit"),
    ],
)
def test_a_body_of_no_stated_length_is_counted_as_it_comes(sandbox, sizes):
    path = "/api/v1/participant-declarations"
    headers = {**TOKEN, "Content-Type": "application/json"}
    over = exchange(sandbox.app, "POST", path, headers, [b" " * size for size in sizes])
    assert over.status == 413
    whole = [*(b" " * size for size in (LIMIT // 2, LIMIT // 2 - 16)), b'{"data":{"a":1}}']
    assert exchange(sandbox.app, "POST", path, headers, whole).status == 422


@pytest.mark.rule("FMT-6")
def test_a_stated_length_over_a_megabyte_is_too_large_before_the_body_comes(sandbox):
    headers = {**TOKEN, "Content-Type": "application/json", "Content-Length": str(LIMIT + 1)}
    path = "/api/v1/participant-declarations"
    assert exchange(sandbox.app, "POST", path, headers, [b"{"], leaves=True).status == 413
    headers["Content-Length"] = str(LIMIT)
    assert exchange(sandbox.app, "POST", path, headers, [b"{"], leaves=True) is None


@pytest.mark.rule("FMT-6")
def test_lists_of_errors_are_for_400_and_422_alone(north_star, sandbox):
    ect = sandbox.add()
    refused = [
        north_star.get("/participants?page=1"),
        north_star.act("resume", ect),
        sandbox.http.get("/api/v1/participants"),
        north_star.get("/nowhere"),
        north_star.call("PUT", "/participants"),
        north_star.call("PUT", f"/participants/{ect.id}/defer", content=b" " * (LIMIT + 1)),
    ]
    shapes = {answer.status_code: list(answer.json()) for answer in refused}
    listed = [status for status, keys in shapes.items() if keys == ["errors"]]
    single = [status for status, keys in shapes.items() if keys == ["error"]]
    assert (listed, single) == ([400, 422], [401, 404, 405, 413])


@pytest.mark.rule("FMT-6", "LIST-6")
@pytest.mark.parametrize(
    "path", ["/participants/ecf.csv", "/participants.csv", "/participant-declarations.csv"]
)
def test_refusals_on_csv_paths_are_json(north_star, sandbox, path):
    assert north_star.get(f"{path}?filter=1").json()["errors"][0]["title"] == "Bad parameter"
    assert sandbox.http.get(f"/api/v1{path}").json() == {"error": "HTTP Token: Access denied"}
    assert north_star.call("POST", path).json() == {"error": "Method not Allowed"}
    assert north_star.get(path, now="soon").json()["errors"][0]["title"] == "Bad request"


@pytest.mark.rule("FMT-8")
def test_success_is_always_200(north_star, sandbox):
    ect = sandbox.add()
    declared = north_star.declare(ect)
    answers = [
        declared,
        north_star.declare(ect),
        north_star.void(declared.json()["data"]["id"]),
        north_star.act("defer", ect),
        north_star.act("resume", ect),
        north_star.act("change-schedule", ect, schedule_identifier="ecf-standard-january"),
        north_star.act("withdraw", ect),
        north_star.get("/participants.csv"),
    ]
    assert {answer.status_code for answer in answers} == {200}


@pytest.fixture
def readable(north_star, sandbox):
    """Return the paths that can be read, with something behind each."""
    ect = sandbox.add()
    declared = north_star.declare(ect).json()["data"]["id"]
    declarations = "/participant-declarations"
    return [
        "/participants/ecf",
        "/participants",
        "/participants/ecf.csv",
        "/participants.csv",
        f"/participants/ecf/{ect.id}",
        declarations,
        f"{declarations}.csv",
        f"{declarations}/{declared}",
    ]


@pytest.mark.rule("FMT-8")
def test_head_works_where_get_does(north_star, readable):
    for path in readable:
        got, head = north_star.get(path), north_star.call("HEAD", path)
        assert (head.status_code, head.content) == (200, b"")
        assert dict(head.headers) == dict(got.headers)
    assert north_star.call("HEAD", f"/participants/ecf/{UNKNOWN_ID}").status_code == 404
    assert north_star.call("HEAD", "/participants?page=1").status_code == 400


@pytest.mark.rule("FMT-8")
def test_a_tag_is_weak_and_stays_while_nothing_changes(north_star, readable):
    for path in readable:
        tag = north_star.get(path).headers["ETag"]
        assert tag.startswith('W/"')
        assert north_star.get(path).headers["ETag"] == tag


@pytest.mark.rule("FMT-8")
def test_a_tag_changes_with_what_it_names(north_star, readable, sandbox):
    before = {path: north_star.get(path).headers["ETag"] for path in readable}
    for person in ids(north_star.get("/participants")):
        north_star.act("defer", person)
    north_star.void(ids(north_star.get("/participant-declarations"))[0])
    kept = [path for path in readable if north_star.get(path).headers["ETag"] == before[path]]
    assert kept == []


@pytest.mark.rule("FMT-8")
def test_a_tag_changes_with_what_time_brings(north_star, sandbox):
    declared = north_star.declare(sandbox.add()).json()["data"]["id"]
    path = f"/participant-declarations/{declared}"
    tag = north_star.get(path).headers["ETag"]
    known = {"If-None-Match": tag}
    assert north_star.get(path, headers=known, now="2021-11-30T23:59:59Z").status_code == 304
    later = north_star.get(path, headers=known, now="2021-12-01T00:00:00Z")
    assert attributes(later)["state"] == "paid"


@pytest.mark.rule("FMT-8")
@pytest.mark.parametrize(
    ("known", "status"),
    [
        pytest.param("{weak}", 304, id="the tag"),
        pytest.param("{strong}", 304, id="without W/"),
        pytest.param('"other", {weak}', 304, id="second in a list"),
        pytest.param('W/"other",{weak},W/"more"', 304, id="a list without spaces"),
        pytest.param("*", 304, id="anything"),
        pytest.param('W/"other"', 200, id="another"),
        pytest.param("", 200, id="blank"),
        pytest.param("{opaque}", 200, id="without quotes"),
        pytest.param("w/{strong}", 200, id="a small w"),
    ],
)
def test_if_none_match_is_answered_with_304(north_star, readable, known, status):
    for path in readable:
        weak = north_star.get(path).headers["ETag"]
        strong = weak.removeprefix("W/")
        asked = known.format(weak=weak, strong=strong, opaque=strong.strip('"'))
        for method in ("GET", "HEAD"):
            answer = north_star.call(method, path, headers={"If-None-Match": asked})
            assert answer.status_code == status
            assert answer.headers["ETag"] == weak
            assert status == 200 or (answer.content == b"" and "Content-Type" not in answer.headers)


@pytest.mark.rule("FMT-8")
def test_what_is_refused_has_no_tag_to_match(north_star):
    known = {"If-None-Match": "*"}
    assert north_star.get(f"/participants/ecf/{UNKNOWN_ID}", headers=known).status_code == 404
    assert north_star.get("/participants?page=0", headers=known).status_code == 400
    assert north_star.get("/participants", headers=known).status_code == 304


@pytest.mark.rule("FMT-8")
@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        pytest.param("gzip", True, id="gzip"),
        pytest.param("deflate, GZIP;q=0.5", True, id="among others"),
        pytest.param("br, gzip; q=1.0", True, id="with a space"),
        pytest.param("gzip;q=0", False, id="q=0"),
        pytest.param("gzip; q=0.000", False, id="q=0.000"),
        pytest.param("identity", False, id="identity"),
        pytest.param("", False, id="blank"),
        pytest.param("br, deflate", False, id="others"),
        pytest.param("notgzip", False, id="a name that ends so"),
    ],
)
@pytest.mark.parametrize("path", ["/participants/ecf", "/participants/ecf.csv"])
def test_long_answers_are_packed_when_asked(sandbox, path, accepted, packed):
    for number in range(20):
        sandbox.add(full_name=f"Number {number}")
    asked = {**TOKEN, "Accept-Encoding": accepted}
    answer = exchange(sandbox.app, "GET", f"/api/v1{path}", asked)
    plain = exchange(sandbox.app, "GET", f"/api/v1{path}", TOKEN)
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert (gzip.decompress(answer.body) if packed else answer.body) == plain.body
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert answer.headers["vary"] == "accept-encoding"
    assert "content-encoding" not in plain.headers
