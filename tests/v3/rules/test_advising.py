"""What the department would query, each with a twin that it would not."""

from dataclasses import replace

import pytest

from ecf_sandbox.v3.domain.training import Interest, Withdrawal, WithdrawalReason
from ecf_sandbox.v3.rules import advising, advising_organisations, deadlines
from ecf_sandbox.v3.rules.advising import Case
from tests.v3.kit.facts import (
    ECT,
    MENTOR,
    OTHER,
    PERIODS,
    PERSON,
    PROVIDER,
    at,
    day,
    declaration,
    history,
    induction,
    mentor_history,
    mentorship,
    partnership,
    person,
    role_facts,
    school,
    school_led,
    school_period,
    training,
)

NOW = "2026-11-25"


def advised(known, *, now=NOW, provider=PROVIDER):
    """Return the rules of the advisories on a person, with what each saw."""
    case = Case(history=known, provider=provider, contract_periods=PERIODS, now=at(now))
    return [(each.rule, each.what) for each in advising.advise(case)]


def rules(known, **said):
    return [rule for rule, _ in advised(known, **said)]


def missing(known, **said):
    """Return the types that are missing, by the words of the advisories."""
    return [
        what.split()[3].rstrip(",") for rule, what in advised(known, **said) if rule == "V3-ADV-2"
    ]


@pytest.mark.rule("V3-ADV-2", "V3-DECL-7")
@pytest.mark.parametrize(
    ("cohort", "schedule", "role", "told"),
    [
        pytest.param(
            2024,
            "september",
            ECT,
            "2024-12-31 2025-03-31 2025-07-31 2025-12-31 2026-03-31 2026-07-31",
            id="2024",
        ),
        pytest.param(
            2025,
            "september",
            ECT,
            "2025-12-31 2026-03-31 2026-07-31 2026-12-31 2027-03-31 2027-07-31",
            id="2025-september",
        ),
        pytest.param(
            2025,
            "january",
            ECT,
            "2026-03-31 2026-07-31 2026-12-31 2027-03-31 2027-07-31 2027-12-31",
            id="2025-january",
        ),
        pytest.param(
            2026,
            "april",
            ECT,
            "2027-07-31 2027-12-31 2028-03-31 2028-07-31 2028-12-31 2029-03-31",
            id="2026-april",
        ),
        pytest.param(2025, "september", MENTOR, "2025-12-31 2026-07-31", id="2025-mentor"),
        pytest.param(2026, "january", MENTOR, "2027-03-31 2027-12-31", id="2026-mentor"),
    ],
)
def test_when_declarations_are_due(cohort, schedule, role, told):
    identifier = training(schedule=f"ecf-standard-{schedule}").schedule_identifier
    found = list(deadlines.windows(cohort, identifier, role, PERIODS))
    assert " ".join(str(each.deadline) for each in found) == told
    if role is MENTOR:
        assert [each.declaration_type for each in found] == ["started", "completed"]


@pytest.mark.rule("V3-ADV-2")
def test_mentors_before_2025_are_due_like_ects_and_other_schedules_never():
    september = training().schedule_identifier
    assert len(list(deadlines.windows(2024, september, MENTOR, PERIODS))) == 6
    extended = training(schedule="ecf-extended-september").schedule_identifier
    assert list(deadlines.windows(2024, extended, ECT, PERIODS)) == []


@pytest.mark.rule("V3-ADV-2")
def test_a_declaration_is_missing_once_its_deadline_has_passed():
    known = history(training("2026-09-01"))
    assert missing(known, now="2026-12-31") == []
    assert missing(known, now="2027-01-01") == ["started"]
    made = history(*known.training_periods, declaration("started", "2026-10-01"))
    assert missing(made, now="2027-01-01") == []
    voided = history(
        *known.training_periods, declaration("started", "2026-10-01", voided="2026-11-01")
    )
    assert missing(voided, now="2027-01-01") == ["started"]


@pytest.mark.rule("V3-ADV-2")
@pytest.mark.parametrize(
    ("started", "finished", "told"),
    [
        pytest.param("2024-09-01", "2024-12-31", ["started"], id="until-the-last-day"),
        pytest.param("2024-12-31", "2025-01-01", ["started", "retained-1"], id="one-day-each"),
        pytest.param("2025-01-01", "2025-03-31", ["retained-1"], id="from-the-day-after"),
        pytest.param("2024-05-01", "2024-05-31", [], id="before"),
    ],
)
def test_only_windows_in_which_somebody_trained_count(started, finished, told):
    assert missing(history(training(started, finished, cohort=2024))) == told


