"""A Dockerfile as data: its instructions, stage by stage."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMMENT = re.compile(r"^\s*#.*\n", re.MULTILINE)
_ASSIGNED = re.compile(r"(\S+)=(\S+)")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction, its continued lines joined; `stage` is empty before the first FROM."""

    stage: str
    word: str
    said: str

    @property
    def exec_form(self) -> list[str]:
        """The array that the instruction ends with; a shell's line is a ValueError."""
        arguments: list[str] = json.loads(self.said[self.said.index("[") :])
        return arguments


@dataclass(frozen=True, slots=True)
class Dockerfile:
    """All instructions of a file in order."""

    instructions: tuple[Instruction, ...]

    @classmethod
    def read(cls, path: Path) -> "Dockerfile":
        return cls(tuple(_instructions(path.read_text(encoding="utf-8"))))

    def of(self, stage: str, *words: str) -> list[Instruction]:
        """Return a stage's instructions, those with one of these words where any are given."""
        mine = (each for each in self.instructions if each.stage == stage)
        return [each for each in mine if not words or each.word in words]

    def last(self, stage: str, word: str) -> Instruction:
        return self.of(stage, word)[-1]

    def environment(self, stage: str) -> dict[str, str]:
        said = " ".join(each.said for each in self.of(stage, "ENV"))
        return dict(_ASSIGNED.findall(said))


def _instructions(text: str) -> Iterator[Instruction]:
    stage = ""
    for line in _COMMENT.sub("", text).replace("\\\n", " ").splitlines():
        word, _, said = line.strip().partition(" ")
        if word == "FROM":
            stage = said.partition(" AS ")[2]
        if word:
            yield Instruction(stage, word, said.strip())
