"""Programs that are not here, or should do nothing: each keeps what it was asked, and obeys."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = """#!{python} -IS
import json, os, sys
with open({kept!r}, "a") as file:
    print(json.dumps([sys.argv[1:], dict(os.environ)]), file=file)
print({prints!r})
"""


@dataclass(frozen=True, slots=True)
class Call:
    """What a stand-in was asked once, and with which environment."""

    arguments: list[str]
    environment: dict[str, str]


@dataclass(frozen=True, slots=True)
class StandIn:
    """A program of a folder that is to be put first on the PATH."""

    folder: Path
    name: str
    prints: str = ""

    def __post_init__(self) -> None:
        program = self.folder / self.name
        text = _PROGRAM.format(python=sys.executable, kept=str(self._kept), prints=self.prints)
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)

    @property
    def calls(self) -> list[Call]:
        """All calls so far."""
        return [Call(*json.loads(line)) for line in self._kept.read_text().splitlines()]

    @property
    def _kept(self) -> Path:
        return self.folder / f"{self.name}.jsonl"
