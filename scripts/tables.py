"""Write the tables that the README shares with the code, each after `<!-- table: its name -->`.

With `--check` nothing is written, and the exit code is 1 where a table is not the code's.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.creation import tokens_of
from ecf_sandbox.engine.domain.instants import DAY, Instant, moment, wire
from ecf_sandbox.engine.http.app import Documents
from ecf_sandbox.engine.providers import lead_providers
from ecf_sandbox.engine.store.worlds import DEFAULT
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.domain.schedules import Milestone, Schedule
from ecf_sandbox.v1.seeding.personas import Persona, personas

README = Path(__file__).resolve().parent.parent / "README.md"

_PLACE = re.compile(r"(?<=<!-- table: )([a-z-]+)( -->\n).*?(?=<!-- end -->)", re.DOTALL)
_SEASONS = ("september", "january", "april")


def main() -> int:
    """Return 0 when the README has, or now has, the code's tables, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    text = README.read_text(encoding="utf-8")
    wanted = filled(text)
    if check and text != wanted:
        print("README.md: a table is not the code's. Run: make docs-tables", file=sys.stderr)
        return 1
    if text != wanted:
        README.write_text(wanted, encoding="utf-8")
    return 0


def filled(text: str) -> str:
    """Return a text with the code's table in each place for one."""
    return _PLACE.sub(lambda place: f"{place[1]}{place[2]}{''.join(TABLES[place[1]]())}", text)


def operations(document: str) -> Iterator[str]:
    """Yield what can be asked for, and with which method, as the document says."""
    nodes = Documents(APIS).served[document].operations.values()
    rows = ((f"`{node.method} {node.path}`", node.json["summary"]) for node in nodes)
    return _table(("Call", "What it does"), rows)


def tokens() -> Iterator[str]:
    """Yield the lead providers and their tokens in the default world."""
    token_of = tokens_of(DEFAULT)
    rows = ((each.name, f"`{each.slug}`", f"`{token_of(each.slug)}`") for each in lead_providers())
    return _table(("Lead provider", "Slug", "Token"), rows)


def people() -> Iterator[str]:
    """Yield the personas, chapter by chapter."""
    present = (each for each in personas() if not each.state_only)
    for chapter, found in groupby(present, key=lambda each: each.chapter):
        yield f"**{chapter}**\n\n"
        yield from _table(("Id", "Name", "Situation", "Good for"), map(_person, found))
        yield "\n"


def states() -> Iterator[str]:
    """Yield the situations that only a provider state can build, and from when it can."""
    rows = (
        (each.situation, f"`{wire(each.holds_from)}`")
        for each in personas()
        if each.state_only and each.holds_from is not None
    )
    return _table(("Situation", "Possible from"), rows)


def schedules(edition: EditionName) -> Iterator[str]:
    """Yield each cohort's milestones by their last day, then the schedules without last days."""
    found = editions.edition(edition).schedules
    for cohort in found.cohorts:
        of_cohort = [each for each in found if each.cohort == cohort]
        yield f"Cohort {cohort}, `ecf-standard-…`:\n\n"
        yield from _standard([each for each in of_cohort if each.is_standard])
        yield "\nThe others, where every type may be declared from the first day on:\n\n"
        yield from _open([each for each in of_cohort if not each.is_standard])
        yield "\n"


TABLES: Mapping[str, Callable[[], Iterator[str]]] = {
    "operations": lambda: operations("v1"),
    "control": lambda: operations("control"),
    "tokens": tokens,
    "personas": people,
    "states": states,
    "schedules-guidance": lambda: schedules(EditionName.GUIDANCE),
    "schedules-service": lambda: schedules(EditionName.SERVICE),
}


def _person(persona: Persona) -> tuple[str, ...]:
    since = f" (from {_day(persona.holds_from)})" if persona.holds_from is not None else ""
    return (
        f"`{persona.id}`",
        persona.new_person.full_name,
        persona.situation + since,
        persona.purpose,
    )


def _standard(standard: list[Schedule]) -> Iterator[str]:
    """Yield milestones, those with the same last day in one row."""
    ends: dict[tuple[Instant, Instant], dict[str, Milestone]] = {}
    for schedule in standard:
        for each in schedule.milestones.values():
            if each.closes is not None and each.payment_date is not None:
                row = ends.setdefault((each.closes, each.payment_date), {})
                row[_season(schedule)] = each
    rows = (
        (_day(Instant(closes - DAY)), _day(paid), *(_cell(row.get(each)) for each in _SEASONS))
        for (closes, paid), row in sorted(ends.items())
    )
    return _table(("Last day", "Paid", *(f"`…-{each}`" for each in _SEASONS)), rows)


def _open(others: list[Schedule]) -> Iterator[str]:
    kinds: dict[str, dict[str, str]] = {}
    for each in others:
        kind = each.identifier.removesuffix(_season(each))
        kinds.setdefault(kind, {})[_season(each)] = _day(each.opens)
    rows = ((f"`{kind}…`", *(days[each] for each in _SEASONS)) for kind, days in kinds.items())
    return _table(("First day of", *(f"`…-{each}`" for each in _SEASONS)), rows)


def _cell(milestone: Milestone | None) -> str:
    return f"{milestone.declaration_type} from {_day(milestone.opens)}" if milestone else ""


def _season(schedule: Schedule) -> str:
    return schedule.identifier.rpartition("-")[2]


def _day(at: Instant) -> str:
    return moment(at).date().isoformat()


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |\n"
    yield f"|{'---|' * len(columns)}\n"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n"


if __name__ == "__main__":
    sys.exit(main())
