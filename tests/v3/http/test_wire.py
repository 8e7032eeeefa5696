"""What every answer of API v3 looks like: credentials, envelopes, queries, bodies."""

import pytest

ME = "00000000-0000-4000-8000-000000003101"
DEFER = f"/participants/{ME}/defer"
JSON = "application/json; charset=utf-8"


def problem(answer):
    """Return the status of a refusal, and the titles of its entries."""
    assert answer.headers["content-type"] == JSON
    return answer.status_code, [each["title"] for each in answer.json()["errors"]]


@pytest.mark.rule("V3-AUTH-1")
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param("Bearer north-star-token", 200, id="bearer"),
        pytest.param("Token north-star-token", 200, id="token"),
        pytest.param("Bearer  north-star-token", 200, id="a second blank"),
        pytest.param('Token token="north-star-token"', 200, id="quoted"),
        pytest.param("Bearer token=north-star-token", 200, id="named"),
        pytest.param('Token token="north-star-token", realm="x"', 200, id="with another pair"),
        pytest.param("bearer north-star-token", 401, id="lower case"),
        pytest.param("north-star-token", 401, id="no word"),
        pytest.param("Bearer ", 401, id="no token"),
        pytest.param("Bearer nobody", 401, id="nobody's"),
    ],
)
def test_credentials_are_read_as_the_service_reads_them(server, sent, status):
    answer = server.http.get("/api/v3/statements", headers={"Authorization": sent})
    assert answer.status_code == status
    if status == 401:
        assert answer.json() == {"error": "HTTP Token: Access denied"}
        assert "www-authenticate" not in answer.headers


@pytest.mark.rule("V3-FMT-1", "V3-FMT-13")
def test_an_answer_is_json_and_may_be_kept_and_asked_for_again(server):
    answer = server.call("GET", f"/participants/{ME}", headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == JSON
    assert answer.headers["cache-control"] == "max-age=0, private, must-revalidate"
    known = {"If-None-Match": answer.headers["etag"]}
    assert server.call("GET", f"/participants/{ME}", headers=known).status_code == 304


@pytest.mark.rule("V3-FMT-6", "V3-FMT-15", "V3-AUTH-3")
@pytest.mark.parametrize(
    "path",
    [
        "/participants/00000000-0000-4000-8000-000000009999",
        "/participants/00000000-0000-4000-8000-000000003803",
        "/participants/00000000000040008000000000003101",
        "/participants/%20",
        "/participants/",
        f"/participants/{ME}.json",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_not_found(server, path):
    assert problem(server.call("GET", path)) == (404, ["Resource not found"])


@pytest.mark.rule("V3-FMT-15")
def test_an_id_is_found_in_any_case(server):
    answer = server.call("GET", "/schools/5C000000-0000-4000-8000-000000000001?filter[cohort]=2026")
    assert answer.json()["data"]["id"] == "5c000000-0000-4000-8000-000000000001"


@pytest.mark.rule("V3-FMT-6")
def test_a_wrong_method_is_told_the_right_ones(server):
    answer = server.call("DELETE", "/partnerships")
    assert problem(answer) == (405, ["Method not allowed"])
    assert answer.headers["allow"] == "GET, HEAD, POST"


@pytest.mark.rule("V3-FMT-6")
def test_a_body_over_the_limit_is_too_large(server):
    answer = server.call("PUT", DEFER, content=b"x" * 1_000_001)
    assert problem(answer) == (413, ["Payload too large"])


@pytest.mark.rule("V3-FMT-5", "V3-FMT-8", "V3-FMT-11", "V3-SCHOOL-2")
@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/participants?page=1", "Bad request"),
        ("/participants?page[page]=0", "Bad request"),
        ("/participants?page[page]=-1", "Bad request"),
        ("/participants?page[page]=", "Bad request"),
        ("/participants?page[page][]=1", "Bad request"),
        ("/participants?page[page]=99999999999999999999", "Bad request"),
        ("/participants?filter=2026", "Bad parameter"),
        ("/participants?filter=", "Bad parameter"),
        (f"/participants/{ME}?filter=", "Bad parameter"),
        ("/participants?filter[updated_since]=2026-11-25", "Bad request"),
        ("/participants?filter[updated_since]=2026-11-25T09:00:00%2B01:00", "Bad request"),
        ("/participants?filter[updated_since]=2026-02-30T09:00:00Z", "Bad request"),
        ("/participants?filter[updated_since][]=2026-11-25T09:00:00Z", "Bad request"),
        ("/participants?filter[cohort]=1&filter[cohort][]=2", "Bad request"),
        ("/participants?filter[cohort]=%ff", "Bad request"),
        ("/participants?x=%zz", "Bad request"),
        ("/schools", "Bad parameter"),
        ("/schools/5c000000-0000-4000-8000-000000000001", "Bad parameter"),
    ],
)
def test_a_query_that_cannot_be_read_is_a_bad_request(server, path, title):
    assert problem(server.call("GET", path)) == (400, [title])


@pytest.mark.rule("V3-FMT-8", "V3-FMT-9", "V3-FMT-10", "V3-FMT-11", "V3-FMT-12", "V3-SCHOOL-2")
@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/delivery-partners?page[per_page]=2", 2),
        ("/delivery-partners?page[per_page]=%202x&page[page]=2", 2),
        ("/delivery-partners?page[per_page]=1.9", 1),
        ("/delivery-partners?page[per_page]=99999999999999999999", 5),
        ("/delivery-partners?page[per_page]=%2B00000000000000000000002", 2),
        ("/delivery-partners?page", 5),
        ("/delivery-partners?page[page]=99", 0),
        ("/delivery-partners?filter", 5),
        ("/delivery-partners?filter[cohort]=2021", 2),
        ("/delivery-partners?filter[cohort][]=2021&filter[cohort][]=2025", 5),
        ("/delivery-partners?filter[cohort]=2021,2024", 3),
        ("/delivery-partners?filter[cohort]=2021, 2024", 2),
        ("/delivery-partners?filter[cohort]=x", 0),
        ("/delivery-partners?filter[cohort][]=", 0),
        ("/delivery-partners?filter[cohort]=", 5),
        ("/delivery-partners?filter[cohort]=99999999999999999999", 0),
        ("/delivery-partners?filter[unknown]=1&sort=name,--created_at", 5),
        ("/statements?filter[updated_since]=2099-01-01T00:00:00%252B01:00", 0),
        ("/statements?filter[cohort]=2026&page[per_page]=5000", 16),
        ("/schools?filter[cohort]=2026&filter[urn]=190003", 1),
        ("/schools?filter[cohort]=2026abc&filter[urn]=190003x", 1),
        ("/schools?filter[cohort]=1999", 0),
        ("/schools?filter[cohort]=", 0),
    ],
)
def test_a_query_finds(server, path, found):
    answer = server.call("GET", path)
    assert (answer.status_code, len(answer.json()["data"])) == (200, found)


