"""The README tells the truth: its tables are the code's, and its lines work as written."""

import re
import sys
from pathlib import Path

import httpx2
import pytest

from ecf_sandbox import __version__
from scripts import tables
from tests.kit import walks
from tests.kit.sandbox import DOCUMENTS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
MAKE, *STEPS = walks.steps(README)
RUN = walks.blocks_of([MAKE, *STEPS])


def test_the_walk_has_the_steps_of_a_first_visit():
    told = " ".join(step.command for step in STEPS)
    v1 = ("participants/ecf?", "2021-11-25T12:00:00Z", "2021-11-10", "/withdraw", "/void")
    v3 = ("v3/schools?", "v3/partnerships", "v3/participant-declarations", "/defer", "/resume")
    assert [word for word in (*v1, *v3) if word not in told] == []


@pytest.mark.timeout(walks.PATIENCE + 30)
def test_every_line_gives_the_answer_that_is_shown(tmp_path):
    with walks.serving(tmp_path) as server:
        came = walks.walk(STEPS, server, tmp_path)
    assert list(walks.differences(STEPS, came)) == []
    first, copy = (
        came[nth] for nth, step in enumerate(STEPS) if "-25T09:00:00Z\"}}}'" in step.command
    )
    assert first == copy, "a copy is answered with the very same body"


def test_the_first_command_serves_and_the_second_is_what_runs_this(tmp_path, monkeypatch):
    serve, test = (line.partition("#")[0].split() for line in MAKE.command.splitlines())
    for name in ("MAKEFLAGS", "MAKELEVEL"):  # a test that make runs is not a part of that make
        monkeypatch.delenv(name, raising=False)
    installed = ("-o", f"{sys.prefix}/run.stamp", f"VENV={sys.prefix}")
    here = (*installed, "--no-print-directory", "-C", str(ROOT))
    with walks.started(tmp_path, *serve, *here, "ARGS=--port 0 --participants 0") as server:
        assert httpx2.get(f"{server}/sandbox/health").json()["status"] == "ok"
    assert " ".join(test) in (ROOT / ".ci" / "run").read_text().splitlines()


@pytest.mark.parametrize("page", tables.PAGES, ids=lambda path: path.name)
def test_the_tables_are_the_codes(page):
    text = page.read_text(encoding="utf-8")
    assert tables.filled(text) == text, "run: make docs-tables"


@pytest.mark.parametrize("name", tables.TABLES)
def test_every_table_has_its_place(name):
    places = [page.read_text("utf-8").count(f"<!-- table: {name} -->") for page in tables.PAGES]
    assert sum(places) == 1


@pytest.mark.parametrize("document", ["v1", "v3", "control", "control-v3"])
def test_every_operation_is_in_a_table(document):
    text = "".join(page.read_text(encoding="utf-8") for page in tables.PAGES)
    operations = DOCUMENTS.served[document].read().operations.values()
    assert [each.name for each in operations if f"`{each.method} {each.path}`" not in text] == []


@pytest.mark.parametrize("version", ["v1", "v3"])
def test_the_number_of_calls_is_the_documents(version):
    column = {"v3": 2, "v1": 3}[version]
    row = next(
        each for each in README.read_text("utf-8").splitlines() if "(docs/calls.md) |" in each
    )
    assert row.split(" | ")[column - 1].strip(" |") == str(
        len(DOCUMENTS.served[version].read().operations)
    )


@pytest.mark.parametrize(
    "document",
    [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")],
    ids=lambda path: path.name,
)
def test_links_lead_somewhere(document):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_changelog_has_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(__version__)} - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE)
