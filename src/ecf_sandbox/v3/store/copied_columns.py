"""How each column of a story's row becomes a copy's: SQL by table and column.

`t` is the row of the story, `c` the copy. A story's schools are numbers 1 and 2, its partnerships
numbers of year and school (20261 is with school 1 in 2026), and its statements numbers of cohort,
year and month.
"""

from collections.abc import Mapping

from ecf_sandbox.v3.domain.schedules import DeclarationType
from ecf_sandbox.v3.store import mentor_rows
from ecf_sandbox.v3.store.codes import codes
from ecf_sandbox.v3.store.tick_rows import Ticking

STORIES = "story_{}"
STAMPS = ("stamp", "unfunded_stamp", "transfer_stamp", "person_stamp")
PEOPLE = "people"
TICKS = "ticks"

# An id's last six bytes are the copy's.
_ID = "CAST(substr(t.{0}, 1, 10) || c.tail AS BLOB)"
_PERSON, _PERIOD_KEY = "t.{0} + c.people", "t.{0} + c.periods"
_SCHOOL = "CASE t.{0} WHEN 1 THEN c.school_1 WHEN 2 THEN c.school_2 END"
_AT_SCHOOL = "CASE t.{0} % 10 WHEN 1 THEN c.school_1 ELSE c.school_2 END"
_OF_HOME = (
    "(SELECT h.{1} FROM homes h WHERE h.provider = c.provider AND h.year = t.{0} / 10"
    f" AND h.school = {_AT_SCHOOL})"
)
_PARTNERSHIP = _OF_HOME.replace("{1}", "partnership")
_DELIVERY_PARTNER = _OF_HOME.replace("{1}", "delivery_partner")
_LATER = "t.{0} + c.later"
_BY_TIME = "CASE WHEN t.{1} THEN t.{0} ELSE t.{0} + c.later END"
_PROVIDER = "CASE WHEN t.{0} IS NOT NULL THEN c.provider END"
_STATEMENT = (
    "(SELECT b.statement FROM by_month b WHERE b.provider = c.provider AND b.number = t.{0})"
)
_NAMED = (
    "(SELECT p.{1} FROM copied_people p WHERE p.story = c.story AND p.place = c.place"
    " AND p.person = t.{0})"
)
_STARTED = codes(DeclarationType)[DeclarationType.STARTED]
# What the school has in a year that pays uplifts goes with `started` (V3-DECL-16).
_UPLIFT = (
    "coalesce((SELECT u.{0} FROM school_uplifts u JOIN contract_periods y ON y.year = u.year"
    f" WHERE y.uplifts AND t.type = {_STARTED} AND u.year = t.delivery_partner / 10"
    f" AND u.school = {_AT_SCHOOL.format('delivery_partner')}), 0)"
)
_TICKED = (
    f"CASE t.resource WHEN {Ticking.PARTNERSHIP} THEN {_PARTNERSHIP}"
    f" WHEN {Ticking.DECLARATION} THEN t.{{0}} + c.declarations ELSE {_PERSON} END"
)
_SAME = "t.{0}"

_PEOPLE = ("person", "ect", "mentor")
_PERIODS = ("school_period", "training_period", "ect_school_period", "mentor_school_period")
_INSTANTS = (*STAMPS, "recorded_at", "created", "withdrawn_at", "deferred_at", "voided_at")
_RULES = {
    **dict.fromkeys(("id", "ect_record_id", "mentor_record_id"), _ID),
    **dict.fromkeys(_PEOPLE, _PERSON),
    **dict.fromkeys(("key", *_PERIODS), _PERIOD_KEY),
    **dict.fromkeys((*_INSTANTS, "clawed_at", "eligible_at"), _LATER),
    **dict.fromkeys(("provider", "interest_provider"), _PROVIDER),
    **dict.fromkeys(("statement", "clawback_statement"), _STATEMENT),
    **dict.fromkeys(("pupil_premium", "sparsity"), _UPLIFT),
    "school": _SCHOOL,
    "partnership": _PARTNERSHIP,
    "delivery_partner": _DELIVERY_PARTNER,
}


def _columns(names: str, **others: str) -> Mapping[str, str]:
    """Return the expression of each column: its own one, or that of every column of the name."""
    found = {name: _RULES.get(name, _SAME).format(name) for name in names.split()}
    return {**found, **others}


_PERIOD = "started_on finished_on"

