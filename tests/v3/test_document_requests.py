"""The request schemas of openapi/v3.yaml take what the rules take, and refuse what none does."""

from itertools import product

import pytest

from tests.v3.kit.document import errors, request_schema

TOOK_PART = {
    "training-event-attended",
    "self-study-material-completed",
    "materials-engaged-with-offline",
    "other",
}
SIMPLE = TOOK_PART - {"materials-engaged-with-offline"}
ENGAGED = {"75-percent-engagement-met", "75-percent-engagement-met-reduced-induction"}
EVERY_EVIDENCE = TOOK_PART | ENGAGED | {"one-term-induction"}
TYPES = (
    *("started", "retained-1", "retained-2", "retained-3", "retained-4", "completed"),
    *("extended-1", "extended-2", "extended-3"),
)
# What V3-DECL-9 requires from cohort 2025 on, beside what it does until then.
DETAILED = {
    "ecf-induction": dict.fromkeys(TYPES, TOOK_PART)
    | {"retained-2": ENGAGED, "completed": ENGAGED | {"one-term-induction"}},
    "ecf-mentor": {"started": TOOK_PART, "completed": ENGAGED},
}


def allowed(course, kind, evidence):
    """Return whether some cohort takes this evidence, or its lack, with this declaration."""
    simple = True if kind == "started" else evidence in SIMPLE
    return simple or evidence in DETAILED[course].get(kind, set())


@pytest.mark.rule("V3-DECL-9", "V3-DECL-19")
@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("course", ["ecf-induction", "ecf-mentor"])
def test_a_declaration_is_described_with_the_evidence_that_some_cohort_takes(course, kind):
    schema = request_schema("createDeclaration")
    for evidence in [*sorted(EVERY_EVIDENCE), "nothing-of-it", "", None]:
        attributes = {
            "participant_id": "00000000-0000-4000-8000-000000003101",
            "declaration_type": kind,
            "declaration_date": "2026-10-15T09:00:00Z",
            "course_identifier": course,
            "evidence_held": evidence,
        }
        described = errors(schema, {"data": {"attributes": attributes}}) == []
        assert described == allowed(course, kind, evidence), evidence


@pytest.mark.rule("V3-DECL-9")
@pytest.mark.parametrize(
    ("kind", "fits"), [pytest.param(each, each == "started", id=each) for each in TYPES]
)
def test_only_started_may_come_without_evidence(kind, fits):
    attributes = {
        "participant_id": "00000000-0000-4000-8000-000000003101",
        "declaration_type": kind,
        "declaration_date": "2026-10-15T09:00:00Z",
        "course_identifier": "ecf-induction",
    }
    body = {"data": {"attributes": attributes}}
    assert (errors(request_schema("createDeclaration"), body) == []) is fits


@pytest.mark.rule("V3-DECL-5")
@pytest.mark.parametrize(
    ("written", "fits"),
    [
        pytest.param("2026-10-15T09:00:00Z", True, id="zone"),
        pytest.param("2026-10-15t09:00:00z", True, id="lower case"),
        pytest.param("2026-10-15T09:00:00", True, id="no zone"),
        pytest.param("2026-10-15T09:00:00,5+01", True, id="hours of an offset"),
        pytest.param("2026-10-15T09:00:00.25-0130", True, id="offset without colon"),
        pytest.param("2026-10-15T09:00:00+14:00", True, id="widest offset"),
        pytest.param("2026-10-15T24:00:00Z", True, id="next midnight"),
        pytest.param("2026-10-15T23:59:60Z", True, id="second 60"),
        pytest.param("2026-10-15T09:00:00+14:01", False, id="wider offset"),
        pytest.param("2026-10-15T24:00:01Z", False, id="after midnight"),
        pytest.param("2026-10-15T09:00Z", False, id="no seconds"),
        pytest.param("2026-10-15 09:00:00Z", False, id="blank for T"),
        pytest.param("2026-10-15", False, id="date"),
        pytest.param(" 2026-10-15T09:00:00Z", False, id="blank before"),
        pytest.param("2026-10-15T09:00:00Z\n", False, id="line end behind"),
    ],
)
def test_a_declaration_date_is_described_as_the_rule_has_it(written, fits):
    schema = {"$ref": "#/components/schemas/DateTime"}
    assert (errors(schema, written) == []) is fits


WORDS = ("september", "january", "april")
SCHEDULES = {
    f"ecf-{kind}-{word}"
    for kind, word in product(("standard", "extended", "reduced", "replacement"), WORDS)
}
WITHDRAWALS = {
    *("left-teaching-profession", "moved-school", "switched-to-school-led"),
    *("changed-lead-provider", "mentor-no-longer-being-mentor", "other"),
}


def described(operation, course, key, values):
    """Return the values of an attribute that the schema takes from somebody of a role."""
    schema = request_schema(operation)
    return {
        value
        for value in values
        if not errors(schema, {"data": {"attributes": {"course_identifier": course, key: value}}})
    }


@pytest.mark.rule("V3-ACT-4")
def test_an_ect_is_withdrawn_for_every_reason_but_the_mentors():
    offered = {*WITHDRAWALS, "moved_school"}
    ect = described("withdrawParticipant", "ecf-induction", "reason", offered)
    assert ect == WITHDRAWALS - {"mentor-no-longer-being-mentor"}
    assert described("withdrawParticipant", "ecf-mentor", "reason", offered) == WITHDRAWALS


@pytest.mark.rule("V3-ACT-10")
def test_ects_have_no_replacement_schedules_and_mentors_no_reduced_ones():
    key, offered = "schedule_identifier", {*SCHEDULES, "ecf-standard-july"}
    ect = described("changeParticipantSchedule", "ecf-induction", key, offered)
    assert ect == {each for each in SCHEDULES if "replacement" not in each}
    mentor = described("changeParticipantSchedule", "ecf-mentor", key, offered)
    assert mentor == {each for each in SCHEDULES if "reduced" not in each}


@pytest.mark.rule("V3-ACT-9")
@pytest.mark.parametrize("cohort", ["2025", 2025, "2025abc", "", None, True, 2025.0, [], {}])
def test_change_schedule_takes_any_cohort(cohort):
    attributes = {
        "schedule_identifier": "ecf-standard-april",
        "course_identifier": "ecf-mentor",
        "cohort": cohort,
    }
    assert not errors(
        request_schema("changeParticipantSchedule"), {"data": {"attributes": attributes}}
    )


@pytest.mark.rule("V3-PARTNER-3")
@pytest.mark.parametrize(
    ("cohort", "fits"),
    [
        *((each, True) for each in ("2026", 2026, " 2026", "2026/27", 2026.5)),
        *((each, False) for each in ("", None, True, "year", [2026])),
    ],
)
def test_a_partnership_needs_a_cohort_that_begins_with_a_number(cohort, fits):
    attributes = {
        "cohort": cohort,
        "school_id": "5c000000-0000-4000-8000-000000000003",
        "delivery_partner_id": "de000000-0000-4000-8000-000000000001",
    }
    found = errors(request_schema("createPartnership"), {"data": {"attributes": attributes}})
    assert (found == []) is fits
