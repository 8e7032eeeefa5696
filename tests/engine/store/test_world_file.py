"""A world's file takes no more memory than its connections may have, however big it is."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ecf_sandbox.engine.store.world_file import MOST_IDLE, connect

MB = 1024 * 1024
MOST_MAPPED = 16 * MB  # by all connections that a world keeps
OF_THIS_PROCESS = Path("/proc/self/maps")


@pytest.fixture
def path(tmp_path):
    """Return a file that is bigger than may be mapped."""
    path = tmp_path / "world.sqlite3"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE world (version INTEGER, content BLOB)")
        db.execute("INSERT INTO world VALUES (1, zeroblob(?))", (20 * MB,))
    return path


def mapped(path):
    """Return how many bytes of a file this process has mapped."""
    found = re.findall(rf"^(\w+)-(\w+) .* {path}$", OF_THIS_PROCESS.read_text(), re.MULTILINE)
    return sum(int(end, 16) - int(start, 16) for start, end in found)


@pytest.mark.skipif(not OF_THIS_PROCESS.exists(), reason="only Linux tells what is mapped")
def test_connections_to_a_big_file_map_a_part_of_it(path):
    with closing(connect(path)) as db:
        assert db.execute("SELECT instr(content, x'01') FROM world").fetchone() == (0,)
        assert 0 < mapped(path) * MOST_IDLE <= MOST_MAPPED