TABLES: Mapping[str, Mapping[str, str]] = {
    PEOPLE: _columns(
        "id ect_record_id mentor_record_id ect_eligible_by_time mentor_eligible_by_time"
        " ect_ineligible_on mentor_ineligible_on mentor_ineligible_reason ect_frozen_year"
        " mentor_frozen_year record_started_on record_completed_on recorded_at stamp"
        " unfunded_stamp",
        key=_PERSON.format("key"),
        full_name=_NAMED.format("key", "full_name"),
        trn=_NAMED.format("key", "trn"),
        ect_eligible_at=_BY_TIME.format("ect_eligible_at", "ect_eligible_by_time"),
        mentor_eligible_at=_BY_TIME.format("mentor_eligible_at", "mentor_eligible_by_time"),
    ),
    "school_periods": _columns(
        f"key person role school {_PERIOD} working_pattern recorded_at",
        email=_NAMED.format("person", "email"),
    ),
    "training_periods": _columns(
        "key person school_period role programme partnership interest_provider interest_year"
        f" schedule_identifier {_PERIOD} withdrawn_at withdrawal_reason deferred_at"
        " deferral_reason recorded_at transfer_stamp"
    ),
    "mentorship_periods": _columns(
        f"key ect ect_school_period mentor mentor_school_period {_PERIOD}"
    ),
    "induction_periods": _columns(f"key person appropriate_body {_PERIOD} outcome"),
    "declarations": _columns(
        "id person training_period provider cohort role type declared_at evidence"
        " delivery_partner mentor pupil_premium sparsity eligible_at statement voided_at"
        " clawed_at clawback_statement recorded_at stamp",
        key="t.key + c.declarations",
    ),
    TICKS: _columns("resource at", record=_TICKED.format("record")),
    "enrolments": _columns(
        "provider person role training_period school_period cohort withdrawn deferred sees_until"
    ),
    "listed": _columns("provider created id person stamp first_tick last_tick"),
    "transferred": _columns("provider created id person stamp person_stamp"),
}

# What schools and partnerships show of a story's people: not copied, but counted in.
AROUND: Mapping[str, Mapping[str, str]] = {
    "partnerships": _columns("stamp", key=_PARTNERSHIP.format("key")),
    "school_cohorts": _columns("school year choice stamp"),
    "school_interests": _columns("school year provider"),
    "schools": _columns("stamp", key=_SCHOOL.format("key")),
}

_COPIES = "FROM copies c JOIN {} t ON t.story = c.story"
_KNOWN_CHOICE = (
    "CASE WHEN max(t.choice = 'provider_led') THEN 'provider_led' ELSE max(t.choice) END"
)

_CHOICES = (
    "INSERT INTO school_cohorts (school, year, choice, stamp)"
    f" SELECT {AROUND['school_cohorts']['school']}, t.year, {_KNOWN_CHOICE},"
    f" max(t.stamp + c.later) {_COPIES.format('story_school_cohorts')} WHERE true GROUP BY 1, 2"
    " ON CONFLICT (school, year) DO UPDATE SET choice = excluded.choice,"
    " stamp = max(school_cohorts.stamp, excluded.stamp)"
)
_INTERESTS = (
    "INSERT OR IGNORE INTO school_interests (school, year, provider)"
    f" SELECT DISTINCT {AROUND['school_interests']['school']}, t.year, c.provider"
    f" {_COPIES.format('story_school_interests')}"
)


def _restamp(table: str) -> str:
    return (
        f"UPDATE {table} SET stamp = max({table}.stamp, n.stamp) FROM"
        f" (SELECT {AROUND[table]['key']} AS key, max(t.stamp + c.later) AS stamp"
        f" {_COPIES.format(STORIES.format(table))} GROUP BY 1) n WHERE n.key = {table}.key"
    )


# By the place of each column.
_ORDER = {TICKS: "1, 2, 3", "enrolments": "2, 1, 3", "listed": "1, 2, 3", "transferred": "1, 2, 3"}

SUMMARIES = (
    _CHOICES,
    _INTERESTS,
    _restamp("partnerships"),
    _restamp("schools"),
    mentor_rows.ALL_FOUND,
)


def insert(table: str) -> str:
    """Return what inserts a table's rows of all copies, in the order in which they are kept."""
    columns = TABLES[table]
    # Copies at one school bring the same ticks of its partnership.
    insert_into = f"INSERT {'OR IGNORE ' if table == TICKS else ''}INTO"
    return (
        f"{insert_into} {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
        f" {_COPIES.format(STORIES.format(table))} ORDER BY {_ORDER.get(table, 'c.story, c.place')}"
    )
