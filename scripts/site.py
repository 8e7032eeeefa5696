"""MkDocs hooks: some pages of the site are chapters of the README, and so are told once.

What GitHub shows and the site has not (sources, tests) becomes plain text there; links to the
README's chapters lead to their pages.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

README = Path(__file__).resolve().parent.parent / "README.md"

# A page, and the README's chapters on it; the text before the first chapter has no name.
CHAPTERS = {
    "index.md": ("", "Five minutes", "What is served", "Where things are kept"),
    "personas.md": ("Who is there", "Schedules"),
    "control-api.md": ("Worlds, and what happens in them",),
    "differences.md": ("Where this differs from the service", "What it does not do"),
}
_LINK = re.compile(r"\[([^]]+)\]\((?!https?:|#)([^)#]*)(#[^)]*)?\)")


def on_files(files: Files, config: Any) -> Files:  # noqa: ANN401  # MkDocs' own type is untyped
    """Add the pages that the README's chapters make."""
    for page, text in pages(README.read_text(encoding="utf-8")).items():
        files.append(File.generated(config, page, content=text))
    return files


def pages(readme: str) -> dict[str, str]:
    """Return the pages that the README's chapters make, by name."""
    chapters, made = dict(_chapters(readme)), {}
    for page, names in CHAPTERS.items():
        text = "\n\n".join(chapters[name] for name in names)
        made[page] = text.removeprefix("#") if names[0] else text
    return made


def on_page_markdown(markdown: str, config: Any, files: Files, **_: object) -> str:  # noqa: ANN401  # MkDocs' own type is untyped
    """Return a page with its links led to other pages, and folded parts open, as Markdown."""
    known = {each.src_uri for each in files.documentation_pages()}
    known |= {each.src_uri for each in files.media_files()}
    folded = re.sub(r"<details(?: open)?", '<details open markdown="1"', markdown)
    titles = {page: title for each in config.nav for title, page in each.items()}
    return _LINK.sub(lambda link: _led(link[1], link[2], link[3] or "", known, titles), folded)


def _chapters(text: str) -> Iterator[tuple[str, str]]:
    """Yield each chapter by name, its heading included."""
    first, *others = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    yield "", first.rstrip()
    for chapter in others:
        yield chapter.partition("\n")[0].removeprefix("## "), chapter.rstrip()


def _led(words: str, path: str, anchor: str, known: set[str], titles: dict[str, str]) -> str:
    """Return a link on the site; one whose words are a path has the page's title instead."""
    if path.endswith("README.md"):
        return f"[{words}]({_page_of(anchor)}{anchor})"
    inner = path.removeprefix("docs/")
    told = titles.get(inner, words) if words == path else words
    return f"[{told}]({inner}{anchor})" if inner in known else words


def _page_of(anchor: str) -> str:
    """Return the page with a README's chapter; an unknown one is a KeyError, so no site."""
    slugs = {
        "#" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"): page
        for page, names in CHAPTERS.items()
        for name in names
    }
    return slugs[anchor]
