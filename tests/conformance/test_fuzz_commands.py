"""Fuzzing by command, where it is cut off or refused; what is in docs/ is tested there."""

import pytest
from click.testing import CliRunner

from ecf_conformance.commands import command
from tests.conformance.documents import only, written
from tests.conformance.targets import served

DEFER = "PUT /participants/ecf/{id}/defer"
SHOW = "GET /participants/ecf/{id}"


@pytest.fixture
def url(app):
    with served(app) as found:
        yield found


def conformance(*arguments):
    return CliRunner().invoke(command, ["run", *map(str, arguments)])


def test_what_time_cut_is_exit_code_3_unless_allowed(url, tmp_path):
    file = written(tmp_path, only(SHOW, DEFER))
    short = (url, "--only", "fuzz", "--max-time", 0.001, "--document", file)
    cut = conformance(*short)
    assert cut.exit_code == 3
    assert "had no turn" in cut.output
    assert conformance(*short, "--allow-skips").exit_code == 0


def test_an_overlay_without_actions_could_not_run(url, tmp_path):
    over = written(tmp_path, {"overlay": "1.0.0"}, "overlay.yaml")
    ran = conformance(url, "--overlay", over)
    assert ran.exit_code == 2
    assert "overlay.yaml: it has no actions" in ran.output


def test_rules_alone_are_not_fuzzed(url):
    ran = conformance(url, "--rule", "VOID-3")
    assert ran.exit_code == 0
    assert "FUZZED" not in ran.output
