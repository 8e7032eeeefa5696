"""Added by the school: who is in a provider's list at once, and what is known of them."""

import pytest
from starlette.testclient import TestClient

from ecf_sandbox.engine.http.control.context import Limits
from tests.kit.control import refused, told
from tests.kit.sandbox import NOW, app_of, ids
from tests.kit.school import PARTICIPANTS, VALIDATED, WORLD, School, changed_since, seen
from tests.kit.traces import everything
from tests.kit.wire import UNKNOWN_ID

JANUARY = "ecf-standard-january"


@pytest.fixture
def school(either_sandbox):
    return School(either_sandbox)


@pytest.fixture
def north_star(either_sandbox):
    return either_sandbox.provider()


@pytest.mark.rule("REG-1")
@pytest.mark.parametrize("kind", ["ect", "mentor"])
def test_who_is_added_is_in_the_provider_s_list_at_once(either_sandbox, school, north_star, kind):
    before = either_sandbox.add()

    added = school.add(kind)

    assert ids(north_star.get(PARTICIPANTS)) == [before.id, added["id"]]
    assert changed_since(north_star, NOW) == [added["id"]]
    assert ids(either_sandbox.provider("riverbank").get(PARTICIPANTS)) == []
    shown = seen(north_star, added["id"])
    assert shown["participant_type"] == kind
    assert shown["schedule_identifier"] == "ecf-standard-september"
    for unknown in (
        "teacher_reference_number",
        "teacher_reference_number_validated",
        "eligible_for_funding",
        "mentor_id",
    ):
        assert shown[unknown] is None
    assert (shown["status"], shown["training_status"]) == ("active", "active")
    assert (shown["updated_at"], shown["cohort"]) == (NOW, "2021")


@pytest.mark.rule("REG-1")
def test_another_schedule_is_the_school_s_to_say(school, north_star):
    added = school.add(schedule_identifier=JANUARY)

    assert seen(north_star, added["id"])["schedule_identifier"] == JANUARY


@pytest.mark.rule("REG-1", "REG-2")
def test_nothing_is_known_of_somebody_just_added_but_what_the_school_says(school):
    assert {name: school.add()[name] for name in ("email_validated", "qts", "added_at")} == {
        "email_validated": False,
        "qts": None,
        "added_at": NOW,
    }


@pytest.mark.rule("REG-1")
@pytest.mark.parametrize("cohort", [2021, "2021"], ids=["number", "text"])
def test_whatever_is_said_at_adding_is_shown(school, cohort):
    mentor = school.add("mentor")
    said = {
        "full_name": "Siân O'Rourke",
        "email": "s.o'rourke@example.com",
        "school_urn": "000042",
        "schedule_identifier": JANUARY,
        **VALIDATED,
        "qts": False,
        "pupil_premium_uplift": True,
        "sparsity_uplift": True,
    }

    added = school.add(mentor_id=mentor["id"].upper(), cohort=cohort, provider="fenland", **said)

    assert added == {
        **said,
        "id": added["id"],
        "provider": "fenland",
        "participant_type": "ect",
        "cohort": "2021",
        "mentor_id": mentor["id"],
        "status": "active",
        "training_status": "active",
        "updated_at": NOW,
        "added_at": NOW,
        "deferred_at": None,
        "withdrawn_at": None,
        "training_status_reason": None,
    }
    assert school.show(added["id"]) == added


@pytest.mark.rule("REG-1")
def test_what_is_left_out_is_made_up_anew_for_each_and_again_after_a_reset(school):
    first, second = school.add(), school.add(full_name="Zoë Çelik")
    told(school.control.post(f"{WORLD}/reset", None))

    assert (school.add(), school.add(full_name="Zoë Çelik")) == (first, second)
    assert first["id"] != second["id"]
    assert first["full_name"].lower().replace(" ", ".") in first["email"]
    assert second["email"].startswith("zoe.celik")
    assert len(first["school_urn"]) == 6


@pytest.mark.rule("REG-1")
def test_names_without_a_plain_letter_get_an_address_too(school):
    assert school.add(full_name="𠮷田")["email"].startswith("participant")


@pytest.mark.rule("REG-1")
def test_a_header_says_when_somebody_was_added(school):
    assert school.add(now="2021-06-07")["added_at"] == "2021-06-07T00:00:00Z"


@pytest.mark.rule("TIME-2")
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([("X-With-Server-Date", "2021-06-07")] * 2, id="repeated"),
        pytest.param([("X-With-Server-Date", "tomorrow")], id="unreadable"),
        pytest.param([("X-With-Server-Date", "1999-12-31")], id="out of range"),
    ],
)
def test_a_date_that_cannot_be_read_is_refused(either_sandbox, school, headers):
    before, body = everything(either_sandbox), {"provider": "fenland", "participant_type": "ect"}

    response = school.control.post(f"{WORLD}/participants", body, headers=headers)

    assert refused(response) == (400, "invalid_request")
    assert everything(either_sandbox) == before


@pytest.mark.rule("REG-1")
def test_the_service_has_the_cohort_of_2022(service_sandbox):
    assert School(service_sandbox).add(cohort=2022)["cohort"] == "2022"


@pytest.mark.rule("REG-1")
def test_the_guidance_has_no_cohort_of_2022(sandbox):
    before = everything(sandbox)

    assert refused(School(sandbox).adding(cohort=2022)) == (409, "conflict")
    assert everything(sandbox) == before


@pytest.mark.rule("REG-1")
@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        pytest.param("ect", {"mentor_id": UNKNOWN_ID}, (404, "not_found"), id="unknown mentor"),
        pytest.param("ect", {"mentor_id": "ect"}, (409, "conflict"), id="mentored by an ect"),
        pytest.param("mentor", {"mentor_id": "mentor"}, (400, "invalid_request"), id="mentored"),
        pytest.param(
            "ect",
            {"schedule_identifier": "ecf-replacement-april"},
            (400, "invalid_request"),
            id="ect on a replacement schedule",
        ),
        pytest.param(
            "ect",
            {"teacher_reference_number_validated": True},
            (400, "invalid_request"),
            id="validated without a number",
        ),
        pytest.param(
            "ect", {"provider": "nobody"}, (400, "invalid_request"), id="unknown provider"
        ),
        pytest.param("ect", {"surname": "Holt"}, (400, "invalid_request"), id="unknown key"),
    ],
)
def test_a_school_cannot_add_what_does_not_fit(either_sandbox, school, kind, facts, expected):
    known = {each: school.add(each)["id"] for each in ("ect", "mentor")}
    named = {name: known.get(value, value) for name, value in facts.items()}
    before = everything(either_sandbox)

    assert refused(school.adding(kind, **named)) == expected
    assert everything(either_sandbox) == before


@pytest.mark.rule("REG-1")
def test_a_world_that_is_full_takes_nobody_else(either_sandbox):
    app = app_of(either_sandbox.worlds, Limits(people=1))
    with TestClient(app, base_url="http://127.0.0.1:8000") as either_sandbox.http:
        school = School(either_sandbox)
        school.add()

        assert refused(school.adding()) == (429, "limit")
        assert refused(school.staging("an ECT ready to start")) == (429, "limit")