@pytest.mark.rule("V3-FMT-9")
def test_lists_are_sorted_as_asked(server):
    plain = [each["id"] for each in server.call("GET", "/delivery-partners").json()["data"]]
    turned = server.call("GET", "/delivery-partners?sort=-updated_at").json()["data"]
    assert [each["id"] for each in turned] == plain[::-1]
    assert plain == sorted(plain)


@pytest.mark.rule("V3-FMT-1", "V3-FMT-7")
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"{", "application/json", id="unfinished"),
        pytest.param(b"\xef\xbb\xbf{}", "application/json", id="a byte-order mark"),
        pytest.param(b'{"data":{"attributes":{"reason":NaN}}}', "application/json", id="NaN"),
        pytest.param(b"{}", "application/json", id="no data"),
        pytest.param(b'{"data":[]}', "application/json", id="an array"),
        pytest.param(b'{"data":{"attributes":{}}}', "application/json", id="no attributes"),
        pytest.param(b'{"data":{"attributes":{"x":1}}}', "application/json", id="none known"),
        pytest.param(
            b'{"data":{"attributes":{"reason":["other"]}}}', "application/json", id="no scalar"
        ),
        pytest.param(b'{"data":{"attributes":{"reason":"other"}}}', "text/plain", id="text"),
    ],
)
def test_a_body_without_usable_attributes_is_a_bad_request(server, content, kind):
    answer = server.call("PUT", DEFER, content=content, headers={"Content-Type": kind})
    assert problem(answer) == (400, ["Bad request"])


@pytest.mark.rule("V3-FMT-7")
@pytest.mark.parametrize("kind", ["Application/JSON; charset=utf-8", "application/vnd.api+json"])
def test_one_known_key_is_enough_to_be_judged(server, kind):
    content = b'{"data":{"type":1,"attributes":{"reason":"nothing","reason":null,"x":[]}}}'
    answer = server.call("PUT", DEFER, content=content, headers={"Content-Type": kind})
    assert problem(answer) == (422, ["course_identifier", "reason"])


@pytest.mark.rule("V3-AUTH-5")
def test_a_partnership_is_looked_up_before_its_attributes(server):
    unknown = "/partnerships/00000000-0000-4000-8000-000000000000"
    assert problem(server.call("PUT", unknown, json={})) == (404, ["Resource not found"])
    known = "/partnerships/ba000000-0000-4000-8000-012026000101"
    assert problem(server.call("PUT", known, json={})) == (400, ["Bad request"])
    assert problem(server.call("PUT", known, content=b"{"))[0] == 400


@pytest.mark.rule("V3-AUTH-5")
def test_voiding_reads_nothing_of_a_body_but_whether_it_is_json(server):
    path = "/participant-declarations/00000000-0000-4000-8000-000000000000/void"
    kind = {"Content-Type": "application/json"}
    assert problem(server.call("PUT", path, content=b"{", headers=kind))[0] == 400
    assert problem(server.call("PUT", path, content=b"{"))[0] == 404
    assert problem(server.call("PUT", path, json=[]))[0] == 404
