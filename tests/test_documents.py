"""Every block of code in every document belongs to a test, and every page says to which kind.

A test module of a document names in `RUN` the blocks that it executes, with what they show, and
in `READ` those that it parses or lints.
"""

from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from scripts import site
from tests.kit import blocks

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
MODULES = [
    import_module(f"tests.{name}")
    for name in (
        "test_conformance_document",
        "test_container_document",
        "test_contributing",
        "test_readme",
        "test_testing_document",
        "test_time_travel_document",
        "test_worlds_document",
    )
]
RUN = [block for module in MODULES for block in getattr(module, "RUN", [])]
READ = [block for module in MODULES for block in getattr(module, "READ", [])]
NAMES = {
    "sh": "shell",
    "python": "Python",
    "typescript": "TypeScript",
    "yaml": "YAML",
    "csharp": "C#",
    "ruby": "Ruby",
}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_block_has_a_language_and_a_test(document):
    found = blocks.of(document)
    assert [str(each) for each in found if not each.language] == []
    counts = Counter([*RUN, *READ])
    assert [str(each) for each in found if counts[each] != 1] == []
    assert "<pre" not in document.read_text(encoding="utf-8")


def test_what_can_be_run_is_run():
    tongues = {each.language for each in READ if each.document != "CONTRIBUTING.md"}
    assert tongues == {"csharp", "ruby", "yaml"}


def published():
    """Return the pages of the site, as their Markdown."""
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text())["nav"]
    paths = {name: ROOT / "docs" / name for each in nav for name in each.values()}
    paths[site.INDEX] = site.README
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items()}


@pytest.mark.parametrize("page", published())
def test_every_page_with_code_says_how_its_languages_are_tested(page):
    text = published()[page]
    tongues = {each.language for each in blocks.written_in(text, page)} - {"text"}
    said = "\n\n".join(each for each in text.split("\n\n") if each.startswith("Tests "))
    assert [NAMES[each] for each in tongues if NAMES[each] not in said] == []
