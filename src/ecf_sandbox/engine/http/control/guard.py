"""Who may call the control API."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ecf_sandbox.engine.http.control.replies import ControlError

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Guard:
    """Asks for the admin token where there is one, and else keeps web pages out.

    Without a token the server is bound to loopback, where any page in a browser could reach
    it: such a request bears a name of another host, or the page's origin.
    """

    admin_token: str | None = None

    def admit(self, headers: Mapping[bytes, bytes]) -> None:
        """Let a request pass, or raise ControlError."""
        if self.admin_token is not None:
            self._check_token(headers.get(b"authorization", b""))
        else:
            _check_host(headers)
            _check_site(headers)

    def admit_page(self, headers: Mapping[bytes, bytes]) -> None:
        """Let whoever wants to see a page pass, or raise ControlError.

        Pages hold nothing that is secret, and ask for the admin token themselves.
        """
        if self.admin_token is None:
            _check_host(headers)

    def _check_token(self, authorization: bytes) -> None:
        wanted = f"Bearer {self.admin_token}".encode()
        if not hmac.compare_digest(authorization, wanted):
            raise ControlError(
                "unauthorized", "Send the admin token: Authorization: Bearer <admin token>."
            )


def _check_host(headers: Mapping[bytes, bytes]) -> None:
    host = headers.get(b"host", b"").decode("latin-1")
    if _name(host) not in _LOOPBACK:
        raise ControlError(
            "forbidden", "The Host header must name this machine, as localhost does."
        )
    origin = headers.get(b"origin")
    if origin is not None and origin.decode("latin-1") != f"http://{host}":
        raise ControlError("forbidden", "Web pages of other origins may not use the control API.")


def _check_site(headers: Mapping[bytes, bytes]) -> None:
    """Refuse what another site's page asks for; a link on it may be followed."""
    site = headers.get(b"sec-fetch-site", b"same-origin")
    if site not in (b"same-origin", b"none") and headers.get(b"sec-fetch-mode") != b"navigate":
        raise ControlError("forbidden", "Web pages of other sites may not use the control API.")


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
