"""The documentation is a site that builds without a warning and loads nothing from elsewhere."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PAGES = [
    page
    for each in yaml.safe_load((ROOT / "mkdocs.yml").read_text())["nav"]
    for page in each.values()
]
LOADING = {"img": "src", "script": "src", "iframe": "src", "link": "href"}
TOLD = re.compile(r"url\(\s*['\"]?(?:https?:)?//|@import\s+['\"](?:https?:)?//")


class Loads(HTMLParser):
    """What a page loads by itself: links that a reader may follow are not among it."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in LOADING:
            self.found.append(dict(attrs).get(LOADING[tag]) or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    made = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", made],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return made


def test_every_page_is_made_and_loads_only_what_is_there(site):
    for page in PAGES:
        text = (site / page).with_suffix(".html").read_text(encoding="utf-8")
        loads = Loads(text).found
        assert loads
        assert [each for each in loads if "//" in each] == []
        gone = [each for each in loads if each and not (site / each.partition("?")[0]).exists()]
        assert gone == []


def test_no_style_asks_another_host(site):
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert styles
    assert [text for text in styles if TOLD.search(text)] == []


def test_the_readme_is_the_first_page_and_tables_have_theirs(site):
    assert "amelia.hartley@example.com" in (site / "index.html").read_text()
    personas = (site / "personas.html").read_text()
    assert "Rosa Delgado" in personas
    assert "00000000-0000-4000-8000-000000003801" in personas
    assert "/sandbox/worlds/{world}/clock/advance" in (site / "control-api.html").read_text()
    assert "cf-replacement-january" in (site / "differences.html").read_text()


def test_a_link_to_a_chapter_of_another_page_leads_there(site):
    assert 'href="personas.html#version-1"' in (site / "testing.html").read_text()
    assert 'href="time-travel.html#' in (site / "index.html").read_text()


def test_a_link_that_is_a_path_has_its_pages_title_and_no_table_is_folded(site):
    text = (site / "index.html").read_text()
    assert '<a href="container.html">Container</a>' in text
    assert "docs/container.md" not in text
    folds = re.findall(r"<details.*?>", (site / "personas.html").read_text())
    assert folds
    assert all(" open" in each for each in folds)
