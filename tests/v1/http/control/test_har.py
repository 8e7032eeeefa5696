"""The journal as an HTTP Archive 1.2 that browsers import."""

import asyncio
import json
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.http import har
from ecf_sandbox.engine.store.journal_entries import Entry, Message
from tests.kit import archives
from tests.kit.control import told
from tests.kit.faults import DECLARATIONS, LIST, Faults, call
from tests.kit.journals import JOURNAL, Journal, paths
from tests.kit.sandbox import NOW
from tests.kit.wire import exchange

TOKEN = {"authorization": "Bearer north-star-token"}


@pytest.fixture
def journal(sandbox):
    return Journal(sandbox)


@pytest.fixture
def newest(journal):
    """Return the newest entry, of an archive that is valid."""

    def get():
        archive = told(journal.control.get(f"{JOURNAL}.har"))
        archives.check(archive)
        return archive["log"]["entries"][-1]

    return get


def headers(message):
    return {each["name"]: each["value"] for each in message["headers"]}


def test_an_empty_journal_is_an_archive(journal):
    archive = told(journal.control.get(f"{JOURNAL}.har"))
    archives.check(archive)
    assert archive["log"]["entries"] == []
    assert archive["log"]["creator"]["name"] == "ecf-sandbox"


def test_a_read(journal, north_star, newest):
    answer = north_star.get(f"{LIST}?filter[cohort]=2022&page[page]=1")
    entry, noted = newest(), journal.newest()
    assert entry["_worldDate"] == NOW
    assert entry["_provider"] == "north-star"
    assert entry["time"] == entry["timings"]["wait"] == noted["ms"]
    assert entry["startedDateTime"].startswith(noted["at"].removesuffix("Z"))
    request, response = entry["request"], entry["response"]
    assert request["method"] == "GET"
    assert request["url"] == (
        f"http://127.0.0.1:8000/api/v1{LIST}?filter%5Bcohort%5D=2022&page%5Bpage%5D=1"
    )
    assert request["queryString"] == [
        {"name": "filter[cohort]", "value": "2022"},
        {"name": "page[page]", "value": "1"},
    ]
    assert headers(request)["authorization"] == "Bearer ***"
    assert (request["bodySize"], "postData" in request) == (0, False)
    assert (response["status"], response["statusText"]) == (200, "OK")
    assert headers(response)["etag"] == answer.headers["ETag"]
    assert response["content"] == {
        "size": 11,
        "mimeType": "application/vnd.api+json",
        "text": '{"data":[]}',
    }
    assert response["bodySize"] == 11


def test_a_write(sandbox, north_star, newest):
    north_star.declare(sandbox.add())
    posted = newest()["request"]["postData"]
    assert posted["mimeType"] == "application/json"
    assert json.loads(posted["text"])["data"]["attributes"]["declaration_type"] == "started"
    assert newest()["request"]["bodySize"] == len(posted["text"])


def test_the_oldest_comes_first(journal, north_star):
    for number in range(5):
        north_star.get(f"{LIST}?x={number}")
    entries = journal.har()
    assert [each["request"]["queryString"][0]["value"] for each in entries] == list("01234")
    starts = [datetime.fromisoformat(each["startedDateTime"]) for each in entries]
    assert starts == sorted(starts)


def test_the_page_that_viewers_want_starts_with_the_oldest_entry(journal, north_star):
    for _ in range(3):
        north_star.get(LIST)
    archive = told(journal.control.get(f"{JOURNAL}.har", params={"limit": 2}))
    archives.check(archive)
    (page,) = archive["log"]["pages"]
    first, second = archive["log"]["entries"]
    assert page["startedDateTime"] == first["startedDateTime"]
    assert page["id"] == first["pageref"] == second["pageref"]
    assert page["pageTimings"] == {"onContentLoad": -1, "onLoad": -1}


def test_who_began_first_comes_first_though_it_took_longer(sandbox, journal, newest):
    Faults(sandbox)({"path": "*.csv", "delay_ms": 100})

    async def both():
        slow = asyncio.ensure_future(call(sandbox.app, "GET", f"/api/v1{LIST}.csv"))
        await asyncio.sleep(0.01)
        await call(sandbox.app, "GET", f"/api/v1{LIST}")
        await slow

    asyncio.run(both())
    assert paths(journal()) == [f"{LIST}.csv", LIST], "noted when it was answered"
    assert newest()["request"]["url"].endswith(LIST)


