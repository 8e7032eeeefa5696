"""docs/conformance.md tells the truth: its commands run, its CI jobs turn red and green.

Every target is a sandbox of the test's own. What would take minutes is cut down by the environment
and by files, never by other options than the page's: some rules, a document with one operation.
"""

import importlib
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import yaml
from packaging.requirements import Requirement

from ecf_conformance.apis import APIS, EDITIONS, scenarios
from tests.conformance.documents import only, written
from tests.conformance.targets import our_app, served, target
from tests.defects import CATALOGUE, catalogue
from tests.kit import blocks, walks
from tests.kit.stand_ins import StandIn

importlib.import_module("tests.defects.wire")

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "conformance.md"
JOB, OURS, FUZZ, SCHEMATHESIS, SUITE, IN_PROCESS = SHELL = blocks.of(PAGE, "sh")
GITHUB, GITLAB, STUB_JOB, OVERLAY = READ = blocks.of(PAGE, "yaml")
STUB, PUT_RIGHT, *_ = PYTHON = blocks.of(PAGE, "python")
(REPORT,) = blocks.of(PAGE, "text")
RUN = [*SHELL, *PYTHON, REPORT]

WRITTEN = re.compile(r"http://127\.0\.0\.1:9000|https://stub\.example")
DECL_10 = {"ECF_CONFORMANCE_RULE": "DECL-10"}
QUICKLY = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "-p no:cacheprovider"}
APP = """
from tests.conformance.strangers import Stranger
app = Stranger(accepts=True)
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def one_server(cache):
    with walks.serving(cache, "--participants", "10") as url:
        yield url


@pytest.fixture
def server(one_server):
    """Where a sandbox is that nobody has changed."""
    httpx2.post(f"{one_server}/sandbox/worlds/default/reset").raise_for_status()
    return one_server


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs lines in a clean folder as a job's shell does, with a pip that installs nothing."""

    folder: Path
    pip: StandIn
    cache: Path

    def __call__(self, lines, server, **environment):
        there = walks.environment(self.cache) | environment
        return subprocess.run(
            ["bash", "-e", "-c", WRITTEN.sub(server, lines)],
            env={**there, "PATH": f"{self.pip.folder}:{there['PATH']}"},
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=walks.PATIENCE,
        )


@pytest.fixture
def shell(tmp_path, cache):
    programs = tmp_path / "programs"
    programs.mkdir()
    pip = StandIn(programs, "pip")
    job = tmp_path / "job"
    job.mkdir()

    return Shell(job, pip, cache)


