"""Many people from a few: the rows of stories lived in one world, copied into another by SQL.

A copy has a place in its story's number of copies. It keeps the days, moves each instant of an
act by a few microseconds, and has ids, schools, a provider and people of its own.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.v3.store import copied_columns, story_rows
from ecf_sandbox.v3.store.copied_columns import AROUND, STAMPS, STORIES, SUMMARIES, TABLES
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.records import Records

# Microseconds from one copy to the next: more than a story takes stamps at one instant.
APART = 4
_TAILS = 2**48
# Odd, so that every place has a tail of its own; small enough for a million places in 64 bits.
_TAIL_STEP = 186_183_619_489

_TAKEN = {**TABLES, **AROUND}
_TEMPORARY = Path(__file__).with_name("copying.sql")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a story: whose it is, and where; `people` are name, number and e-mail of each."""

    story: int
    place: int
    provider: int
    school: str
    other_school: str
    people: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Original:
    """A story that was lived: who is in it, in the order of the copies' people."""

    number: int
    people: Sequence[str]


def copy(
    records: Records, scratch: Records, originals: Sequence[Original], copies: Iterable[Copy]
) -> None:
    """Copy stories out of a scratch world; nothing else may have taken stamps then."""
    db = records.db
    for statement in _TEMPORARY.read_text(encoding="utf-8").split(";"):
        db.execute(statement)
    _take_stories(db, scratch, originals)
    people = {each.number: each.people for each in originals}
    _add_copies(db, copies, people)
    with _indexed_afterwards(db):
        for table in TABLES:
            db.execute(copied_columns.insert(table))
        for statement in SUMMARIES:
            db.execute(statement)
    _keep_stamps(records)
    for table in ("copies", "copied_people", "homes", *(STORIES.format(each) for each in _TAKEN)):
        db.execute(f"DROP TABLE temp.{table}")


def _add_copies(
    db: sqlite3.Connection, copies: Iterable[Copy], people: dict[int, Sequence[str]]
) -> None:
    cast: list[tuple[object, ...]] = []
    places: list[tuple[object, ...]] = []
    for each in copies:
        tail = f"{(each.place + 1) * _TAIL_STEP % _TAILS:012x}"
        schools = (each.school, each.other_school)
        places.append((each.story, each.place, each.provider, *schools, tail, each.place * APART))
        cast += [
            (each.story, each.place, original, *person)
            for original, person in zip(people[each.story], each.people, strict=True)
        ]
        if len(places) >= 10_000:
            _write_copies(db, places, cast)
            cast.clear()
            places.clear()
    _write_copies(db, places, cast)


def _write_copies(
    db: sqlite3.Connection, places: list[tuple[object, ...]], cast: list[tuple[object, ...]]
) -> None:
    db.executemany("INSERT INTO copies VALUES (?, ?, ?, ?, ?, ?, ?)", places)
    db.executemany("INSERT INTO copied_people VALUES (?, ?, ?, ?, ?, ?)", cast)


def _take_stories(db: sqlite3.Connection, scratch: Records, originals: Sequence[Original]) -> None:
    """Take over the rows of stories, each with its story's number."""
    scratch.db.execute(story_rows.TOLD)
    scratch.db.executemany(
        "INSERT INTO told VALUES (?, ?)",
        ((person, each.number) for each in originals for person in each.people),
    )
    for table, columns in _TAKEN.items():
        name = STORIES.format(table)
        db.execute(f"CREATE TEMP TABLE {name} (story, {', '.join(columns)})")
        rows = scratch.db.execute(story_rows.select(table)).fetchall()
        db.executemany(f"INSERT INTO {name} VALUES (?, {marks(columns)})", rows)
        db.execute(f"CREATE INDEX temp.{name}_by_story ON {name} (story)")


def _keep_stamps(records: Records) -> None:
    """Record as taken all stamps between a story's own and its last copy's."""
    last = dict(records.db.execute("SELECT story, max(later) FROM copies GROUP BY story"))
    union = " UNION ".join(
        f"SELECT story, {column} AS stamp FROM {STORIES.format(table)}"
        for table, columns in TABLES.items()
        for column in STAMPS
        if column in columns
    )
    runs: dict[Instant, Instant] = {}
    for story, stamp in records.db.execute(f"SELECT * FROM ({union}) ORDER BY 2"):
        if story in last:
            runs[Instant(stamp - 1)] = Instant(stamp + last[story] + APART - 1)
    stamps.keep_runs(records.db, dict(_merged(runs)))


def _merged(runs: dict[Instant, Instant]) -> Iterator[tuple[Instant, Instant]]:
    """Yield runs that neither overlap nor touch."""
    first, last = None, None
    for before, end in sorted(runs.items()):
        if first is None or last is None or before > last:
            if first is not None and last is not None:
                yield first, last
            first, last = before, end
        else:
            last = max(last, end)
    if first is not None and last is not None:
        yield first, last


@contextmanager
def _indexed_afterwards(db: sqlite3.Connection) -> Iterator[None]:
    """Leave the schema's indexes out meanwhile: building them at the end is far quicker."""
    indexes = db.execute(
        "SELECT name, sql FROM main.sqlite_master"
        " WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
    ).fetchall()
    for name, _ in indexes:
        db.execute(f"DROP INDEX {name}")
    yield
    for _, create_index in indexes:
        db.execute(create_index)
