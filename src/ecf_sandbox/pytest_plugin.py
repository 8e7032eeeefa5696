"""The sandbox as fixtures of pytest; `docs/testing.md` shows their use.

pytest imports this module at every start, so all else is imported when a test asks for it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from ecf_sandbox.testing import Engine, Sandbox

_MARK = "ecf_sandbox"
_LARGEST_PORT = 65_535
_OPEN = pytest.StashKey[list["Sandbox"]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what the fixtures can be told in pytest's own settings."""
    parser.addini("ecf_sandbox_port", "port of the sandbox; 0 is a free one", default="0")
    parser.addini("ecf_sandbox_http_client", "httpx2 or httpx, where both are installed")


def pytest_configure(config: pytest.Config) -> None:
    """Say which mark there is."""
    config.addinivalue_line(
        "markers",
        f"{_MARK}(api, edition, seed, participants, personas, now, ticking, real_time): "
        "the world of a test's ecf_sandbox",
    )


@pytest.fixture
def ecf_sandbox(request: pytest.FixtureRequest, _ecf_engine: Engine) -> Iterator[Sandbox]:
    """Give a running sandbox of the ECF lead provider API, with a world of this test's own."""
    with _opened(request, _ecf_engine, socket=True) as sandbox:
        yield sandbox


@pytest.fixture
def ecf_sandbox_in_process(
    request: pytest.FixtureRequest, _ecf_engine: Engine
) -> Iterator[Sandbox]:
    """Give the same without a socket, for clients of httpx2 or httpx: faster."""
    with _opened(request, _ecf_engine, socket=False) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def _ecf_engine(pytestconfig: pytest.Config) -> Iterator[Engine]:
    """Run the one server of this process, for as long as tests run."""
    from ecf_sandbox.testing import CannotStart, Engine  # noqa: PLC0415  # for whoever uses it

    try:
        engine = Engine(_port(pytestconfig))
    except CannotStart as trouble:
        pytest.fail(str(trouble), pytrace=False)
    yield engine
    engine.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failed test's report what its sandboxes were last asked."""
    report = yield
    if report.failed and _OPEN in item.stash:
        from ecf_sandbox.testing.report import TITLE, last_requests  # noqa: PLC0415  # rare

        report.sections += [(TITLE, last_requests(each)) for each in item.stash[_OPEN]]
    return report


@contextmanager
def _opened(request: pytest.FixtureRequest, engine: Engine, *, socket: bool) -> Iterator[Sandbox]:
    """Open a sandbox, and remember it while its test runs."""
    from ecf_sandbox.testing import Sandbox, SandboxError, settings  # noqa: PLC0415  # as above

    marks = [(each.args, each.kwargs) for each in request.node.iter_markers(_MARK)]
    http_client = request.config.getini("ecf_sandbox_http_client")
    try:
        wanted = settings.marked(marks)
        sandbox = Sandbox(engine, wanted, socket=socket, http_client=http_client)
    except SandboxError as trouble:
        pytest.fail(f"There is no ecf_sandbox for this test. {trouble}", pytrace=False)
    there = request.node.stash.setdefault(_OPEN, [])
    there.append(sandbox)
    try:
        yield sandbox
    finally:
        there.remove(sandbox)
        sandbox.close()


def _port(config: pytest.Config) -> int:
    text = config.getini("ecf_sandbox_port")
    if not text.isdecimal() or int(text) > _LARGEST_PORT:
        raise pytest.UsageError(f"ecf_sandbox_port: {text!r} is not a port.")
    return int(text)
