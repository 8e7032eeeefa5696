"""The control API over the world that everybody begins with, and over one with nobody in it."""

import pytest

from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.v3.seeding import filling
from tests.v3.kit.control import Control
from tests.v3.kit.server import Server


@pytest.fixture
def control(server):
    """The control API of the server's world."""
    return Control(server)


@pytest.fixture(scope="session")
def bare_template(tmp_path_factory):
    """A world with schools, delivery partners, links and statements alone, written once."""
    path = tmp_path_factory.mktemp("bare") / "register.sqlite3"
    options = {"personas": False, "participants": 0}
    filling.write(path, Origin("template", "register", 1, options, None, True))
    return path


@pytest.fixture
def bare(bare_template, tmp_path):
    """A server whose one world has nobody in it, and no partnership."""
    made = Server(tmp_path / "bare", bare_template)
    yield made
    made.close()


@pytest.fixture
def department(bare):
    """The control API of that world."""
    return Control(bare)
