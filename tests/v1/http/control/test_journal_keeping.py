"""Where the journal is kept: beside the world's file, for all processes, through everything."""

import asyncio
import json
import threading
from time import monotonic, sleep

import pytest
from freezegun import freeze_time

from ecf_sandbox.engine.http import journal as product
from tests.kit.control import told
from tests.kit.faults import LIST
from tests.kit.journals import Journal
from tests.kit.sandbox import Caller
from tests.kit.workers import add_world, working

LATE = 5  # seconds that a busy machine may be late


@pytest.fixture
def journal(sandbox):
    return Journal(sandbox)


@pytest.fixture
def nobody_writes(monkeypatch):
    """Notes wait until somebody asks for them to be written."""
    monkeypatch.setattr(product, "_write_soon", lambda journal: None)


def queries(entries):
    return [each["query"] for each in entries]


def ask(caller, query):
    assert caller.get(f"{LIST}?{query}").status_code == 200


def test_an_entry_is_there_at_once_where_it_was_made(journal, north_star):
    for number in range(5):
        ask(north_star, f"x={number}")
        assert queries(journal(limit=1)) == [f"x={number}"]


def test_another_worker_has_it_soon(sandbox, north_star):
    with working(sandbox) as other:
        elsewhere = Journal(other)
        assert elsewhere() == []
        ask(north_star, "x=1")
        limit = monotonic() + LATE
        while not elsewhere() and monotonic() < limit:
            sleep(0.01)
        assert queries(elsewhere()) == ["x=1"]


def test_it_is_written_within_a_tenth_of_a_second():
    assert product._DELAY < 0.1


def test_workers_write_one_journal(sandbox, journal, north_star):
    with working(sandbox) as other:
        there = other.provider()
        for number in range(3):
            ask(north_star, f"here={number}")
            ask(there, f"there={number}")
            there.http.get("/sandbox/worlds/default/journal")
        entries = journal()
    assert sorted(queries(entries)) == sorted(
        [f"{where}={number}" for where in ("here", "there") for number in range(3)]
    )
    assert [each["id"] for each in entries] == [6, 5, 4, 3, 2, 1]


def test_what_another_worker_still_has_to_write_is_emptied_too(
    sandbox, journal, north_star, nobody_writes
):
    with working(sandbox) as other:
        ask(other.provider(), "x=before")
        journal.clear()
        ask(other.provider(), "x=after")
        assert queries(Journal(other)()) == ["x=after"]


def test_a_clean_stop_writes_what_waits(sandbox, journal, nobody_writes):
    with working(sandbox) as other:
        ask(other.provider(), "x=last")
        assert journal() == []
    assert queries(journal()) == ["x=last"]


def test_a_restart_keeps_it_and_ids_go_on(sandbox, north_star):
    ask(north_star, "x=1")
    sandbox.worlds.close()
    with working(sandbox) as later:
        ask(later.provider(), "x=2")
        entries = Journal(later)()
    assert [(each["id"], each["query"]) for each in entries] == [(2, "x=2"), (1, "x=1")]


def test_a_world_closed_for_being_idle_has_written_it(sandbox, journal, north_star, nobody_writes):
    ask(north_star, "x=1")
    sandbox.worlds.get("default").close()
    with working(sandbox) as other:
        assert queries(Journal(other)()) == ["x=1"]


def test_it_stays_through_resets_and_restores(sandbox, journal, north_star):
    ask(north_star, "x=1")
    told(journal.control.put("/worlds/default/snapshots/then", None))
    ask(north_star, "x=2")
    told(journal.control.post("/worlds/default/reset"))
    ask(north_star, "x=3")
    told(journal.control.post("/worlds/default/snapshots/then/restore"))
    ask(north_star, "x=4")
    assert queries(journal()) == ["x=4", "x=3", "x=2", "x=1"]


def test_it_is_in_no_snapshot(sandbox, journal, north_star):
    ask(north_star, "x=remember-me")
    told(journal.control.put("/worlds/default/snapshots/then", None))
    snapshot = journal.control.get("/worlds/default/snapshots/then").content
    assert b"remember-me" not in snapshot
    source = {"world": "default", "snapshot": "then"}
    made = told(journal.control.post("/worlds", {"id": "copy", "from": source}), 201)
    assert Journal(sandbox, "copy")() == []
    ask(Caller(sandbox.http, made["providers"][0]["token"]), "x=copy")
    assert queries(Journal(sandbox, "copy")()) == ["x=copy"]


