"""Answers that come before the whole of a request's body has: they arrive, whatever follows."""

import contextlib
import socket

import pytest

from tests.server.test_wire import statuses

pytestmark = [pytest.mark.timeout(180), pytest.mark.rule("FMT-6", "V3-FMT-6")]

# Not more than what is dropped at most, and more than any buffer on the way takes.
LENGTH = 12_000_000
ENDLESS = 64_000_000


def head(path, token):
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {token}",
        "Connection: close",
        "Content-Type: application/json",
        f"Content-Length: {ENDLESS}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


@contextlib.contextmanager
def refused(served, path, token):
    """Send the head of a request, and yield its connection and the answer's beginning."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(head(path, token))
        yield connection, connection.recv(65536)


@pytest.mark.parametrize(
    ("path", "token", "status"),
    [
        pytest.param("/api/v1/participant-declarations", "north-star-token", 413, id="v1"),
        pytest.param("/api/v1/participant-declarations", "nobody", 401, id="v1, no token"),
        pytest.param("/api/v1/nowhere", "north-star-token", 404, id="v1, no such path"),
        pytest.param("/api/v3/partnerships", "north-star-register-token", 413, id="v3"),
        pytest.param("/api/v3/partnerships", "nobody", 401, id="v3, no token"),
        pytest.param("/api/v3/nowhere", "north-star-register-token", 404, id="v3, no such path"),
        pytest.param("/sandbox/worlds", "nobody", 413, id="control API"),
    ],
)
def test_who_still_sends_when_the_answer_has_come_is_not_cut_off(served, path, token, status):
    with refused(served, path, token) as (connection, answer):
        assert statuses(answer) == [status]
        connection.sendall(b" " * LENGTH)
        assert connection.recv(65536) == b""


def test_who_never_stops_sending_is_cut_off(served):
    path = "/api/v3/partnerships"
    with refused(served, path, "north-star-register-token") as (connection, answer):
        assert b"Payload too large" in answer
        with pytest.raises(ConnectionError):
            connection.sendall(b" " * ENDLESS)


def test_who_sends_all_before_reading_gets_the_answer(served):
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(head("/api/v3/partnerships", "north-star-register-token"))
        connection.sendall(b" " * LENGTH)
        assert statuses(connection.recv(65536)) == [413]
        assert connection.recv(65536) == b""
