"""Connections closed in mid-answer, which HTTP servers offer no app of their own accord."""

from starlette.types import Scope

CLOSE_CONNECTION = "ecf_sandbox.close_connection"


class ConnectionClosed(ConnectionError):
    """The connection was to be closed, and the server in front of the app does not know how."""


def close_connection(scope: Scope) -> None:
    """Close the connection of a request as it is.

    The server offers this as an ASGI extension; without it ConnectionClosed is raised.
    """
    extension = scope.get("extensions", {}).get(CLOSE_CONNECTION)
    if extension is None:
        raise ConnectionClosed("the connection was closed, as a fault wanted it")
    extension["close"]()
