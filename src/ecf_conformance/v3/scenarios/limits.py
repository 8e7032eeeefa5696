"""The rate limit."""

from ecf_conformance.reply import Reply
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import Provider


def _asks(provider: Provider) -> Reply:
    """Ask once, whatever the answer."""
    return provider.call("GET", "/statements", retry=False)


@scenario("V3-LIM-1", needs={Ability.CONTROL})
def a_limit_is_told_with_when_to_retry(provider: Provider) -> None:
    """Over its limit a token gets a 429 with Retry-After; another's is not touched."""
    alone = provider.elsewhere()
    alone.control("PUT", "/limits", {"rate_limit": {"requests": 3, "seconds": 300}})
    for _ in range(3):
        _asks(alone).accepted()
    over = _asks(alone)
    assert over.status == 429, f"{over.exchange.line} as the fourth of three; expected 429"
    assert over.text == "Retry later\n", f"{over.exchange.line} saying {over.text!r}"
    wait = over.headers.get("retry-after", "")
    assert wait.isdigit(), f"{over.exchange.line} with Retry-After {wait!r}"
    kind = over.headers.get("content-type", "").partition(";")[0]
    assert kind == "text/plain", f"{over.exchange.line} as {kind!r}; expected text/plain"
    unknown = {"Authorization": "Bearer unknown"}
    alone.call("GET", "/statements", headers=unknown, retry=False).denied()
    _asks(alone.other).accepted()
    alone.control("PUT", "/limits", {"rate_limit": None})
    _asks(alone).accepted()
