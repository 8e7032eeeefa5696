"""The rules of an API, in words: what each id that a refusal names stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ecf_sandbox.engine import yaml_text


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise of an API; `about` says what its chapter is about."""

    id: str
    chapter: str
    about: str
    summary: str


@cache
def read(path: Path) -> Mapping[str, Rule]:
    """Return the rules of a file by id, in its order."""
    chapters = yaml_text.load(path.read_bytes())
    return {
        each["id"]: Rule(each["id"], chapter["chapter"], chapter["about"], each["summary"])
        for chapter in chapters
        for each in chapter["rules"]
    }
