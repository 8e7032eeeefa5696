"""MkDocs hooks: the site's first page is the README, and so is told once.

What GitHub shows and the site has not (sources, tests) becomes plain text there.
"""

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

README = Path(__file__).resolve().parent.parent / "README.md"
INDEX = "index.md"

_LINK = re.compile(r"\[([^]]+)\]\((?!https?:|#)([^)#]*)(#[^)]*)?\)")


def on_files(files: Files, config: Any) -> Files:  # noqa: ANN401  # MkDocs' own type is untyped
    """Add the page that the README makes."""
    files.append(File.generated(config, INDEX, content=README.read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, config: Any, files: Files, **_: object) -> str:  # noqa: ANN401  # MkDocs' own type is untyped
    """Return a page with its links led to other pages, and folded parts open, as Markdown."""
    known = {each.src_uri for each in files.documentation_pages()}
    known |= {each.src_uri for each in files.media_files()}
    folded = re.sub(r"<details(?: open)?", '<details open markdown="1"', markdown)
    titles = {page: title for each in config.nav for title, page in each.items()}
    return _LINK.sub(lambda link: _led(link[1], link[2], link[3] or "", known, titles), folded)


def _led(words: str, path: str, anchor: str, known: set[str], titles: dict[str, str]) -> str:
    """Return a link on the site; one whose words are a path has the page's title instead."""
    inner = INDEX if path.endswith("README.md") else path.removeprefix("docs/")
    told = titles.get(inner, words) if words == path else words
    return f"[{told}]({inner}{anchor})" if inner in known else words
