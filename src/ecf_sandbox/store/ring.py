"""A file of bounded size that keeps the newest records; processes share it.

Records follow one another round and round, the newest over the oldest, so writing costs a
copy and nothing is ever tidied up. Positions count bytes since the file was made. A record is
its content, its label, and a tail with the lengths of both, so a reader walks back from the
end.
"""

import fcntl
import os
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

_VERSION = 1
_HEAD = struct.Struct("<6Q")
_START = 4096
_TAIL = struct.Struct("<2IQ")


class _Head(NamedTuple):
    """What the file says of itself, at its beginning.

    `end` is the position after the newest record, `reserved` the end of what was about to be
    written by whoever wrote last, `floor` the position before which nothing is wanted, `last`
    the number of the newest record.
    """

    version: int = _VERSION
    end: int = 0
    reserved: int = 0
    floor: int = 0
    last: int = 0
    cleared_at: int = 0


class Fresh(NamedTuple):
    """A record to be written; `at` is the real time that it is about, in microseconds."""

    at: int
    label: bytes
    content: tuple[bytes, ...]


class Found(NamedTuple):
    """A record of the file, its content left there until it is asked for."""

    id: int
    at: int
    label: bytes
    start: int
    length: int


class Ring:
    """The file, opened for each use; one that is not there takes nothing and has nothing.

    Ids count up from 1 and are never given twice.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size

    def append(self, records: Sequence[Fresh]) -> None:
        """Write records, all or none, but for those from before the file was cleared."""
        with self._opened(fcntl.LOCK_EX) as file:
            if file is None:
                return
            head = _read_head(file)
            kept = self._fitting([each for each in records if each.at >= head.cleared_at])
            data = b"".join(chain.from_iterable(map(_parts, kept)))
            end = head.end + len(data)
            _write_head(file, head._replace(reserved=end))
            self._write(file, head.end, memoryview(data))
            _write_head(file, head._replace(reserved=end, end=end, last=head.last + len(kept)))

    def newest_first(self) -> Iterator[Found]:
        """Yield what there is; a record that is overwritten meanwhile ends it."""
        with self._opened(fcntl.LOCK_SH) as file:
            head = _Head() if file is None else _read_head(file)
        end, number = head.end, head.last
        while found := self._before(end, number):
            yield found
            end, number = found.start, number - 1

    def content(self, found: Found) -> bytes | None:
        """Return the content of a record, None if it was overwritten meanwhile."""
        with self._opened(fcntl.LOCK_SH) as file:
            if file is None or found.start < self._floor(_read_head(file)):
                return None
            return self._read(file, found.start, found.length)

    def clear(self, at: int) -> None:
        """Forget what there is, and what is written later but was before this real time."""
        with self._opened(fcntl.LOCK_EX) as file:
            if file is not None:
                head = _read_head(file)
                _write_head(file, head._replace(floor=head.end, cleared_at=at))

    @contextmanager
    def _opened(self, lock: int) -> Iterator[int | None]:
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            yield None
            return
        try:
            fcntl.flock(file, lock)
            yield file
        finally:
            os.close(file)  # and with it goes the lock

    def _floor(self, head: _Head) -> int:
        return max(head.floor, head.reserved - self._size)

    def _fitting(self, records: Sequence[Fresh]) -> Sequence[Fresh]:
        """Return the newest of some records, as many as the file can hold."""
        room = self._size
        for number in range(len(records), 0, -1):
            room -= sum(map(len, _parts(records[number - 1])))
            if room < 0:
                return records[number:]
        return records

    def _before(self, end: int, number: int) -> Found | None:
        """Return the record that ends at a position, if it is still there."""
        with self._opened(fcntl.LOCK_SH) as file:
            floor = end if file is None else self._floor(_read_head(file))
            if file is None or end - _TAIL.size < floor:
                return None
            tail = self._read(file, end - _TAIL.size, _TAIL.size)
            label, content, at = _TAIL.unpack(tail)
            start = end - _TAIL.size - label - content
            if start < floor:
                return None
            return Found(number, at, self._read(file, start + content, label), start, content)

    def _read(self, file: int, position: int, length: int) -> bytes:
        offset = position % self._size
        data = os.pread(file, min(length, self._size - offset), _START + offset)
        return data + os.pread(file, length - len(data), _START) if len(data) < length else data

    def _write(self, file: int, position: int, data: memoryview) -> None:
        offset = position % self._size
        room = self._size - offset
        _write_whole(file, data[:room], _START + offset)
        _write_whole(file, data[room:], _START)


def _parts(record: Fresh) -> tuple[bytes, ...]:
    length = sum(map(len, record.content))
    return *record.content, record.label, _TAIL.pack(len(record.label), length, record.at)


def _read_head(file: int) -> _Head:
    """Return what a file says of itself; a new one, or another version's, is empty."""
    data = os.pread(file, _HEAD.size, 0)
    if len(data) < _HEAD.size:
        return _Head()
    head = _Head(*_HEAD.unpack(data))
    return head if head.version == _VERSION else _Head()


def _write_head(file: int, head: _Head) -> None:
    _write_whole(file, memoryview(_HEAD.pack(*head)), 0)


def _write_whole(file: int, data: memoryview, offset: int) -> None:
    while data:
        written = os.pwrite(file, data, offset)
        data, offset = data[written:], offset + written
