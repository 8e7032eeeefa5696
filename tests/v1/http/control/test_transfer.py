"""Transfers, as schools make them: who has which record then (PART-3)."""

import pytest

from tests.kit.control import refused
from tests.kit.sandbox import NOW, attributes, ids, titles
from tests.kit.school import PARTICIPANTS, VALIDATED, School, changed_since, seen
from tests.kit.traces import everything
from tests.kit.wire import UNKNOWN_ID

EXTENDED = "ecf-extended-september"
JANUARY = "ecf-standard-january"
LATER = "2021-11-26T10:00:00Z"
THEN = "2021-11-27T10:00:00Z"


@pytest.fixture
def school(either_sandbox):
    return School(either_sandbox)


@pytest.fixture
def north_star(either_sandbox):
    return either_sandbox.provider()


@pytest.fixture
def riverbank(either_sandbox):
    return either_sandbox.provider("riverbank")


@pytest.mark.rule("PART-3")
def test_the_new_provider_starts_active_on_the_old_one_s_schedule(school, north_star, riverbank):
    ect = school.add(schedule_identifier=JANUARY, school_urn="012345", **VALIDATED)
    north_star.act("defer", ect["id"])
    school.change(ect["id"], status="withdrawn")

    moved = school.move(ect["id"], "riverbank", school_urn="054321", now=LATER)

    shown = seen(riverbank, ect["id"])
    for known in (moved, shown):
        assert (known["status"], known["training_status"]) == ("active", "active")
        assert (known["schedule_identifier"], known["school_urn"]) == (JANUARY, "054321")
        assert known["updated_at"] == LATER
    assert moved["provider"] == "riverbank"
    assert ids(riverbank.get(PARTICIPANTS)) == [ect["id"]]


@pytest.mark.rule("PART-3")
def test_the_old_provider_keeps_its_record_as_it_was_and_may_act_on_it(school, north_star):
    ect, other = school.add(), school.add()
    north_star.act("defer", ect["id"])
    before = seen(north_star, ect["id"])

    school.move(ect["id"], "riverbank", now=LATER)

    assert seen(north_star, ect["id"]) == before
    assert ids(north_star.get(PARTICIPANTS)) == [ect["id"], other["id"]]
    assert changed_since(north_star, LATER) == []
    assert attributes(north_star.act("resume", ect["id"]))["training_status"] == "active"


@pytest.mark.rule("PART-3")
def test_the_control_api_shows_and_changes_the_current_provider_s_record(
    school, north_star, riverbank
):
    ect, mentor = school.add(), school.add("mentor")
    before = seen(north_star, ect["id"])
    school.move(ect["id"], "riverbank")

    school.change(ect["id"], now=LATER, status="withdrawn", mentor_id=mentor["id"])

    assert seen(north_star, ect["id"]) == before
    shown = seen(riverbank, ect["id"])
    assert (shown["status"], shown["mentor_id"]) == ("withdrawn", mentor["id"])
    assert school.show(ect["id"])["provider"] == "riverbank"


@pytest.mark.rule("PART-3", "REG-2")
def test_what_changes_of_the_person_changes_in_every_record(school, north_star, riverbank):
    ect = school.add()
    school.move(ect["id"], "riverbank")

    school.change(ect["id"], now=LATER, **VALIDATED)

    for provider in (north_star, riverbank):
        assert seen(provider, ect["id"])["teacher_reference_number"] == "1234567"
        assert changed_since(provider, LATER) == [ect["id"]]


@pytest.mark.rule("PART-3")
def test_the_mentor_stays_behind_with_the_school(school, north_star, riverbank):
    mentor = school.add("mentor")
    ect = school.add(mentor_id=mentor["id"])

    assert school.move(ect["id"], "riverbank")["mentor_id"] is None
    assert seen(riverbank, ect["id"])["mentor_id"] is None
    assert seen(north_star, ect["id"])["mentor_id"] == mentor["id"]


@pytest.mark.rule("PART-3", edition="guidance")
def test_with_the_same_provider_only_the_school_changes(sandbox):
    school, north_star = School(sandbox), sandbox.provider()
    mentor = school.add("mentor")
    ect = school.add(mentor_id=mentor["id"], school_urn="012345")
    north_star.act("defer", ect["id"], reason="bereavement")
    before = school.show(ect["id"])

    moved = school.move(ect["id"], "north-star", school_urn="054321", now=LATER)

    assert moved == {**before, "school_urn": "054321", "updated_at": LATER}
    assert school.show(ect["id"]) == moved
    assert changed_since(north_star, LATER) == [ect["id"]]


@pytest.mark.rule("PART-3", edition="service")
@pytest.mark.parametrize("action", ["defer", "withdraw"])
def test_a_new_school_is_a_new_beginning_with_the_same_provider(service_sandbox, action):
    school, north_star = School(service_sandbox), service_sandbox.provider()
    mentor = school.add("mentor")
    ect = school.add(mentor_id=mentor["id"], school_urn="012345", eligible_for_funding=True)
    north_star.act("change-schedule", ect["id"], schedule_identifier=EXTENDED, cohort=2021)
    assert north_star.act(action, ect["id"], reason="other").status_code == 200

    moved = school.move(ect["id"], "north-star", school_urn="054321", now=LATER)

    assert (moved["training_status"], moved["status"]) == ("active", "active")
    assert (moved["school_urn"], moved["mentor_id"]) == ("054321", None)
    assert moved["schedule_identifier"] == EXTENDED
    assert moved["updated_at"] == LATER
    assert (moved["withdrawn_at"], moved["deferred_at"]) == (None, None)
    assert changed_since(north_star, LATER) == [ect["id"]]
    assert north_star.declare(ect["id"], dated=LATER, now=LATER).status_code == 200


