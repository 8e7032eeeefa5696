"""HTTP as the commands speak it: by urllib, and never through a proxy to this machine."""

from http.client import HTTPException
from ipaddress import ip_address
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener


class NoAnswer(Exception):
    """Nobody answered; the message is why."""


class AsItIs(Request):
    """A request that is sent without a content type where it is given none."""

    def add_unredirected_header(self, key: str, val: str) -> None:
        if key != "Content-type":
            super().add_unredirected_header(key, val)


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
    return build_opener(ProxyHandler({})) if _is_local(url) else build_opener()


def _is_local(url: str) -> bool:
    """Return whether an address is on this machine (RFC 6761 for names)."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _body(refusal: HTTPError) -> bytes:
    try:
        return refusal.read()
    except (OSError, HTTPException):
        return b""
