"""The APIs' documents in others' hands: a Postman collection, Scalar, and generated clients."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit import walks
from tests.kit.published import operations

ROOT = Path(__file__).parents[1]
HERE = ROOT / "tests" / "clients"
GENERATOR = "openapi-python-client==0.29.1"
TYPES = ["started", "retained-1", "retained-2", "retained-3", "retained-4", "completed"]
INDUCTIONS = {
    "v1": "".join(f"{each} paid\n" for each in TYPES),
    "v3": """\
partnership 2026 2
declaration eligible with statement
declaration payable
declaration paid
declaration awaiting-clawback
declaration clawed-back
participant deferred ecf-standard-september
participant active ecf-standard-september
participant active ecf-extended-september
participant 2027-02-05T00:00:00Z
""",
}
PATIENCE = 300

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(2 * PATIENCE),
    pytest.mark.parametrize("api", INDUCTIONS),
]


def document(api):
    """Return where an API's document is."""
    return ROOT / "openapi" / f"{api}.yaml"


def run(*command, cwd, **environment):
    """Run a program that must succeed; return what it printed."""
    done = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """Give a folder with the tools of npm, pinned."""
    folder = tmp_path_factory.mktemp("node")
    for path in HERE.glob("*.*"):
        shutil.copy(path, folder)
    run("npm", "ci", "--no-audit", "--no-fund", "--silent", cwd=folder)
    return folder


def test_it_becomes_a_postman_collection_and_scalar_has_nothing_to_say(node, api):
    told = json.loads(run("node", "documents.mjs", document(api), cwd=node))
    assert told["scalar"] == {"valid": True, "errors": [], "warnings": []}
    postman = {"error": None, "made": True, "requests": len(list(operations(api)))}
    assert told["postman"] == postman


def test_a_typescript_client_made_from_it_compiles_and_plays_an_induction(node, tmp_path, api):
    types = f"{api}.d.ts"
    made = run("npx", "openapi-typescript", document(api), "--output", types, cwd=node)
    assert types in made
    assert played(f"induction_{api}", node, tmp_path) == INDUCTIONS[api]


def test_a_client_made_by_a_second_generator_compiles_and_plays_it_too(node, tmp_path, api):
    told = run("npx", "openapi-ts", "--no-log-file", cwd=node, API=api, DOCUMENT=str(document(api)))
    assert f"made_{api}" in told
    assert re.search("warn|error", told, re.IGNORECASE) is None
    assert played(f"sdk_{api}", node, tmp_path) == INDUCTIONS[api]


def played(script, node, cache):
    """Return what a script in TypeScript prints, once it is compiled with all checks."""
    strict = ["--strict", "--skipLibCheck", "--target", "es2022"]
    run("npx", "tsc", *strict, "--module", "nodenext", f"{script}.ts", cwd=node)
    with walks.serving(cache) as url:
        return run("node", f"{script}.js", url, cwd=node)


def test_a_python_client_made_from_it_plays_an_induction(tmp_path, api):
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    commands = tmp_path / "venv" / "bin"
    run(commands / "pip", "install", "-qq", GENERATOR, cwd=tmp_path)
    settings = tmp_path / "settings.json"
    settings.write_text('{"package_name_override": "made", "post_hooks": []}')
    make = ["generate", "--path", document(api), "--meta", "none", "--output-path", "made"]
    told = run(commands / "openapi-python-client", *make, "--config", settings, cwd=tmp_path)
    assert "warning" not in told.lower()
    run(commands / "python", "-W", "error", "-m", "compileall", "-q", "made", cwd=tmp_path)
    script = shutil.copy(HERE / f"induction_{api}.py", tmp_path)
    with walks.serving(tmp_path) as url:
        assert run(commands / "python", script, url, cwd=tmp_path) == INDUCTIONS[api]
