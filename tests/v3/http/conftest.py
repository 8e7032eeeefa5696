"""Servers of API v3 over the world that everybody begins with."""

from pathlib import Path

import pytest

from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.v3.seeding import filling
from tests.v3.kit.server import Server

OPTIONS = {"personas": True, "participants": 0}


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    """The world with its personas, written once."""
    path = tmp_path_factory.mktemp("template") / "register.sqlite3"
    filling.write(path, Origin("template", "register", 1, OPTIONS, None, True))
    return path


@pytest.fixture
def server(template, tmp_path):
    """A server whose one world stands still at its first moment."""
    made = Server(tmp_path, template)
    yield made
    made.close()
