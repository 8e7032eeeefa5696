"""What is written waits for the disk where it is kept, and nowhere else."""

import sqlite3
from contextlib import closing

import pytest

from ecf_sandbox.engine.store.temporary_folder import temporary_folder
from ecf_sandbox.engine.store.world_file import connect

OFF, NORMAL = 0, 1


@pytest.fixture(autouse=True)
def temporary_files_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def waits(folder):
    path = folder / "worlds" / "mine" / "file.sqlite3"
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE world (version)")
    with closing(connect(path)) as db:
        return db.execute("PRAGMA synchronous").fetchone()[0]


def test_a_world_that_goes_with_its_server_never_waits():
    with temporary_folder() as folder:
        assert waits(folder) == OFF


def test_a_world_that_is_kept_waits_as_often_as_no_power_cut_can_damage_it(tmp_path):
    assert waits(tmp_path / "data") == NORMAL


def test_a_folder_is_kept_that_is_only_called_like_a_temporary_one(tmp_path):
    assert waits(tmp_path / "ecf-sandbox-data") == NORMAL
