"""The wire: envelopes, dates, problems, ids (FMT-1 to FMT-4, FMT-9)."""

import pytest

from tests.kit.sandbox import NOW, attributes, ids, titles
from tests.kit.wire import JSON_TYPE, UNKNOWN_ID

DECLARATIONS = "/participant-declarations"

started = {
    "course_identifier": "ecf-induction",
    "declaration_type": "started",
    "declaration_date": NOW,
}
FOUND_MISSING = ["declaration_date", "declaration_type", "participant_id", "course_identifier"]


@pytest.mark.rule("FMT-1")
def test_json_answers_come_as_json_api_without_a_charset(north_star, sandbox):
    ect = sandbox.add()
    declared = north_star.declare(ect)
    answers = [
        north_star.get("/participants/ecf"),
        north_star.get("/participants"),
        north_star.get(f"/participants/ecf/{ect.id}"),
        declared,
        north_star.get(DECLARATIONS),
        north_star.get(f"{DECLARATIONS}/{declared.json()['data']['id']}"),
        north_star.void(declared.json()["data"]["id"]),
        north_star.act("defer", ect),
        north_star.act("defer", ect),
        north_star.get("/participants?page=1"),
        north_star.get("/participants.csv?filter=1"),
        north_star.get("/nowhere"),
        north_star.call("DELETE", "/participants"),
        sandbox.http.get("/api/v1/participants"),
    ]
    assert [answer.headers["Content-Type"] for answer in answers] == [JSON_TYPE] * len(answers)


@pytest.mark.rule("FMT-2")
def test_a_record_and_a_list_hold_data_and_nothing_else(north_star, sandbox):
    ect = sandbox.add()
    declared = north_star.declare(ect).json()
    assert declared.keys() == {"data"}
    for path, kind in (
        ("/participants/ecf", "participant"),
        (DECLARATIONS, "participant-declaration"),
    ):
        listed = north_star.get(path).json()
        assert listed.keys() == {"data"}
        (record,) = listed["data"]
        assert (list(record), record["type"]) == (["id", "type", "attributes"], kind)
        assert north_star.get(f"{path}/{record['id']}").json() == {"data": record}


@pytest.mark.rule("FMT-2")
@pytest.mark.parametrize(
    "around",
    [
        pytest.param({"type": "participant-declaration"}, id="the right type"),
        pytest.param({"type": "something-else"}, id="another type"),
        pytest.param({"type": None}, id="a null type"),
        pytest.param({"type": {"a": []}}, id="a type that is an object"),
        pytest.param({"id": UNKNOWN_ID}, id="an id"),
        pytest.param({"id": 7, "relationships": {"a": "b"}}, id="unknown keys"),
    ],
)
def test_what_else_data_holds_is_ignored(north_star, sandbox, around):
    said = {"participant_id": sandbox.add().id, **started, "unknown": {"deep": [1]}}
    body = {"data": {"attributes": said, **around}, "meta": 1, "jsonapi": {"version": "1.0"}}
    answer = north_star.call("POST", DECLARATIONS, json=body)
    assert attributes(answer)["participant_id"] == said["participant_id"]
    assert answer.json()["data"]["id"] != UNKNOWN_ID


@pytest.mark.rule("FMT-3")
@pytest.mark.parametrize(
    ("dated", "shown"),
    [
        pytest.param("2021-11-25T08:00:00Z", "2021-11-25T08:00:00Z", id="as it is"),
        pytest.param("2021-11-25T08:00:00.999999Z", "2021-11-25T08:00:00Z", id="fraction cut off"),
        pytest.param("2021-11-25T01:30:00+05:30", "2021-11-24T20:00:00Z", id="in UTC"),
        pytest.param("2021-11-24T23:00:00-01:00", "2021-11-25T00:00:00Z", id="in UTC, west"),
        pytest.param("2021-11-25t08:00:00", "2021-11-25T08:00:00Z", id="no zone"),
    ],
)
def test_dates_go_out_in_utc_to_the_second(north_star, sandbox, dated, shown):
    declared = attributes(north_star.declare(sandbox.add(), dated=dated))
    assert (declared["declaration_date"], declared["updated_at"]) == (shown, NOW)


@pytest.mark.rule("FMT-3")
def test_a_now_with_a_fraction_is_cut_off_too(north_star, sandbox):
    deferred = north_star.act("defer", sandbox.add(), now="2021-11-25T09:00:00.987654Z")
    assert attributes(deferred)["updated_at"] == "2021-11-25T09:00:00Z"


