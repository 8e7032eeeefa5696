"""The same scenarios under pytest, one test each.

    pytest -p ecf_conformance.pytest_plugin --pyargs ecf_conformance.suite --ecf-url URL

To test an app in this process, write a test file that imports `test_promise` from
`ecf_conformance.suite`, and a conftest.py whose fixture `ecf_transport` returns
`AsgiTransport(app)`. Tests are named by their rules, so `-k DECL` chooses.
"""

from collections.abc import Iterator

import httpx2
import pytest

from ecf_conformance.apis import EDITIONS, scenarios
from ecf_conformance.fuzz_report import OURS_ALONE
from ecf_conformance.scenario import Scenario, Verdict
from ecf_conformance.session import PATIENCE, PAYMENTS, Settings, opened
from ecf_conformance.target import CannotRun, Target

_IN_PROCESS = "http://127.0.0.1:8000"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what says which target, and what to expect of it."""
    group = parser.getgroup("ecf", "conformance to the ECF lead provider API")
    group.addoption("--ecf-url", default=_IN_PROCESS, help="the base URL of the target")
    group.addoption("--ecf-token", help="of the provider who asks; our sandbox needs none")
    group.addoption("--ecf-other-token", help="of another provider there")
    group.addoption("--ecf-edition", choices=EDITIONS, default="guidance")
    group.addoption("--ecf-states", help="URL of provider states, as Pact has them")
    group.addoption("--ecf-clock", default="header", help="header, none, or the URL of a clock")
    group.addoption("--ecf-timeout", type=float, default=PATIENCE, help="seconds for an answer")
    group.addoption("--ecf-payments", choices=PAYMENTS, default="look", help="does time alone pay?")
    group.addoption("--ecf-strict", action="store_true", help="fail for what differs, too")
    group.addoption("--ecf-admin-token", help="opens the control API, the states and the clock")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Play a test that asks for `ecf_scenario` once for each scenario of the edition."""
    if "ecf_scenario" in metafunc.fixturenames:
        found = scenarios(metafunc.config.getoption("--ecf-edition"))
        ids = [f"{'+'.join(each.rules)} {each.id}" for each in found]
        metafunc.parametrize("ecf_scenario", found, ids=ids)


@pytest.fixture(scope="session")
def ecf_transport() -> httpx2.BaseTransport | None:
    """How the target is reached; None is over the network."""
    return None


@pytest.fixture(scope="session")
def ecf_target(
    pytestconfig: pytest.Config, ecf_transport: httpx2.BaseTransport | None
) -> Iterator[Target]:
    """Open the target that the options name."""
    said = Settings(
        url=pytestconfig.getoption("--ecf-url"),
        token=pytestconfig.getoption("--ecf-token"),
        other_token=pytestconfig.getoption("--ecf-other-token"),
        edition=pytestconfig.getoption("--ecf-edition"),
        states=pytestconfig.getoption("--ecf-states"),
        clock=pytestconfig.getoption("--ecf-clock"),
        admin_token=pytestconfig.getoption("--ecf-admin-token"),
        patience=pytestconfig.getoption("--ecf-timeout"),
        payments=pytestconfig.getoption("--ecf-payments"),
    )
    try:
        with opened(said, ecf_transport) as target:
            yield target
    except CannotRun as error:
        pytest.exit(f"Could not run: {error}", returncode=2)


def check(scenario: Scenario, target: Target, *, strict: bool = False) -> None:
    """Play a scenario and give pytest its verdict; what differs is skipped unless `strict`."""
    outcome = scenario.play(target)
    if outcome.verdict is Verdict.KEPT:
        return
    if outcome.verdict is Verdict.SKIPPED:
        pytest.skip(outcome.why)
    if outcome.verdict is Verdict.DIFFERS and not strict:
        pytest.skip(f"{OURS_ALONE}: {outcome.why}")
    curls = "\n".join(each.curl(target.secrets) for each in outcome.exchanges)
    pytest.fail(f"{scenario.sentence}.\n{outcome.why}\n\n{curls}", pytrace=False)