@pytest.mark.rule("V3-ADV-2")
def test_a_declaration_that_another_provider_made_is_not_missing():
    there = declaration("started", "2026-10-01", provider=OTHER)
    assert missing(history(training("2026-09-01"), there), now="2027-01-01") == []


@pytest.mark.rule("V3-ADV-3")
@pytest.mark.parametrize(
    ("dated", "told"),
    [
        pytest.param("2026-10-01", [], id="the-same-day"),
        pytest.param("2026-10-01T22:59:59Z", [], id="its-last-second"),
        pytest.param("2026-10-01T23:00:00Z", ["V3-ADV-3"], id="the-day-after"),
    ],
)
def test_a_mentor_is_not_declared_after_funding_ended(dated, told):
    who = person(mentor=role_facts(ineligible_on=day("2026-10-01")))
    made = declaration("completed", dated)
    assert rules(mentor_history(training("2026-09-01"), made, who=who)) == told
    assert rules(mentor_history(training("2026-09-01"), made)) == []
    assert rules(history(training("2026-09-01"), made, who=who)) == []


@pytest.mark.rule("V3-ADV-4")
@pytest.mark.parametrize(
    ("now", "told"),
    [
        pytest.param("2026-12-01", [], id="30-days-before"),
        pytest.param("2026-12-02", ["V3-ADV-4"], id="29-days-before"),
        pytest.param("2026-12-31", ["V3-ADV-4"], id="the-deadline"),
        pytest.param("2027-01-01", [], id="after-it"),
    ],
)
def test_a_start_waits_for_an_induction_until_it_is_late(now, told):
    who, made = person(ect=role_facts(eligible=False)), declaration("started", "2026-10-01")
    assert rules(history(training("2026-09-01"), made, who=who), now=now) == told
    assert rules(history(training("2026-09-01"), made), now=now) == []
    assert rules(history(training("2026-09-01"), who=who), now="2026-12-02") == []
    mentor = person(mentor=role_facts(eligible=False))
    assert rules(mentor_history(training("2026-09-01"), made, who=mentor), now=now) == []


DECLARED = [
    declaration(kind, dated, cohort=2024)
    for kind, dated in (
        ("started", "2024-10-01"),
        ("retained-1", "2025-02-01"),
        ("retained-2", "2025-05-01"),
        ("retained-3", "2025-10-01"),
        ("retained-4", "2026-02-01"),
    )
]


@pytest.mark.rule("V3-ADV-5")
@pytest.mark.parametrize(
    ("known", "told"),
    [
        pytest.param([training("2024-09-01", cohort=2024)], True, id="2024"),
        pytest.param([training("2023-09-01", cohort=2023)], True, id="2023"),
        pytest.param([training("2022-09-01", cohort=2022)], False, id="2022"),
        pytest.param(
            [training("2024-09-01", cohort=2024, schedule="ecf-extended-september")],
            False,
            id="extended",
        ),
        pytest.param([training("2024-09-01", "2026-11-24", cohort=2024)], False, id="ended"),
        pytest.param(
            [training("2024-09-01", cohort=2024, schedule="ecf-standard-april")],
            False,
            id="window-not-over",
        ),
        pytest.param(
            [training("2024-09-01", cohort=2024, withdrawn="2026-11-01")], False, id="withdrawn"
        ),
        pytest.param(
            [training("2024-09-01", cohort=2024), declaration("completed", "2026-05-01")],
            False,
            id="completed",
        ),
        pytest.param(
            [training("2024-09-01", cohort=2024), induction("2024-09-01", "2026-07-01", "pass")],
            False,
            id="inducted",
        ),
    ],
)
def test_who_needs_longer_is_expected_on_an_extended_schedule(known, told):
    assert ("V3-ADV-5" in rules(history(*known))) == told


@pytest.mark.rule("V3-ADV-5")
def test_the_last_window_is_over_the_day_after_its_last_one():
    known = history(training("2024-09-01", cohort=2024), *DECLARED)
    assert rules(known, now="2026-07-31") == []
    assert rules(known, now="2026-08-01") == ["V3-ADV-2", "V3-ADV-5"]


