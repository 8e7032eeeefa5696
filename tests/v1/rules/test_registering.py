"""What schools and the department may say of a participant, without a store."""

import pytest

from ecf_sandbox.v1.rules import registering
from tests.kit.facts import person, record

NUMBERED = {"teacher_reference_number": "1234567", "teacher_reference_number_validated": True}


def titles(problems):
    return [each.title for each in problems]


@pytest.mark.rule("REG-2")
@pytest.mark.parametrize(
    ("number", "validated", "expected"),
    [
        ("1234567", True, 0),
        ("1234567", False, 0),
        ("1234567", None, 0),
        (None, None, 0),
        (None, True, 1),
        (None, False, 1),
    ],
)
def test_only_a_number_that_is_known_is_valid_or_not(number, validated, expected):
    known = person(teacher_reference_number=number, teacher_reference_number_validated=validated)
    assert (
        titles(registering.validates_a_number(known))
        == ["teacher_reference_number_validated"] * expected
    )


@pytest.mark.rule("REG-2")
@pytest.mark.parametrize(
    ("facts", "validated"),
    [
        pytest.param({}, True, id="nothing"),
        pytest.param({"qts": False}, True, id="something else"),
        pytest.param({"teacher_reference_number": "1234567"}, True, id="the same"),
        pytest.param({"teacher_reference_number": "7654321"}, None, id="another"),
        pytest.param({"teacher_reference_number": None}, None, id="none"),
        pytest.param(
            {"teacher_reference_number": "7654321", "teacher_reference_number_validated": False},
            False,
            id="another, checked",
        ),
    ],
)
def test_a_number_is_unchecked_when_it_changes(facts, validated):
    known = registering.with_facts(person(**NUMBERED), facts)

    assert known.teacher_reference_number_validated is validated
    for name, value in facts.items():
        assert getattr(known, name) is value


@pytest.mark.rule("REG-3")
@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param((True, None), (True, True), True, id="unknown, then eligible"),
        pytest.param((True, False), (True, True), True, id="not, then eligible"),
        pytest.param((None, None), (None, True), True, id="qts unknown"),
        pytest.param((False, True), (True, True), True, id="qts denied, then not"),
        pytest.param((False, True), (None, True), True, id="qts denied, then unknown"),
        pytest.param((True, True), (True, True), False, id="all along"),
        pytest.param((True, None), (False, True), False, id="eligible, and qts denied"),
        pytest.param((True, True), (True, False), False, id="not any more"),
        pytest.param((None, None), (True, None), False, id="qts alone"),
    ],
)
def test_eligibility_is_known_to_be_due_from_now(before, after, expected):
    one, other = (person(qts=qts, eligible=eligible) for qts, eligible in (before, after))

    assert registering.becomes_eligible(one, other) is expected


@pytest.mark.rule("REG-2")
@pytest.mark.parametrize(
    ("who", "by", "expected"),
    [
        ("ect", "mentor", 0),
        ("ect", None, 0),
        ("mentor", None, 0),
        ("ect", "ect", 1),
        ("mentor", "mentor", 1),
    ],
)
def test_an_ect_has_a_mentor(who, by, expected):
    found = registering.can_be_mentored(person(who), by and person(by))

    assert titles(found) == ["mentor_id"] * expected


@pytest.mark.rule("PART-3")
@pytest.mark.parametrize(
    ("provider", "school_urn", "expected"),
    [
        ("north-star", "012345", 1),
        ("riverbank", "012345", 0),
        ("north-star", "054321", 0),
        ("riverbank", "054321", 0),
    ],
)
def test_a_transfer_leads_elsewhere(provider, school_urn, expected):
    assert len(list(registering.moves(record(), provider, school_urn))) == expected
