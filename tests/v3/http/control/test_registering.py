"""Schools register ECTs and mentors (V3-REG-1 to V3-REG-4)."""

import pytest

from tests.v3.kit.acts import act, days, enrolment, join, path, refused, register, training
from tests.v3.kit.people import add_partnership, changed_since, school_id


@pytest.mark.rule("V3-REG-1", "V3-REG-4", "V3-LIST-1", "V3-LIST-13")
def test_a_registered_ect_is_listed_at_once_under_the_partnership(control, server):
    said = {"full_name": "Amara Holt", "email": "amara@example.org", "provider": "north-star"}
    made = register(control, started_on="2026-11-02", **said)
    assert made["id"] in changed_since(server, "/participants")
    shown = enrolment(server, made)
    assert (shown["email"], shown["cohort"]) == ("amara@example.org", "2026")
    assert shown["schedule_identifier"] == "ecf-standard-january"
    assert (shown["participant_status"], shown["working_pattern"]) == ("active", "full_time")
    assert days(training(made)) == [("2026-11-25", None)]
    assert days(made["school_periods"]) == [("2026-11-02", None)]
    assert control.get(path(made)) == made


@pytest.mark.rule("V3-REG-4", "V3-LIST-1", "V3-PARTNER-5")
def test_people_on_interest_are_invisible_until_the_partnership_is_made(control, server):
    made = register(control, school=3, provider="north-star")
    assert training(made)[0]["interest"] is True
    assert enrolment(server, made) is None
    add_partnership(control, school=3)
    assert enrolment(server, made)["school_urn"] == "190003"
    assert made["id"] in changed_since(server, "/participants")


@pytest.mark.rule("V3-REG-1")
def test_an_ect_without_a_provider_is_trained_by_the_school(control, server):
    made = register(control, school=3, provider=None)
    (period,) = training(made)
    assert (period["programme"], period["provider"], period["cohort"]) == ("school_led", None, None)
    assert enrolment(server, made) is None


@pytest.mark.rule("V3-REG-1", "V3-REG-3", "V3-REG-5", "V3-TRANSFER-1")
def test_a_known_number_takes_the_person_up_and_ends_the_other_school(control, server):
    first = register(
        control, provider="north-star", teacher_reference_number="7654321", email="a@example.org"
    )
    server.set_now("2026-11-27T09:00:00Z")
    again = register(
        control,
        school=2,
        provider="north-star",
        teacher_reference_number="7654321",
        started_on="2027-01-04",
        status=200,
    )
    assert again["id"] == first["id"]
    assert days(again["school_periods"]) == [("2026-11-25", "2027-01-03"), ("2027-01-04", None)]
    assert days(training(again)) == days(again["school_periods"])
    assert again["school_periods"][1]["email"] == "a@example.org"
    assert first["id"] in changed_since(server, "/participants/transfers")


@pytest.mark.rule("V3-REG-1")
@pytest.mark.parametrize(
    ("school", "started", "says"),
    [
        pytest.param(1, "2027-01-04", "leave there first (V3-REG-1).", id="the same school"),
        pytest.param(2, "2026-11-25", "another school's start, 2026-11-25 (V3", id="too early"),
        pytest.param(2, "2026-11-26", None, id="accepted"),
    ],
)
def test_where_and_when_an_ect_is_registered_again(control, school, started, says):
    made = register(control, provider="north-star")
    said = {"participant_type": "ect", "school_id": school_id(school), "started_on": started}
    if says is None:
        assert len(act(control, made, "join", **said)["school_periods"]) == 2
    else:
        assert says in refused(control, made, "join", **said)
        assert control.get(path(made)) == made


@pytest.mark.rule("V3-REG-1", "V3-REG-5")
def test_training_with_an_eligible_declaration_is_not_deleted_by_a_transfer(control, server):
    schedule = "ecf-standard-september"
    made = register(
        control, provider="north-star", started_on="2026-11-24", schedule_identifier=schedule
    )
    act(control, made, "induction", 201, started_on="2026-09-01")
    sent = {
        "participant_id": made["id"],
        "declaration_type": "started",
        "declaration_date": "2026-11-24T09:00:00Z",
        "course_identifier": "ecf-induction",
        "evidence_held": "other",
    }
    declared = server.send("POST", "/participant-declarations", sent).json()["data"]
    assert declared["attributes"]["state"] == "eligible"
    said = {"participant_type": "ect", "school_id": school_id(2), "started_on": "2026-11-25"}
    assert "void what is not paid" in refused(control, made, "join", **said)
    server.call("PUT", f"/participant-declarations/{declared['id']}/void")
    moved = act(control, made, "join", **said)
    assert moved["declarations"] == []
    gone = server.call("GET", f"/participant-declarations/{declared['id']}")
    assert gone.status_code == 404


