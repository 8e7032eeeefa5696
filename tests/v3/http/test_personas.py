"""Each persona stands in the situation that it is named after, and is good for what it is for."""

import pytest

from ecf_sandbox.v3.seeding.personas import personas

ECT, MENTOR = "ecf-induction", "ecf-mentor"
EVIDENCE = {"evidence_held": "other"}


def persona(number):
    return f"00000000-0000-4000-8000-{number:012}"


def person(server, number, token="north-star-token"):
    answer = server.call("GET", f"/participants/{persona(number)}", token=token)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["attributes"]


def enrolment(server, number, token="north-star-token"):
    (only,) = person(server, number, token)["ecf_enrolments"]
    return only


def refusal(answer):
    """Return the titles of a refusal, none of a success."""
    assert answer.status_code in (200, 422), answer.text
    return [each["title"] for each in answer.json().get("errors", ())]


def act(server, number, verb, **said):
    answer = server.send("PUT", f"/participants/{persona(number)}/{verb}", said)
    return refusal(answer)


def declare(server, number, kind="started", on="2026-11-20T09:00:00Z", course=ECT, **said):
    claim = {
        "participant_id": persona(number),
        "declaration_type": kind,
        "declaration_date": on,
        "course_identifier": course,
        **said,
    }
    return server.send("POST", "/participant-declarations", claim)


def declaration(server, number, place=1):
    path = f"/participant-declarations/dec{place:05}-0000-4000-8000-{number:012}"
    return server.call("GET", path).json()["data"]["attributes"]


def test_everybody_of_the_table_is_there_each_in_a_situation_of_their_own():
    chapters = {31: 11, 32: 18, 33: 7, 34: 17, 35: 18, 36: 8, 37: 8, 38: 4}
    table = {
        100 * each + number for each, last in chapters.items() for number in range(1, last + 1)
    }
    table |= {3791, 3910, 3911, 3915, 3916, 3918}
    assert sorted(each.number for each in personas()) == sorted(table)
    assert len({each.about for each in personas()}) == len(personas())


# Facts of the only enrolment with north-star.
SHOWN = {
    3103: {"schedule_identifier": "ecf-standard-january", "participant_status": "active"},
    3104: {"schedule_identifier": "ecf-replacement-september", "participant_type": "mentor"},
    3105: {"schedule_identifier": "ecf-reduced-september"},
    3106: {"schedule_identifier": "ecf-extended-september", "cohort": "2025"},
    3109: {"cohort": "2023"},
    3110: {"eligible_for_funding": None, "overall_induction_start_date": None},
    3201: {"participant_status": "joining"},
    3202: {"participant_status": "leaving"},
    3203: {"participant_status": "leaving"},
    3204: {"participant_status": "left", "training_status": "active"},
    3205: {"participant_status": "left", "training_status": "active"},
    3206: {"participant_status": "left", "training_status": "active"},
    3207: {"participant_status": "active"},
    3208: {"withdrawal": {"reason": "other", "date": "2026-10-15T12:00:00Z"}},
    3209: {"training_status": "deferred", "participant_type": "mentor"},
    3210: {"training_status": "withdrawn", "deferral": None},
    3211: {"deferral": {"reason": "parental-leave", "date": "2026-11-25T08:00:00Z"}},
    3212: {"training_status": "withdrawn"},
    3216: {"training_status": "active", "deferral": None},
    3217: {"participant_status": "active", "induction_end_date": "2026-07-15"},
    3218: {
        "mentor_funding_end_date": "2026-07-10",
        "mentor_ineligible_for_funding_reason": "completed_declaration_received",
    },
    3305: {"cohort": "2024", "cohort_changed_after_payments_frozen": True},
    3307: {"schedule_identifier": "ecf-standard-january"},
    3411: {"pupil_premium_uplift": True, "sparsity_uplift": True},
    3412: {"mentor_id": persona(3102)},
    3413: {"eligible_for_funding": False},
    3415: {"mentor_ineligible_for_funding_reason": "started_not_completed", "cohort": "2021"},
    3416: {"mentor_ineligible_for_funding_reason": "completed_during_early_roll_out"},
    3417: {"cohort": "2024", "participant_status": "joining"},
    3501: {"cohort": "2025", "mentor_id": persona(3502)},
    3503: {"mentor_id": persona(3504)},
    3506: {"mentor_id": persona(3505)},
    3508: {"mentor_id": persona(3505), "school_urn": "190002"},
    3511: {"mentor_id": persona(3509)},
    3514: {"email": "tutor.190002@example.org"},
    3601: {"school_urn": "190002"},
    3703: {"email": None},
    3708: {"working_pattern": "part_time"},
    3910: {"cohort": "2025"},
}


@pytest.mark.parametrize("number", SHOWN)
def test_an_enrolment_is_as_the_situation_says(server, number):
    seen = enrolment(server, number)
    assert {name: seen[name] for name in SHOWN[number]} == SHOWN[number]


