"""HTTP as the commands speak it: by urllib, and never through a proxy to this machine."""

from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class NoAnswer(Exception):
    """Nobody answered; the message is why."""


def send(request: Request, *, timeout: float) -> tuple[int, bytes]:
    """Return the status and the body of an answer, a refusal's too; raises NoAnswer.

    `timeout` is in seconds.
    """
    try:
        with _opener(request.full_url).open(request, timeout=timeout) as answer:
            return answer.status, answer.read()
    except HTTPError as refusal:
        return refusal.code, _body(refusal)
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise NoAnswer(str(getattr(error, "reason", error))) from None


def _opener(url: str) -> OpenerDirector:
    """Return what opens URLs: by the proxies of the environment, but never to this machine."""
    local = urlsplit(url).hostname in _LOOPBACK
    return build_opener(ProxyHandler({})) if local else build_opener()


def _body(refusal: HTTPError) -> bytes:
    try:
        return refusal.read()
    except (OSError, HTTPException):
        return b""
