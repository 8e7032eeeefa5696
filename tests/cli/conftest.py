"""A running sandbox for the commands to ask, and worlds in it to do it to."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ecf_sandbox.cli import main
from tests.kit import walks

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """Where the templates of these tests are kept."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def server(cache) -> Iterator[str]:
    """The address of a sandbox with the personas, and nobody else, in its default world."""
    with walks.serving(cache, "--participants", "0") as address:
        yield address


@pytest.fixture
def run(server, monkeypatch) -> Run:
    """Run a command against the server, in this process."""
    for name in ("ADMIN_TOKEN", "WORLD"):
        monkeypatch.delenv(f"ECF_SANDBOX_{name}", raising=False)
    monkeypatch.setenv("ECF_SANDBOX_URL", server)

    def running(*arguments: str) -> Result:
        result = CliRunner().invoke(main, arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return running


@pytest.fixture
def ask(run) -> Callable[..., Any]:
    """Run a command that must succeed, with `--json`, and return what it says."""

    def asking(*arguments: str) -> Any:
        result = run(*arguments, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.output)

    return asking


@pytest.fixture
def world(ask) -> Iterator[str]:
    """An empty world of a test's own, frozen, and the one that commands are about."""
    made = ask("world", "create", "--frozen", "--participants", "0", "--no-personas")["id"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ECF_SANDBOX_WORLD", made)
        yield made
    ask("world", "delete", made)
