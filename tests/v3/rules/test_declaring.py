"""The steps by which a declaration is judged, one by one and together."""

import pytest

from ecf_sandbox.engine.domain.problems import joined
from ecf_sandbox.v3.domain.schedules import DeclarationType
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.rules import declaring
from tests.v3.kit.claims import claim, judged, titles
from tests.v3.kit.facts import (
    MENTOR,
    OTHER,
    at,
    declaration,
    history,
    interest,
    mentor_history,
    person,
    role_facts,
    school_led,
    school_period,
    statement,
    training,
)

ECT_2024 = training("2024-09-01", cohort=2024)
UNFUNDED = person(ect=role_facts(False), mentor=role_facts(False))


@pytest.mark.rule("V3-DECL-3")
def test_a_good_declaration_is_accepted():
    assert titles(claim()) == []
    mentor = mentor_history(training())
    assert titles(claim(course_identifier="ecf-mentor"), mentor) == []


@pytest.mark.rule("V3-DECL-3")
def test_there_are_twenty_steps_in_order_and_each_names_a_rule():
    assert len(declaring.STEPS) == 20
    assert all(each.rule.startswith("V3-DECL-") for each in declaring.STEPS)


@pytest.mark.rule("V3-DECL-3")
@pytest.mark.parametrize("blank", [None, "", "  ", False])
@pytest.mark.parametrize(
    "field", ["participant_id", "course_identifier", "declaration_date", "declaration_type"]
)
def test_what_is_blank_is_refused(field, blank):
    assert titles(claim(**{field: blank})) == [field]


@pytest.mark.rule("V3-DECL-3", "V3-DECL-11")
@pytest.mark.parametrize("date", ["", None])
def test_a_mentors_unknown_course_hides_a_blank_date_from_every_step(date):
    made = claim(course_identifier=None, declaration_date=date)
    assert titles(made, mentor_history(training())) == ["course_identifier"]


@pytest.mark.rule("V3-DECL-3")
def test_nobodys_id_is_refused_and_hides_a_blank_course_and_date():
    assert titles(claim(), None) == ["participant_id"]
    assert titles(claim(course_identifier=None, declaration_date=None), None) == ["participant_id"]


@pytest.mark.rule("V3-DECL-3", "V3-DECL-2")
@pytest.mark.parametrize("kind", ["Started", "retained-5", 1, True])
def test_the_type_is_one_of_nine(kind):
    assert titles(claim(declaration_type=kind)) == ["declaration_type"]


@pytest.mark.rule("V3-DECL-2")
@pytest.mark.parametrize("kind", [each.value for each in DeclarationType])
def test_each_of_the_nine_is_a_type(kind):
    extended = history(training("2023-09-01", cohort=2023, schedule="ecf-extended-september"))
    evidence = None if kind == "started" else "other"
    made = claim(declaration_type=kind, evidence_held=evidence)
    assert titles(made, extended, statements=[statement(2023)]) == []


@pytest.mark.rule("V3-DECL-3", "V3-DECL-4")
def test_the_course_is_one_on_which_the_person_is_or_was_trained():
    assert titles(claim(course_identifier="ecf-mentor")) == ["course_identifier"]
    assert titles(claim(course_identifier="ecf-npq")) == ["course_identifier"]
    never = history(training(provider=OTHER))
    assert titles(claim(), never) == ["participant_id"]
    mentor = mentor_history(training())
    assert titles(claim(), mentor) == ["course_identifier"]


@pytest.mark.rule("V3-DECL-3", "V3-IDCHANGE-2")
def test_somebody_never_with_this_provider_is_refused_beside_the_course():
    elsewhere = history(training(provider=OTHER))
    wrong = claim(course_identifier="x")
    assert titles(wrong, elsewhere) == ["course_identifier", "participant_id"]
    retired = history(who=person(merged_into="survivor"))
    assert titles(claim(), retired) == ["participant_id"]
    assert titles(claim(), history(interest())) == ["participant_id"]
    assert titles(claim(), history(school_led())) == ["participant_id"]