def test_a_dropped_connection_has_status_0_and_says_why(sandbox, newest):
    Faults(sandbox)({"drop": True})
    asyncio.run(call(sandbox.app, "GET", f"/api/v1{LIST}"))
    response = newest()["response"]
    assert (response["status"], response["content"]["size"]) == (0, 0)
    assert response["_error"] == "net::ERR_EMPTY_RESPONSE"


def test_a_status_that_nobody_has_named_has_no_text(sandbox, north_star, newest):
    Faults(sandbox)({"status": 299})
    north_star.get(LIST)
    response = newest()["response"]
    assert (response["status"], response["statusText"]) == (299, "")
    assert response["content"] == {"size": 0, "mimeType": "x-unknown", "text": ""}


def test_a_redirect_says_where_to(sandbox, north_star, newest):
    Faults(sandbox)({"status": 307, "headers": {"Location": "/elsewhere"}})
    north_star.get(LIST, follow_redirects=False)
    assert newest()["response"]["redirectURL"] == "/elsewhere"


def test_sizes_tell_content_from_what_was_sent(sandbox, north_star, newest):
    for _ in range(5):
        sandbox.add()
    answer = north_star.get(LIST)
    response = newest()["response"]
    assert response["content"]["size"] == len(answer.content)
    assert response["content"]["text"] == answer.text
    assert response["bodySize"] == int(answer.headers["Content-Length"]) < len(answer.content)
    north_star.call("HEAD", LIST)
    assert newest()["response"]["bodySize"] == 0


def test_a_body_that_was_cut_says_so(sandbox, north_star, newest):
    north_star.call("POST", DECLARATIONS, content=b"x" * 70_000)
    request = newest()["request"]
    assert (request["bodySize"], len(request["postData"]["text"])) == (70_000, 65_536)
    assert "64 KiB" in request["postData"]["comment"]
    for number in range(400):
        sandbox.add(full_name=f"{number} {'x' * 100}")
    answer = north_star.get(f"{LIST}.csv", headers={"Accept-Encoding": "identity"})
    response = newest()["response"]
    assert (response["bodySize"], response["content"]["size"]) == (len(answer.content), 65_536)
    assert "64 KiB" in response["content"]["comment"]


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        pytest.param("sandbox.test:9000", "sandbox.test:9000", id="a name"),
        pytest.param("[::1]:8000", "[::1]:8000", id="an address in brackets"),
        pytest.param("bad host/<x>", "127.0.0.1", id="no host at all"),
        pytest.param("", "127.0.0.1", id="blank"),
    ],
)
def test_a_url_has_the_host_that_was_asked_for(sandbox, newest, host, shown):
    exchange(sandbox.app, "GET", f"/api/v1{LIST}", {**TOKEN, "host": host})
    assert newest()["request"]["url"] == f"http://{shown}/api/v1{LIST}"


def test_a_request_without_a_host_has_a_url_too(sandbox, newest):
    exchange(sandbox.app, "GET", f"/api/v1{LIST}", TOKEN)
    assert newest()["request"]["url"] == f"http://127.0.0.1/api/v1{LIST}"


@given(
    path=st.text(st.characters(codec="latin-1"), max_size=40),
    query=st.text(st.characters(codec="latin-1"), max_size=40),
    head=st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=4),
    body=st.binary(max_size=60),
    status=st.one_of(st.none(), st.integers(200, 599)),
    cut=st.booleans(),
)
def test_whatever_was_asked_and_answered_makes_an_archive(path, query, head, body, status, cut):
    said = Message(head, body, cut)
    answer = None if status is None else said
    facts = (1, Instant(1_700_000_000_123_456), Instant(1_600_000_000_000_000), "fenland")
    entry = har.entry(Entry(*facts, "GET", f"/{path}", query, status, 0.25, (), said, answer))
    log = har.log("default", facts[1])
    archives.check({"log": {**log, "entries": [json.loads(json.dumps(entry))]}})
    asked = [(each["name"], each["value"]) for each in entry["request"]["queryString"]]
    assert parse_qsl(urlsplit(entry["request"]["url"]).query, keep_blank_values=True) == asked
