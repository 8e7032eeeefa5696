"""The plugin from outside: what reports show, what is left behind, what it costs to be there."""

import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

REFUSED = """
def test_refused(ecf_sandbox):
    client = ecf_sandbox.client()
    client.get("/api/v1/participants/ecf", params={"page[per_page]": 1})
    answer = client.post("/api/v1/participant-declarations", json={"data": {"mark": 1}})
    assert answer.status_code == 200
"""
QUIET = """
def test_quiet(ecf_sandbox_in_process):
    assert ecf_sandbox_in_process.journal
"""
PASSES = """
def test_passes(ecf_sandbox):
    assert ecf_sandbox.client().get("/api/v1/participants/ecf").status_code == 200
"""


@pytest.fixture
def run(pytester, tmp_path, monkeypatch):
    """Run pytest on some tests, warnings being errors; what it leaves lies in `left`."""
    left = tmp_path / "left"
    left.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(left))

    monkeypatch.setenv("TMPDIR", str(left))
    strict = ("-W", "error", "--strict-markers", "-p", "no:cacheprovider")

    def running(tests: str, *arguments: str):
        pytester.makepyfile(test_theirs=tests)
        return pytester.runpytest_inprocess(*strict, *arguments)

    def apart(tests: str, *arguments: str):
        monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # many are slow to start
        plugins = ("-p", "xdist.plugin", "-p", "ecf_sandbox.pytest_plugin")
        pytester.makepyfile(test_theirs=tests)
        return pytester.runpytest_subprocess(*strict, *plugins, *arguments)

    running.apart = apart
    running.left = left
    return running


def test_a_failing_test_shows_the_last_requests(run):
    ran = run(REFUSED)
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(
        [
            "*ecf-sandbox: the last requests*",
            "2021-11-25T09:00:00Z  north-star  GET /api/v1/participants/ecf?page*=1  200",
            "2021-11-25T09:00:00Z  north-star  POST /api/v1/participant-declarations  422",
            '  sent      {"data":{"mark":1}}',
            '  answered  {"errors":*',
        ]
    )


def test_a_failing_test_that_asked_nothing_says_so(run):
    run(QUIET).stdout.fnmatch_lines(["None came with a token of this test's world."])


def test_a_passing_test_shows_nothing(run):
    assert "last requests" not in run(PASSES, "-rA").stdout.str()


def test_nothing_is_left_after_passes_failures_and_an_interrupt(run):
    interrupted = "\ndef test_z(ecf_sandbox):\n    raise KeyboardInterrupt\n"
    ran = run.apart(PASSES + REFUSED + interrupted)
    ran.assert_outcomes(passed=1, failed=1)
    assert list(run.left.glob("ecf-sandbox-*")) == []


def test_two_workers_have_a_server_each(run):
    many = "import pytest\n@pytest.mark.parametrize('n', range(8))\n" + PASSES.lstrip().replace(
        "(ecf_sandbox)", "(n, ecf_sandbox)"
    )
    run.apart(many, "-n", "2").assert_outcomes(passed=8)
    assert list(run.left.glob("ecf-sandbox-*")) == []


def test_a_port_that_is_taken_is_an_error_in_one_sentence(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run(PASSES, "-o", f"ecf_sandbox_port={port}")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines([f"There is no ecf_sandbox for this test. *127.0.0.1:{port}: Addr*"])
    assert "Traceback" not in ran.stdout.str()


def test_a_port_can_be_chosen(run):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    tests = f"def test_it(ecf_sandbox):\n    assert ecf_sandbox.url.endswith(':{port}')"
    run(tests, "-o", f"ecf_sandbox_port={port}").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("edtion='service'", "*does not take edtion. Did you mean edition?"),
        ("edition='servce'", "*#/edition must be one of guidance, service, register."),
        ("now='2022-01-15T12:00:00'", "*2022-01-15T12:00:00 has no time zone*"),
    ],
    ids=["unknown", "refused", "naive"],
)
def test_a_bad_mark_is_an_error_in_one_sentence(run, mark, words):
    ran = run(f"import pytest\n@pytest.mark.ecf_sandbox({mark})\n{PASSES.lstrip()}")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines([words])


def test_a_port_that_is_none_is_a_wrong_setting(run):
    ran = run(PASSES, "-o", "ecf_sandbox_port=http")
    ran.stdout.fnmatch_lines(["*ecf_sandbox_port: 'http' is not a port*"])


def test_who_does_not_use_it_pays_for_one_small_module():
    program = (
        "import pytest, sys; before = set(sys.modules); import ecf_sandbox.pytest_plugin;"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.split() == [b"ecf_sandbox", b"ecf_sandbox.pytest_plugin"]
    assert len(Path("src/ecf_sandbox/pytest_plugin.py").read_text().splitlines()) < 150