@pytest.mark.rule("V3-DECL-4")
def test_the_latest_training_decides_even_if_another_contained_the_date():
    earlier = training("2024-09-01", "2026-08-31", cohort=2024)
    assert (
        titles(claim(declaration_date="2024-10-01T00:00:00Z", evidence_held=None), history(earlier))
        == []
    )
    both = history(earlier, training("2027-01-04"))
    assert titles(claim(declaration_date="2024-10-01T00:00:00Z"), both) == ["declaration_date"]


@pytest.mark.rule("V3-DECL-10", "V3-DECL-18")
@pytest.mark.parametrize(
    ("standing", "refused"),
    [
        pytest.param(declaration(), True, id="the same type"),
        pytest.param(declaration(provider=OTHER), True, id="another provider's"),
        pytest.param(declaration(cohort=2024), True, id="another cohort's"),
        pytest.param(declaration("completed", "2026-11-20"), False, id="another type"),
        pytest.param(declaration(role=MENTOR), False, id="the other role"),
        pytest.param(declaration(voided="2026-11-01"), False, id="voided"),
        pytest.param(
            declaration(settled=statement(), clawed=("2026-11-01", statement())),
            False,
            id="taken back",
        ),
    ],
)
def test_a_place_is_taken_by_a_standing_declaration(standing, refused):
    expected = ["declaration_type"] if refused else []
    assert titles(claim(), history(training(), standing)) == expected


@pytest.mark.rule("V3-DECL-3")
@pytest.mark.parametrize(
    ("kind", "cohort", "refused"),
    [
        pytest.param("started", 2026, [], id="started"),
        pytest.param("retained-1", 2026, ["declaration_type"], id="retained"),
        pytest.param("retained-1", 2024, [], id="before the mentor rule"),
    ],
)
def test_mentors_declare_started_and_completed_only(kind, cohort, refused):
    known_mentor = mentor_history(training(cohort=cohort, schedule="ecf-replacement-september"))
    made = claim(course_identifier="ecf-mentor", declaration_type=kind)
    assert titles(made, known_mentor, statements=[statement(cohort)]) == refused
    ect = history(training(cohort=cohort, schedule="ecf-reduced-september"))
    assert titles(claim(declaration_type=kind), ect, statements=[statement(cohort)]) == []


@pytest.mark.rule("V3-DECL-3")
def test_a_mentors_blank_type_is_refused_as_no_type_of_theirs_beside_the_course():
    mentor = mentor_history(training())
    problems = list(judged(claim(course_identifier=None, declaration_type=None), mentor))
    assert [each.title for each in problems] == ["course_identifier", "declaration_type"]


@pytest.mark.rule("V3-DECL-9")
@pytest.mark.parametrize("held", [None, "", "75-percent-engagement-met", "nonsense", 1])
def test_evidence_is_what_the_type_allows(held):
    assert titles(claim(evidence_held=held)) == ["evidence_held"]


@pytest.mark.rule("V3-DECL-9")
@pytest.mark.parametrize("held", [None, "other", "nonsense"])
def test_a_simple_started_takes_any_evidence(held):
    made = claim(declaration_date="2024-10-01T00:00:00Z", evidence_held=held)
    assert titles(made, history(ECT_2024)) == []


@pytest.mark.rule("V3-DECL-12", "V3-DECL-3")
@pytest.mark.parametrize(
    ("dated", "refused"),
    [
        pytest.param("2026-10-15T11:59:59Z", False, id="before the withdrawal"),
        pytest.param("2026-10-15T12:00:00Z", True, id="at it"),
        pytest.param("2026-10-16T12:00:00Z", True, id="after it"),
    ],
)
def test_the_withdrawn_are_declared_for_what_came_before(dated, refused):
    withdrawn = training("2026-09-01", "2026-10-15", withdrawn="2026-10-15")
    made = claim(declaration_date=dated)
    assert titles(made, history(withdrawn)) == (["participant_id"] if refused else [])
    resumed = history(withdrawn, training("2026-11-01"))
    elsewhere = history(
        training(), training("2026-08-01", "2026-08-31", provider=OTHER, withdrawn="2026-08-31")
    )
    assert titles(made, resumed) == titles(made, elsewhere) == []


