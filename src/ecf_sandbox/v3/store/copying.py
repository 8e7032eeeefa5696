"""Many people from a few: the rows of stories built in one world, copied into another by SQL.

A copy has a place in its story's number of copies. It keeps the days, moves each instant of an
act by a few microseconds, and has ids, schools, a provider and people of its own.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.engine.store.indexes import indexed_afterwards
from ecf_sandbox.v3.store import copied_columns, story_rows
from ecf_sandbox.v3.store.copied_columns import AROUND, STAMPS, STORIES, SUMMARIES, TABLES
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.ids import stored
from ecf_sandbox.v3.store.records import PERIOD_KEYS, Records

# Microseconds from one copy to the next: more than a story takes stamps at one instant.
APART = 4
_TAIL = 6  # bytes
_TAILS = 2 ** (8 * _TAIL)
# Odd, so that every place has a tail of its own; small enough for a million places in 64 bits.
_TAIL_STEP = 186_183_619_489

_TAKEN = {**TABLES, **AROUND}


def _span(rows: str) -> str:
    """Return SQL for the first and the last key of a story's rows, of none 1 and 0."""
    found = f"SELECT {{}}(k.key) FROM {rows} k WHERE k.story = c.story"
    return f"coalesce(({found.format('min')}), 1), coalesce(({found.format('max')}), 0)"


# The spans of a story's people, periods and declarations.
_KEYS_OF_PERIODS = " UNION ALL ".join(
    f"SELECT story, key FROM {STORIES.format(each)}"
    for each in ("school_periods", "training_periods", "mentorship_periods", "induction_periods")
)
_SPANS = (
    "SELECT c.story, count(*),"
    f" {_span('story_people')}, {_span(f'({_KEYS_OF_PERIODS})')}, {_span('story_declarations')}"
    " FROM copies c GROUP BY c.story ORDER BY c.story"
)
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
    """A story that was built: who is in it, in the order of the copies' people."""

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
    _add_copies(records, copies, originals)
    _give_keys(records)
    with indexed_afterwards(db):
        for table in TABLES:
            db.execute(copied_columns.insert(table))
        for statement in SUMMARIES:
            db.execute(statement)
    _keep_stamps(records)
    for table in (
        "copies",
        "copied_people",
        "homes",
        "by_month",
        *(STORIES.format(each) for each in _TAKEN),
    ):
        db.execute(f"DROP TABLE temp.{table}")


def _add_copies(records: Records, copies: Iterable[Copy], originals: Sequence[Original]) -> None:
    copied: list[tuple[object, ...]] = []
    places: list[tuple[object, ...]] = []
    people = _people(records.db, originals)
    schools = dict(records.db.execute("SELECT id, key FROM schools"))
    for each in copies:
        tail = ((each.place + 1) * _TAIL_STEP % _TAILS).to_bytes(_TAIL, "big")
        at = (schools[stored(each.school)], schools[stored(each.other_school)])
        places.append((each.story, each.place, each.provider, *at, tail, each.place * APART))
        copied += [
            (each.story, each.place, original, *person)
            for original, person in zip(people[each.story], each.people, strict=True)
        ]
        if len(places) >= 10_000:
            _write_copies(records.db, places, copied)
            copied.clear()
            places.clear()
    _write_copies(records.db, places, copied)


def _people(db: sqlite3.Connection, originals: Sequence[Original]) -> dict[int, list[int]]:
    """Return the keys of stories' people in order."""
    keys = dict(db.execute("SELECT id, key FROM temp.story_people"))
    return {each.number: [keys[stored(id_)] for id_ in each.people] for each in originals}


def _give_keys(records: Records) -> None:
    """Write what is added to a story's keys for each copy: the copies' follow one another."""
    db = records.db
    last = [
        db.execute("SELECT coalesce(max(key), 0) FROM people").fetchone()[0],
        records.next_number(PERIOD_KEYS) - 1,
        db.execute("SELECT coalesce(max(key), 0) FROM declarations").fetchone()[0],
    ]
    for story, copies, *spans in db.execute(_SPANS).fetchall():
        added: list[int] = []
        for place, (first, end) in enumerate(zip(spans[::2], spans[1::2], strict=True)):
            width = end + 1 - first
            added += [last[place] + 1 - first, width]
            last[place] += copies * width
        db.execute(
            "UPDATE copies SET people = ? + place * ?, periods = ? + place * ?,"
            " declarations = ? + place * ? WHERE story = ?",
            (*added, story),
        )
    db.execute("UPDATE serials SET given = ? WHERE kind = ?", (last[1], PERIOD_KEYS))


def _write_copies(
    db: sqlite3.Connection, places: list[tuple[object, ...]], copied: list[tuple[object, ...]]
) -> None:
    db.executemany("INSERT INTO copies VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)", places)
    db.executemany("INSERT INTO copied_people VALUES (?, ?, ?, ?, ?, ?)", copied)


def _take_stories(db: sqlite3.Connection, scratch: Records, originals: Sequence[Original]) -> None:
    """Take over the rows of stories, each with its story's number."""
    scratch.db.execute(story_rows.TOLD)
    keys = dict(scratch.db.execute("SELECT id, key FROM people"))
    scratch.db.executemany(
        "INSERT INTO told VALUES (?, ?)",
        ((keys[stored(person)], each.number) for each in originals for person in each.people),
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
