"""The log of a world's writes stays bounded, and no write makes a checkpoint itself."""

import sqlite3
import threading
from contextlib import closing

import pytest

from ecf_sandbox.engine.store import checkpoints
from ecf_sandbox.engine.store.checkpoints import Checkpoints
from tests.kit.racing import another_server, folder_of
from tests.kit.sandbox import Caller
from tests.kit.waiting import until

FEW = 100  # frames


@pytest.fixture
def path(tmp_path):
    """Return a file with a log of writes, in which nothing is moved of itself."""
    path = tmp_path / "world.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE kept (number INTEGER PRIMARY KEY, text TEXT)")
    return path


@pytest.fixture
def writer(path):
    """Open the file as a writer of it."""
    with closing(sqlite3.connect(path, 30, isolation_level=None)) as db:
        db.execute("PRAGMA wal_autocheckpoint = 0")
        yield db


def size(path):
    """Return the frames that the log has room for by now."""
    return path.with_name(f"{path.name}-wal").stat().st_size // 4096


def salts(path):
    """Return the two numbers in the log's header that change whenever it begins anew."""
    return path.with_name(f"{path.name}-wal").read_bytes()[16:24]


def write(db, rows):
    db.executemany("INSERT INTO kept (text) VALUES (?)", [("x" * 500,)] * rows)


def finish(made):
    """Wait for a checkpoint that was begun, since a file read meanwhile may be half moved."""
    until(lambda: not made._running.locked())


def moved(path):
    """Return how many rows there are in the file itself, without its log."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as db:
        return db.execute("SELECT count(*) FROM kept").fetchone()[0]


def test_the_log_is_moved_into_the_file_once_much_was_written(path, writer):
    made = Checkpoints(path)
    write(writer, 10)
    made.wrote(999)
    assert moved(path) == 0
    made.wrote(1)
    finish(made)
    assert moved(path) == 10


@pytest.mark.parametrize("writers", [1, 2], ids=["one writer", "two writers"])
def test_the_log_begins_anew_again_and_again_however_long_others_write(
    path, writer, monkeypatch, writers
):
    monkeypatch.setattr(checkpoints, "_MOST_FRAMES", FEW)
    monkeypatch.setattr(checkpoints, "_MOST_ROWS", 10)
    enough = threading.Event()

    def load():
        made = Checkpoints(path)
        with closing(sqlite3.connect(path, 30, isolation_level=None)) as db:
            db.execute("PRAGMA wal_autocheckpoint = 0")
            db.execute("PRAGMA synchronous = NORMAL")
            while not enough.is_set():
                write(db, 1)
                made.wrote(1)

    write(writer, 1)  # or the last of them to close the file would remove its log
    threads = [threading.Thread(target=load) for _ in range(writers)]
    for each in threads:
        each.start()
    try:
        for _ in range(3):
            before = salts(path)
            until(lambda before=before: salts(path) != before)
    finally:
        enough.set()
        for each in threads:
            each.join(60)
    assert size(path) > FEW


def test_a_long_log_waits_for_whoever_still_reads_an_earlier_state(path, writer, monkeypatch):
    monkeypatch.setattr(checkpoints, "_MOST_FRAMES", 1)
    made = Checkpoints(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        write(writer, 5)
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM kept").fetchone() == (5,)
        write(writer, 5)
        made.wrote(1_000)
        finish(made)
        assert moved(path) < 10
        assert reader.execute("SELECT count(*) FROM kept").fetchone() == (5,)
    made.wrote(1_000)
    finish(made)
    assert moved(path) == 10


def test_a_file_that_is_gone_is_none_to_move_anything_into(path):
    made = Checkpoints(path)
    path.unlink()
    for _ in range(2):
        made.wrote(1_000)
        finish(made)
    assert not path.exists()


def test_the_log_of_what_is_written_through_the_api_begins_anew(sandbox, monkeypatch):
    monkeypatch.setattr(checkpoints, "_MOST_FRAMES", FEW)
    monkeypatch.setattr(checkpoints, "_MOST_ROWS", 20)
    person = sandbox.add()
    with another_server(folder_of(sandbox)) as http:
        both = sandbox.provider(), Caller(http, "north-star-token")

        def write_through_both():
            for each, action in zip(both, ("defer", "resume"), strict=True):
                assert each.act(action, person).status_code == 200

        def begun_anew():
            write_through_both()
            return salts(sandbox.world.file.path) != first

        write_through_both()
        first = salts(sandbox.world.file.path)
        until(begun_anew)
