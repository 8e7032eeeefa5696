"""The code blocks of documents that are files: their first line is a comment with the name."""

import re
from pathlib import Path

_BLOCK = re.compile(r"^```(\w+)\n(?:#|//) (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def files(document: Path, language: str) -> dict[str, str]:
    """Return a document's files in a language, by name; the first line is not counted."""
    found = _BLOCK.findall(document.read_text(encoding="utf-8"))
    return {name: text for tongue, name, text in found if tongue == language}
