"""Group commit: writes that are ready in one turn of the event loop share a transaction.

Each is judged on what those before it did. All are answered once it is committed, refusals
too: they may rest on what another of them has written.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from anyio import to_thread

from ecf_sandbox.engine.store.locking import Busy
from ecf_sandbox.engine.store.session import Session

Result = TypeVar("Result")

_MOST = 100


class Writable(Protocol):
    """What a batch needs of a world."""

    def writing(self, *, patient: bool = False) -> AbstractContextManager[Session]: ...


class _Failed(Exception):
    """A write failed after it had written something, so its transaction cannot be committed."""


@dataclass(slots=True, eq=False)
class _Write:
    """A write, who waits for its answer, and what it will be if all is committed."""

    work: Callable[[Session], Any]
    answer: asyncio.Future[Any] | None
    result: Any = None
    error: Exception | None = None
    alone: bool = False

    def run(self, session: Session) -> None:
        """Do it; raises _Failed where it left something behind that must be rolled back."""
        before = session.db.total_changes
        try:
            self.result, self.error = self.work(session), None
        except Exception as error:
            self.error = error
            if session.db.total_changes != before or not session.db.in_transaction:
                raise _Failed from error

    def tell(self) -> None:
        """Answer whoever waits, unless they have left; keep nothing that refers to the error."""
        answer, error = self.answer, self.error
        self.answer = self.error = None
        if answer is None or answer.done():
            return
        if error is None:
            answer.set_result(self.result)
        else:
            answer.set_exception(error)


class Batch:
    """The writes of a world that share a transaction; it belongs to one event loop.

    Where somebody else holds the lock, the writes wait for it in a thread, and those that
    come meanwhile queue behind them.
    """

    def __init__(self, world: Writable) -> None:
        self._world = world
        self._writes: list[_Write] = []
        self._open: AbstractContextManager[Session] | None = None
        self._session: Session | None = None
        self._queue: deque[_Write] = deque()
        self._queued: asyncio.Task[None] | None = None

    async def run(self, work: Callable[[Session], Result]) -> Result:
        """Return what work returns, or raise what it raises, once its transaction is committed.

        It runs again, alone, where a transaction that it shared was rolled back.
        """
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        write = _Write(work, answer)
        try:
            if self._queued:
                self._queue.append(write)
            elif self._open:
                self._join(write)
            else:
                self._join(write)
                await self._commit_soon()
            return await answer
        finally:
            del answer, write  # an error refers to this frame, which shall not refer to it

    async def _commit_soon(self) -> None:
        """Commit what is open when a turn of the loop brought no new write, or there are many."""
        transaction, seen = self._open, 0
        try:
            while self._open is transaction and seen < len(self._writes) < _MOST:
                seen = len(self._writes)
                await asyncio.sleep(0)
        finally:
            if transaction and self._open is transaction:
                self._end(None)

    def _join(self, write: _Write) -> None:
        """Run a write in the transaction that is open, or begin one."""
        try:
            session = self._session or self._begin()
        except Busy:
            self._wait(write)
            return
        except Exception as error:
            write.error = error
            write.tell()
            return
        self._writes.append(write)
        try:
            write.run(session)
        except _Failed as failure:
            self._end(failure)

    def _begin(self) -> Session:
        transaction = self._world.writing()
        self._session = transaction.__enter__()
        self._open = transaction
        return self._session

    def _end(self, failure: _Failed | None) -> None:
        """Commit and answer; after a failure roll back, and let each write run alone."""
        transaction, self._open, self._session = self._open, None, None
        writes, self._writes = self._writes, []
        assert transaction is not None, "only what is open ends"
        try:
            transaction.__exit__(_Failed if failure else None, failure, None)
        except Exception as error:
            failure = _Failed(error)
        if failure is None:
            for write in writes:
                write.tell()
            return
        for write in writes:
            write.alone = True
        self._wait(*writes)

    def _wait(self, *writes: _Write) -> None:
        """Let writes wait for the lock in a thread."""
        self._queue.extend(writes)
        self._queued = asyncio.get_running_loop().create_task(self._empty_queue())

    async def _empty_queue(self) -> None:
        while self._queue:
            for write in await to_thread.run_sync(self._run_queued):
                write.tell()
        self._queued = None

    def _run_queued(self) -> list[_Write]:
        """Run what is in the queue when the lock is free, in a thread; return what was run."""
        if self._queue[0].alone:
            return [self._run_alone(self._queue.popleft())]
        done: list[_Write] = []
        try:
            with self._world.writing(patient=True) as session:
                while self._queue and len(done) < _MOST:
                    done.append(self._queue.popleft())
                    done[-1].run(session)
        except Exception as error:
            if done:
                return [self._run_alone(write) for write in done]
            return self._refused(error)
        return done

    def _run_alone(self, write: _Write) -> _Write:
        try:
            with self._world.writing(patient=True) as session:
                write.run(session)
        except _Failed:  # which the write remembers
            pass
        except Exception as error:
            write.error = error
        return write

    def _refused(self, error: Exception) -> list[_Write]:
        """Return all of the queue, none of which can begin."""
        writes = [self._queue.popleft() for _ in range(len(self._queue))]
        for write in writes:
            write.error = error
        return writes