def installed(pip):
    """Assert that each thing that was to be installed is ours, with extras that it has."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert pip.calls
    for call in pip.calls:
        verb, *wanted = call.arguments
        assert verb == "install"
        for each in map(Requirement, wanted):
            assert each.name == project["name"]
            assert each.extras <= project["optional-dependencies"].keys()


def free_port():
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def lines_of(workflow):
    """Yield the shell lines of each step of a workflow, and the environment that they have."""
    for job in workflow["jobs"].values():
        environment = {
            name: text.replace("${{ secrets.ECF_TOKEN }}", "north-star-token")
            for name, text in job["env"].items()
        }
        assert "${{" not in str(environment)
        yield from ((step["run"], environment) for step in job["steps"] if "run" in step)


def test_the_plain_shell_job_is_red_then_green_as_is_told(shell):
    port = free_port()
    *_, red = JOB.text.splitlines()
    green = red.replace(" --edition service", "")
    assert green != red
    lines = JOB.text.replace("--port 9000", f"--port {port}")
    told = f"set +e\n{lines}echo red: $?\n{green}\necho green: $?"
    done = shell(f"trap 'kill $(jobs -p)' EXIT\n{told}", f"http://127.0.0.1:{port}")
    first, second = done.stdout.split("red: 1\n")
    assert "BROKEN  DECL-10" in first
    assert "BROKEN" not in second
    assert second.endswith("green: 0\n")
    assert (shell.folder / "conformance.html").exists()
    installed(shell.pip)


@pytest.mark.parametrize(("edition", "code"), [("service", 1), ("guidance", 0)])
def test_the_job_of_github_is_red_and_green(shell, server, edition, code):
    workflow = yaml.safe_load(GITHUB.text)
    *before, last = lines_of(workflow)
    summary = shell.folder / "summary.md"
    there = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    for lines, environment in before:
        assert shell(lines, server, **there, **environment).returncode == 0
    installed(shell.pip)
    lines, environment = last
    done = shell(lines, server, **there, **environment, **DECL_10, ECF_CONFORMANCE_EDITION=edition)
    assert done.returncode == code, done.stdout + done.stderr
    assert ("::error title=DECL-10" in done.stdout) == (code == 1)
    assert f"## Conformance: {'broken' if code else 'kept'}" in summary.read_text()
    (kept,) = [
        step["with"]["path"]
        for step in workflow["jobs"]["conformance"]["steps"]
        if "upload-artifact" in step.get("uses", "")
    ]
    assert (shell.folder / kept).exists()


@pytest.mark.parametrize(("edition", "code"), [("service", 1), ("guidance", 0)])
def test_the_job_of_gitlab_is_red_and_green(shell, server, edition, code):
    job = yaml.safe_load(GITLAB.text)["conformance"]
    variables = {"STUB_URL": server, "ECF_TOKEN": "north-star-token"}
    done = shell(
        "\n".join(job["script"]), server, **variables, **DECL_10, ECF_CONFORMANCE_EDITION=edition
    )
    assert done.returncode == code, done.stdout + done.stderr
    installed(shell.pip)
    kept = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
    assert [each for each in kept if not (shell.folder / each).exists()] == []
    assert ("<failure" in (shell.folder / "conformance.xml").read_text()) == (code == 1)


@pytest.mark.parametrize(
    ("state", "code"),
    [pytest.param("wrong", 1, id="red"), pytest.param("put right", 0, id="green")],
)
def test_the_job_of_a_stub_of_version_3_is_red_in_words_then_green(shell, state, code):
    port = free_port()
    put_right = "def statements(query):\n    cohorts"
    assert PUT_RIGHT.text.startswith(put_right)
    wrong = re.search(r"def statements\(.*?\n\n\n", STUB.text, re.DOTALL)[0]
    stub = STUB.text if state == "wrong" else STUB.text.replace(wrong, f"{PUT_RIGHT.text}\n\n")
    (shell.folder / "stub.py").write_text(stub.replace("9000", str(port)))
    steps = list(lines_of(yaml.safe_load(STUB_JOB.text)))
    script = "\n".join(lines for lines, _ in steps).replace("127.0.0.1:9000", f"127.0.0.1:{port}")
    stopped = f"trap 'kill $(jobs -p)' EXIT\n{script}"
    done = shell(stopped, "", **steps[0][1])
    assert done.returncode == code, done.stdout + done.stderr
    installed(shell.pip)
    told = [line for line in REPORT.text.splitlines() if line != walks.LEFT_OUT]
    assert [line in done.stdout.splitlines() for line in told] == [bool(code)] * len(told)
    assert ("3 kept, 0 broken, 0 differs, 0 not shown" in done.stdout) == (code == 0)


def test_the_job_of_a_stub_has_ten_lines():
    assert len(STUB_JOB.text.splitlines()) == 10


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        pytest.param(GITHUB, "github-workflows", id="GitHub"),
        pytest.param(STUB_JOB, "github-workflows", id="GitHub, a stub"),
        pytest.param(GITLAB, "gitlab-ci", id="GitLab"),
    ],
)
def test_the_linter_passes_a_job_and_would_find_a_wrong_word(block, kind, tmp_path):
    schema = f"vendor.{kind}"

    def linted(text):
        file = tmp_path / "job.yml"
        file.write_text(text)
        line = ["-m", "check_jsonschema", "--builtin-schema", schema, file]
        return subprocess.run(
            [sys.executable, *line], capture_output=True, check=False, timeout=60
        ).returncode

    assert linted(block.text) == 0
    assert linted(re.sub("if: always|when: always|runs-on", "if: 1, whn", block.text)) == 1


def test_the_figures_count_what_there_is():
    played = [len(scenarios(each)) + 1 for each in EDITIONS]  # and one for what is always held
    rules = [len(api.rules) for api in APIS]
    seen = [sum(not each.unseen for each in catalogue(api.name).values()) for api in APIS]
    page = PAGE.read_text(encoding="utf-8")
    assert "| {} | {} |\n".format(*rules) in page
    assert "edition | {}, {} | {} |\n".format(*played) in page
    assert "| {0} of {0} | {1} of {1} |\n".format(*seen) in page


def test_our_sandbox_needs_no_option_and_the_overlay_fits(shell, server):
    (shell.folder / "overlay.yaml").write_text(OVERLAY.text)
    overlaid = {"ECF_CONFORMANCE_OVERLAY": "overlay.yaml"}
    done = shell(OURS.text, server, ECF_CONFORMANCE_RULE="VOID-3", **overlaid)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 kept, 0 broken, 0 differs, 0 not shown" in done.stdout
    assert "changes nothing" not in done.stderr


def test_a_run_can_fuzz_alone_and_tells_where_the_time_went(shell, server):
    document = written(shell.folder, only("GET /participants/ecf/{id}"))
    files = {"ECF_CONFORMANCE_DOCUMENT": str(document), "ECF_CONFORMANCE_JSON": "report.json"}
    done = shell(FUZZ.text, server, **files)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FUZZED by 20 examples each, seed 7" in done.stdout
    report = json.loads((shell.folder / "report.json").read_text())
    assert report["scenarios"] == []
    assert report["fuzz"]["operations"][0]["seconds"] > 0


def test_schemathesis_own_command_has_our_hooks_and_checks(shell, tmp_path, monkeypatch):
    CATALOGUE["dates_have_fractions"].apply(monkeypatch)
    written(shell.folder, only("GET /participants/ecf/{id}"), "openapi.yaml")
    (shell.folder / "schemathesis.toml").write_text(
        "[phases]\nfuzzing.enabled = false\ncoverage.enabled = false\n"
    )
    with our_app(tmp_path / "worlds") as app, target(app) as ours, served(app) as url:
        token = ours.worlds.make("guidance", participants=10).tokens["north-star"]
        done = shell(SCHEMATHESIS.text.replace("north-star-token", token), url)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "dates_in_utc fails" in done.stdout
    assert "(FMT-3)" in done.stdout


def test_pytest_plays_the_suite(shell, server):
    done = shell(SUITE.text, server, **QUICKLY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^=+ \d+ passed, \d+ deselected", done.stdout, re.MULTILINE)


def test_pytest_plays_it_on_an_app_in_process(shell, server):
    for name, text in blocks.files(PAGE, "python").items():
        (shell.folder / name).write_text(text)
    (shell.folder / "my_app.py").write_text(APP)
    chosen = {**QUICKLY, "PYTEST_ADDOPTS": f"{QUICKLY['PYTEST_ADDOPTS']} -k VOID-3"}
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = shell(IN_PROCESS.text, server, **chosen, PYTHONPATH=path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "A second void is an invalid action." in done.stdout
