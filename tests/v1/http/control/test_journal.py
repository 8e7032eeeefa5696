"""What the journal notes of a request and its answer."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from ecf_sandbox.engine.store.journal_entries import KEPT_OF_A_BODY
from tests.kit.faults import DECLARATIONS, LIST, OUTAGE, Faults, call
from tests.kit.journals import Journal, paths
from tests.kit.sandbox import NOW, PROVIDERS, Caller
from tests.kit.wire import exchange
from tests.kit.workers import add_world

MASKED = "Bearer ***"
LONG = "ë" * KEPT_OF_A_BODY


@pytest.fixture
def journal(sandbox):
    return Journal(sandbox)


def test_a_read_and_its_answer(journal, north_star):
    began = datetime.now(UTC)  # noqa: TID251  # when a request came is real time
    answer = north_star.get(f"{LIST}?page[per_page]=1&filter[cohort]=2022")
    (entry,) = journal()
    assert timedelta(seconds=-1) <= datetime.fromisoformat(entry.pop("at")) - began < timedelta(60)
    assert 0 < entry.pop("ms") < 60_000
    assert entry == {
        "id": 1,
        "world_date": NOW,
        "server_date": NOW,
        "method": "GET",
        "path": f"/api/v1{LIST}",
        "query": "page[per_page]=1&filter[cohort]=2022",
        "status": 200,
        "provider": "north-star",
        "problems": [],
        "request": {
            "headers": {
                "host": "127.0.0.1:8000",
                "accept": "*/*",
                "accept-encoding": "gzip, deflate",
                "connection": "keep-alive",
                "user-agent": "testclient",
                "authorization": MASKED,
            },
            "body": "",
            "truncated": False,
        },
        "response": {
            "headers": {
                "content-type": "application/vnd.api+json",
                "content-length": "11",
                "etag": answer.headers["ETag"],
                "vary": "accept-encoding",
            },
            "body": '{"data":[]}',
            "truncated": False,
        },
    }


def test_a_write_and_its_answer(sandbox, journal, north_star):
    made = north_star.declare(sandbox.add())
    entry = journal.newest()
    assert (entry["method"], entry["path"]) == ("POST", f"/api/v1{DECLARATIONS}")
    asked = json.loads(entry["request"]["body"])
    assert asked["data"]["attributes"]["declaration_type"] == "started"
    assert json.loads(entry["response"]["body"]) == made.json()


@pytest.mark.parametrize(
    ("method", "path", "request_", "status"),
    [
        pytest.param("GET", f"{LIST}/x", {}, 404, id="not found"),
        pytest.param("GET", "/nowhere", {}, 404, id="unrouted"),
        pytest.param("GET", f"{LIST}/", {}, 404, id="a trailing slash"),
        pytest.param("DELETE", LIST, {}, 405, id="another method"),
        pytest.param("GET", f"{LIST}?page=1", {}, 400, id="bad query"),
        pytest.param("GET", LIST, {"now": "yesterday"}, 400, id="bad header"),
        pytest.param("POST", DECLARATIONS, {"content": b"{"}, 400, id="bad body"),
        pytest.param("POST", DECLARATIONS, {"json": {"data": {"x": 1}}}, 422, id="rules"),
    ],
)
def test_refusals_are_in_it(journal, north_star, method, path, request_, status):
    answer = north_star.call(method, path, **request_)
    assert answer.status_code == status
    entry = journal.newest()
    assert (entry["status"], entry["world_date"]) == (status, NOW)
    assert entry["response"]["body"] == answer.text


@pytest.mark.parametrize(
    ("method", "path", "request_"),
    [
        pytest.param("POST", DECLARATIONS, {"now": "yesterday"}, id="a bad header"),
        pytest.param("POST", "/nowhere", {}, id="unrouted"),
        pytest.param("POST", LIST, {}, id="another method"),
    ],
)
def test_a_body_is_kept_though_nobody_looked_at_it(journal, north_star, method, path, request_):
    north_star.call(method, path, content=b"Look at me", **request_)
    assert journal.newest()["request"]["body"] == "Look at me"


def test_what_a_fault_and_the_rate_limit_answer_is_in_it(sandbox, journal, north_star):
    set_faults = Faults(sandbox)
    set_faults({**OUTAGE, "body": "Try later"})
    set_faults.limit(1)
    north_star.call("POST", DECLARATIONS, content=b"first", now="2022-02-03T04:05:06Z")
    north_star.call("POST", DECLARATIONS, content=b"second")
    second, first = journal()
    assert [each["status"] for each in (first, second)] == [503, 429]
    assert [each["request"]["body"] for each in (first, second)] == ["first", "second"]
    assert [each["response"]["body"] for each in (first, second)] == ["Try later", "Retry later"]
    assert [each["world_date"] for each in (first, second)] == ["2022-02-03T04:05:06Z", NOW]


def test_a_body_too_large_to_be_kept_is_truncated(sandbox, journal, north_star):
    Faults(sandbox)(OUTAGE)
    north_star.call("POST", DECLARATIONS, content=b"x" * 1_000_001)
    assert journal.newest()["request"]["truncated"]
    north_star.call("POST", DECLARATIONS)
    assert not journal.newest()["request"]["truncated"]


def test_a_dropped_connection_has_no_answer(sandbox, journal):
    Faults(sandbox)({"drop": True})
    asyncio.run(call(sandbox.app, "GET", f"/api/v1{LIST}"))
    entry = journal.newest()
    assert (entry["status"], entry["response"]) == (None, None)
    assert entry["request"]["headers"] == {"authorization": MASKED}


def test_of_a_cut_answer_it_has_what_was_sent(sandbox, journal):
    Faults(sandbox)({"truncate_after": 4})
    asyncio.run(call(sandbox.app, "GET", f"/api/v1{LIST}"))
    answer = journal.newest()["response"]
    assert (answer["body"], answer["headers"]["content-length"]) == ('{"da', "11")


@pytest.mark.parametrize(
    ("header", "date"),
    [
        pytest.param("2022-02-03T04:05:06.7+01:00", "2022-02-03T03:05:06Z", id="the header's"),
        pytest.param(None, NOW, id="the clock's"),
    ],
)
def test_it_has_the_worlds_date(journal, north_star, header, date):
    north_star.get(LIST, now=header)
    assert journal.newest()["world_date"] == date


def test_it_has_who_asked(sandbox, journal):
    for provider in PROVIDERS:
        sandbox.provider(provider).get(LIST)
    assert [each["provider"] for each in journal()] == [*reversed(PROVIDERS)]


def test_unknown_tokens_and_the_control_api_are_not_in_it(sandbox, journal):
    Caller(sandbox.http, "unknown").get(LIST)
    Caller(sandbox.http, "unknown").get("/nowhere")
    sandbox.http.get("/", headers={"Authorization": "Bearer north-star-token"})
    journal.control.get("/worlds", headers={"Authorization": "Bearer north-star-token"})
    assert journal() == []


def test_each_world_has_its_own(sandbox, journal, template):
    elsewhere = add_world(sandbox, template(sandbox.edition.name))
    elsewhere.get(f"{LIST}?x=there")
    sandbox.provider().get(f"{LIST}?x=here")
    assert [each["query"] for each in journal()] == ["x=here"]
    assert [each["query"] for each in Journal(sandbox, "second")()] == ["x=there"]


# Bodies and headers


def test_a_body_is_kept_as_before_compression(sandbox, journal, north_star):
    for _ in range(5):
        sandbox.add()
    answer = north_star.get(LIST)
    kept = journal.newest()["response"]
    assert kept["headers"]["content-encoding"] == "gzip"
    assert kept["body"] == answer.text
    assert int(kept["headers"]["content-length"]) < len(answer.content)


def test_what_was_not_sent_is_not_there(journal, north_star):
    tag = north_star.get(LIST).headers["ETag"]
    north_star.call("HEAD", LIST)
    north_star.get(LIST, headers={"If-None-Match": tag})
    unchanged, head, whole = journal()
    assert (head["status"], head["method"], head["response"]["body"]) == (200, "HEAD", "")
    assert head["response"]["headers"] == whole["response"]["headers"]
    assert (unchanged["status"], unchanged["response"]["body"]) == (304, "")
    assert unchanged["response"]["headers"]["etag"] == tag


def test_equal_answers_are_all_whole(sandbox, journal, north_star):
    sandbox.add()
    answers = [north_star.get(LIST).text for _ in range(3)]
    sandbox.add()
    answers.append(north_star.get(LIST).text)
    assert [each["response"]["body"] for each in reversed(journal())] == answers
    assert len(set(answers)) == 2


@pytest.mark.parametrize(
    ("body", "kept", "truncated"),
    [
        pytest.param("x" * KEPT_OF_A_BODY, "x" * KEPT_OF_A_BODY, False, id="just short enough"),
        pytest.param("x" * (KEPT_OF_A_BODY + 1), "x" * KEPT_OF_A_BODY, True, id="a byte too long"),
        pytest.param("x" + LONG, "x" + LONG[: KEPT_OF_A_BODY // 2 - 1], True, id="in a character"),
        pytest.param(b"\xff\x00PDF", "\ufffd\0PDF", False, id="no text at all"),
        pytest.param(b"x" * 1_000_001, "", True, id="refused unread"),
    ],
)
def test_bodies_of_requests_are_cut_at_64_kib(journal, north_star, body, kept, truncated):
    north_star.call("POST", DECLARATIONS, content=body)
    request = journal.newest()["request"]
    assert (request["body"] == kept, request["truncated"]) == (True, truncated)


def test_bodies_of_answers_are_cut_at_64_kib(sandbox, journal, north_star):
    for number in range(100):
        sandbox.add(full_name=f"{number} {'ë' * 200}")
    whole = north_star.get(LIST).content
    kept = journal.newest()["response"]
    assert kept["truncated"]
    assert whole.startswith(kept["body"].encode())
    assert KEPT_OF_A_BODY - 4 < len(kept["body"].encode()) <= KEPT_OF_A_BODY


def test_of_a_file_only_the_beginning_is_kept(sandbox, journal, north_star):
    for number in range(400):
        sandbox.add(full_name=f"{number} {'x' * 100}")
    whole = north_star.get(f"{LIST}.csv").text
    kept = journal.newest()["response"]
    assert (kept["truncated"], kept["body"]) == (True, whole[:KEPT_OF_A_BODY])


def test_repeated_headers_are_joined(sandbox, journal):
    headers = [("Authorization", "Bearer north-star-token"), ("X-A", "1"), ("X-A", "2")]
    sandbox.http.get(f"/api/v1{LIST}", headers=headers)
    assert journal.newest()["request"]["headers"]["x-a"] == "1, 2"


def test_a_request_with_too_much_of_a_head_is_shortened(sandbox, journal):
    headers = {"authorization": "Bearer north-star-token", "x-long": "y" * 300_000}
    exchange(sandbox.app, "GET", f"/api/v1{LIST}", headers)
    kept = journal.newest()["request"]["headers"]
    assert kept == {"authorization": MASKED, "x-long": "y" * 1000}


# Tokens


@pytest.mark.rule("AUTH-2")
@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param("Bearer {}", id="Bearer"),
        pytest.param("Token {}", id="Token"),
        pytest.param('Token token="{}"', id="Token token="),
    ],
)
def test_no_token_is_in_it(sandbox, journal, authorization):
    ours, theirs = "north-star-token", "riverbank-token"
    headers = {"Authorization": authorization.format(ours), "X-Copy": f"{ours},{theirs}"}
    body = {"data": {"attributes": {"participant_id": ours, "declaration_type": theirs}}}
    path = f"/api/v1{DECLARATIONS}"
    sandbox.http.post(f"{path}?t={ours}&u={theirs}", json=body, headers=headers)
    sandbox.http.get(f"/api/v1/{ours}/{theirs}", headers=headers)
    sandbox.add(full_name=ours)
    sandbox.http.get(f"/api/v1{LIST}", headers=headers)
    shown = json.dumps([journal(), journal.har()])
    assert ours not in shown
    assert theirs not in shown
    named, unrouted, posted = journal()
    assert posted["request"]["headers"]["authorization"] == authorization.format("***")
    assert posted["request"]["headers"]["x-copy"] == "***,***"
    assert (posted["query"], unrouted["path"]) == ("t=***&u=***", "/api/v1/***/***")
    assert '"participant_id":"***","declaration_type":"***"' in posted["request"]["body"]
    assert '"full_name":"***"' in named["response"]["body"]


@pytest.mark.rule("AUTH-2")
def test_the_callers_token_does_not_reach_the_file(sandbox, journal, north_star):
    north_star.call("POST", f"{DECLARATIONS}?t=north-star-token", content=b"north-star-token")
    assert paths(journal()) == [DECLARATIONS]
    assert b"participant-declarations" in sandbox.world.journal.path.read_bytes()
    assert b"north-star-token" not in sandbox.world.journal.path.read_bytes()


def test_nothing_of_it_is_in_the_worlds_file(sandbox, journal, north_star):
    before = sandbox.world.file.path.read_bytes()
    north_star.get(f"{LIST}?x=remember-me")
    assert journal.newest()["query"] == "x=remember-me"
    assert sandbox.world.file.path.read_bytes() == before
