"""Moments of a world: kept, returned to, downloaded, started from."""

import sqlite3

import pytest

from tests.kit.control import Control, refused, told
from tests.kit.sandbox import Caller, ids

SQLITE = {"Content-Type": "application/vnd.sqlite3"}
BASE = "/worlds/default"


@pytest.fixture
def control(sandbox):
    return Control(sandbox)


@pytest.fixture
def snapshot_file(sandbox, control):
    sandbox.add()
    control.put(f"{BASE}/snapshots/kept", None)
    return control.get(f"{BASE}/snapshots/kept").content


def upload(control, content, **params):
    return control.call("POST", "/worlds", content=content, headers=SQLITE, params=params)


def test_a_restored_world_is_what_it_was_clock_and_all(sandbox, control, north_star):
    person = sandbox.add()
    told(control.put(f"{BASE}/clock", {"now": "2021-11-26T12:00:00Z", "ticking": False}))
    told(control.put(f"{BASE}/snapshots/before", None))
    declared = north_star.declare(person, dated="2021-11-26T12:00:00Z")
    assert declared.status_code == 200
    told(control.put(f"{BASE}/clock", {"now": "2022-01-01T00:00:00Z"}))
    world = told(control.post(f"{BASE}/snapshots/before/restore"))
    assert world["clock"] == {"now": "2021-11-26T12:00:00Z", "ticking": False}
    assert ids(north_star.get("/participant-declarations")) == []
    assert ids(north_star.get("/participants/ecf")) == [person.id]
    again = north_star.declare(person, dated="2021-11-26T12:00:00Z")
    assert again.json() == declared.json()


def test_a_snapshot_of_a_ticking_world_goes_on_from_its_moment(control):
    told(control.put(f"{BASE}/clock", {"now": "2021-11-26T12:00:00Z"}))
    told(control.put(f"{BASE}/snapshots/ticking", None))
    told(control.put(f"{BASE}/clock", {"now": "2022-06-01T12:00:00Z", "ticking": False}))
    clock = told(control.post(f"{BASE}/snapshots/ticking/restore"))["clock"]
    assert clock["ticking"]
    assert "2021-11-26T12:00:00Z" <= clock["now"] < "2021-11-26T12:01:00Z"


def test_a_snapshot_can_be_returned_to_any_number_of_times_and_replaced(sandbox, control):
    told(control.put(f"{BASE}/snapshots/moment", None))
    for _ in range(3):
        sandbox.add()
        told(control.post(f"{BASE}/snapshots/moment/restore"))
        assert ids(sandbox.provider().get("/participants/ecf")) == []
    person = sandbox.add()
    told(control.put(f"{BASE}/snapshots/moment", None))
    told(control.post(f"{BASE}/snapshots/moment/restore"))
    assert ids(sandbox.provider().get("/participants/ecf")) == [person.id]


def test_a_reset_after_a_restore_goes_back_to_the_beginning_and_keeps_snapshots(sandbox, control):
    sandbox.add()
    told(control.put(f"{BASE}/snapshots/one", None))
    told(control.post(f"{BASE}/reset"))
    assert ids(sandbox.provider().get("/participants/ecf")) == []
    assert [s["name"] for s in told(control.get(f"{BASE}/snapshots"))["snapshots"]] == ["one"]


def test_a_deleted_snapshot_is_gone(control):
    told(control.put(f"{BASE}/snapshots/short", None))
    assert control.delete(f"{BASE}/snapshots/short").status_code == 204
    assert told(control.get(f"{BASE}/snapshots"))["snapshots"] == []
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/restore")):
        answer = control.call(method, f"{BASE}/snapshots/short{path}")
        assert refused(answer) == (404, "not_found")


def test_a_world_begins_with_a_snapshot_of_another(sandbox, control):
    person = sandbox.add()
    told(control.put(f"{BASE}/snapshots/start", None))
    copy = told(
        control.post("/worlds", {"id": "copy", "from": {"world": "default", "snapshot": "start"}}),
        201,
    )
    caller = Caller(control.http, copy["providers"][0]["token"])
    assert ids(caller.get("/participants/ecf")) == [person.id]
    assert caller.declare(person).status_code == 200
    assert ids(sandbox.provider().get("/participant-declarations")) == []
    told(control.post("/worlds/copy/reset"))
    assert ids(caller.get("/participants/ecf")) == [person.id]
    assert ids(caller.get("/participant-declarations")) == []


def test_a_downloaded_snapshot_starts_a_world_and_opens_nothing_by_itself(control, snapshot_file):
    assert b"north-star-token" not in snapshot_file
    world = told(upload(control, snapshot_file, id="carried"), 201)
    assert world["id"] == "carried"
    caller = Caller(control.http, world["providers"][0]["token"])
    assert len(ids(caller.get("/participants/ecf"))) == 1
    for guess in ("north-star", "north-star.carried.north-star", "north-star.carried."):
        assert Caller(control.http, guess).get("/participants/ecf").status_code == 401


@pytest.mark.parametrize("start", ["", "SQLite format 3\x00", "not a database at all"])
def test_a_file_that_is_no_snapshot_is_refused(control, start):
    answer = upload(control, start.encode() + b"\x00" * 4096, id="never")
    assert refused(answer) == (400, "invalid_request")
    assert refused(control.get("/worlds/never")) == (404, "not_found")


def test_an_empty_upload_is_refused(control):
    assert refused(upload(control, b"", id="never")) == (400, "invalid_request")


@pytest.mark.parametrize(
    "tampering",
    [
        pytest.param("CREATE TRIGGER t AFTER INSERT ON people BEGIN SELECT 1; END", id="trigger"),
        pytest.param("CREATE VIEW v AS SELECT * FROM people", id="view"),
        pytest.param("UPDATE world SET version = 999", id="another version"),
        pytest.param("UPDATE world SET taken_at = NULL", id="no snapshot"),
        pytest.param("UPDATE world SET edition = 'draft'", id="unknown edition"),
        pytest.param("DELETE FROM world", id="no world in it"),
    ],
)
def test_a_snapshot_that_somebody_changed_is_refused(control, snapshot_file, tmp_path, tampering):
    path = tmp_path / "tampered.sqlite3"
    path.write_bytes(snapshot_file)
    db = sqlite3.connect(path)
    db.execute(tampering)
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    assert refused(upload(control, path.read_bytes(), id="never")) == (400, "invalid_request")


def test_a_damaged_snapshot_is_refused(control, snapshot_file):
    middle = len(snapshot_file) // 2
    damaged = snapshot_file[:middle] + b"\xff" * 8192 + snapshot_file[middle + 8192 :]
    assert refused(upload(control, damaged)) == (400, "invalid_request")


def test_names_are_slugs_and_stay_in_the_folder(control):
    assert refused(control.put(f"{BASE}/snapshots/Not%20A%20Slug", None)) == (
        400,
        "invalid_request",
    )
    assert control.http.get(f"/sandbox{BASE}/snapshots/%2e%2e").status_code == 404
    assert refused(control.get(f"{BASE}/snapshots/.new-x")) == (404, "not_found")


def test_no_snapshot_of_a_world_that_is_not_there(control):
    assert refused(control.put("/worlds/nowhere/snapshots/x", None)) == (404, "not_found")
    body = {"from": {"world": "default", "snapshot": "never"}}
    assert refused(control.post("/worlds", body)) == (404, "not_found")
