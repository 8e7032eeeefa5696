"""The rows of stories in the world that they were built in, as copying needs them.

Each comes with its story's number first. Schools become the number that they have in their
story, partnerships and statements the numbers that `copied_columns` tells of.
"""

from collections.abc import Mapping

from ecf_sandbox.v3.store.copied_columns import AROUND, PEOPLE, TABLES, TICKS
from ecf_sandbox.v3.store.tick_rows import Ticking

_ID_OF_SCHOOL = "(SELECT s.id FROM schools s WHERE s.key = t.{0})"
_ID_OF_PARTNERSHIP = "(SELECT p.id FROM partnerships p WHERE p.key = {0})"
_STORY_OF_SCHOOL = f"CAST(substr({_ID_OF_SCHOOL}, 8) AS INTEGER)"
_SCHOOL = f"CAST(substr({_ID_OF_SCHOOL}, -1) AS INTEGER)"
_PARTNERSHIP = (
    f"CAST(substr({_ID_OF_PARTNERSHIP}, -4) AS INTEGER) * 10"
    f" + CAST(substr({_ID_OF_PARTNERSHIP}, -6, 1) AS INTEGER)"
)
_STATEMENT = (
    "(SELECT (s.cohort * 10000 + s.year) * 100 + s.month FROM statements s WHERE s.key = t.{0})"
)
_UNDER = "(SELECT p.partnership FROM training_periods p WHERE p.key = t.training_period)"
_STORY_OF_PARTNERSHIP = "CAST(substr({}.id, 13) AS INTEGER)"
# Whose ticks are a story's.
_TICKING = (
    f"(SELECT {Ticking.PARTICIPANT} AS resource, person AS record, story FROM told"
    f" UNION ALL SELECT {Ticking.UNFUNDED_MENTOR}, person, story FROM told"
    f" UNION ALL SELECT {Ticking.TRANSFERRED}, person, story FROM told"
    f" UNION ALL SELECT {Ticking.DECLARATION}, d.key, o.story FROM declarations d"
    " JOIN told o ON o.person = d.person"
    f" UNION ALL SELECT {Ticking.PARTNERSHIP}, p.key, {_STORY_OF_PARTNERSHIP.format('p')}"
    " FROM partnerships p)"
)
# Schools and partnerships that acts have touched: later than the day they were recorded.
_TOUCHED = "t.stamp > t.recorded_at + 86400000000"

TOLD = "CREATE TEMP TABLE told (person INTEGER PRIMARY KEY, story INTEGER)"


def school_id(story: int, number: int) -> str:
    """Return the id of one of the schools of a story."""
    return f"school-{story}-{number}"


def partnership_id(story: int, number: int, year: int) -> str:
    """Return the id of the partnership with one of them in a year."""
    return f"partnership-{story}-{number}-{year}"


def select(table: str) -> str:
    """Return what selects a table's rows; `told` has everybody with their story's number."""
    columns = {**TABLES, **AROUND}[table]
    shown = ", ".join(_SHOWN.get(table, {}).get(name, f"t.{name}") for name in columns)
    if table in _OF_SCHOOLS:
        story, where = _OF_SCHOOLS[table]
        return f"SELECT {story}, {shown} FROM {table} t WHERE {where}"
    if table == TICKS:
        return (
            f"SELECT o.story, {shown} FROM {_TICKING} o"
            " CROSS JOIN ticks t ON t.resource = o.resource AND t.record = o.record"
        )
    person = {PEOPLE: "key", "mentorship_periods": "ect"}.get(table, "person")
    return f"SELECT o.story, {shown} FROM {table} t JOIN told o ON o.person = t.{person}"


_SHOWN: Mapping[str, Mapping[str, str]] = {
    "school_periods": {"school": _SCHOOL.format("school")},
    "training_periods": {"partnership": _PARTNERSHIP.format("t.partnership")},
    "declarations": {
        "delivery_partner": _PARTNERSHIP.format(_UNDER),
        "statement": _STATEMENT.format("statement"),
        "clawback_statement": _STATEMENT.format("clawback_statement"),
    },
    TICKS: {
        "record": (
            f"CASE t.resource WHEN {Ticking.PARTNERSHIP}"
            f" THEN {_PARTNERSHIP.format('t.record')} ELSE t.record END"
        )
    },
    "partnerships": {"key": _PARTNERSHIP.format("t.key")},
    "school_cohorts": {"school": _SCHOOL.format("school")},
    "school_interests": {"school": _SCHOOL.format("school")},
    "schools": {"key": _SCHOOL.format("key")},
}

_OF_SCHOOLS = {
    "partnerships": (_STORY_OF_PARTNERSHIP.format("t"), _TOUCHED),
    "school_cohorts": (_STORY_OF_SCHOOL.format("school"), "t.choice <> 'not_yet_known'"),
    "school_interests": (_STORY_OF_SCHOOL.format("school"), "true"),
    "schools": (_STORY_OF_SCHOOL.format("key"), _TOUCHED),
}
