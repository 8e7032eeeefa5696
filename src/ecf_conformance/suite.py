"""What `pytest --pyargs ecf_conformance.suite` collects; see `pytest_plugin`."""

import pytest

from ecf_conformance.pytest_plugin import check
from ecf_conformance.scenario import Scenario
from ecf_conformance.target import Target


def test_promise(ecf_scenario: Scenario, ecf_target: Target, pytestconfig: pytest.Config) -> None:
    """Play one scenario."""
    strict = bool(pytestconfig.getoption("--ecf-strict"))
    check(ecf_scenario, ecf_target, strict=strict)
