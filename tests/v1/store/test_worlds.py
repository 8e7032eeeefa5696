"""Worlds as files: replaced whole, never seen half-written, writes never lost (AUTH-2, FMT-7)."""

from contextlib import ExitStack, suppress
from dataclasses import replace

import pytest

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.clock import frozen_at
from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.store import files
from ecf_sandbox.engine.store.locking import Busy
from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.engine.store.worlds import DEFAULT, Worlds
from tests.kit.population import crowd
from tests.kit.sandbox import NOBODY, NOW, Caller, attributes, ids
from tests.kit.waiting import waiting_to_write

CLOCK = frozen_at(parse_date_time(NOW))


@pytest.fixture
def empty_file(template, sandbox):
    """Return a world's file with nobody in it."""
    return template(sandbox.edition.name)


@pytest.fixture
def second(sandbox, empty_file):
    """Add a world beside the default one."""
    origin = Origin("second", sandbox.edition.name, 2, NOBODY, None, True)
    return sandbox.worlds.add(empty_file, origin, CLOCK, lambda slug: f"{slug}.second.s3cret")


@pytest.fixture
def neighbour(sandbox):
    """Open the same worlds a second time, as another worker would."""
    opened = Worlds(sandbox.worlds.folder.parent, APIS.schema_of)
    yield opened
    opened.close()


def count(world):
    world.refresh()
    with world.reading(patient=True) as store:
        return store.db.execute("SELECT count(*) FROM people").fetchone()[0]


def test_a_replaced_world_is_seen_by_everybody(sandbox, north_star, neighbour, empty_file):
    crowd(sandbox, 3)
    there = neighbour.get(DEFAULT)
    assert (len(ids(north_star.get("/participants"))), count(there)) == (3, 3)
    sandbox.worlds.replace(sandbox.world, empty_file, CLOCK)
    assert (ids(north_star.get("/participants")), count(there)) == ([], 0)
    person = sandbox.add()
    assert ids(north_star.get("/participants")) == [person.id]
    assert count(there) == 1


def test_what_was_kept_of_the_old_file_is_not_shown_of_the_new(sandbox, north_star, empty_file):
    sandbox.add(full_name="Before")
    path = "/participants/ecf"
    assert north_star.get(path).json()["data"][0]["attributes"]["full_name"] == "Before"
    sandbox.worlds.replace(sandbox.world, empty_file, CLOCK)
    sandbox.world.refresh()
    sandbox.add(full_name="After")
    assert north_star.get(path).json()["data"][0]["attributes"]["full_name"] == "After"


def test_a_reader_keeps_the_file_it_began_on(sandbox, empty_file):
    crowd(sandbox, 3)
    with sandbox.world.reading() as store:
        sandbox.worlds.replace(sandbox.world, empty_file, CLOCK)
        sandbox.world.refresh()
        assert store.db.execute("SELECT count(*) FROM people").fetchone() == (3,)
    assert count(sandbox.world) == 0


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(sandbox):
    with sandbox.world.reading() as store:
        assert store.db.execute("SELECT count(*) FROM people").fetchone() == (0,)
        crowd(sandbox, 3)
        assert store.db.execute("SELECT count(*) FROM people").fetchone() == (0,)
    assert count(sandbox.world) == 3


def test_a_write_that_waited_goes_to_the_file_that_is_current_then(
    sandbox, north_star, empty_file, monkeypatch
):
    answers = []
    identify = files.identity(sandbox.world.file.origin, CLOCK, lambda slug: f"{slug}-token")
    with ExitStack() as until_answered, sandbox.world.writing():
        writer = waiting_to_write(monkeypatch, lambda: answers.append(crowd(sandbox, 2)))
        until_answered.enter_context(writer)
        files.put_in_place(empty_file, sandbox.world.folder, sandbox.world.epoch, identify)
    assert ids(north_star.get("/participants")) == answers[0]


def test_a_write_that_cannot_wait_is_told_so(sandbox, neighbour):
    with sandbox.world.writing(), pytest.raises(Busy), neighbour.get(DEFAULT).writing():
        pytest.fail("two writers at once")
    with neighbour.get(DEFAULT).writing():
        pass


