"""A world's file is mapped once, by the connection that is used most."""

import random
from pathlib import Path

import pytest

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.store.world_file import MOST_IDLE, open_world_file
from ecf_sandbox.v1.domain.editions import EditionName
from tests.kit.sandbox import empty_world

OF_THIS_PROCESS = Path("/proc/self/maps")


@pytest.fixture
def file(tmp_path):
    """A world's file, open."""
    file = open_world_file(
        empty_world(tmp_path / "world.sqlite3", EditionName.GUIDANCE), APIS.schema_of
    )
    yield file
    file.close()


def read(session):
    return session.db.execute("SELECT count(*) FROM providers").fetchone()


def mappings(path):
    """Return how many times this process has a file mapped."""
    return sum(line.endswith(f" {path}") for line in OF_THIS_PROCESS.read_text().splitlines())


@pytest.mark.skipif(not OF_THIS_PROCESS.exists(), reason="only Linux tells what is mapped")
def test_many_connections_map_the_file_once(file):
    taken = [file.take() for _ in range(MOST_IDLE)]
    for session in taken:
        read(session)
    assert mappings(file.path) == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_connection_that_maps_the_file_is_taken_first_and_kept(file, seed):
    taken = [file.take() for _ in range(MOST_IDLE + 2)]
    random.Random(seed).shuffle(taken)
    for session in taken:
        file.release(session)
    kept = [file.take() for _ in range(MOST_IDLE)]
    assert kept[0].db is file.first
    assert [read(session) for session in kept] == [(4,)] * MOST_IDLE
