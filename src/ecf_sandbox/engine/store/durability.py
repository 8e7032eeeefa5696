"""How often what is written to a world's file waits for the disk."""

from pathlib import Path

from ecf_sandbox.engine.store.temporary_folder import is_in_temporary_folder


def synchronous(path: Path) -> str:
    """Return how often a world's file waits for the disk: never, where it is not kept.

    Otherwise as often as no power cut can damage it. A killed process loses nothing either way.
    """
    return "OFF" if is_in_temporary_folder(path) else "NORMAL"
