"""The rate limit, and where it stands among the other checks."""

import time

from ecf_conformance.reply import Reply
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability, CannotShow
from ecf_conformance.v1.provider import Provider

_CONTROL = {Ability.CONTROL}
_LIST = "/participants/ecf"


def _limit(provider: Provider, requests: int, seconds: int = 300) -> None:
    rate = {"requests": requests, "seconds": seconds}
    provider.control("PUT", "/limits", {"rate_limit": rate})


def _asks(provider: Provider, path: str = _LIST) -> Reply:
    """Ask once, whatever the answer."""
    return provider.call("GET", path, retry=False)


def _refuses(reply: Reply, why: str) -> int:
    """Require a 429, and return how many seconds it says to wait."""
    line = reply.exchange.line
    assert reply.status == 429, f"{line} {why}; expected 429"
    wait = reply.headers.get("retry-after", "")
    assert wait.isdigit(), f"{line} with Retry-After {wait!r}"
    return int(wait)


@scenario("LIM-1", needs=_CONTROL)
def a_limit_is_told_with_when_to_retry(provider: Provider) -> None:
    """Over its limit a token gets a 429 with Retry-After; another's is not touched."""
    alone = provider.elsewhere()
    _limit(alone, 3)
    for _ in range(3):
        _asks(alone).accepted()
    over = _asks(alone)
    wait = _refuses(over, "as the fourth of three")
    assert 0 <= wait <= 300, f"{over.exchange.line} with Retry-After {wait} of 300 seconds"
    assert over.text.strip() == "Retry later", f"{over.exchange.line} saying {over.text!r}"
    kind = over.headers.get("content-type", "").partition(";")[0]
    assert kind == "text/plain", f"{over.exchange.line} as {kind!r}; expected text/plain"
    unknown = {"Authorization": "Bearer unknown"}
    alone.call("GET", _LIST, headers=unknown, retry=False).denied()
    _asks(alone.other).accepted()
    _asks(provider.elsewhere()).accepted()
    alone.control("PUT", "/limits", {"rate_limit": None})
    _asks(alone).accepted()


@scenario("LIM-1", needs=_CONTROL)
def whoever_waits_as_long_as_told_is_served(provider: Provider) -> None:
    """A window rolls: its rest is what Retry-After says, and refusals make it no longer."""
    alone = provider.elsewhere()
    _limit(alone, 1, seconds=2)
    began = time.monotonic()
    _asks(alone).accepted()
    time.sleep(1.2)
    over = _asks(alone)
    if time.monotonic() - began >= 2:
        raise CannotShow("the target is too slow to see a window of two seconds")
    wait = _refuses(over, "1.2 seconds into a window of 2")
    assert wait == 1, f"{over.exchange.line} with Retry-After {wait}, as 0.8 seconds are left"
    time.sleep(wait)
    _asks(alone).accepted()


@scenario("LIM-1", needs=_CONTROL)
def a_window_is_of_real_time(provider: Provider) -> None:
    """A day more on the world's clock frees nothing; a new limit begins to count anew."""
    alone = provider.elsewhere()
    _limit(alone, 1)
    _asks(alone).accepted()
    alone.control("POST", "/clock/advance", {"by": "P1D"})
    with alone.on("2021-11-26T09:00:00Z"):
        _refuses(_asks(alone), "a day later on the world's clock")
        _limit(alone, 1)
        _asks(alone).accepted()


@scenario("AUTH-5", "LIM-1", needs=_CONTROL)
def the_limit_comes_before_what_a_request_says(provider: Provider) -> None:
    """Over its limit, bad paging, an unknown id and a fault to come are a 429 all the same."""
    alone = provider.elsewhere()
    said = {"errors": [{"title": "Bad request", "detail": "A fault."}]}
    fault = {"status": 400, "body": said, "path": "/api/v1/participants"}
    alone.control("PUT", "/faults", [fault])
    odd = {f"{_LIST}?page[page]=0": 400, f"{_LIST}/nobody": 404, "/participants": 400}
    for path, status in odd.items():
        found = _asks(alone, path)
        assert found.status == status, f"{found.exchange.line} without a limit; expected {status}"
    _limit(alone, 1)
    _asks(alone).accepted()
    for path in odd:
        _refuses(_asks(alone, path), "over the limit")
