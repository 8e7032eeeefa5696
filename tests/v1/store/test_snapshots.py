"""Snapshots as files: whole, alone, and gone when they are dropped."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store import fault_settings, files, snapshots
from ecf_sandbox.engine.store.epoch import Gone
from ecf_sandbox.engine.store.worlds import Worlds

TAKEN = Instant(1)


def take(sandbox, name="kept"):
    return snapshots.take(sandbox.world, name, real=TAKEN)


def beside(sandbox):
    return sorted(path.name for path in (sandbox.world.folder / files.SNAPSHOTS).iterdir())


def names(path):
    with closing(sqlite3.connect(path)) as db:
        return [name for (name,) in db.execute("SELECT full_name FROM people ORDER BY key")]


def test_what_is_still_in_the_log_of_writes_is_in_a_snapshot(sandbox):
    sandbox.add(full_name="Ada")
    first = names(take(sandbox).path)
    sandbox.add(full_name="Bo")
    assert (first, names(take(sandbox).path)) == (["Ada"], ["Ada", "Bo"])


def test_what_was_not_committed_is_not(sandbox):
    sandbox.add(full_name="Ada")
    with suppress(RuntimeError), sandbox.world.writing() as store:
        store.db.execute("PRAGMA cache_size = 1")  # so that it spills into the log
        for number in range(500):
            store.db.execute("UPDATE people SET full_name = ?", (str(number) * 5_000,))
        raise RuntimeError
    assert names(take(sandbox).path) == ["Ada"]


_READ_AND_LEAVE = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(*[name for (name,) in db.execute("SELECT full_name FROM people ORDER BY key")])
db.close()
"""


def seen_elsewhere(sandbox):
    """Return the names that another process sees, which then closes the file."""
    command = [sys.executable, "-c", _READ_AND_LEAVE, sandbox.world.file.path]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()


def test_no_snapshot_lets_another_process_take_the_log_away(sandbox):
    sandbox.add(full_name="Ada")
    take(sandbox)
    assert seen_elsewhere(sandbox) == ["Ada"]
    sandbox.add(full_name="Bo")
    assert seen_elsewhere(sandbox) == ["Ada", "Bo"]


def test_a_snapshot_is_one_moment_while_another_process_writes_and_tidies_up(sandbox):
    for _ in range(40):
        sandbox.add(full_name="0")
    other = Worlds(sandbox.worlds.folder.parent, APIS.schema_of).get("default")
    done = threading.Event()

    def write():
        number = 0
        while not done.is_set():
            number += 1
            with other.writing(patient=True) as store:
                store.db.execute("UPDATE people SET full_name = ?", (str(number) * 50,))
            with other.reading(patient=True) as store:
                db = store.db
            db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = [set(names(take(sandbox, f"at-{number % 3}").path)) for number in range(60)]
    finally:
        done.set()
        writer.join()
        other.close()
    assert all(len(each) == 1 for each in seen)
    assert len(set.union(*seen)) > 1


def test_replacing_and_dropping_leave_nothing_behind(sandbox):
    for _ in range(3):
        take(sandbox)
    assert len(beside(sandbox)) == 2
    assert snapshots.names(sandbox.world) == ["kept"]
    assert snapshots.drop(sandbox.world, "kept")
    assert beside(sandbox) == []
    assert not snapshots.drop(sandbox.world, "kept")


def test_faults_come_back_with_the_moment_that_had_them(sandbox):
    fault_settings.set_faults(sandbox.world, '[{"status": 503}]')
    kept = take(sandbox)
    fault_settings.set_faults(sandbox.world, "[]")
    assert not sandbox.world.has_faults_or_limit
    sandbox.worlds.replace(sandbox.world, kept.path, kept.clock(real=TAKEN))
    assert sandbox.world.has_faults_or_limit


def test_faults_that_nobody_marked_are_seen_by_the_next_who_opens_the_world(sandbox):
    fault_settings.set_faults(sandbox.world, '[{"status": 503}]')
    Path(sandbox.world.file.fault_marker).unlink()
    with closing(Worlds(sandbox.worlds.folder.parent, APIS.schema_of)) as worlds:
        assert worlds.get("default").has_faults_or_limit


def test_a_world_that_is_gone_is_not_kept_and_comes_not_back_as_a_folder(sandbox):
    world = sandbox.world
    assert sandbox.worlds.remove("default")
    with pytest.raises(Gone):
        snapshots.take(world, "kept", real=TAKEN)
    assert not world.folder.exists()


def test_what_a_killed_server_was_making_is_swept_away_and_nothing_else(sandbox):
    sandbox.add(full_name="Ada")
    kept = take(sandbox)
    folder = sandbox.world.folder / files.SNAPSHOTS
    for name in (".abandoned", ".abandoned-wal", f"{files.UNFINISHED}link"):
        (folder / name).write_text("half")
    files.sweep(sandbox.worlds.folder)
    assert len(beside(sandbox)) == 2
    assert names(kept.path) == ["Ada"]


def test_a_copy_that_fails_leaves_the_snapshot_before_it(sandbox, monkeypatch):
    sandbox.add(full_name="Ada")
    kept = take(sandbox)
    monkeypatch.setattr(files.shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space"):
        take(sandbox)
    assert names(kept.path) == ["Ada"]
    assert len(beside(sandbox)) == 2


def full(source, target):
    with open(target, "wb") as file:  # noqa: PTH123  # what copyfile does before it fails
        file.write(b"half")
    raise OSError(28, "No space left on device")