@pytest.mark.rule("FMT-3")
@pytest.mark.parametrize(
    ("dated", "accepted"),
    [
        pytest.param("2021-11-18T23:59:59.999999Z", False, id="the last instant before"),
        pytest.param("2021-11-19T00:30:00+01:00", False, id="a day that began elsewhere"),
        pytest.param("2021-11-19T00:00:00Z", True, id="the first instant"),
        pytest.param("2021-11-30T23:59:59.999999Z", True, id="the last instant"),
        pytest.param("2021-12-01T00:30:00+01:00", True, id="a day that ended elsewhere"),
        pytest.param("2021-12-01T00:00:00Z", False, id="the first instant after"),
    ],
)
def test_a_day_begins_and_ends_in_utc(north_star, sandbox, dated, accepted):
    declared = north_star.declare(sandbox.add(), dated=dated, now="2021-12-02T00:00:00Z")
    assert (declared.status_code == 200) is accepted


@pytest.mark.rule("FMT-4")
def test_every_problem_is_told_once_in_order(north_star, sandbox):
    answer = north_star.send("POST", DECLARATIONS, {"declaration_date": "soon"})
    assert titles(answer) == FOUND_MISSING
    assert [list(error) for error in answer.json()["errors"]] == [["title", "detail"]] * 4
    assert titles(north_star.declare(sandbox.add(), dated="soon")) == ["declaration_date"]


@pytest.mark.rule("FMT-4")
def test_messages_of_one_title_are_joined(north_star, sandbox):
    mentor = sandbox.add(kind="mentor", schedule="ecf-replacement-september")
    for kind in ("started", "retained-1"):
        north_star.declare(mentor, kind)
    asked = {"schedule_identifier": "ecf-standard-january", "cohort": "2020"}
    answer = north_star.act("change-schedule", mentor, **asked)
    assert titles(answer) == ["schedule_identifier", "cohort"]
    joined = answer.json()["errors"][0]["detail"]
    assert joined.count("#/schedule_identifier") == 2
    assert ", #/schedule_identifier" in joined


@pytest.mark.rule("FMT-4")
def test_each_detail_names_its_field_and_what_is_accepted(north_star, sandbox):
    ect = sandbox.add()
    asked = [
        north_star.send("POST", DECLARATIONS, {}),
        north_star.declare(ect, "retained-1", evidence_held="a hunch"),
        north_star.declare(ect, "retained-9"),
        north_star.act("defer", ect, reason="bored"),
        north_star.act("change-schedule", ect, schedule_identifier=" "),
    ]
    errors = [error for answer in asked for error in answer.json()["errors"]]
    assert [error for error in errors if f"#/{error['title']}" not in error["detail"]] == []
    assert "parental-leave" in asked[3].json()["errors"][0]["detail"]


@pytest.mark.rule("FMT-9")
def test_ids_are_read_in_any_case_and_written_in_small_letters(north_star, sandbox):
    ect, mixed = sandbox.add(), "/participants/ecf/{}"
    asked = ect.id.upper()
    assert asked != ect.id
    assert north_star.get(mixed.format(asked)).json()["data"]["id"] == ect.id
    declared = north_star.declare(asked)
    assert attributes(declared)["participant_id"] == ect.id
    declaration = declared.json()["data"]["id"]
    path = f"{DECLARATIONS}/{declaration.upper()}"
    assert north_star.get(path).json()["data"]["id"] == declaration
    filtered = north_star.get(f"{DECLARATIONS}?filter[participant_id]={asked}")
    assert ids(filtered) == [declaration]
    assert north_star.call("PUT", f"{path}/void").json()["data"]["id"] == declaration
    assert north_star.act("defer", asked).json()["data"]["id"] == ect.id


@pytest.mark.rule("FMT-9")
@pytest.mark.parametrize(
    "malformed",
    [
        pytest.param("{}x", id="a letter more"),
        pytest.param("{}%20", id="a space"),
        pytest.param("{}%0A", id="a line feed"),
        pytest.param("%7B{}%7D", id="braces"),
        pytest.param("urn:uuid:{}", id="a urn"),
        pytest.param("{}.csv", id="a suffix"),
        pytest.param("%00", id="NUL"),
        pytest.param("1", id="a number"),
        pytest.param("%D9%A0", id="an Arabic digit"),
        pytest.param("..%2F", id="dots"),
    ],
)
def test_a_malformed_id_is_not_found(north_star, sandbox, malformed):
    ect = sandbox.add()
    declared = north_star.declare(ect).json()["data"]["id"]
    for path, there in (("/participants/ecf", ect.id), (DECLARATIONS, declared)):
        assert north_star.get(f"{path}/{malformed.format(there)}").status_code == 404
        assert north_star.get(f"{path}/{there}").status_code == 200
    assert north_star.void(malformed.format(declared)).status_code == 404
    assert north_star.void(declared).status_code == 200


@pytest.mark.rule("FMT-9", "ACT-1")
def test_a_malformed_id_in_an_action_is_for_the_rules(north_star, sandbox):
    ect = sandbox.add()
    for malformed in (f"{ect.id}x", "1", "%00"):
        assert titles(north_star.act("defer", malformed)) == ["participant_id", "course_identifier"]
    assert north_star.act("defer", ect.id).status_code == 200