@pytest.mark.rule("V3-REG-2")
def test_a_mentor_trains_from_the_day_and_becomes_eligible(control, server):
    made = register(control, "mentor", provider="north-star", started_on="2026-09-01")
    assert days(training(made)) == [("2026-09-01", None)]
    assert made["eligibility"]["mentor"]["eligible_at"] == "2026-11-25T09:00:00Z"
    assert enrolment(server, made)["eligible_for_funding"] is True


@pytest.mark.rule("V3-REG-2")
def test_a_mentor_who_goes_on_elsewhere_is_not_trained_and_one_only_here_is(control):
    made = register(control, "mentor", provider="north-star", started_on="2026-09-01")
    both = join(control, made, "mentor", 2, provider="north-star")
    assert days(both["school_periods"]) == [("2026-09-01", None), ("2026-11-25", None)]
    assert [len(each["training_periods"]) for each in both["school_periods"]] == [1, 0]
    other = register(control, "mentor", provider="north-star", started_on="2026-09-01")
    moved = join(control, other, "mentor", 2, provider="north-star", only_here=True)
    assert days(training(moved)) == [("2026-09-01", "2026-11-24"), ("2026-11-25", None)]


@pytest.mark.rule("V3-REG-2", "V3-REG-16")
def test_a_mentor_whose_funding_ended_is_not_trained(control):
    made = register(control, "mentor", started_on="2026-09-01")
    assert training(made) == []
    ended = {"ineligible_on": "2026-10-31", "reason": "started_not_completed"}
    act(control, made, "eligibility", participant_type="mentor", **ended)
    assert training(join(control, made, "mentor", provider="north-star", only_here=True)) == []


@pytest.mark.rule("V3-REG-2")
def test_a_mentor_is_not_twice_at_one_school(control):
    made = register(control, "mentor")
    said = {"participant_type": "mentor", "school_id": school_id(1)}
    assert "(V3-REG-2)" in refused(control, made, "join", **said)


@pytest.mark.rule("V3-REG-3", "V3-REG-4")
@pytest.mark.parametrize(
    ("said", "place"),
    [
        pytest.param({}, ("2026", "ecf-standard-january"), id="today"),
        pytest.param({"cohort": "2025"}, ("2025", "ecf-standard-january"), id="a cohort named"),
        pytest.param(
            {"schedule_identifier": "ecf-reduced-april"},
            ("2026", "ecf-reduced-april"),
            id="a schedule named",
        ),
        pytest.param({"started_on": "2027-03-01"}, ("2026", "ecf-standard-april"), id="in spring"),
    ],
)
def test_cohort_and_schedule_follow_from_the_day_unless_named(control, said, place):
    (period,) = training(register(control, provider="north-star", **said))
    assert (period["cohort"], period["schedule_identifier"]) == place


@pytest.mark.rule("V3-REG-4")
@pytest.mark.parametrize(
    ("role", "said", "why"),
    [
        pytest.param(
            "ect",
            {"schedule_identifier": "ecf-replacement-september"},
            "ecf-replacement-september is not for an ECT: name another (V3-REG-4).",
            id="a replacement schedule for an ECT",
        ),
        pytest.param(
            "mentor",
            {"schedule_identifier": "ecf-reduced-september"},
            "ecf-reduced-september is not for a mentor: name another (V3-REG-4).",
            id="a reduced schedule for a mentor",
        ),
    ],
)
def test_a_schedule_that_is_named_fits_the_role(control, role, said, why):
    body = {"participant_type": role, "school_id": school_id(1), "provider": "north-star", **said}
    refusal = control.refused("POST", "/participants", body, status=409)
    assert refusal == f"#/schedule_identifier {why}"
    other = {"ect": "mentor", "mentor": "ect"}[role]
    twin = register(control, participant_type=other, provider="north-star", **said)
    assert training(twin)[0]["schedule_identifier"] == said["schedule_identifier"]