@pytest.mark.rule("V3-ADV-6")
@pytest.mark.parametrize(
    ("schedule", "mentorships", "told"),
    [
        pytest.param(
            "replacement", [("ect-1", "2026-05-01"), ("ect-2", "2026-09-01")], True, id="second"
        ),
        pytest.param("replacement", [("ect-1", "2026-09-01")], False, id="first"),
        pytest.param(
            "replacement", [("ect-1", "2026-05-01"), ("ect-1", "2026-09-01")], False, id="the-same"
        ),
        pytest.param(
            "replacement", [("ect-1", "2026-09-01"), ("ect-2", "2026-09-01")], False, id="at-once"
        ),
        pytest.param(
            "standard", [("ect-1", "2026-05-01"), ("ect-2", "2026-09-01")], False, id="standard"
        ),
    ],
)
def test_a_mentor_with_an_ect_stays_on_the_first_schedule(schedule, mentorships, told):
    mine = [mentorship(started, mentor=PERSON, ect=ect) for ect, started in mentorships]
    known = training("2026-09-01", schedule=f"ecf-{schedule}-september")
    assert ("V3-ADV-6" in rules(mentor_history(known, *mine))) == told


def withdrawn(reason, finished="2026-10-01"):
    gone = Withdrawal(at(finished), WithdrawalReason(reason))
    return replace(training("2026-09-01", finished), withdrawal=gone)


@pytest.mark.rule("V3-ADV-8")
@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("moved-school", True),
        ("changed-lead-provider", True),
        ("switched-to-school-led", True),
        ("left-teaching-profession", False),
        ("other", False),
    ],
)
def test_who_went_elsewhere_is_expected_to_be_reported_by_the_school(reason, told):
    assert (rules(history(withdrawn(reason))) == ["V3-ADV-8"]) == told


@pytest.mark.rule("V3-ADV-8")
def test_who_left_the_school_or_trains_again_is_no_question():
    gone = withdrawn("moved-school")
    assert rules(history(gone, school_period(finished="2026-11-24"))) == []
    assert rules(history(gone, school_period(finished="2026-11-25"))) == ["V3-ADV-8"]
    assert rules(history(gone, school_led("2026-11-01"))) == []
    assert rules(history(gone, training("2026-11-01", provider=OTHER))) == []
    assert rules(history(training("2026-09-01"))) == []


@pytest.mark.rule("V3-ADV-2")
def test_a_provider_is_told_of_its_own_training_only():
    known = history(training("2024-09-01", "2024-12-31", cohort=2024))
    assert rules(known) == ["V3-ADV-2"]
    assert rules(known, provider=OTHER) == []


@pytest.mark.rule("V3-ADV-1")
def test_people_are_invisible_once_their_cohort_has_begun():
    def told(people, today):
        wish = Interest(PROVIDER, 2026)
        return list(
            advising_organisations.invisible_people(
                school(), wish, people, PERIODS[2026], day(today)
            )
        )

    assert told(2, "2026-05-31") == []
    (found,) = told(2, "2026-06-01")
    assert (found.school_id, found.provider, found.rule) == ("S01", PROVIDER, "V3-ADV-1")
    assert found.what.startswith("2 people of 2026 at School (190001)")
    assert told(1, "2026-06-01")[0].what.startswith("1 person of 2026")


@pytest.mark.rule("V3-ADV-7")
def test_schools_of_one_name_may_have_replaced_one_another():
    first, second = school("S19", urn="190019"), school("S20", urn="190020")
    (found,) = advising_organisations.namesakes(PROVIDER, 2024, [second, first])
    assert (found.school_id, found.rule) == ("S20", "V3-ADV-7")


@pytest.mark.rule("V3-ADV-9")
@pytest.mark.parametrize(
    ("cohort", "made", "last", "told"),
    [
        pytest.param(2025, "2025-06-15", None, True, id="never"),
        pytest.param(2026, "2026-06-15", None, False, id="never-and-young"),
        pytest.param(2025, "2025-06-15", "2025-11-25", True, id="a-year-ago"),
        pytest.param(2025, "2025-06-15", "2025-11-26", False, id="a-day-less"),
        pytest.param(2025, "2025-06-15", "2027-01-01", False, id="still"),
        pytest.param(2022, "2022-06-15", None, False, id="closed-cohort"),
    ],
)
def test_a_partnership_in_which_nobody_trains_for_a_year_is_queried(cohort, made, last, told):
    known = partnership(cohort, recorded=at(made))
    trained = day(last) if last else None
    found = list(advising_organisations.idle(known, school(), PERIODS[cohort], trained, at(NOW)))
    assert [each.partnership_id for each in found] == ([known.id] if told else [])
    frozen = replace(PERIODS[cohort], frozen=PERIODS[2021].frozen)
    assert list(advising_organisations.idle(known, school(), frozen, trained, at(NOW))) == []
