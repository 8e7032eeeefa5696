"""`ecf-sandbox serve`, in a process of its own, with a real client."""

import itertools
import shlex
import signal
import socket
import subprocess
import threading
from contextlib import suppress

import httpx2
import pytest

from tests.kit.sandbox import NOW
from tests.kit.served import PATIENCE, refused_to_serve, serving

pytestmark = pytest.mark.timeout(180)

DECLARATIONS = "/participant-declarations"


def startable(http):
    """Return ECTs of north-star who can be declared `started`."""
    found = http.get("/participants/ecf", params={"page[per_page]": 3000}).json()["data"]
    return [
        each["id"]
        for each in found
        if each["attributes"]["participant_type"] == "ect"
        and each["attributes"]["schedule_identifier"] == "ecf-standard-september"
        and each["attributes"]["training_status"] == each["attributes"]["status"] == "active"
    ]


def started(participant):
    said = {"declaration_type": "started", "declaration_date": NOW}
    course = {"participant_id": participant, "course_identifier": "ecf-induction"}
    return {"data": {"type": "participant-declaration", "attributes": {**said, **course}}}


@pytest.mark.parametrize(
    ("number", "workers"),
    [
        pytest.param(signal.SIGINT, "1", id="SIGINT"),
        pytest.param(signal.SIGTERM, "2", id="SIGTERM, two workers"),
    ],
)
def test_the_line_to_paste_works_and_a_signal_ends_it_cleanly(cache, number, workers):
    with serving(cache, "--workers", workers, "--quiet") as server:
        (line,) = [line for line in server.banner.splitlines() if line.startswith("  curl ")]
        pasted = subprocess.run(
            shlex.split(line), capture_output=True, timeout=PATIENCE, check=True
        )
        assert b'"type":"participant"' in pasted.stdout
        assert server.stop(number) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--now", "yesterday"], "'yesterday' is not a date-time", id="a bad date"),
        pytest.param(["--data", "/dev/null/worlds"], "/dev/null/worlds", id="a bad folder"),
    ],
)
def test_what_it_cannot_do_it_says_in_a_line(cache, arguments, said):
    assert_says(refused_to_serve(cache, "--port", "0", *arguments), said)


def test_a_port_in_use_is_said_in_a_line(cache):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_says(refused_to_serve(cache, "--port", port), port)


def test_a_folder_made_for_something_else_is_left_alone(cache, tmp_path):
    data = ("--data", str(tmp_path))
    with serving(cache, *data, "--quiet") as server, server.client() as http:
        kept = startable(http)
    for option, other in (("--edition", "service"), ("--seed", "7")):
        assert_says(refused_to_serve(cache, "--port", "0", *data, option, other), other)
    with serving(cache, *data, "--quiet") as server, server.client() as http:
        assert startable(http) == kept


def assert_says(ended, said):
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = [line for line in ended.stderr.splitlines() if line.startswith("Error: ")]
    assert said in line
    assert ended.stderr.endswith(f"{line}\n")
    assert "Traceback" not in ended.stderr


@pytest.mark.rule("AUTH-2")
def test_the_log_has_a_line_for_each_request_and_no_token_or_query(cache):
    with serving(cache, "--frozen") as server:
        with server.client() as http:
            http.get("/participants/ecf", params={"page[per_page]": 1, "x": "north-star-token"})
            http.post(DECLARATIONS, json={}, headers={"X-With-Server-Date": "2022-01-01"})
            http.get("/nowhere", headers={"Authorization": "Bearer wrong-token"})
        _, log = server.stop(signal.SIGTERM)
    lines = [dict(word.split("=", 1) for word in line.split()) for line in log.splitlines()]
    assert [(each["method"], each["path"], each["status"]) for each in lines] == [
        ("GET", "/api/v1/participants/ecf", "200"),
        ("POST", f"/api/v1{DECLARATIONS}", "400"),
        ("GET", "/api/v1/nowhere", "404"),
    ]
    assert (lines[0]["provider"], lines[0]["world_date"]) == ("north-star", NOW)
    assert "token" not in log
    assert "per_page" not in log


def test_workers_share_a_world(cache):
    with serving(cache, "--workers", "2", "--frozen", "--quiet") as server:
        with server.client() as http:
            made = http.post(DECLARATIONS, json=started(startable(http)[0])).json()["data"]
        for _ in range(12):
            with server.client() as http:
                assert http.get(f"{DECLARATIONS}/{made['id']}").json()["data"] == made


@pytest.mark.rule("DECL-14")
def test_workers_make_one_declaration_of_many_copies(cache):
    with serving(cache, "--workers", "2", "--frozen", "--quiet") as server:
        with server.client() as http:
            body, before = started(startable(http)[0]), http.get(DECLARATIONS).json()["data"]
        answers = []

        def declare():
            with server.client() as http:
                answers.extend(
                    http.post(DECLARATIONS, json=body).json()["data"]["id"] for _ in "123"
                )

        threads = [threading.Thread(target=declare) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert len(answers) == 18
        assert len(set(answers)) == 1
        with server.client() as http:
            assert len(http.get(DECLARATIONS).json()["data"]) == len(before) + 1


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_kill_loses_no_answered_write(cache, tmp_path, workers):
    kept = ("--data", str(tmp_path), "--frozen", "--quiet", "--workers", workers)
    answered, asked, enough = {}, [], threading.Event()

    def write(server, participants):
        with server.client() as http, suppress(httpx2.HTTPError):
            for number in itertools.count():
                asked.append(participant := participants[number % 3])
                action = ("defer", "resume")[number // 3 % 2]
                said = {"course_identifier": "ecf-induction", "reason": "other"}
                path = f"/participants/{participant}/{action}"
                answer = http.put(path, json={"data": {"attributes": said}})
                answered[participant] = answer.json()["data"]["attributes"]["training_status"]
                if number == 20:
                    enough.set()

    with serving(cache, *kept) as server:
        with server.client() as http:
            participants = startable(http)[:3]
        writer = threading.Thread(target=write, args=(server, participants))
        writer.start()
        assert enough.wait(PATIENCE)
        server.process.kill()
        writer.join(PATIENCE)
        assert not writer.is_alive()
    with serving(cache, *kept) as server, server.client() as http:
        found = {each: status_of(http, each) for each in participants}
    for perhaps_done in asked[-1:]:
        answered[perhaps_done] = found[perhaps_done]
    assert found == answered


def test_workers_end_with_the_server_that_was_killed(cache):
    with serving(cache, "--workers", "2", "--quiet") as server:
        server.process.kill()
        while is_somebody_there(server.port):
            pass
        socket.create_server(("127.0.0.1", server.port)).close()


def is_somebody_there(port):
    """Wait until whoever answers hangs up; false when nobody answers any more."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            connection.recv(1)
    except ConnectionRefusedError:
        return False
    except ConnectionError:
        return True
    return True


def status_of(http, participant):
    shown = http.get(f"/participants/ecf/{participant}").json()["data"]["attributes"]
    return shown["training_status"]
