"""The code blocks of documents, and the files that some of them are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

_NAMED = re.compile(r"(?:#|//) (\S+)\n(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A block: where it is and what it says. Without a fence it has no language either."""

    document: str
    first: int
    after: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.document}, line {self.first}: {self.language or 'no language'}"


def of(document: Path, *languages: str) -> list[Block]:
    """Return a document's blocks in order; those in some languages where any are given."""
    found = written_in(document.read_text(encoding="utf-8"), document.name)
    return [each for each in found if not languages or each.language in languages]


def written_in(text: str, name: str) -> Iterator[Block]:
    """Yield the blocks of a text in Markdown."""
    for token in MarkdownIt().parse(text):
        if token.type in ("fence", "code_block") and token.map:
            first, after = token.map
            yield Block(name, first + 1, after + 1, token.info.strip(), token.content)


def files(document: Path, language: str) -> dict[str, str]:
    """Return a document's files in a language by name, which their first line is a comment with.

    That line is not counted.
    """
    found = (_NAMED.fullmatch(each.text) for each in of(document, language))
    return {named[1]: named[2] for named in found if named}
