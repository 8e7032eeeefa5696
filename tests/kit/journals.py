"""The journal of a sandbox, as the control API shows it."""

from typing import Any

from tests.kit.control import Control, told
from tests.kit.sandbox import Sandbox

JOURNAL = "/worlds/default/journal"
Json = dict[str, Any]


class Journal:
    """Reads the journal of a world, from the process that a sandbox or worker is."""

    def __init__(self, sandbox: Sandbox, world: str = "default") -> None:
        self.control = Control(sandbox)
        self.path = f"/worlds/{world}/journal"

    def __call__(self, **wanted: str | int) -> list[Json]:
        """Return entries, the newest first."""
        entries: list[Json] = told(self.control.get(self.path, params=wanted))["entries"]
        return entries

    def newest(self) -> Json:
        """Return the newest entry."""
        return self(limit=1)[0]

    def har(self, **wanted: str | int) -> list[Json]:
        """Return entries of the archive, the oldest first."""
        log = told(self.control.get(f"{self.path}.har", params=wanted))["log"]
        entries: list[Json] = log["entries"]
        return entries

    def clear(self) -> None:
        """Empty it."""
        assert self.control.delete(self.path).status_code == 204


def paths(entries: list[Json]) -> list[str]:
    """Return what was asked for, without what all paths begin with."""
    return [each["path"].removeprefix("/api/v1") for each in entries]
