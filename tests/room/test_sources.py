"""What the control room is made of: typed, linted, and what its scripts would bring again."""

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "src" / "ecf_sandbox" / "room"
HERE = Path(__file__).parent
PATIENCE = 240

pytestmark = pytest.mark.timeout(2 * PATIENCE)


def run(*command, cwd):
    """Run a program that must succeed; return what it printed."""
    done = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env=os.environ | {"PYTHON": sys.executable},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """Give a folder with npm's tools, pinned, and a copy of the room."""
    if shutil.which("npm") is None and "CI" not in os.environ:
        pytest.skip("npm is not here; CI has it")
    folder = tmp_path_factory.mktemp("room")
    for path in HERE.glob("*.json"):
        shutil.copy(path, folder)
    shutil.copytree(ROOM, folder / "room")
    run("npm", "ci", "--no-audit", "--no-fund", "--silent", cwd=folder)
    return folder


def test_its_types_fit_and_its_style_is_kept(bench):
    run("npx", "tsc", "--project", ".", cwd=bench)
    run("npx", "biome", "check", "--error-on-warnings", "room", cwd=bench)


def test_its_types_of_the_control_api_are_those_of_the_document(bench, tmp_path):
    made = tmp_path / "control.d.ts"
    run("sh", ROOT / "scripts" / "room_types.sh", made, cwd=tmp_path)
    assert made.read_bytes() == (ROOM / "control.d.ts").read_bytes(), "run make room"


def test_its_script_is_made_of_its_modules(bench, tmp_path):
    made = tmp_path / "bundle.js"
    run("sh", ROOT / "scripts" / "room_bundle.sh", made, cwd=tmp_path)
    assert made.read_bytes() == (ROOM / "bundle.js").read_bytes(), "run sh scripts/room_bundle.sh"


@pytest.mark.slow
def test_its_libraries_are_those_that_are_pinned(bench, tmp_path):
    made = tmp_path / "vendor"
    run("sh", ROOT / "scripts" / "vendor_room.sh", made, cwd=tmp_path)
    names = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    kept = {path.relative_to(ROOM / "vendor") for path in (ROOM / "vendor").rglob("*.*")}
    kept |= {Path("VERSIONS")}
    assert {each for each in kept if (ROOM / "vendor" / each).is_file()} == names
    same, different, unread = filecmp.cmpfiles(
        made, ROOM / "vendor", map(str, names), shallow=False
    )
    assert (different, unread) == ([], [])
    assert len(same) == len(names)
