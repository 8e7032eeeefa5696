"""What a world holds, so that a test can tell whether a request left anything behind."""

from tests.kit.sandbox import Sandbox


def everything(sandbox: Sandbox) -> list[str]:
    """Return all that is recorded in a sandbox's world."""
    with sandbox.world.reading(patient=True) as store:
        return list(store.db.iterdump())
