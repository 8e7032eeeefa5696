"""docs/testing.md tells the truth: its Python and TypeScript run, its C# and Ruby can be read."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tree_sitter_c_sharp
import tree_sitter_ruby
from tree_sitter import Language, Parser

from ecf_sandbox import testing
from tests.kit import blocks, walks

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "testing.md"
PYTHON = blocks.files(DOCUMENT, "python")
TYPESCRIPT = blocks.files(DOCUMENT, "typescript")
RUN = blocks.of(DOCUMENT, "python", "typescript")
LANGUAGES = {"csharp": tree_sitter_c_sharp.language, "ruby": tree_sitter_ruby.language}
READ = blocks.of(DOCUMENT, *LANGUAGES)


def test_every_block_is_a_file_and_one_world_per_test_is_short():
    found = {each.language: blocks.files(DOCUMENT, each.language) for each in [*RUN, *READ]}
    assert len(RUN) + len(READ) == sum(map(len, found.values()))
    lines = {name: code.count("\n") + 1 for each in found.values() for name, code in each.items()}
    assert {name: count for name, count in lines.items() if count >= 25} == {}


def test_the_python_passes_in_a_project_of_its_own(tmp_path):
    for name, text in PYTHON.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    theirs = ("-p", "ecf_sandbox.pytest_plugin", "-p", "pytest_freezer")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", *theirs, tmp_path],
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},  # ours take long to start
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=walks.PATIENCE,
    )
    assert "7 passed" in done.stdout, done.stdout


@pytest.mark.timeout(walks.PATIENCE + 30)
def test_the_typescript_passes_under_vitest(tmp_path):
    npm = shutil.which("npm")
    if npm is None and "CI" not in os.environ:
        pytest.skip("npm is not here; CI has it")
    for path in (ROOT / "tests" / "vitest").glob("*.json"):
        shutil.copy(path, tmp_path)
    for name, text in TYPESCRIPT.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    quiet = ["--no-audit", "--no-fund", "--silent"]
    subprocess.run([npm, "ci", *quiet], cwd=tmp_path, check=True, timeout=walks.PATIENCE)
    with walks.serving(tmp_path, "--participants", "0") as server:
        done = subprocess.run(
            [tmp_path / "node_modules" / ".bin" / "vitest", "run"],
            cwd=tmp_path,
            env=os.environ | {"ECF_SANDBOX_URL": server},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_others_can_be_read(tongue):
    parser = Parser(Language(LANGUAGES[tongue]()))
    (code,) = blocks.files(DOCUMENT, tongue).values()
    assert not parser.parse(code.encode()).root_node.has_error
    assert parser.parse(code.replace("(", "", 1).encode()).root_node.has_error


@pytest.mark.parametrize(
    "name", [each for each in dir(testing.Sandbox) if not each.startswith("_")]
)
def test_the_page_names_everything_that_a_sandbox_does(name):
    inside = ("close", "latest")
    assert name in inside or f"`.{name}" in DOCUMENT.read_text(encoding="utf-8")
