"""Validated step by step: what is found out of a participant, and what schools change."""

import pytest

from tests.kit.control import refused
from tests.kit.sandbox import NOW
from tests.kit.school import VALIDATED, WORLD, School, changed_since, seen
from tests.kit.traces import everything
from tests.kit.wire import UNKNOWN_ID

JANUARY = "ecf-standard-january"
LATER = "2021-11-26T10:00:00Z"


@pytest.fixture
def school(either_sandbox):
    return School(either_sandbox)


@pytest.fixture
def north_star(either_sandbox):
    return either_sandbox.provider()


@pytest.mark.rule("REG-2")
@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"email_validated": True}, id="email"),
        pytest.param({"teacher_reference_number": "7654321"}, id="number"),
        pytest.param({"teacher_reference_number_validated": False}, id="wrong number"),
        pytest.param({"teacher_reference_number_validated": True}, id="right number"),
        pytest.param({"qts": True}, id="qts"),
        pytest.param({"eligible_for_funding": False}, id="not eligible"),
        pytest.param({"eligible_for_funding": True}, id="eligible"),
        pytest.param({"pupil_premium_uplift": True}, id="pupil premium"),
        pytest.param({"sparsity_uplift": True}, id="sparsity"),
        pytest.param({"status": "withdrawn"}, id="withdrawn by the school"),
        pytest.param({**VALIDATED, "sparsity_uplift": True}, id="all at once"),
    ],
)
def test_what_is_found_out_is_shown_and_a_poller_finds_it(school, north_star, facts):
    added = school.add(teacher_reference_number="1234567")

    changed = school.change(added["id"], now=LATER, **facts)

    assert changed == {**added, **_checked_again(facts), **facts, "updated_at": LATER}
    assert school.show(added["id"]) == changed
    assert changed_since(north_star, LATER) == [added["id"]]
    shown = seen(north_star, added["id"])
    for name in facts.keys() & shown.keys():
        assert shown[name] == facts[name]


def _checked_again(facts):
    number = facts.get("teacher_reference_number", "1234567")
    return {} if number == "1234567" else {"teacher_reference_number_validated": None}


@pytest.mark.rule("REG-2")
def test_step_by_step_comes_to_what_all_at_once_does(school):
    one, other = school.add(full_name="Ada Okoro"), school.add(full_name="Ada Okoro")
    for name, value in VALIDATED.items():
        school.change(one["id"], **{name: value})

    school.change(other["id"], **VALIDATED)

    apart = ("id", "email", "school_urn")
    step_by_step, at_once = (school.show(each["id"]) for each in (one, other))
    assert {k: v for k, v in step_by_step.items() if k not in apart} == {
        k: v for k, v in at_once.items() if k not in apart
    }


@pytest.mark.parametrize(
    ("edition", "shown"),
    [
        pytest.param(
            "guidance",
            [None, "ada@example.com"],
            id="guidance",
            marks=pytest.mark.rule("REG-2", edition="guidance"),
        ),
        pytest.param(
            "service",
            ["ada@example.com", "ada@example.com"],
            id="service",
            marks=pytest.mark.rule("REG-2", edition="service"),
        ),
    ],
)
def test_an_email_is_hidden_until_it_is_validated_in_the_guidance(sandbox_of, edition, shown):
    sandbox = sandbox_of(edition)
    school, provider = School(sandbox), sandbox.provider()
    added = school.add(email="ada@example.com")

    before = seen(provider, added["id"])["email"]
    school.change(added["id"], email_validated=True)

    assert [before, seen(provider, added["id"])["email"]] == shown
    assert added["email"] == "ada@example.com"


@pytest.mark.rule("REG-2")
def test_without_qts_a_provider_sees_no_eligibility_and_the_fact_stays(school, north_star):
    added = school.add(**VALIDATED)

    changed = school.change(added["id"], qts=False)

    assert seen(north_star, added["id"])["eligible_for_funding"] is None
    assert (changed["qts"], changed["eligible_for_funding"]) == (False, True)
    school.change(added["id"], qts=None)
    assert seen(north_star, added["id"])["eligible_for_funding"] is True


@pytest.mark.rule("REG-2")
@pytest.mark.parametrize(
    ("facts", "validated"),
    [
        pytest.param({"teacher_reference_number": "7654321"}, None, id="another number"),
        pytest.param({"teacher_reference_number": "1234567"}, True, id="the same number"),
        pytest.param({"teacher_reference_number": None}, None, id="no number"),
        pytest.param(
            {"teacher_reference_number": "7654321", "teacher_reference_number_validated": False},
            False,
            id="another number, checked",
        ),
        pytest.param({"qts": None}, True, id="another fact"),
    ],
)
def test_another_number_is_one_that_nobody_has_checked(school, north_star, facts, validated):
    added = school.add(**VALIDATED)

    changed = school.change(added["id"], **facts)

    assert changed["teacher_reference_number_validated"] is validated
    shown = seen(north_star, added["id"])
    unchecked = shown["teacher_reference_number"] is not None and validated is None
    if not unchecked:
        assert shown["teacher_reference_number_validated"] is validated


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        pytest.param(
            "guidance", None, id="guidance", marks=pytest.mark.rule("REG-2", edition="guidance")
        ),
        pytest.param(
            "service", False, id="service", marks=pytest.mark.rule("REG-2", edition="service")
        ),
    ],
)
def test_an_unchecked_number_is_null_or_not_valid_and_a_missing_one_null(
    sandbox_of, edition, expected
):
    sandbox = sandbox_of(edition)
    unchecked, checked, none = (
        sandbox.add(teacher_reference_number=number, trn_validated=valid)
        for number, valid in (("1234567", None), ("7654321", True), (None, None))
    )

    for person, validated in ((unchecked, expected), (checked, True), (none, None)):
        shown = seen(sandbox.provider(), person.id)
        assert shown["teacher_reference_number_validated"] is validated