def test_a_world_made_again_under_its_id_begins_a_new_one(sandbox, journal, template):
    make = lambda: add_world(sandbox, template(sandbox.edition.name))  # noqa: E731  # twice the same
    ask(make(), "x=first")
    second = Journal(sandbox, "second")
    assert queries(second()) == ["x=first"]
    assert journal.control.delete("/worlds/second").status_code == 204
    ask(make(), "x=again")
    assert [(each["id"], each["query"]) for each in second()] == [(1, "x=again")]


def test_what_is_late_for_a_deleted_world_does_not_reach_its_successor(
    sandbox, journal, template, nobody_writes
):
    make = lambda: add_world(sandbox, template(sandbox.edition.name))  # noqa: E731  # twice the same
    token = make().token
    with working(sandbox) as other:
        ask(Caller(other.http, token), "x=late")
        late = other.worlds.get("second").journal
        assert journal.control.delete("/worlds/second").status_code == 204
        make()
        late.flush()
        ask(Caller(other.http, token), "x=new")
        assert queries(Journal(other, "second")()) == ["x=new"]
    assert queries(Journal(sandbox, "second")()) == ["x=new"]


def test_nothing_breaks_where_the_file_is_gone(sandbox, journal, north_star):
    ask(north_star, "x=1")
    sandbox.world.journal.path.unlink()
    sandbox.worlds.get("default").journal.path.unlink(missing_ok=True)
    ask(north_star, "x=2")
    assert journal() == []
    journal.clear()


def test_what_a_lost_disk_left_half_written_ends_it(sandbox, journal, north_star):
    for number in range(3):
        ask(north_star, f"x={number}")
    assert len(journal()) == 3
    file = sandbox.world.journal.path
    file.write_bytes(file.read_bytes().replace(b'"x=1"', b'"\0\0\0"'))
    assert queries(journal()) == ["x=2"]


def test_real_time_is_what_a_test_makes_of_it(journal, north_star):
    with freeze_time("2031-02-03T04:05:06Z", real_asyncio=True):
        ask(north_star, "x=1")
        journal.clear()
        ask(north_star, "x=2")
        (entry,) = journal()
    assert (entry["at"], entry["query"]) == ("2031-02-03T04:05:06Z", "x=2")


def test_a_full_disk_costs_the_journal_and_nothing_else(monkeypatch, journal, north_star):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("ecf_sandbox.engine.store.ring.os.pwritev", full)
        ask(north_star, "x=lost")
        assert journal() == []
    ask(north_star, "x=kept")
    assert queries(journal()) == ["x=kept"]


def test_readers_and_writers_do_not_get_in_each_others_way(sandbox, journal, north_star):
    stop, troubles = threading.Event(), []

    def read():
        while not stop.is_set():
            numbers = [each["id"] for each in journal(limit=50)]
            if numbers != sorted(set(numbers), reverse=True):
                troubles.append(numbers)

    with working(sandbox) as other:
        reader = threading.Thread(target=read)
        reader.start()
        for number in range(40):
            ask(north_star, f"a={number}")
            ask(other.provider(), f"b={number}")
        stop.set()
        reader.join(LATE)
        Journal(other)()
        entries = journal(limit=1000)
    assert troubles == []
    assert len(entries) == 80
    assert all(json.loads(each["response"]["body"]) == {"data": []} for each in entries)


def test_a_deleted_world_leaves_no_file(sandbox, journal, north_star):
    ask(north_star, "x=1")
    journal()
    assert journal.control.delete("/worlds/default").status_code == 204
    assert list(sandbox.worlds.folder.iterdir()) == []


def test_what_was_noted_is_written_also_while_the_loop_ends():
    written = []

    class Notes:
        def flush(self):
            written.append("all of it")

    async def ending():
        await asyncio.get_running_loop().shutdown_default_executor()
        product._write_soon(Notes())
        await asyncio.sleep(0.1)

    asyncio.run(ending())
    assert written == ["all of it"]
