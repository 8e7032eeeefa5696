"""API v3 through real sockets: two workers, many clients, kills, and a world put back."""

import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx2
import pytest

from tests.kit.conformance import answers
from tests.kit.served import serving

pytestmark = pytest.mark.timeout(180)

CLIENTS = 8
START = {
    "declaration_type": "started",
    "declaration_date": "2026-11-20T09:00:00Z",
    "course_identifier": "ecf-induction",
    "evidence_held": "other",
}


@pytest.fixture(scope="module")
def two(cache):
    """A server of two workers, whose clocks stand still."""
    with serving(cache, "--frozen", "--quiet", "--workers", "2") as server:
        yield server


@contextmanager
def clients(server, number=CLIENTS):
    """Open clients of API v3, each with connections of its own."""
    opened = [server.client("v3") for _ in range(number)]
    try:
        yield [each.__enter__() for each in opened]
    finally:
        for each in opened:
            each.__exit__(None, None, None)


def somebody(server):
    """Return the id of a new ECT who can be declared."""
    answer = server.control("POST", "/states", {"state": "an ECT ready to start"})
    assert answer.status_code == 200, answer.text
    return answer.json()["participant_id"]


def all_send(server, method, path, attributes):
    """Return the answers of many clients to one and the same request, sent at once."""
    body = {"data": {"attributes": attributes}}
    start = threading.Barrier(CLIENTS, timeout=30)

    def send(http):
        http.get("/statements")  # it is connected, to whichever worker took it
        start.wait()
        return http.request(method, path, json=body)

    with clients(server) as opened, ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(send, opened))


def made_by_one(sent, title):
    """Return the one id that was made; the other answers are it, or refusals with a title."""
    refused = [each.json()["errors"] for each in sent if each.status_code != 200]
    assert {errors[0]["title"] for errors in refused} <= {title}
    (made,) = {each.json()["data"]["id"] for each in sent if each.status_code == 200}
    return made


def listed(http, path, **filters):
    asked = {"page[per_page]": 3000, **filters}
    return [each["id"] for each in http.get(path, params=asked).json()["data"]]


@pytest.mark.rule("V3-DECL-18")
def test_copies_of_a_declaration_from_many_clients_leave_one(two):
    for _ in range(3):
        person = somebody(two)
        sent = all_send(
            two, "POST", "/participant-declarations", {**START, "participant_id": person}
        )
        made = made_by_one(sent, "declaration_type")
        with two.client("v3") as http:
            mine = listed(http, "/participant-declarations", **{"filter[participant_id]": person})
        assert mine == [made]


@pytest.mark.rule("V3-PARTNER-4")
def test_copies_of_a_partnership_from_many_clients_leave_one(two):
    for _ in range(3):
        state = two.control("POST", "/states", {"state": "a school with an expression of interest"})
        school, person = state.json()["school_id"], state.json()["participant_id"]
        with two.client("v3") as http:
            (partner, *_) = listed(http, "/delivery-partners", **{"filter[cohort]": "2026"})
            said = {"cohort": 2026, "school_id": school, "delivery_partner_id": partner}
            before = set(listed(http, "/partnerships"))
            made = made_by_one(all_send(two, "POST", "/partnerships", said), "school_id")
            assert set(listed(http, "/partnerships")) - before == {made}
            assert http.get(f"/participants/{person}").status_code == 200


@pytest.mark.rule("V3-TIME-3")
def test_workers_see_each_other_s_writes_at_the_next_request(two):
    person = somebody(two)
    body = {"data": {"attributes": {**START, "participant_id": person}}}
    with clients(two) as opened:
        first, *others = opened
        made = first.post("/participant-declarations", json=body).json()["data"]["id"]
        path = f"/participant-declarations/{made}"
        assert {each.get(path).status_code for each in others} == {200}
        first.put(f"{path}/void")
        shown = {each.get(path).json()["data"]["attributes"]["state"] for each in others}
        assert shown == {"voided"}


def test_a_world_put_back_or_moved_on_meanwhile_answers_as_documented(two):
    spec = {"id": "busy", "edition": "register", "participants": 0}
    address = f"http://127.0.0.1:{two.port}"
    world = f"{address}/sandbox/worlds/busy"
    made = httpx2.post(f"{address}/sandbox/worlds", json=spec, timeout=60).json()
    asking = {"Authorization": f"Bearer {made['providers'][0]['token']}"}
    stopped, told = threading.Event(), []

    def write(number):
        with httpx2.Client(headers=asking, timeout=60) as http:
            while not stopped.is_set():
                state = http.post(f"{world}/states", json={"state": "an ECT ready to start"})
                answers("control-v3").check(state)
                person = state.json().get("participant_id", "nobody")
                body = {"data": {"attributes": {**START, "participant_id": person}}}
                answer = http.post(f"{address}/api/v3/participant-declarations", json=body)
                answers("v3").check(answer)
                told.append((state.status_code, answer.status_code))

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, number) for number in range(4)]
        calls = [
            ("PUT", "/snapshots/moment", None),
            ("POST", "/clock/advance", {"by": "P1D"}),
            ("POST", "/snapshots/moment/restore", None),
            ("POST", "/clock/advance", {"to": "next-payment"}),
            ("POST", "/reset", None),
        ]
        for method, path, body in calls * 2:
            answer = httpx2.request(method, f"{world}{path}", json=body, timeout=60)
            answers("control-v3").check(answer)
            assert answer.status_code == 200, answer.text
        stopped.set()
        for each in writers:
            each.result()
    assert {status for status, _ in told} <= {200, 409}
    assert {status for _, status in told} <= {200, 422}
    assert (200, 200) in told
    assert httpx2.delete(world, timeout=60).status_code == 204


def workers_of(process):
    found = subprocess.run(
        ["pgrep", "-P", str(process.pid), "-f", "spawn_main"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(pid) for pid in found.stdout.split()]


def declare_all(http, people, kept):
    """Declare people one after another until the server is gone; keep what was answered."""
    for person in people:
        body = {"data": {"attributes": {**START, "participant_id": person}}}
        try:
            answer = http.post("/participant-declarations", json=body)
        except httpx2.HTTPError:
            return
        kept.append(answer.json()["data"])


@pytest.mark.rule("V3-DECL-18")
def test_a_killed_server_keeps_every_answered_declaration(cache, tmp_path):
    data = str(tmp_path / "data")
    kept = []
    with serving(cache, "--frozen", "--quiet", "--workers", "2", "--data", data) as server:
        people = [somebody(server) for _ in range(10 * CLIENTS)]
        with clients(server) as opened, ThreadPoolExecutor(CLIENTS) as pool:
            for number, http in enumerate(opened):
                pool.submit(declare_all, http, people[number::CLIENTS], kept)
            while len(kept) < 2 * CLIENTS:
                time.sleep(0.01)  # until enough was answered, and much is under way
            for each in (*workers_of(server.process), server.process.pid):
                subprocess.run(["kill", f"-{signal.SIGKILL}", str(each)], check=True)
    assert len(kept) >= 2 * CLIENTS

    with (
        serving(cache, "--frozen", "--quiet", "--data", data) as server,
        server.client("v3") as http,
    ):
        rows = http.get("/participant-declarations", params={"page[per_page]": 3000}).json()["data"]
        found = {each["id"]: each for each in rows}
        assert [found.get(each["id"]) for each in kept] == kept
        declared = [each["attributes"]["participant_id"] for each in rows]
        assert max(declared.count(each) for each in people) == 1