@pytest.mark.rule("PART-3")
def test_a_transfer_to_where_one_is_already_is_refused(either_sandbox, school):
    ect = school.add(school_urn="012345")
    before = everything(either_sandbox)

    assert refused(school.moving(ect["id"], "north-star", "012345")) == (409, "conflict")
    assert everything(either_sandbox) == before
    school.move(ect["id"], "riverbank", school_urn="012345")


@pytest.mark.rule("PART-3")
@pytest.mark.parametrize(
    ("provider", "school_urn", "expected"),
    [
        pytest.param("nobody", "012345", (400, "invalid_request"), id="no provider"),
        pytest.param("riverbank", "12345", (400, "invalid_request"), id="no school"),
    ],
)
def test_only_to_providers_and_schools(school, provider, school_urn, expected):
    ect = school.add()
    assert refused(school.moving(ect["id"], provider, school_urn)) == expected
    assert refused(school.moving(UNKNOWN_ID, "riverbank")) == (404, "not_found")
    assert refused(school.moving("nobody", "riverbank")) == (404, "not_found")
    school.move(ect["id"], "riverbank", school_urn="012345")


@pytest.mark.rule("PART-3")
def test_a_transfer_back_reopens_the_earlier_record(school, north_star):
    ect, other = school.add(), school.add()
    north_star.act("withdraw", ect["id"])
    school.move(ect["id"], "riverbank", now=LATER)

    back = school.move(ect["id"], "north-star", school_urn="000042", now=THEN)

    shown = seen(north_star, ect["id"])
    assert (shown["training_status"], shown["school_urn"]) == ("active", "000042")
    assert shown["updated_at"] == THEN
    assert (back["provider"], back["withdrawn_at"], back["training_status_reason"]) == (
        "north-star",
        None,
        None,
    )
    assert ids(north_star.get(PARTICIPANTS)) == [ect["id"], other["id"]]
    assert changed_since(north_star, THEN) == [ect["id"]]


@pytest.mark.rule("PART-3")
def test_a_transfer_back_brings_the_schedule_along(school, north_star, riverbank):
    ect = school.add()
    school.move(ect["id"], "riverbank")
    riverbank.act("change-schedule", ect["id"], schedule_identifier=JANUARY, cohort="2021")

    assert school.move(ect["id"], "north-star")["schedule_identifier"] == JANUARY
    assert seen(north_star, ect["id"])["schedule_identifier"] == JANUARY


@pytest.mark.rule("PART-3", "TIME-1")
@pytest.mark.parametrize("earlier", ["2021-11-25T09:00:00Z", "2021-06-01T09:00:00Z"])
def test_whoever_was_transferred_to_last_is_current_whatever_the_date(
    either_sandbox, school, earlier
):
    ect = school.add(now=LATER)
    school.move(ect["id"], "riverbank", now=earlier)
    assert school.show(ect["id"])["provider"] == "riverbank"

    school.move(ect["id"], "north-star", now="2021-05-01")

    assert school.show(ect["id"])["provider"] == "north-star"
    assert titles(either_sandbox.provider("fenland").act("defer", ect["id"])) == ["participant_id"]


@pytest.mark.rule("PART-3", "DECL-11", "AUTH-4")
def test_places_are_shared_and_declarations_are_not(school, north_star, riverbank):
    ect = school.add(**VALIDATED)
    made = north_star.declare(ect["id"]).json()["data"]["id"]
    school.move(ect["id"], "riverbank")

    assert titles(riverbank.declare(ect["id"], dated="2021-11-24T09:00:00Z")) == ["base"]
    assert riverbank.void(made).status_code == 404
    assert attributes(north_star.void(made))["state"] == "voided"
    assert attributes(riverbank.declare(ect["id"], dated="2021-11-24T09:00:00Z"))


@pytest.mark.parametrize(
    ("edition", "listed"),
    [
        pytest.param("guidance", 0, marks=pytest.mark.rule("LIST-5", edition="guidance")),
        pytest.param("service", 1, marks=pytest.mark.rule("LIST-5", edition="service")),
    ],
)
def test_the_service_lists_what_the_earlier_provider_declared(sandbox_of, edition, listed):
    sandbox = sandbox_of(edition)
    school, riverbank = School(sandbox), sandbox.provider("riverbank")
    ect = school.add(**VALIDATED)
    sandbox.provider().declare(ect["id"])

    school.move(ect["id"], "riverbank", now=NOW)

    assert len(ids(riverbank.get("/participant-declarations"))) == listed
    school.change(ect["id"], status="withdrawn")
    assert ids(riverbank.get("/participant-declarations")) == []
