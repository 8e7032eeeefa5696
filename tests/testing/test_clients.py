"""Clients with a socket and without one, sync and async, of either library."""

import asyncio
import sys

import httpx2
import pytest

from ecf_sandbox.testing import NoHttpClient

PARTICIPANTS = "/api/v1/participants/ecf"


def test_an_async_client_does_what_a_sync_one_does(either):
    async def asked():
        async with either.async_client() as client:
            return await client.get(PARTICIPANTS)

    answer = asyncio.run(asked())
    assert answer.json() == either.client().get(PARTICIPANTS).json()


def test_many_async_calls_go_at_once(either):
    either.fault(delay_ms=50)

    async def asked():
        async with either.async_client() as client, asyncio.timeout(0.9):
            return await asyncio.gather(*(client.get(PARTICIPANTS) for _ in range(20)))

    assert {each.status_code for each in asyncio.run(asked())} == {200}


def test_a_client_of_the_tests_own_takes_the_transport(ecf_sandbox_in_process):
    token = {"Authorization": f"Bearer {ecf_sandbox_in_process.tokens['riverbank']}"}
    transport = ecf_sandbox_in_process.transport
    with httpx2.Client(transport=transport, base_url="https://wherever.example") as client:
        assert client.get(PARTICIPANTS, headers=token).status_code == 200


def test_options_go_to_the_client(either):
    client = either.client(headers={"X-With-Server-Date": "2022-01-01"}, timeout=3)
    client.get(PARTICIPANTS)
    assert str(either.journal[-1].world_date.date()) == "2022-01-01"
    assert client.timeout == httpx2.Timeout(3)


@pytest.mark.parametrize(
    "fault", [{"drop": True}, {"truncate_after": 10}], ids=["dropped", "cut short"]
)
def test_a_lost_answer_is_the_same_error(either, fault):
    either.fault(**fault)
    with pytest.raises(httpx2.RemoteProtocolError):
        either.client().get(PARTICIPANTS)


def test_a_late_answer_is_the_same_error(either):
    either.fault(delay_ms=5_000, times=1)
    client = either.client(timeout=0.05)
    with pytest.raises(httpx2.ReadTimeout):
        client.get(PARTICIPANTS)
    assert client.get(PARTICIPANTS, timeout=3).status_code == 200


def test_answers_are_the_same_to_the_byte(ecf_sandbox, ecf_sandbox_in_process):
    for method, path in (
        ("GET", f"{PARTICIPANTS}?page[per_page]=2"),
        ("GET", f"{PARTICIPANTS}.csv"),
        ("HEAD", PARTICIPANTS),
        ("GET", "/api/v1/n%C3%B3where"),
        ("POST", PARTICIPANTS),
    ):
        ours, theirs = (
            each.client().request(method, path) for each in (ecf_sandbox, ecf_sandbox_in_process)
        )
        assert ours.status_code == theirs.status_code
        assert ours.content == theirs.content
        assert _plain(ours.headers) == _plain(theirs.headers)


def test_httpx_will_do_where_there_is_no_httpx2(ecf_sandbox_in_process, monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", httpx2)
    monkeypatch.setitem(sys.modules, "httpx2", None)
    assert ecf_sandbox_in_process.client().get(PARTICIPANTS).status_code == 200


def test_without_either_the_words_say_what_to_install(either, monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.setitem(sys.modules, "httpx2", None)
    with pytest.raises(NoHttpClient, match=r"pip install httpx2.*`url` and `tokens`"):
        either.client()


def _plain(headers):
    return {name: value for name, value in headers.items() if name not in ("date", "connection")}
