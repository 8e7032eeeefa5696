"""A file of bounded size that keeps the newest records; processes share it.

Records follow one another round and round, the newest over the oldest, so writing costs a
copy and nothing is ever tidied up. Positions count bytes since the file was made. A record is
some content, more content unless an earlier record has the same, a label, and a tail that
tells their lengths, so a reader walks back from the end.
"""

import errno
import fcntl
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_VERSION = 1
_HEAD = struct.Struct("<6Q")
_START = 4096
_TAIL = struct.Struct("<4IQ")
_PARTS_AT_ONCE = 1000  # systems take 1,024


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


class _Tail(NamedTuple):
    """The end of a record; `back` is how far before it `more` begins."""

    label: int
    content: int
    more: int
    back: int
    at: int

    @property
    def own(self) -> int:
        """The length of the record, without what it shares with an earlier one."""
        in_place = self.label + self.more + _TAIL.size == self.back
        return self.content + self.label + _TAIL.size + (self.more if in_place else 0)


@dataclass(slots=True)
class Batch:
    """Records on their way to the file, in plain lists, since the garbage collector counts."""

    parts: list[bytes] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    size: int = 0
    _places: dict[int, int] = field(default_factory=dict)

    def add(self, label: bytes, content: bytes, more: bytes, *, at: int) -> None:
        """Add a record; `at` is the real time that it is about.

        What is the very same `more` as an earlier record's is kept once.
        """
        if more and id(more) in self._places:
            self._add_part(content)
        else:
            self._places[id(more)] = self.size + len(content)
            self._add_part(content)
            self._add_part(more)
        end = self.size + len(label) + _TAIL.size
        back = end - self._places[id(more)]
        self._add_part(label + _TAIL.pack(len(label), len(content), len(more), back, at))
        self.ends.append(end)
        self.times.append(at)

    def end_of(self, at: int) -> int:
        """Return where the last record from before a real time ends."""
        return max(
            (end for end, time in zip(self.ends, self.times, strict=True) if time < at), default=0
        )

    def _add_part(self, part: bytes) -> None:
        self.parts.append(part)
        self.size += len(part)


class Found(NamedTuple):
    """A record of the file, its content left there until it is asked for."""

    id: int
    at: int
    label: bytes
    start: int
    content: int
    more_start: int
    more: int


class Ring:
    """The file, opened for each use; one that is not there takes nothing and has nothing.

    Ids count up from 1 and are never given twice.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size

    def append(self, batch: Batch) -> None:
        """Write records, all or none; those from before the file was cleared are not shown.

        A batch is smaller than the file.
        """
        with self._opened(fcntl.LOCK_EX) as file:
            if file is None:
                return
            head = _read_head(file)
            head = head._replace(reserved=head.end + batch.size)
            _write_head(file, head)
            self._write(file, head.end, batch.parts)
            unwanted = batch.end_of(head.cleared_at)
            head = head._replace(
                end=head.reserved,
                floor=head.end + unwanted if unwanted else head.floor,
                last=head.last + len(batch.ends),
            )
            _write_head(file, head)

    def newest_first(self) -> Iterator[Found]:
        """Yield what there is; a record that is overwritten meanwhile ends it."""
        with self._opened(fcntl.LOCK_SH) as file:
            head = _Head() if file is None else _read_head(file)
        end, number = head.end, head.last
        while found := self._before(end, number):
            yield found
            end, number = found.start, number - 1

    @property
    def extent(self) -> tuple[int, int]:
        """The id of the newest record, and the real time when the file was last cleared."""
        with self._opened(fcntl.LOCK_SH) as file:
            head = _Head() if file is None else _read_head(file)
        return head.last, head.cleared_at

    def content(self, found: Found) -> tuple[bytes, bytes] | None:
        """Return the content of a record, None if some was overwritten meanwhile."""
        with self._opened(fcntl.LOCK_SH) as file:
            if file is None or min(found.start, found.more_start) < self._oldest(_read_head(file)):
                return None
            return (
                self._read(file, found.start, found.content),
                self._read(file, found.more_start, found.more),
            )

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

    def _oldest(self, head: _Head) -> int:
        """Return the position before which everything was overwritten."""
        return head.reserved - self._size

    def _before(self, end: int, number: int) -> Found | None:
        """Return the record that ends at a position, if it is still there."""
        with self._opened(fcntl.LOCK_SH) as file:
            head = _Head() if file is None else _read_head(file)
            if file is None or end <= max(head.floor, self._oldest(head) + _TAIL.size):
                return None
            tail = _Tail(*_TAIL.unpack(self._read(file, end - _TAIL.size, _TAIL.size)))
            start, more_start = end - tail.own, end - tail.back
            if min(start, more_start) < self._oldest(head):
                return None
            label = self._read(file, end - _TAIL.size - tail.label, tail.label)
            return Found(number, tail.at, label, start, tail.content, more_start, tail.more)

    def _read(self, file: int, position: int, length: int) -> bytes:
        offset = position % self._size
        data = os.pread(file, min(length, self._size - offset), _START + offset)
        return data + os.pread(file, length - len(data), _START) if len(data) < length else data

    def _write(self, file: int, position: int, parts: list[bytes]) -> None:
        """Write parts one after another, on from the beginning where the file ends."""
        offset = position % self._size
        room = self._size - offset
        before, after = _split(parts, room)
        _write_parts(file, before, _START + offset)
        _write_parts(file, after, _START)


def _read_head(file: int) -> _Head:
    """Return what a file says of itself; a new one, or another version's, is empty."""
    data = os.pread(file, _HEAD.size, 0)
    if len(data) < _HEAD.size:
        return _Head()
    head = _Head(*_HEAD.unpack(data))
    return head if head.version == _VERSION else _Head()


def _write_head(file: int, head: _Head) -> None:
    _write_parts(file, [_HEAD.pack(*head)], 0)


def _split(parts: list[bytes], length: int) -> tuple[list[bytes], list[bytes]]:
    """Split parts after so many bytes in all."""
    for number, part in enumerate(parts):
        if length < len(part):
            return [*parts[:number], part[:length]], [part[length:], *parts[number + 1 :]]
        length -= len(part)
    return parts, []


def _write_parts(file: int, parts: list[bytes], offset: int) -> None:
    for number in range(0, len(parts), _PARTS_AT_ONCE):
        some = parts[number : number + _PARTS_AT_ONCE]
        length = sum(map(len, some))
        if os.pwritev(file, some, offset) < length:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        offset += length
