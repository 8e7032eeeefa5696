"""Connections closed in mid-answer, which HTTP servers offer no app of their own accord."""

from starlette.types import Scope

HANG_UP = "ecf_sandbox.hang_up"


class HungUp(ConnectionError):
    """The connection was to be closed, and the server in front of the app does not know how."""


def hang_up(scope: Scope) -> None:
    """Close the connection of a request as it is.

    The server offers this as an ASGI extension; without it HungUp is raised.
    """
    extension = scope.get("extensions", {}).get(HANG_UP)
    if extension is None:
        raise HungUp("the connection was closed, as a fault wanted it")
    extension["close"]()
