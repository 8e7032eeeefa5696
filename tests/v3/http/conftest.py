"""Servers of API v3 over the world that everybody begins with."""

from pathlib import Path

import pytest

from tests.v3.kit.server import Server
from tests.v3.kit.worlds import write_template


@pytest.fixture(scope="session")
def register_template(tmp_path_factory) -> Path:
    """The world with its personas, written once."""
    return write_template(tmp_path_factory.mktemp("template") / "register.sqlite3")


@pytest.fixture
def server(register_template, tmp_path):
    """A server whose one world stands still at its first moment."""
    made = Server(tmp_path, register_template)
    yield made
    made.close()