@pytest.mark.parametrize(
    ("number", "states"),
    [
        (3111, ["submitted"]),
        (3218, ["paid", "paid"]),
        (3301, ["paid"]),
        (3307, ["eligible"]),
        (3401, ["eligible"]),
        (3402, ["paid"]),
        (3403, ["awaiting-clawback"]),
        (3404, ["clawed-back"]),
        (3405, ["voided"]),
        (3406, ["paid"]),
        (3407, ["paid"] * 6),
        (3408, ["paid"]),
        (3409, ["paid", "eligible"]),
        (3410, ["paid"]),
        (3411, ["paid"]),
        (3414, ["paid"]),
        (3415, ["paid"]),
    ],
)
def test_declarations_are_in_the_states_that_the_situation_says(server, number, states):
    made = [declaration(server, number, place) for place in range(1, len(states) + 1)]
    assert [each["state"] for each in made] == states


@pytest.mark.parametrize(
    ("number", "verb", "titles"),
    [
        (3201, "defer", ["participant_id"]),
        (3205, "withdraw", []),
        (3205, "resume", ["participant_id"]),
        (3206, "withdraw", []),
        (3206, "resume", ["participant_id"]),
        (3207, "defer", ["participant_id"]),
        (3207, "withdraw", ["participant_id"]),
        (3208, "resume", []),
        (3208, "defer", ["participant_id"]),
        (3209, "resume", []),
        (3209, "withdraw", []),
        (3211, "resume", ["participant_id"]),
        (3212, "resume", ["participant_id"]),
        (3213, "resume", ["participant_id"]),
        (3214, "resume", ["participant_id"]),
        (3215, "resume", ["participant_id"]),
    ],
)
def test_an_act_is_taken_or_refused_as_the_table_says(server, number, verb, titles):
    course = MENTOR if number == 3209 else ECT
    reason = {} if verb == "resume" else {"reason": "other"}
    assert act(server, number, verb, course_identifier=course, **reason) == titles


@pytest.mark.parametrize(
    ("number", "course", "schedule", "cohort", "titles"),
    [
        (3104, MENTOR, "ecf-reduced-september", 2026, ["schedule_identifier"]),
        (3104, MENTOR, "ecf-standard-september", 2026, []),
        (3202, ECT, "ecf-extended-september", 2026, []),
        (3217, ECT, "ecf-extended-september", 2025, ["participant_id"]),
        (3217, ECT, "ecf-reduced-september", 2025, []),
        (3301, ECT, "ecf-standard-september", 2026, []),
        (3302, ECT, "ecf-standard-september", 2026, ["cohort"]),
        (3303, ECT, "ecf-extended-september", 2022, ["cohort"]),
        (3303, ECT, "ecf-extended-september", 2024, []),
        (3304, MENTOR, "ecf-standard-january", 2024, []),
        (3305, ECT, "ecf-standard-september", 2021, []),
        (3306, ECT, "ecf-extended-september", 2026, ["participant_id"]),
        (3416, MENTOR, "ecf-standard-january", 2026, ["participant_id"]),
        (3910, ECT, "ecf-standard-september", 2026, ["cohort"]),
    ],
)
def test_a_schedule_is_changed_or_not_as_the_table_says(
    server, number, course, schedule, cohort, titles
):
    said = {"course_identifier": course, "schedule_identifier": schedule, "cohort": cohort}
    assert act(server, number, "change-schedule", **said) == titles


@pytest.mark.parametrize(
    ("number", "said", "titles"),
    [
        (3101, EVIDENCE, []),
        (3101, {}, ["evidence_held"]),
        (3102, {**EVIDENCE, "kind": "retained-1", "course": MENTOR}, ["declaration_type"]),
        (3105, {**EVIDENCE, "kind": "extended-1"}, ["declaration_type"]),
        (3106, {**EVIDENCE, "kind": "extended-3"}, []),
        (3107, {"on": "2025-01-01T00:00:00Z"}, ["declaration_date"]),
        (3107, {"on": "2024-10-01T00:00:00Z"}, []),
        (3208, {**EVIDENCE, "on": "2026-10-15T12:00:00Z"}, ["participant_id"]),
        (3208, {**EVIDENCE, "on": "2026-10-15T11:59:59Z"}, []),
        (3209, {**EVIDENCE, "course": MENTOR}, []),
        (3303, {"on": "2022-10-01T00:00:00Z"}, ["cohort"]),
        (3401, EVIDENCE, ["declaration_type"]),
        (3405, EVIDENCE, []),
        (3406, {**EVIDENCE, "kind": "retained-1", "on": "2023-02-01T00:00:00Z"}, ["cohort"]),
        (3410, {**EVIDENCE, "on": "2026-02-01T00:00:00Z"}, ["declaration_type"]),
        (3417, {"on": "2024-10-01T00:00:00Z"}, ["cohort"]),
        (3804, EVIDENCE, ["participant_id"]),
    ],
)
def test_a_declaration_is_taken_or_refused_as_the_table_says(server, number, said, titles):
    assert refusal(declare(server, number, **said)) == titles


