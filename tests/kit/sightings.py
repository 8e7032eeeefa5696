"""Declaring for somebody, and looking at the declaration at some date."""

from typing import Any

from ecf_sandbox.v1.domain.participants import Person
from tests.kit.sandbox import NOW, Sandbox, attributes

DECLARATIONS = "/participant-declarations"


def declare(
    sandbox: Sandbox,
    somebody: Person,
    dated: str = NOW,
    *,
    what: str = "started",
    now: str | None = None,
) -> str:
    """Declare, at the date it is about unless another now is given; return the path."""
    answer = sandbox.provider().declare(somebody, what, dated, now=now or dated)
    assert answer.status_code == 200, answer.text
    return f"{DECLARATIONS}/{answer.json()['data']['id']}"


def void(sandbox: Sandbox, path: str, now: str = NOW) -> dict[str, Any]:
    """Void a declaration, and return what the answer shows."""
    return attributes(sandbox.provider().call("PUT", f"{path}/void", now=now))


def seen(sandbox: Sandbox, path: str, now: str) -> dict[str, Any]:
    """Return a declaration as it looks at some date."""
    return attributes(sandbox.provider().get(path, now=now))


def state(sandbox: Sandbox, path: str, now: str) -> str:
    """Return a declaration's state at some date."""
    found: str = seen(sandbox, path, now)["state"]
    return found
