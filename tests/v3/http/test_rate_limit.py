"""The rate limit: per token, off until a world sets one."""

import pytest

LIMIT = {"rate_limit": {"requests": 3, "seconds": 300}}


def statuses(server, times, token="north-star-token"):
    return [server.call("GET", "/statements", token=token).status_code for _ in range(times)]


@pytest.mark.rule("V3-LIM-1")
def test_there_is_no_limit_unless_one_is_set(server):
    assert server.http.get("/sandbox/worlds/default/limits").json() == {"rate_limit": None}
    assert set(statuses(server, 30)) == {200}


@pytest.mark.rule("V3-LIM-1")
def test_over_the_limit_a_token_is_told_to_retry_later(server):
    assert server.http.put("/sandbox/worlds/default/limits", json=LIMIT).status_code == 200
    assert statuses(server, 2) == [200, 200]
    assert server.call("GET", "/participants?page=1").status_code == 400
    refusal = server.call("GET", "/statements")
    assert (refusal.status_code, refusal.text) == (429, "Retry later\n")
    assert refusal.headers["content-type"].startswith("text/plain")
    assert 0 < int(refusal.headers["retry-after"]) <= 300
    assert statuses(server, 1, "riverbank-token") == [200]


@pytest.mark.rule("V3-LIM-1", "V3-AUTH-4")
def test_unknown_tokens_and_unrouted_paths_do_not_count(server):
    server.http.put("/sandbox/worlds/default/limits", json=LIMIT)
    assert statuses(server, 9, "nobodys") == [401] * 9
    assert [server.call("GET", "/nowhere").status_code for _ in range(9)] == [404] * 9
    assert statuses(server, 4) == [200, 200, 200, 429]
    unreadable = server.call("GET", "/statements", headers={"X-With-Server-Date": "soon"})
    assert unreadable.status_code == 429