@pytest.mark.rule("V3-DECL-8")
@pytest.mark.parametrize(
    "period",
    [
        pytest.param(training("2026-09-01", "2026-10-01", deferred="2026-10-01"), id="deferred"),
        pytest.param(training("2026-09-01", "2026-09-30"), id="left"),
        pytest.param(training("2027-01-04"), id="joining"),
    ],
)
def test_the_deferred_and_those_who_left_can_be_declared_for_any_date(period):
    assert titles(claim(declaration_date="2026-11-01T00:00:00Z"), history(period)) == []


@pytest.mark.rule("V3-DECL-13", "V3-COHORT-3")
@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        pytest.param([training("2022-09-01", cohort=2022, provider=OTHER)], True, id="elsewhere"),
        pytest.param(
            [training("2022-09-01", "2026-11-24", cohort=2022, provider=OTHER)], False, id="before"
        ),
        pytest.param([interest("2022-09-01", cohort=2022)], False, id="interest alone"),
        pytest.param([training("2022-09-01", cohort=2023, provider=OTHER)], False, id="open"),
        pytest.param(
            [training("2022-09-01", cohort=2022, provider=OTHER, role=MENTOR)],
            False,
            id="in the other role",
        ),
    ],
)
def test_whoever_trains_in_a_frozen_cohort_today_cannot_be_declared(facts, refused):
    due = history(*facts, training("2027-01-04"))
    assert titles(claim(), due) == (["cohort"] if refused else [])


@pytest.mark.rule("V3-DECL-3", "V3-DECL-13")
def test_a_wrong_date_is_told_beside_the_frozen_cohort():
    frozen = history(training("2022-09-01", cohort=2022))
    late = claim(declaration_date="2027-01-01T09:00:00Z")
    found = titles(late, frozen, statements=[statement(2022)])
    assert found == ["declaration_date", "cohort"]


@pytest.mark.rule("V3-DECL-3", "V3-COHORT-3")
@pytest.mark.parametrize(
    ("who", "statements", "refused"),
    [
        pytest.param(person(), [statement()], False, id="one is open"),
        pytest.param(person(), [statement(year=2026, month=11)], True, id="all are past"),
        pytest.param(person(), [statement(2025)], True, id="another cohort's"),
        pytest.param(person(), [statement(provider=OTHER)], True, id="another provider's"),
        pytest.param(UNFUNDED, [], False, id="not eligible"),
        pytest.param(
            person(ect=role_facts(Since(at("2026-12-01"), by_time=True))), [], False, id="not yet"
        ),
    ],
)
def test_an_eligible_person_needs_an_open_statement(who, statements, refused):
    expected = ["cohort"] if refused else []
    assert titles(claim(), history(training(), who=who), statements=statements) == expected


@pytest.mark.rule("V3-DECL-7", "V3-DECL-3")
def test_extended_types_are_for_extended_schedules():
    extended = claim(declaration_type="extended-1")
    assert titles(extended) == ["declaration_type"]
    assert titles(extended, history(training(schedule="ecf-extended-september"))) == []


@pytest.mark.rule("V3-DECL-3", "V3-FMT-4")
def test_titles_combine():
    frozen = training("2022-09-01", "2026-10-15", cohort=2022, withdrawn="2026-10-15")
    today = training("2022-01-01", cohort=2021, provider=OTHER, school_period_id="other")
    both = history(frozen, today, school_period("2022-01-01"))
    late = claim(declaration_date="2026-11-26T00:00:00Z")
    problems = joined(judged(late, both))
    assert [each.title for each in problems] == [
        "declaration_date",
        "participant_id",
        "cohort",
    ]


@pytest.mark.rule("V3-DECL-3")
def test_each_problem_names_its_field():
    for problem in judged(claim(course_identifier="x", declaration_type="y"), history(training())):
        assert f"#/{problem.title}" in problem.detail
