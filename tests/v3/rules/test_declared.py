"""What an accepted declaration becomes."""

from dataclasses import replace

import pytest

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.v3.domain.declarations import Evidence, Settled
from ecf_sandbox.v3.domain.organisations import Uplifts
from ecf_sandbox.v3.domain.people import IneligibilityReason
from ecf_sandbox.v3.rules import declared
from tests.v3.kit.claims import NOW, case, claim
from tests.v3.kit.facts import (
    MENTOR,
    OTHER,
    PERSON,
    PROVIDER,
    day,
    declaration,
    history,
    mentor_history,
    mentorship,
    person,
    role_facts,
    school,
    school_period,
    statement,
    training,
)

BOTH = Uplifts(pupil_premium=True, sparsity=True)
UPLIFTED = school(uplifts={2024: BOTH, 2026: BOTH})


def made(said=None, *facts, who=None, **around):
    known = history(*(facts or [training()]), who=who)
    return declared.made(case(said or claim(), known, **around), UPLIFTED, "new")


@pytest.mark.rule("V3-DECL-14")
def test_of_an_eligible_person_it_is_eligible_with_the_next_statement():
    later, following = statement(month=4), statement()
    new = made(statements=[later, following])
    assert new.settled == Settled(NOW, following)
    assert (new.id, new.person_id, new.recorded_at) == ("new", PERSON, NOW)


@pytest.mark.rule("V3-DECL-14")
def test_of_anybody_else_it_is_submitted_without():
    assert made(who=person(ect=role_facts(False))).settled is None


@pytest.mark.rule("V3-DECL-14", "V3-PARTNER-7")
def test_it_keeps_provider_cohort_and_delivery_partner_of_the_training():
    period = training(cohort=2025, id="here")
    new = made(None, period, training("2024-09-01", "2025-07-31", provider=OTHER))
    assert (new.provider, new.cohort, new.training_period_id) == (PROVIDER, 2025, "here")
    assert new.delivery_partner_id == period.partnership.delivery_partner_id


@pytest.mark.rule("V3-DECL-5")
def test_a_date_without_a_zone_is_recorded_as_london_time():
    new = made(claim(declaration_date="2026-10-01T10:30:00"))
    assert wire(new.declared_at) == "2026-10-01T09:30:00Z"


@pytest.mark.rule("V3-DECL-9")
def test_evidence_is_kept_but_for_a_simple_started():
    assert made().evidence_held is Evidence.OTHER
    early = claim(declaration_date="2024-10-01T00:00:00Z")
    assert made(early, training("2024-09-01", cohort=2024)).evidence_held is None


@pytest.mark.rule("V3-DECL-16")
@pytest.mark.parametrize(
    ("cohort", "kind", "kept"),
    [
        pytest.param(2024, "started", BOTH, id="paid"),
        pytest.param(2024, "retained-1", Uplifts(), id="another type"),
        pytest.param(2026, "started", Uplifts(), id="a cohort that pays none"),
        pytest.param(2023, "started", Uplifts(), id="a year without"),
    ],
)
def test_uplifts_are_kept_with_started_where_they_are_paid(cohort, kind, kept):
    period = training(cohort=cohort, schedule="ecf-reduced-september")
    assert made(claim(declaration_type=kind), period).uplifts == kept


EARLY = mentorship("2026-09-01", "2026-10-01", mentor="early")
LATE = mentorship("2026-10-11", mentor="late")


@pytest.mark.rule("V3-DECL-15")
@pytest.mark.parametrize(
    ("dated", "mentor"),
    [
        pytest.param("2026-10-05T12:00:00Z", "early", id="nearer to an end"),
        pytest.param("2026-10-06T12:00:00Z", "early", id="as near to both: the earlier"),
        pytest.param("2026-10-07T12:00:00Z", "late", id="nearer to a start"),
        pytest.param("2026-10-06T23:30:00-05:00", "early", id="the day as written"),
        pytest.param("2026-11-25T12:00:00Z", "late", id="an open one counts by its start"),
    ],
)
def test_the_mentor_is_of_the_mentorship_with_the_nearest_end(dated, mentor):
    for order in ([EARLY, LATE], [LATE, EARLY]):
        assert made(claim(declaration_date=dated), training(), *order).mentor_id == mentor


