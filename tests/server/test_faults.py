"""Faults over real connections and between real processes."""

import json
import signal
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import httpx2
import pytest

from tests.kit.served import PATIENCE, serving

pytestmark = pytest.mark.timeout(180)

LIST = "/api/v1/participants/ecf"
DECLARATIONS = "/api/v1/participant-declarations"
WORLD = "/sandbox/worlds/default"
TOKEN = {"Authorization": "Bearer north-star-token"}
STAY = f" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {TOKEN['Authorization']}\r\n".encode()
LATE = 20  # seconds that a busy machine may be late


def told(answer):
    assert answer.status_code < 300, answer.text
    return answer.json()


def client_of(served, **options):
    base = f"http://127.0.0.1:{served.port}"
    return httpx2.Client(base_url=base, headers=TOKEN, timeout=PATIENCE, **options)


@pytest.fixture
def http(served):
    """A client of both APIs; what it sets is gone afterwards."""
    with client_of(served) as client:
        yield client
        client.delete(f"{WORLD}/faults")


def set_faults(http, *faults):
    return told(http.put(f"{WORLD}/faults", json=faults))["faults"]


def get(path, *, last=True):
    close = b"Connection: close\r\n" if last else b""
    return b"GET " + path.encode() + STAY + close + b"\r\n"


def test_a_dropped_connection_closes_without_a_byte(served, http):
    set_faults(http, {"method": "GET", "drop": True, "times": 1})
    assert served.send(get(LIST, last=False)) == b""
    assert http.get(LIST).status_code == 200
    (_, dropped) = told(http.get(f"{WORLD}/journal", params={"limit": 2}))["entries"]
    assert (dropped["status"], dropped["response"]) == (None, None)


def test_a_dropped_request_takes_its_whole_connection_along(served, http):
    set_faults(http, {"path": f"{LIST}.csv", "drop": True})
    pipelined = get(LIST, last=False) + get(f"{LIST}.csv", last=False) + get(LIST)
    answers = served.send(pipelined)
    assert answers.count(b"HTTP/1.1 200 OK") == 1


def test_a_body_is_received_before_its_connection_is_dropped(served, http):
    """Or the system would reset it, and an answer on its way with it."""
    set_faults(http, {"method": "POST", "truncate_after": 7, "status": 500, "body": "Out of luck"})
    head = b"POST " + DECLARATIONS.encode() + STAY + b"Content-Length: 500000\r\n\r\n"
    answer = served.send(head, b"x" * 500_000)
    assert answer.endswith(b"\r\n\r\nOut of ")


def test_a_cut_answer_promises_more_than_comes(served, http):
    whole = http.get(LIST).content
    set_faults(http, {"path": LIST, "truncate_after": 100})
    head, _, body = served.send(get(LIST, last=False)).partition(b"\r\n\r\n")
    assert body == whole[:100]
    assert b"content-length: %d\r\n" % len(whole) in head + b"\r\n"
    with pytest.raises(httpx2.RemoteProtocolError):
        http.get(LIST)


@pytest.mark.rule("DECL-10")
def test_a_write_whose_answer_was_lost_can_be_repeated(http):
    state = {"state": "an ECT ready to start"}
    person = told(http.post(f"{WORLD}/states", json=state))["participant_id"]
    attributes = {
        "participant_id": person,
        "declaration_type": "started",
        "declaration_date": "2021-11-25T09:00:00Z",
        "course_identifier": "ecf-induction",
    }
    declaration = {"data": {"type": "participant-declaration", "attributes": attributes}}
    set_faults(http, {"method": "POST", "truncate_after": 0, "times": 1})
    with pytest.raises(httpx2.RemoteProtocolError):
        http.post(DECLARATIONS, json=declaration)
    wanted = {"filter[participant_id]": person}
    (made,) = told(http.get(DECLARATIONS, params=wanted))["data"]
    assert told(http.post(DECLARATIONS, json=declaration))["data"] == made
    assert told(http.get(DECLARATIONS, params=wanted))["data"] == [made]


def test_who_is_made_to_wait_keeps_nobody_else(served, http):
    set_faults(http, {"path": f"{LIST}.csv", "delay_ms": 1500})
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(served.send, get(f"{LIST}.csv"))
        for _ in range(5):
            assert http.get(LIST).status_code == 200
        assert not slow.done()
        assert b"HTTP/1.1 200 OK" in slow.result(LATE)


def test_trouble_makes_no_noise(cache):
    with serving(cache, "--quiet") as served:
        with client_of(served) as http:
            set_faults(http, {"drop": True, "times": 2}, {"truncate_after": 3, "times": 2})
            for _ in range(4):
                with pytest.raises(httpx2.RemoteProtocolError):
                    http.get(LIST)
        assert served.stop(signal.SIGTERM) == (0, "")


@pytest.mark.rule("LIM-1")
def test_workers_share_counts_and_the_journal_and_a_stop_writes_it(cache, tmp_path):
    data = ("--data", str(tmp_path / "data"), "--workers", "2", "--quiet")
    with serving(cache, *data) as served:
        with client_of(served) as http:
            set_faults(http, {"status": 503, "times": 7})
            told(http.put(f"{WORLD}/limits", json={"rate_limit": {"requests": 30, "seconds": 300}}))
            statuses = at_once(served, 50)
            assert [statuses.count(each) for each in (200, 503, 429)] == [23, 7, 20]
            assert told(http.get(f"{WORLD}/faults"))["faults"][0]["hits"] == 7
            entries = wait_for(http, 50)
            assert sorted(each["status"] for each in entries) == sorted(statuses)
        at_once(served, 5)
        assert served.stop(signal.SIGTERM) == (0, "")
    with serving(cache, *data) as served, client_of(served) as http:
        assert len(wait_for(http, 55)) == 55
        assert http.get(LIST).status_code == 429


def at_once(served, many):
    """Ask so often, on connections of their own and several at a time."""

    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: served.send(get(LIST)), range(many))
        return [int(answer.split(maxsplit=2)[1]) for answer in answers]


def wait_for(http, many):
    """Return the journal once it has so many entries, or what it has when patience ends."""
    limit = monotonic() + LATE
    while True:
        entries = told(http.get(f"{WORLD}/journal", params={"limit": 100}))["entries"]
        if len(entries) >= many or monotonic() > limit:
            ids = [each["id"] for each in entries]
            assert ids == list(range(len(ids), 0, -1)), json.dumps(ids)
            return entries
        sleep(0.02)
