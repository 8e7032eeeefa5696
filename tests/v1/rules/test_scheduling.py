"""When a participant may change schedule: rules on their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import Instant, moment
from ecf_sandbox.v1.domain.declarations import Settlement, Unusable
from ecf_sandbox.v1.domain.participants import ParticipantType, TrainingStatus
from ecf_sandbox.v1.rules import scheduling
from tests.kit.facts import (
    EDITIONS,
    at,
    declaration,
    edition,
    first_instant,
    last_instant,
    milestone_rows,
    record,
    schedule,
)

ROWS = [(of, row) for of in EDITIONS for row in milestone_rows(of)]
JANUARY = schedule("ecf-standard-january")


def titles(problems):
    return [problem.title for problem in problems]


def keeps(of, row, dated):
    """Return whether a declaration may stay where its schedule becomes that of a row."""
    chosen = schedule(row["schedule_identifier"], int(row["cohort"]), of)
    history = [declaration(row["declaration_type"], dated)]
    return titles(scheduling.keeps_declarations(chosen, history, edition(of))) == []


def by_milestone(rows):
    return [
        pytest.param(
            of,
            row,
            id=f"{of}-{row['cohort']}-{row['schedule_identifier']}-{row['declaration_type']}",
            marks=pytest.mark.rule("ACT-7", edition=str(of)),
        )
        for of, row in rows
    ]


@pytest.mark.parametrize(("of", "row"), by_milestone(ROWS))
def test_a_declaration_stays_inside_the_new_milestone(of, row):
    first = first_instant(row["start_date"])
    last = last_instant(row["milestone_date"] or "2099-12-31")
    closes = bool(row["milestone_date"])

    assert not keeps(of, row, Instant(first - 1))
    assert keeps(of, row, first) is (of == "guidance")
    assert keeps(of, row, Instant(first + 1))
    assert keeps(of, row, last)
    assert keeps(of, row, Instant(last + 1)) is not closes


@pytest.mark.rule("ACT-7")
@pytest.mark.parametrize(
    ("settlement", "kept"),
    [
        pytest.param(Settlement(), False, id="submitted"),
        pytest.param(Settlement(eligible_at=at("2021-11-25T09:00:00Z")), False, id="eligible"),
        pytest.param(Settlement(paid_at=at("2021-12-01T00:00:00Z")), False, id="paid"),
        pytest.param(Settlement(voided_at=at("2021-11-26T09:00:00Z")), True, id="voided"),
        pytest.param(Settlement(ineligible_at=at("2021-11-26T09:00:00Z")), True, id="ineligible"),
    ],
)
@pytest.mark.parametrize("of", EDITIONS)
@pytest.mark.parametrize("provider", ["north-star", "riverbank"])
def test_only_standing_declarations_hold_a_schedule_whoever_made_them(
    of, provider, settlement, kept
):
    november = declaration(dated="2021-11-25T09:00:00Z", provider=provider, settlement=settlement)

    problems = titles(scheduling.keeps_declarations(JANUARY, [november], edition(of)))
    assert problems == ([] if kept else ["schedule_identifier"])


@pytest.mark.rule("ACT-6", edition="service")
@pytest.mark.parametrize(
    ("now", "year"),
    [
        pytest.param("2021-08-31T23:59:59Z", 2020, id="last second of August"),
        pytest.param("2021-09-01T00:00:00Z", 2021, id="first second of September"),
        pytest.param("2021-12-31T23:59:59Z", 2021, id="last second of the year"),
        pytest.param("2022-01-01T00:00:00Z", 2021, id="first second of the next"),
        pytest.param("2022-08-31T23:59:59.999999Z", 2021, id="the very end of August"),
        pytest.param("2022-09-01T00:00:00+01:00", 2021, id="September in London, August in UTC"),
    ],
)
def test_an_academic_year_begins_in_september(now, year):
    assert scheduling.academic_year(at(now)) == year


@pytest.mark.rule("ACT-6", edition="service")
@given(
    st.integers(min_value=at("2000-01-01T00:00:00Z"), max_value=at("2099-12-31T23:59:59Z")).map(
        Instant
    )
)
def test_the_service_takes_the_academic_year_of_now(now):
    day = moment(now).date().isoformat()

    meant = scheduling.cohort_meant(None, 2021, edition("service"), now=now)
    assert f"{meant}-09-01" <= day < f"{meant + 1}-09-01"


@pytest.mark.rule("ACT-6", edition="guidance")
@pytest.mark.parametrize(
    "now", ["2000-01-01T00:00:00Z", "2021-09-01T00:00:00Z", "2099-12-31T00:00:00Z"]
)
def test_the_guidance_takes_the_participants_own_cohort(now):
    assert scheduling.cohort_meant(None, 2021, edition("guidance"), now=at(now)) == 2021


@pytest.mark.rule("ACT-6")
@pytest.mark.parametrize("of", EDITIONS)
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(2021, [], id="own"),
        pytest.param(2020, ["cohort"], id="the year before"),
        pytest.param(2022, ["cohort"], id="the year after"),
        pytest.param(Unusable.UNREADABLE, ["cohort"], id="no year"),
    ],
)
def test_a_cohort_that_is_named_is_the_participants_own(of, asked, expected):
    now = at("2030-01-01T00:00:00Z")

    meant = scheduling.cohort_meant(asked, 2021, edition(of), now=now)
    assert titles(scheduling.own_cohort(meant, record())) == expected


@pytest.mark.rule("ACT-5")
@pytest.mark.parametrize("of", EDITIONS)
@pytest.mark.parametrize("kind", ["ect", "mentor"])
def test_only_replacement_schedules_are_for_mentors_only(of, kind):
    refused = {
        each.identifier
        for each in edition(of).schedules
        if titles(scheduling.fits_course(each, ParticipantType(kind).course))
        == ["schedule_identifier"]
    }

    months = ("september", "january", "april")
    assert refused == ({f"ecf-replacement-{month}" for month in months} if kind == "ect" else set())


@pytest.mark.rule("ACT-5")
@pytest.mark.parametrize("status", TrainingStatus)
def test_the_withdrawn_stay_where_they_are(status):
    problems = titles(scheduling.not_withdrawn(record(training_status=status)))
    assert problems == (["participant_id"] if status == "withdrawn" else [])
