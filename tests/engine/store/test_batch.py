"""Writes that share a transaction: in order, answered once committed, none hurt by another."""

import asyncio
import gc
import sqlite3
import threading
from contextlib import ExitStack, contextmanager, suppress

import pytest

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.domain.problems import NotFound
from ecf_sandbox.engine.store import batch
from ecf_sandbox.engine.store.batch import Batch
from ecf_sandbox.engine.store.epoch import Gone
from ecf_sandbox.engine.store.worlds import DEFAULT, Worlds


class Bug(Exception):
    """Something that nobody expected."""


class DiskFull(Exception):
    """What stands in for SQLite's own error."""


class Counting:
    """A world that counts its transactions, and fails to commit as often as it is told to."""

    def __init__(self, world, *, broken=0):
        self.world, self.begun, self.broken = world, 0, broken

    @contextmanager
    def writing(self, *, patient=False):
        with self.world.writing(patient=patient) as session:
            self.begun += 1
            yield session
            if self.broken:
                self.broken -= 1
                raise DiskFull


@pytest.fixture
def world(sandbox):
    return Counting(sandbox.world)


@pytest.fixture
def neighbour(sandbox):
    """The same world as another process has it open."""
    opened = Worlds(sandbox.worlds.folder.parent, APIS.schema_of)
    yield opened.get(DEFAULT)
    opened.close()


def add(second):
    """Return a write that takes a number, which nobody can take twice, and counts those taken."""

    def work(session):
        session.db.execute("INSERT INTO overrun_seconds VALUES (?)", (second,))
        return count(session)

    return work


def count(session):
    return session.db.execute("SELECT count(*) FROM overrun_seconds").fetchone()[0]


def refuse(session):
    """Refuse, on what those before have written."""
    raise NotFound if count(session) else Bug


def write_and_fail(session):
    session.db.execute("DELETE FROM overrun_seconds")
    raise Bug


def taken(world):
    with world.reading() as session:
        return [row[0] for row in session.db.execute("SELECT second FROM overrun_seconds")]


def together(world, *works):
    """Return what becomes of writes that are all ready in one turn of the loop."""

    async def run():
        shared = Batch(world)
        return await asyncio.gather(*map(shared.run, works), return_exceptions=True)

    return asyncio.run(run())


def kinds(answers):
    return [type(each) if isinstance(each, Exception) else each for each in answers]


def test_writes_of_one_turn_share_a_transaction_each_sees_those_before(world):
    assert together(world, *map(add, range(5))) == [1, 2, 3, 4, 5]
    assert world.begun == 1


def test_more_writes_than_a_transaction_takes_need_another(world, monkeypatch):
    monkeypatch.setattr(batch, "_MOST", 3)

    async def run():
        shared = Batch(world)
        late = asyncio.ensure_future(shared.run(add(99)))
        for number in range(10):  # a write more in each turn, for ever
            await asyncio.sleep(0)
            asyncio.ensure_future(shared.run(add(number)))  # noqa: RUF006  # the loop runs on
        return late.done()

    assert asyncio.run(run())


def test_nothing_is_answered_before_it_is_committed(world, neighbour):
    async def run():
        shared = Batch(world)

        async def ask(work):
            with pytest.raises(NotFound) if work is refuse else ExitStack():
                await shared.run(work)
            return taken(neighbour)

        return await asyncio.gather(*map(ask, (add(1), refuse, add(2))))

    assert asyncio.run(run()) == [[1, 2]] * 3
    assert world.begun == 1


def test_a_refusal_leaves_the_others_of_its_transaction_alone(world):
    assert kinds(together(world, add(1), refuse, add(2))) == [1, NotFound, 2]
    assert world.begun == 1


def test_a_bug_fails_the_one_write_that_has_it(world, neighbour):
    answers = together(world, add(1), write_and_fail, add(2), refuse)
    assert kinds(answers) == [1, Bug, 2, NotFound]
    assert taken(neighbour) == [1, 2]


