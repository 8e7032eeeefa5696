"""Both commands run as modules too, where the folder of scripts is not on the path."""

import subprocess
import sys

import pytest

from ecf_sandbox import __version__


@pytest.mark.parametrize("package", ["ecf_sandbox", "ecf_conformance"])
def test_a_package_runs_as_its_command(package):
    done = _run(package, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{__version__}\n", "")


@pytest.mark.parametrize("package", ["ecf_sandbox", "ecf_conformance"])
def test_its_help_says_how_it_was_called(package):
    assert _run(package, "--help").stdout.startswith(f"Usage: python -m {package} ")


def _run(package, *words):
    command = [sys.executable, "-m", package, *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=30)
