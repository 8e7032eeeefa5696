"""A demo that runs: what it prints, and what its lines answer when they are pasted."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.kit import walks
from tests.kit.served import PROGRAM


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo said when it was ready, and the token that its lines use."""

    said: str
    token: str

    @property
    def address(self) -> str:
        return re.search(r"http://\S+(?=\.)", self.said)[0]

    @property
    def lines(self) -> list[str]:
        """The lines to paste."""
        return re.findall(r"^   (curl .*)$", self.said, re.MULTILINE)

    def pasted(self) -> list[Any]:
        """Return what the lines answer, pasted one after the other."""
        return [self._shell("bash", "-c", f"{line} -s") for line in self.lines]

    def get(self, path: str) -> Any:
        header = f"Authorization: Bearer {self.token}"
        return self._shell("curl", "-s", "-H", header, f"{self.address}{path}")

    def post(self, path: str) -> Any:
        return self._shell("curl", "-s", "-X", "POST", f"{self.address}{path}")

    def attributes(self, path: str) -> dict[str, Any]:
        """Return the attributes of one record."""
        return self.get(path)["data"]["attributes"]

    def part(self, words: str) -> str:
        """Return the id of whoever plays a part, by how it begins."""
        (found,) = re.findall(rf"^  (\S+) .* {words}", self.said, re.MULTILINE)
        return found

    def _shell(self, *command: str) -> Any:
        return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@contextmanager
def running(cache: Path, *options: str, token: str) -> Iterator[Demo]:
    """Run `ecf-sandbox demo` on a free port, and end it at the end."""
    with subprocess.Popen(
        [PROGRAM, "demo", "--port", "0", *options],
        env=walks.environment(cache),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            while "Ctrl-C" not in said and (line := process.stdout.readline()):
                said += line
            yield Demo(said, token)
        finally:
            process.terminate()
