"""A world's journal: what its providers asked, and what was answered.

It lives beside the world's file, never in it, and is written in batches, so that a request
only pays for taking note.
"""

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate, islice
from pathlib import Path
from secrets import token_hex
from time import perf_counter
from typing import Any

import orjson

from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import DAY, SECOND, Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.engine.store.journal_entries import (
    KEPT_OF_A_BODY,
    MOST_ENTRIES,
    Entry,
    Facts,
    Message,
    Note,
    Row,
    Wanted,
    label_of,
    unpacked,
)
from ecf_sandbox.engine.store.ring import Batch, Found, Ring

MOST_BYTES = 64 * 1024 * 1024

_LINK = "journal"
_MASK = b"***"
_MOST_WAITING = 512 * 1024
_OVERHEAD = 1024


class Journal:
    """What one process notes of a world, and what all of them have written.

    `tokens` are the world's, by provider. What a provider sends is written with its own
    token masked, and whatever is read has all of them masked.
    """

    def __init__(self, path: Path, tokens: Mapping[str, str]) -> None:
        self.path = path
        self._ring = Ring(path, MOST_BYTES)
        self._tokens = {provider: token.encode() for provider, token in tokens.items()}
        self._waiting: list[Any] = []
        self._waiting_bytes = 0
        self._answers: dict[bytes, bytes] = {}
        self._arranged = False
        self._lock = threading.Lock()

    def add(self, note: Note) -> bool:
        """Keep a note; return whether it is for the caller to have it written.

        That is so for the first one since they were last written.
        """
        self._waiting.extend(note)
        self._waiting_bytes += len(note.body) + _OVERHEAD
        if self._waiting_bytes > _MOST_WAITING:
            self.flush()
            return False
        first, self._arranged = not self._arranged, True
        return first

    def shared(self, tag: bytes | None, answer: bytes) -> bytes:
        """Return the body of an answer, the very one that waits already if it has the same tag."""
        known = self._answers.get(tag) if tag is not None else None
        if known is not None:
            return known
        if tag is not None:
            self._answers[tag] = answer
        self._waiting_bytes += len(answer)
        return answer

    def flush(self) -> None:
        """Write what was noted; where there is no room, or no world any more, it is lost."""
        with self._lock:
            self._arranged, self._waiting_bytes, self._answers = False, 0, {}
            count = len(self._waiting)
            noted = iter(self._waiting[:count])
            del self._waiting[:count]
            if count:
                with suppress(OSError):
                    self._ring.append(self._batch(zip(*[noted] * len(Note._fields), strict=True)))

    def entries(self, wanted: Wanted, *, oldest_first: bool = False) -> Iterator[Entry]:
        """Yield the entries that are wanted: as they were noted, or in order of their start."""
        found: Iterable[Found] = islice(self._matching(wanted), wanted.limit)
        for each in sorted(found, key=_start) if oldest_first else found:
            content = self._ring.content(each)
            if content is not None:
                yield self._entry(each, *content)

    def entry(self, number: int) -> Entry | None:
        """Return the entry of an id, if it is still there."""
        wanted = Wanted(after=number - 1, limit=MOST_ENTRIES)
        for found in self._matching(wanted):
            if found.id == number and (content := self._ring.content(found)):
                return self._entry(found, *content)
        return None

    def rows(self, after: int, limit: int) -> list[Row]:
        """Return the newest entries after one, as a list shows them: at most so many, oldest first.

        Only what is in the file already.
        """
        found = islice(self._matching(Wanted(after=after, limit=limit)), limit)
        return [self._row(each) for each in found][::-1]

    @property
    def extent(self) -> tuple[int, int]:
        """The id of the newest entry in the file, and the real time when it was last emptied."""
        return self._ring.extent

    def clear(self) -> None:
        """Forget every entry; ids go on."""
        self.flush()
        self._ring.clear(real_now())

    def _batch(self, noted: Iterable[Sequence[Any]]) -> Batch:
        """Return notes as they are written, no token in what came from the provider.

        An answer is not searched: it has a token only if somebody is called by it. What no
        provider sent is masked before it is noted.
        """
        batch, real, ticks = Batch(), real_now(), perf_counter()
        for note in map(Note._make, noted):
            token = self._tokens.get(note.provider, _MASK)
            asked = note.asked.replace(token, _MASK)
            body = note.body[:KEPT_OF_A_BODY].replace(token, _MASK)
            label = label_of(note, len(asked), len(body)).replace(token, _MASK)
            at = real - min(max(int((ticks - note.began) * SECOND), 0), DAY)
            batch.add(label, asked + note.answered + body, note.answer, at=at)
        return batch

    def _matching(self, wanted: Wanted) -> Iterator[Found]:
        for found in islice(self._ring.newest_first(), MOST_ENTRIES):
            if found.id <= wanted.after:
                return
            try:
                facts = Facts(*orjson.loads(found.label))
            except orjson.JSONDecodeError:  # the machine went down before it was on the disk
                return
            if wanted.fits(facts):
                yield found

    def _entry(self, found: Found, content: bytes, answer: bytes) -> Entry:
        facts = Facts(*orjson.loads(self.masked(found.label)))
        asked, answered, body = (
            self.masked(content[end - length : end])
            for length, end in zip(facts.lengths, accumulate(facts.lengths), strict=True)
        )
        cut, answer_cut = facts.truncated
        return Entry(
            found.id,
            Instant(found.at),
            *facts[:7],
            tuple(Problem(*each) for each in facts.problems),
            Message(unpacked(asked), body, cut),
            None
            if facts.status is None
            else Message(unpacked(answered), self.masked(answer[:KEPT_OF_A_BODY]), answer_cut),
        )

    def _row(self, found: Found) -> Row:
        facts = Facts(*orjson.loads(self.masked(found.label)))
        return Row(found.id, Instant(found.at), *facts[:7])

    def masked(self, data: bytes) -> bytes:
        """Return data without any provider's token."""
        for token in self._tokens.values():
            data = data.replace(token, _MASK)
        return data


def journal_file(folder: Path, name: str = _LINK) -> Path:
    """Return where a journal of a world is kept, made where there is none yet.

    The name is never given twice: a world that is deleted and made again under its id has
    another one, and nothing that is written late to the first reaches the second.
    """
    link = folder / name
    if not link.is_symlink():
        fresh = folder / f"{token_hex(8)}.journal"
        fresh.touch(mode=0o600)
        try:
            link.symlink_to(fresh.name)
        except FileExistsError:  # another process was first
            fresh.unlink()
    return folder / os.readlink(link)  # noqa: PTH115  # Path has no word for a link's own text


def _start(found: Found) -> tuple[int, int]:
    return found.at, found.id
