"""What a provider lives through in the world that everybody begins with."""

import pytest

from ecf_sandbox.v3.seeding.personas import personas

NAOMI = "00000000-0000-4000-8000-000000003101"
D01 = "de000000-0000-4000-8000-000000000001"
PARTNER = {
    "cohort": 2026,
    "school_id": "5c000000-0000-4000-8000-000000000005",
    "delivery_partner_id": D01,
}


def started(who=NAOMI, **said):
    return {
        "participant_id": who,
        "declaration_type": "started",
        "declaration_date": "2026-10-15T09:00:00Z",
        "course_identifier": "ecf-induction",
        "evidence_held": "training-event-attended",
        **said,
    }


def attributes(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["attributes"]


def ids(answer):
    assert answer.status_code == 200, answer.text
    return {each["id"] for each in answer.json()["data"]}


def titles(answer):
    assert answer.status_code == 422, answer.text
    return [each["title"] for each in answer.json()["errors"]]


def persona(number):
    return f"00000000-0000-4000-8000-{number:012}"


def test_everybody_of_north_star_is_listed(server):
    listed = ids(server.call("GET", "/participants?page[per_page]=3000"))
    hidden = {3515, 3517, 3791, 3801, 3802, 3803, 3804, 3915, 3916}
    assert listed == {persona(each.number) for each in personas() if each.number not in hidden}


@pytest.mark.rule("V3-PARTNER-5", "V3-LIST-1", "V3-SCHOOL-5")
def test_a_partnership_makes_those_appear_who_named_the_provider(server):
    school = "/schools/5c000000-0000-4000-8000-000000000005?filter[cohort]=2026"
    before = attributes(server.call("GET", school))
    assert (before["expression_of_interest"], before["in_partnership"]) == (True, False)
    assert server.call("GET", f"/participants/{persona(3801)}").status_code == 404
    made = attributes(server.send("POST", "/partnerships", PARTNER))
    assert made["participants_currently_training"] == 2
    since = "/participants?filter[updated_since]=2026-11-25T09:00:00Z"
    assert ids(server.call("GET", since)) == {persona(3801), persona(3802)}
    after = attributes(server.call("GET", school))
    assert (after["expression_of_interest"], after["in_partnership"]) == (True, True)
    assert titles(server.send("POST", "/partnerships", PARTNER)) == ["school_id"]


@pytest.mark.rule("V3-DECL-14", "V3-PAY-3", "V3-PAY-4", "V3-VOID-3", "V3-LIST-9")
def test_a_declaration_becomes_payable_and_paid_by_time_and_is_clawed_back(server):
    made = server.send("POST", "/participant-declarations", started())
    assert attributes(made)["state"] == "eligible"
    assert attributes(made)["statement_id"] == "57000000-0000-4000-8000-012026202701"
    path = f"/participant-declarations/{made.json()['data']['id']}"
    changed = "/participant-declarations?filter[updated_since]="
    for now, state in (
        ("2026-12-31T23:59:59Z", "eligible"),
        ("2027-01-01T00:00:00Z", "payable"),
        ("2027-01-25T00:00:00Z", "paid"),
    ):
        server.set_now(now)
        assert attributes(server.call("GET", path))["state"] == state
        found = made.json()["data"]["id"] in ids(server.call("GET", changed + now))
        assert found == (state != "eligible")
    voided = attributes(server.call("PUT", f"{path}/void"))
    assert voided["state"] == "awaiting-clawback"
    assert voided["clawback_statement_id"] == "57000000-0000-4000-8000-012026202704"
    server.set_now("2027-01-01T00:00:00Z")
    assert attributes(server.call("GET", path))["state"] == "awaiting-clawback"


@pytest.mark.rule("V3-ACT-6", "V3-ACT-8", "V3-ACT-18", "V3-ACT-19")
def test_a_deferred_participant_is_resumed_a_day_later(server):
    path, course = f"/participants/{NAOMI}", {"course_identifier": "ecf-induction"}
    deferred = attributes(server.send("PUT", f"{path}/defer", {**course, "reason": "other"}))
    (enrolment,) = deferred["ecf_enrolments"]
    assert (enrolment["training_status"], enrolment["participant_status"]) == ("deferred", "left")
    assert enrolment["deferral"] == {"reason": "other", "date": "2026-11-25T09:00:00Z"}
    assert deferred["updated_at"] == "2026-11-25T09:00:00Z"
    assert titles(server.send("PUT", f"{path}/resume", course)) == ["participant_id"]
    server.set_now("2026-11-26T09:00:00Z")
    (enrolment,) = attributes(server.send("PUT", f"{path}/resume", course))["ecf_enrolments"]
    assert (enrolment["training_status"], enrolment["deferral"]) == ("active", None)
    again = server.send("PUT", f"{path}/defer", {**course, "reason": "other"})
    assert titles(again) == ["participant_id"]


@pytest.mark.rule("V3-ACT-14", "V3-ACT-16", "V3-LIST-2")
def test_a_participant_moves_to_another_schedule_and_cohort(server):
    asked = {
        "course_identifier": "ecf-induction",
        "schedule_identifier": "ecf-extended-september",
        "cohort": 2024,
    }
    path = f"/participants/{persona(3303)}/change-schedule"
    (enrolment,) = attributes(server.send("PUT", path, asked))["ecf_enrolments"]
    assert (enrolment["cohort"], enrolment["schedule_identifier"]) == (
        "2024",
        "ecf-extended-september",
    )
    assert enrolment["cohort_changed_after_payments_frozen"] is True
    assert persona(3303) in ids(server.call("GET", "/participants?filter[cohort]=2024"))
    assert persona(3303) not in ids(server.call("GET", "/participants?filter[cohort]=2022"))


@pytest.mark.rule("V3-PARTNER-6", "V3-PARTNER-7", "V3-LIST-8", "V3-FMT-13")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_partnership_goes_on_with_another_delivery_partner(server, method):
    path = "/partnerships/ba000000-0000-4000-8000-012026000101"
    other = {"delivery_partner_id": "de000000-0000-4000-8000-000000000002"}
    changed = attributes(server.send(method, path, other))
    assert changed["delivery_partner_id"] == other["delivery_partner_id"]
    seen = attributes(server.call("GET", f"/participants/{NAOMI}"))
    assert seen["ecf_enrolments"][0]["delivery_partner_id"] == other["delivery_partner_id"]
    assert seen["updated_at"] == changed["updated_at"]
    since = "/participant-declarations?filter[updated_since]=2026-11-25T09:00:00Z"
    assert "dec00001-0000-4000-8000-000000003401" in ids(server.call("GET", since))
    assert titles(server.send(method, path, other)) == ["delivery_partner_id"]


@pytest.mark.parametrize(
    ("number", "status", "state"),
    [
        (3201, "joining", "active"),
        (3202, "leaving", "active"),
        (3204, "left", "active"),
        (3208, "left", "withdrawn"),
        (3209, "left", "deferred"),
        (3210, "left", "withdrawn"),
        (3216, "active", "active"),
    ],
)
def test_a_persona_stands_as_said(server, number, status, state):
    (seen,) = attributes(server.call("GET", f"/participants/{persona(number)}"))["ecf_enrolments"]
    assert (seen["participant_status"], seen["training_status"]) == (status, state)


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (3111, "submitted"),
        (3401, "eligible"),
        (3402, "paid"),
        (3403, "awaiting-clawback"),
        (3404, "clawed-back"),
        (3405, "voided"),
    ],
)
def test_a_persona_is_declared_as_said(server, number, state):
    path = f"/participant-declarations/dec00001-0000-4000-8000-{number:012}"
    assert attributes(server.call("GET", path))["state"] == state


@pytest.mark.rule("V3-REG-11", "V3-PAY-2")
def test_a_submitted_declaration_becomes_eligible_when_the_induction_begins(server):
    path = "/participant-declarations/dec00001-0000-4000-8000-000000003111"
    server.set_now("2026-12-01T00:00:00Z")
    seen = attributes(server.call("GET", path))
    assert (seen["state"], seen["updated_at"]) == ("eligible", "2026-12-01T00:00:00Z")
    server.set_now("2026-11-30T23:59:59Z")
    assert attributes(server.call("GET", path))["state"] == "submitted"


def test_providers_see_nothing_of_each_other(server):
    made = server.send("POST", "/participant-declarations", started()).json()["data"]["id"]
    for path in (f"/participants/{NAOMI}", f"/participant-declarations/{made}"):
        assert server.call("GET", path, token="riverbank-token").status_code == 404
    voided = server.call("PUT", f"/participant-declarations/{made}/void", token="riverbank-token")
    assert voided.status_code == 404
    refused = server.send("POST", "/participant-declarations", started(), token="riverbank-token")
    assert "participant_id" in titles(refused)