@pytest.mark.rule("V3-REG-3", "V3-COHORT-4")
def test_a_day_that_no_cohort_contains_waits_for_one_to_be_opened(control):
    body = {
        "participant_type": "ect",
        "school_id": school_id(1),
        "provider": "north-star",
        "started_on": "2027-09-01",
    }
    assert "open one first" in control.refused("POST", "/participants", body)
    control.done("PUT", "/cohorts/2027", {}, status=201)
    made = control.done("POST", "/participants", body, status=201)
    assert training(made)[0]["cohort"] == "2027"


@pytest.mark.rule("V3-REG-3", "V3-REG-1")
def test_an_ect_of_a_frozen_cohort_comes_to_2024_on_the_day(control):
    past = {"provider": "north-star", "started_on": "2022-09-01", "on": "2022-09-05"}
    made = register(control, **past)
    assert training(made)[0]["cohort"] == "2022"
    moved = join(control, made, provider="north-star", started_on="2026-11-02")
    new = training(moved)[-1]
    assert (new["cohort"], new["schedule_identifier"]) == ("2024", "ecf-extended-september")
    assert new["started_on"] == "2026-11-02"
    assert moved["eligibility"]["ect"]["frozen_year"] is None


@pytest.mark.rule("V3-REG-4")
def test_a_school_carries_its_last_partnership_over(control, server):
    add_partnership(control, cohort=2025, school=3)
    made = register(control, school=3, provider="north-star", carry_over=True)
    (period,) = training(made)
    assert (period["interest"], period["cohort"]) == (False, "2026")
    listed = server.call("GET", "/partnerships?filter[cohort]=2026").json()["data"]
    (new,) = [each for each in listed if each["id"] == period["partnership_id"]]
    assert new["attributes"]["delivery_partner_id"].endswith("01")


@pytest.mark.rule("V3-REG-4")
def test_what_cannot_be_carried_over_is_refused(control):
    body = {
        "participant_type": "ect",
        "school_id": school_id(3),
        "provider": "north-star",
        "carry_over": True,
    }
    assert "no earlier partnership" in control.refused("POST", "/participants", body)
    add_partnership(control, cohort=2025, school=3, partner=4)
    assert "is not linked to north-star in 2026" in control.refused("POST", "/participants", body)


@pytest.mark.rule("V3-REG-2", "V3-COHORT-1")
def test_a_provider_trains_in_its_own_years_only(control):
    body = {"participant_type": "ect", "school_id": school_id(3), "provider": "fenland"}
    message = control.refused("POST", "/participants", body)
    assert message.startswith("#/provider takes no part in 2026")
    made = control.done("POST", "/participants", body | {"cohort": 2024}, status=201)
    assert training(made)[0]["provider"] == "fenland"


@pytest.mark.rule("V3-REG-8")
def test_an_ect_comes_with_a_mentor(control, server):
    mentor = register(control, "mentor")
    made = register(control, provider="north-star", mentor_id=mentor["id"])
    assert enrolment(server, made)["mentor_id"] == mentor["id"]
    body = {"participant_type": "mentor", "school_id": school_id(2), "mentor_id": mentor["id"]}
    assert "is for ECTs" in control.refused("POST", "/participants", body)


@pytest.mark.rule("V3-REG-1")
@pytest.mark.parametrize(
    ("said", "status", "says"),
    [
        pytest.param({"school_id": school_id(999)}, 404, "no school", id="unknown school"),
        pytest.param({"provider": "north-star", "cohort": 2031}, 404, "no cohort", id="cohort"),
        pytest.param({"mentor_id": school_id(1)}, 404, "no participant", id="unknown mentor"),
        pytest.param({"nick_name": "Al"}, 400, "unknown keys: nick_name", id="unknown key"),
        pytest.param({"teacher_reference_number": "12"}, 400, "number", id="bad number"),
        pytest.param({"carry_over": True}, 400, "provider", id="carry over without provider"),
        pytest.param({"training_started_on": "2026-11-01"}, 409, "first day", id="too early"),
    ],
)
def test_what_a_registration_cannot_ask(control, said, status, says):
    body = {"participant_type": "ect", "school_id": school_id(1)} | said
    before = control.get("/participants?per_page=1")["total"]
    assert says in control.refused("POST", "/participants", body, status=status)
    assert control.get("/participants?per_page=1")["total"] == before


@pytest.mark.rule("V3-TIME-1", "V3-REG-1")
def test_the_time_header_dates_an_act(control):
    made = register(control, provider="north-star", on="2025-10-01T09:00:00Z")
    assert made["created_at"] == "2025-10-01T09:00:00Z"
    assert training(made)[0]["started_on"] == "2025-10-01"
    assert training(made)[0]["cohort"] == "2025"