@pytest.mark.rule("REG-2")
@pytest.mark.parametrize("validated", [True, False])
def test_nothing_can_be_said_of_a_number_that_is_not_there(either_sandbox, school, validated):
    added = school.add()
    facts = {"teacher_reference_number_validated": validated}
    before = everything(either_sandbox)

    assert refused(school.changing(added["id"], **facts)) == (409, "conflict")
    assert everything(either_sandbox) == before
    school.change(added["id"], teacher_reference_number="1234567", **facts)


@pytest.mark.rule("REG-2")
def test_what_changes_nothing_is_not_recorded(either_sandbox, school):
    added = school.add(**VALIDATED)
    before = everything(either_sandbox)

    same = school.change(added["id"], now=LATER, **VALIDATED, status="active", mentor_id=None)

    assert same == added
    assert everything(either_sandbox) == before


@pytest.mark.rule("REG-2")
def test_several_changes_at_one_instant_are_each_found(school, north_star):
    added = [school.add()["id"] for _ in range(3)]
    for id_ in reversed(added):
        school.change(id_, qts=True)

    assert changed_since(north_star, NOW) == list(reversed(added))


@pytest.mark.rule("REG-2", "FMT-9")
def test_ids_match_in_either_case_and_malformed_ones_are_nobody_s(school):
    added = school.add()

    assert school.show(added["id"].upper()) == added
    assert school.change(added["id"].upper(), qts=True)["id"] == added["id"]
    for nobody in (UNKNOWN_ID, "nobody", "%00", added["id"] + "0"):
        path = f"{WORLD}/participants/{nobody}"
        assert refused(school.control.get(path)) == (404, "not_found")
        assert refused(school.changing(nobody, qts=True)) == (404, "not_found")
    assert refused(school.control.get(f"/worlds/nowhere/participants/{added['id']}")) == (
        404,
        "not_found",
    )


@pytest.mark.rule("REG-2", "PART-2")
def test_a_school_s_withdrawal_is_not_the_provider_s_and_can_be_undone(school, north_star):
    added = school.add()
    for status in ("withdrawn", "active"):
        school.change(added["id"], status=status)
        shown = seen(north_star, added["id"])
        assert (shown["status"], shown["training_status"]) == (status, "active")


@pytest.mark.rule("REG-2", "PART-1")
def test_a_mentor_is_assigned_and_taken_away(school, north_star):
    ect, mentor = school.add(), school.add("mentor")

    school.change(ect["id"], mentor_id=mentor["id"].upper())
    assert seen(north_star, ect["id"])["mentor_id"] == mentor["id"]
    school.change(ect["id"], mentor_id=None)
    assert seen(north_star, ect["id"])["mentor_id"] is None


@pytest.mark.rule("REG-2")
@pytest.mark.parametrize(
    ("who", "by", "expected"),
    [
        pytest.param("ect", UNKNOWN_ID, (404, "not_found"), id="nobody"),
        pytest.param("ect", "another", (409, "conflict"), id="another ect"),
        pytest.param("ect", "ect", (409, "conflict"), id="themselves"),
        pytest.param("mentor", "mentor", (409, "conflict"), id="a mentor's mentor"),
    ],
)
def test_only_ects_have_mentors_and_only_mentors_are_ones(
    either_sandbox, school, who, by, expected
):
    known = {name: school.add("mentor" if name == "mentor" else "ect")["id"] for name in _NAMES}
    before = everything(either_sandbox)

    assert refused(school.changing(known[who], mentor_id=known.get(by, by))) == expected
    assert everything(either_sandbox) == before
    school.change(known["ect"], mentor_id=known["mentor"])


_NAMES = ("ect", "another", "mentor")


@pytest.mark.rule("REG-2", "ACT-2", "ACT-4")
def test_what_the_provider_did_and_why_is_shown(either_sandbox, school, north_star):
    ect = either_sandbox.add()

    def shown():
        known = school.show(ect.id)
        return [known[each] for each in ("deferred_at", "withdrawn_at", "training_status_reason")]

    assert shown() == [None, None, None]
    north_star.act("defer", ect, reason="parental-leave", now=LATER)
    north_star.act("change-schedule", ect, schedule_identifier=JANUARY, cohort="2021")
    assert shown() == [LATER, None, "parental-leave"]
    north_star.act("resume", ect)
    assert shown() == [None, None, None]
    north_star.act("withdraw", ect, reason="moved-school", now=LATER)
    assert shown() == [None, LATER, "moved-school"]