@pytest.mark.parametrize(
    ("number", "state"), [(3401, "voided"), (3402, "awaiting-clawback"), (3406, None)]
)
def test_a_void_is_taken_or_refused_as_the_table_says(server, number, state):
    path = f"/participant-declarations/dec00001-0000-4000-8000-{number:012}/void"
    answer = server.call("PUT", path)
    if state is None:
        assert refusal(answer) == ["participant_declaration_id"]
    else:
        assert answer.json()["data"]["attributes"]["state"] == state


@pytest.mark.parametrize(
    ("number", "found"),
    [
        (3601, [("new_school", "complete", "North Star Teaching", "North Star Teaching")]),
        (3602, [("new_provider", "complete", "North Star Teaching", "Riverbank Learning")]),
        (3603, [("unknown", "complete", "North Star Teaching", None)]),
        (3604, [("new_school", "incomplete", "North Star Teaching", "North Star Teaching")]),
        (3605, [("new_provider", "complete", "Riverbank Learning", "North Star Teaching")]),
        (3606, [("new_provider", "complete", None, "North Star Teaching")]),
        (3607, [("new_provider", "complete", "North Star Teaching", None)]),
        (3608, [("new_school", "complete", "North Star Teaching", "North Star Teaching")] * 2),
    ],
)
def test_transfers_are_as_the_situation_says(server, number, found):
    answer = server.call("GET", f"/participants/{persona(number)}/transfers")
    shown = answer.json()["data"]["attributes"]["transfers"]
    assert [
        (
            each["transfer_type"],
            each["status"],
            each["leaving"]["provider"],
            each["joining"] and each["joining"]["provider"],
        )
        for each in shown
    ] == found


def test_unfunded_mentors_are_those_of_the_table(server):
    listed = server.call("GET", "/unfunded-mentors").json()["data"]
    assert {each["id"] for each in listed} == {persona(3515), persona(3517)}


@pytest.mark.parametrize("number", [3512, 3513])
def test_an_ect_who_became_a_mentor_has_two_enrolments(server, number):
    both = person(server, number)["ecf_enrolments"]
    assert [each["participant_type"] for each in both] == ["ect", "mentor"]
    assert len({each["training_record_id"] for each in both}) == 2


def test_a_merged_person_tells_of_the_retired_one(server):
    (change,) = person(server, 3701)["participant_id_changes"]
    assert change["from_participant_id"] == persona(3791)
    assert server.call("GET", f"/participants/{persona(3791)}").status_code == 404


@pytest.mark.parametrize("number", [3801, 3802, 3803, 3804])
def test_whom_the_provider_does_not_train_is_not_found(server, number):
    assert server.call("GET", f"/participants/{persona(number)}").status_code == 404


@pytest.mark.parametrize(
    ("number", "cohort", "facts"),
    [
        (3, 2026, {"in_partnership": False, "induction_programme_choice": "not_yet_known"}),
        (4, 2026, {"in_partnership": True, "expression_of_interest": False}),
        (5, 2026, {"in_partnership": False, "expression_of_interest": True}),
        (6, 2026, {"induction_programme_choice": "school_led"}),
        (8, 2025, {"in_partnership": True}),
        (9, 2026, {"in_partnership": False}),
        (11, 2025, {"expression_of_interest": True}),
        (15, 2026, {"induction_programme_choice": "provider_led"}),
        (18, 2024, {"in_partnership": True, "expression_of_interest": True}),
    ],
)
def test_a_school_is_as_the_table_says(server, number, cohort, facts):
    path = f"/schools/5c000000-0000-4000-8000-{number:012}?filter[cohort]={cohort}"
    seen = server.call("GET", path).json()["data"]["attributes"]
    assert {name: seen[name] for name in facts} == facts


@pytest.mark.parametrize(("number", "cohort"), [(7, 2026), (8, 2026)])
def test_a_school_that_is_not_eligible_is_not_listed(server, number, cohort):
    path = f"/schools/5c000000-0000-4000-8000-{number:012}?filter[cohort]={cohort}"
    assert server.call("GET", path).status_code == 404


@pytest.mark.parametrize(
    ("school", "titles"), [(3, []), (4, ["school_id"]), (6, ["school_id"]), (7, ["school_id"])]
)
def test_a_partnership_is_made_or_refused_as_the_table_says(server, school, titles):
    asked = {
        "cohort": 2026,
        "school_id": f"5c000000-0000-4000-8000-{school:012}",
        "delivery_partner_id": "de000000-0000-4000-8000-000000000001",
    }
    assert refusal(server.send("POST", "/partnerships", asked)) == titles