def test_a_conflict_within_a_transaction_is_the_second_ones(world, neighbour):
    answers = together(world, add(1), add(1), add(2))
    assert kinds(answers) == [1, sqlite3.IntegrityError, 2]
    assert taken(neighbour) == [1, 2]


@pytest.mark.parametrize(
    ("broken", "wanted"),
    [
        pytest.param(1, [1, 2, 3], id="once"),
        pytest.param(2, [DiskFull, 1, 2], id="for the first write alone too"),
    ],
)
def test_what_could_not_be_committed_together_is_written_one_by_one(
    sandbox, neighbour, broken, wanted
):
    answers = together(Counting(sandbox.world, broken=broken), *map(add, range(3)))
    assert kinds(answers) == wanted
    assert len(taken(neighbour)) == sum(isinstance(each, int) for each in wanted)


def test_whoever_leaves_before_the_answer_takes_nobody_along(world, neighbour):
    async def run():
        shared = Batch(world)
        asked = [asyncio.ensure_future(shared.run(add(number))) for number in range(3)]
        await asyncio.sleep(0)
        asked[1].cancel()
        return await asyncio.gather(*asked, return_exceptions=True)

    first, left, last = asyncio.run(run())
    assert (first, last) == (1, 3)
    assert isinstance(left, asyncio.CancelledError)
    assert taken(neighbour) == [0, 1, 2]


@contextmanager
def locked(world):
    """Hold a world's lock from another process until the block ends, in no thread of ours."""
    with world.writing():
        yield


@pytest.mark.parametrize("failing", [False, True], ids=["all well", "one with a bug"])
def test_writes_wait_in_order_while_somebody_else_writes(world, neighbour, failing):
    works = [add(5), write_and_fail if failing else add(6), add(7)]

    async def run(release):
        shared = Batch(world)
        waiting = [asyncio.ensure_future(shared.run(works[0]))]
        for work in works[1:]:
            await asyncio.sleep(0.01)  # the loop goes on meanwhile
            waiting.append(asyncio.ensure_future(shared.run(work)))
        await asyncio.sleep(0.01)
        assert not any(each.done() for each in waiting)
        release()
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        return [*answers, await shared.run(add(8))]

    with ExitStack() as until_released:
        until_released.enter_context(locked(neighbour))
        answers = asyncio.run(run(until_released.close))
    assert kinds(answers) == ([1, Bug, 2, 3] if failing else [1, 2, 3, 4])
    assert world.begun == (5 if failing else 2)


def test_two_processes_that_write_all_the_time_wait_only_moments_for_each_other(sandbox, neighbour):
    numbers = iter(range(10_000))

    def load(world):
        async def one(shared):
            for _ in range(25):
                await shared.run(add(next(numbers)))

        async def run():
            shared = Batch(world)
            await asyncio.gather(*(one(shared) for _ in range(8)))

        asyncio.run(asyncio.wait_for(run(), 30))

    threads = [threading.Thread(target=load, args=(each,)) for each in (sandbox.world, neighbour)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(taken(neighbour)) == 400


def test_all_who_wait_are_told_when_the_world_goes(sandbox, world, neighbour):
    async def run(release):
        shared = Batch(world)
        waiting = [asyncio.ensure_future(shared.run(add(number))) for number in range(3)]
        await asyncio.sleep(0.01)
        sandbox.worlds.remove(DEFAULT)
        release()
        return await asyncio.gather(*waiting, shared.run(add(4)), return_exceptions=True)

    with ExitStack() as until_released:
        until_released.enter_context(locked(neighbour))
        answers = asyncio.run(run(until_released.close))
    assert kinds(answers) == [Gone] * 4
    assert kinds(together(sandbox.world, add(1))) == [Gone]


def test_a_refusal_leaves_no_work_for_the_garbage_collector(world):
    class Failing(Exception):
        pass

    def work(_):
        raise Failing

    async def ask(shared):
        with suppress(Failing):
            await shared.run(work)

    async def run():
        await ask(Batch(world))

    gc.collect()
    gc.disable()
    try:
        asyncio.run(run())
        left = [each for each in gc.get_objects() if isinstance(each, Failing)]
        assert not left
    finally:
        gc.enable()
