"""What a change of schedule or cohort does."""

from dataclasses import replace

import pytest

from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier
from ecf_sandbox.v3.domain.training import Interest
from ecf_sandbox.v3.rules.schedule_changed import schedule_changed
from ecf_sandbox.v3.rules.schedule_changes import Surroundings
from tests.v3.kit.facts import (
    PERIODS,
    PROVIDER,
    at,
    day,
    history,
    induction,
    partnership,
    person,
    role_facts,
    school_period,
    training,
)

NOW, TODAY = at("2026-11-25"), day("2026-11-25")
JANUARY = ScheduleIdentifier.STANDARD_JANUARY
REDUCED = ScheduleIdentifier.REDUCED_SEPTEMBER


def change(period, *facts, cohort=2026, to=JANUARY, partnerships=(), who=None, now=NOW):
    known = history(period, *facts, who=who)
    around = Surroundings(
        contract_periods=PERIODS, partnerships=partnerships, statements=(), now=now
    )
    return known.after(schedule_changed(period, known, to, cohort, around, "new"))


@pytest.mark.rule("V3-ACT-14", "V3-ACT-18")
def test_training_that_began_before_today_ends_yesterday_and_goes_on_today():
    period = training("2026-09-01")
    ended, new = change(period).training_periods
    assert ended == replace(period, finished_on=day("2026-11-24"))
    assert (new.started_on, new.finished_on) == (TODAY, None)
    assert (new.schedule_identifier, new.partnership) == (JANUARY, period.partnership)
    assert (new.recorded_at, new.role, new.interest) == (NOW, period.role, None)


@pytest.mark.rule("V3-ACT-14")
@pytest.mark.parametrize("started", ["2026-11-25", "2027-01-04"], ids=["today", "later"])
def test_training_that_begins_today_or_later_changes_in_place(started):
    period = replace(training(started), interest=Interest(PROVIDER, 2026))
    new = partnership(2025)
    (moved,) = change(period, cohort=2025, partnerships=[new]).training_periods
    assert moved == replace(
        period,
        schedule_identifier=JANUARY,
        partnership=new,
        interest=Interest(PROVIDER, 2025),
    )


@pytest.mark.rule("V3-ACT-14")
@pytest.mark.parametrize(
    ("training_end", "school_end", "end"),
    [
        pytest.param(None, None, None, id="open"),
        pytest.param("2027-01-31", None, "2027-01-31", id="the training's"),
        pytest.param(None, "2027-07-31", "2027-07-31", id="the school period's"),
        pytest.param("2027-01-31", "2027-07-31", "2027-01-31", id="the earlier of both"),
        pytest.param("2026-10-01", "2027-07-31", "2027-07-31", id="not a past one"),
        pytest.param(None, "2026-11-25", "2026-11-25", id="today is not past"),
    ],
)
def test_new_training_ends_with_the_earliest_end_that_is_not_past(training_end, school_end, end):
    period = training("2026-09-01", training_end)
    ended, new = change(period, school_period("2026-09-01", school_end)).training_periods
    assert new.finished_on == (day(end) if end else None)
    assert ended.finished_on == min(period.finished_on or TODAY, day("2026-11-24"))


@pytest.mark.rule("V3-ACT-14")
def test_an_ect_who_completed_moves_to_a_reduced_schedule_in_place():
    period = training("2025-09-01", cohort=2025)
    concluded = induction("2025-09-01", "2026-07-01", "pass")
    (moved,) = change(period, concluded, cohort=2025, to=REDUCED).training_periods
    assert moved == replace(period, schedule_identifier=REDUCED)
    assert len(change(period, cohort=2025, to=REDUCED).training_periods) == 2


@pytest.mark.rule("V3-ACT-15")
@pytest.mark.parametrize(
    ("partnerships", "chosen"),
    [
        pytest.param(["D02", "D01", "D03"], "D01", id="with the same delivery partner"),
        pytest.param(["D02", "D03"], "D03", id="else the newest"),
    ],
)
def test_another_cohorts_partnership(partnerships, chosen):
    known = [
        partnership(2025, partner=partner, recorded=at(f"2025-06-0{age}"))
        for age, partner in enumerate(partnerships, 1)
    ]
    new = change(training(), cohort=2025, partnerships=[*reversed(known)]).training_periods[-1]
    assert new.partnership.delivery_partner_id == chosen
    assert new.cohort == 2025


@pytest.mark.rule("V3-ACT-15")
def test_the_partnership_stays_with_the_cohort():
    newer = partnership(2026, partner="D02")
    period = training()
    new = change(period, partnerships=[newer]).training_periods[-1]
    assert new.partnership == period.partnership


@pytest.mark.rule("V3-ACT-16", "V3-PART-15")
@pytest.mark.parametrize("role", ["ect", "mentor"])
@pytest.mark.parametrize(
    ("origin", "target", "kept", "after"),
    [
        pytest.param(2021, 2024, None, 2021, id="out of a frozen cohort"),
        pytest.param(2024, 2021, 2021, None, id="back into it"),
        pytest.param(2024, 2025, 2021, 2021, id="between open ones"),
        pytest.param(2021, 2021, None, None, id="within one"),
    ],
)
def test_leaving_a_frozen_cohort_keeps_its_year_for_the_role(role, origin, target, kept, after):
    period = training(cohort=origin, role=Role(role))
    who = person(**{role: role_facts(frozen_year=kept)})
    changed = change(period, cohort=target, partnerships=[partnership(target)], who=who)
    assert getattr(changed.person, role).frozen_year == after
    other = "ect" if role == "mentor" else "mentor"
    assert getattr(changed.person, other) == getattr(who, other)


@pytest.mark.rule("V3-ACT-16", "V3-COHORT-2")
def test_a_cohort_that_freezes_later_keeps_nothing():
    changed = change(
        training(cohort=2022), cohort=2024, partnerships=[partnership(2024)], now=at("2025-06-15")
    )
    assert changed.person.ect.frozen_year is None