def test_a_write_that_fails_leaves_nothing_behind_and_lets_the_next_one_in(sandbox):
    with suppress(RuntimeError), sandbox.world.writing() as store:
        store.db.execute("DELETE FROM providers")
        raise RuntimeError
    with sandbox.world.writing() as store:
        assert store.db.execute("SELECT count(*) FROM providers").fetchone() == (4,)


def test_a_world_that_cannot_be_made_whole_is_not_there_at_all(sandbox, empty_file, monkeypatch):
    def fails(*_):
        raise RuntimeError

    origin = replace(sandbox.world.file.origin, id="second")
    with suppress(RuntimeError):
        sandbox.worlds.add(empty_file, origin, CLOCK, fails)
    assert sandbox.worlds.get("second") is None
    assert sandbox.worlds.ids() == [DEFAULT]
    assert [path.name for path in sandbox.worlds.folder.iterdir()] == [DEFAULT]
    sandbox.worlds.add(empty_file, origin, CLOCK, lambda slug: f"{slug}.second.s3cret")
    assert sandbox.worlds.ids() == [DEFAULT, "second"]


def test_a_world_being_made_cannot_be_asked_for(sandbox, empty_file):
    origin, seen = replace(sandbox.world.file.origin, id="second"), []

    def look_around(slug):
        seen.append((sandbox.worlds.ids(), sandbox.worlds.get("second")))
        seen.extend(sandbox.worlds.get(path.name) for path in sandbox.worlds.folder.glob(".*"))
        return f"{slug}.second.s3cret"

    sandbox.worlds.add(empty_file, origin, CLOCK, look_around)
    assert seen == [([DEFAULT], None), None] * 4


def test_a_world_half_replaced_is_still_the_old_one(sandbox, north_star, empty_file):
    person, seen = sandbox.add(), []

    def look_around(_):
        seen.append(ids(north_star.get("/participants")))
        raise RuntimeError

    with suppress(RuntimeError):
        files.put_in_place(empty_file, sandbox.world.folder, sandbox.world.epoch, look_around)
    assert seen == [[person.id]]
    assert ids(north_star.get("/participants")) == [person.id]
    assert attributes(north_star.act("defer", person))["training_status"] == "deferred"


def test_an_id_that_is_taken_stays_with_the_world_that_has_it(sandbox, north_star, empty_file):
    person = sandbox.add()
    origin = sandbox.world.file.origin
    with pytest.raises(FileExistsError):
        sandbox.worlds.add(empty_file, origin, CLOCK, lambda slug: f"stolen-{slug}")
    assert ids(north_star.get("/participants")) == [person.id]
    assert Caller(sandbox.http, "stolen-north-star").get("/participants").status_code == 401


@pytest.mark.rule("AUTH-2", "AUTH-5")
def test_a_world_that_is_gone_knows_no_tokens(sandbox, second):
    caller = Caller(sandbox.http, "north-star.second.s3cret")
    assert caller.get("/participants").status_code == 200
    sandbox.worlds.remove("second")
    assert caller.get("/participants").status_code == 401
    assert sandbox.provider().get("/participants").status_code == 200


@pytest.mark.rule("FMT-7")
def test_who_waits_for_a_world_that_goes_is_answered(sandbox, second, monkeypatch):
    caller, answers = Caller(sandbox.http, "north-star.second.s3cret"), []
    with ExitStack() as until_answered, second.writing():
        asking = waiting_to_write(monkeypatch, lambda: answers.append(caller.act("defer", "1")))
        until_answered.enter_context(asking)
        sandbox.worlds.remove("second")
    assert answers[0].status_code == 401


def test_a_file_that_was_never_put_in_place_goes_with_the_next_start(sandbox):
    stray = sandbox.world.folder / "0123456789abcdef.sqlite3"
    stray.touch()
    files.sweep(sandbox.worlds.folder)
    assert not stray.exists()
    assert sandbox.world.file.path.exists()


def test_no_file_goes_that_another_process_is_about_to_put_in_place(sandbox):
    fresh = sandbox.world.folder / "0123456789abcdef.sqlite3"
    fresh.touch()
    before = sandbox.world.file.path
    sandbox.worlds.replace(sandbox.world, sandbox.world.folder / files.PRISTINE, frozen_at(0))
    assert fresh.exists()
    assert not before.exists()