@pytest.mark.rule("V3-DECL-15")
def test_an_open_mentorship_is_as_far_as_its_start_though_it_contains_the_day():
    long_ago = mentorship("2025-09-01", mentor="contains it")
    over = mentorship("2026-09-01", "2026-09-30", mentor="over")
    assert made(claim(), training(), long_ago, over).mentor_id == "over"


@pytest.mark.rule("V3-DECL-15")
def test_mentors_and_those_without_a_mentor_have_none():
    elsewhere = mentorship(ect_school_period_id="another school")
    assert made(None, training(), elsewhere).mentor_id is None
    mentor = mentor_history(training(), mentorship(mentor_school_period_id="at-school"))
    said = claim(course_identifier="ecf-mentor")
    assert declared.made(case(said, mentor), UPLIFTED, "new").mentor_id is None


@pytest.mark.rule("V3-DECL-17", "V3-LIST-12")
def test_only_a_mentors_completed_ends_funding():
    assert declared.ends_funding(declaration("completed", role=MENTOR))
    assert not declared.ends_funding(declaration("completed"))
    assert not declared.ends_funding(declaration("started", role=MENTOR))


def ended(dated, *facts, who=None):
    known = mentor_history(*facts, who=who)
    completed = declaration("completed", dated, role=MENTOR)
    changes = declared.funding_ended(completed, known, day("2026-11-25"))
    return known.after(changes)


@pytest.mark.rule("V3-DECL-17", "V3-PART-14")
def test_funding_ends_on_the_london_day_of_the_date_whatever_was_there():
    before = role_facts(
        ineligible_on=day("2026-01-01"),
        ineligible_reason=IneligibilityReason.STARTED_NOT_COMPLETED,
    )
    after = ended("2026-10-10T23:30:00Z", training(), who=person(mentor=before))
    assert after.person.mentor == replace(
        before,
        ineligible_on=day("2026-10-11"),
        ineligible_reason=IneligibilityReason.COMPLETED_DECLARATION_RECEIVED,
    )


@pytest.mark.rule("V3-DECL-17")
@pytest.mark.parametrize(
    ("finished", "ends"),
    [
        pytest.param(None, "2026-10-10", id="open"),
        pytest.param("2026-11-26", "2026-10-10", id="ends in the future"),
        pytest.param("2026-11-25", "2026-11-25", id="ends today"),
        pytest.param("2026-10-01", "2026-10-01", id="ended before"),
    ],
)
def test_training_that_goes_on_ends_on_that_day(finished, ends):
    (period,) = ended("2026-10-10", training("2026-09-01", finished)).training_periods
    assert period.finished_on == day(ends)


@pytest.mark.rule("V3-DECL-17")
@pytest.mark.parametrize(
    ("dated", "ends"),
    [
        pytest.param("2026-10-01T00:00:01Z", "2026-10-01", id="after 00:00 UTC of its start"),
        pytest.param("2026-10-01T00:00:00Z", "2026-10-02", id="at it"),
        pytest.param("2026-09-15T00:00:00Z", "2026-10-02", id="before it"),
    ],
)
def test_training_that_starts_after_the_date_lasts_for_two_days(dated, ends):
    (period,) = ended(dated, training("2026-10-01")).training_periods
    assert period.finished_on == day(ends)


@pytest.mark.rule("V3-DECL-17")
def test_training_never_outlasts_the_school_period():
    short = school_period("2026-12-01", "2026-12-01")
    (period,) = ended("2026-10-10", training("2026-12-01", "2026-12-01"), short).training_periods
    assert period.finished_on == day("2026-12-01")
