"""Facts of people corrected, eligibility set, people searched (V3-REG-10, V3-REG-16)."""

import pytest

from tests.v3.kit.acts import act, change, enrolment, join, path, refused, register
from tests.v3.kit.people import changed_since, shown

SINCE_SEPTEMBER = {"provider": "north-star", "started_on": "2026-09-01"}


@pytest.mark.rule("V3-REG-10", "V3-REG-16", "V3-LIST-8", "V3-LIST-13")
@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        pytest.param({"full_name": "Ada"}, "full_name", "Ada", id="name"),
        pytest.param({"full_name": None}, "full_name", "Unknown", id="no name"),
        pytest.param(
            {"teacher_reference_number": "7654321"},
            "teacher_reference_number",
            "7654321",
            id="number",
        ),
        pytest.param(
            {"participant_type": "ect", "email": "x@example.org"},
            "email",
            "x@example.org",
            id="e-mail",
        ),
        pytest.param({"working_pattern": "part_time"}, "working_pattern", "part_time", id="hours"),
        pytest.param(
            {"record_started_on": "2026-09-02"},
            "overall_induction_start_date",
            "2026-09-02",
            id="start",
        ),
        pytest.param(
            {"record_completed_on": "2026-09-03"}, "induction_end_date", "2026-09-03", id="end"
        ),
    ],
)
def test_a_corrected_fact_is_seen_by_the_provider(control, server, said, name, value):
    made = register(control, **SINCE_SEPTEMBER)
    server.set_now("2026-11-26T09:00:00Z")
    change(control, made, **said)
    record = shown(server, f"/participants/{made['id']}")
    assert {**record["ecf_enrolments"][0], **record}[name] == value
    assert changed_since(server, "/participants") == {made["id"]}


@pytest.mark.rule("V3-REG-10", "V3-UNFUNDED-3", "V3-LIST-13")
def test_an_unfunded_mentors_corrections_are_told(control, server):
    ect = register(control, **SINCE_SEPTEMBER)
    mentor = register(control, "mentor", provider="riverbank", started_on="2026-09-01")
    act(control, ect, "mentor", mentor_id=mentor["id"])
    for day, said in enumerate(
        [{"full_name": "Siân"}, {"participant_type": "mentor", "email": "s@example.org"}], start=26
    ):
        server.set_now(f"2026-11-{day}T09:00:00Z")
        change(control, mentor, **said)
        assert changed_since(server, "/unfunded-mentors") == {mentor["id"]}
    assert shown(server, f"/unfunded-mentors/{mentor['id']}")["email"] == "s@example.org"


@pytest.mark.rule("V3-REG-10", "V3-REG-16")
@pytest.mark.parametrize(
    ("said", "says"),
    [
        pytest.param({"teacher_reference_number": "7000001"}, "merge the two", id="number"),
        pytest.param(
            {"record_started_on": "2026-09-02", "record_completed_on": "2026-09-01"},
            "before the record's start",
            id="backwards",
        ),
        pytest.param(
            {"participant_type": "ect", "email": None}, "never at a school as ect", id="role"
        ),
    ],
)
def test_a_correction_that_cannot_be(control, said, says):
    register(control, teacher_reference_number="7000001")
    made = register(control, "mentor")
    assert says in control.refused("PATCH", path(made), {"full_name": "Other", **said})
    assert control.get(path(made)) == made


@pytest.mark.rule("V3-REG-16", "V3-REG-11", "V3-PART-9", "V3-PART-14")
def test_eligibility_and_ineligibility_are_set_and_cleared(control, server):
    mentor = register(control, "mentor", **SINCE_SEPTEMBER)
    ended = {"ineligible_on": "2026-10-31", "reason": "completed_during_early_roll_out"}
    act(control, mentor, "eligibility", participant_type="mentor", **ended)
    now = enrolment(server, mentor)
    assert now["mentor_funding_end_date"] == "2026-10-31"
    assert now["mentor_ineligible_for_funding_reason"] == "completed_during_early_roll_out"
    assert now["eligible_for_funding"] is False
    act(control, mentor, "eligibility", participant_type="mentor", ineligible_on=None)
    assert enrolment(server, mentor)["eligible_for_funding"] is True
    ect = register(control, **SINCE_SEPTEMBER)
    assert enrolment(server, ect)["eligible_for_funding"] is None
    act(control, ect, "eligibility", participant_type="ect", ineligible_on="2026-12-01")
    assert enrolment(server, ect)["eligible_for_funding"] is False
    act(control, ect, "eligibility", participant_type="ect", eligible=True)
    assert enrolment(server, ect)["eligible_for_funding"] is True
    assert ect["id"] in changed_since(server, "/participants")


@pytest.mark.rule("V3-REG-16", "V3-PART-14")
def test_a_mentor_has_a_day_and_a_reason_or_neither(control):
    mentor, ect = register(control, "mentor"), register(control)
    day = {"ineligible_on": "2026-10-31"}
    assert "both or neither" in refused(
        control, mentor, "eligibility", participant_type="mentor", **day
    )
    reason = {**day, "reason": "started_not_completed"}
    assert "a mentor's alone" in refused(
        control, ect, "eligibility", participant_type="ect", **reason
    )
    after = act(control, ect, "eligibility", participant_type="ect", **day)
    assert after["eligibility"]["ect"]["ineligible_on"] == "2026-10-31"


def test_people_are_searched_by_words_and_by_what_is_true_of_them(control, server):
    said = {"full_name": "Žofie O'Hara-Quince", "teacher_reference_number": "7111111"}
    zoe = register(control, **SINCE_SEPTEMBER, **said)
    join(control, zoe, "mentor", 2, provider="riverbank")
    hidden = register(control, "mentor", full_name="Zofie Nobody", school=3)

    def found(query):
        return [each["id"] for each in control.get(f"/participants?{query}")["participants"]]

    assert found("q=zofie") == [zoe["id"], hidden["id"]]
    for query in ("q=qui+ZOFIE", "q=7111111", f"q={zoe['id']}", "q=zofie&participant_type=ect"):
        assert found(query) == [zoe["id"]]
    for query in ("provider=north-star", "cohort=2026", "training_status=active"):
        assert found(f"q=zofie&{query}") == [zoe["id"]]
    assert found("q=zofie&schedule=ecf-standard-january&provider=riverbank") == []
    assert found("q=zofie&training_status=deferred") == []
    pages = [control.get(f"/participants?q=zofie&per_page=1&page={number}") for number in (1, 2, 3)]
    assert [len(each["participants"]) for each in pages] == [1, 1, 0]
    assert {each["total"] for each in pages} == {2}
    everybody = control.get("/participants?per_page=2")
    assert everybody["total"] > 2
    assert len(everybody["participants"]) == 2


def test_unknown_people_and_keys_are_refused(control):
    made = register(control)
    unknown = {"id": "5c000000-0000-4000-8000-000000000001"}
    for name, said in [
        ("join", {"participant_type": "ect", "school_id": unknown["id"]}),
        ("leave", {"participant_type": "ect", "on_": "2026-12-01"}),
        ("programme", {"programme": "school_led"}),
        ("merge", {"into": made["id"]}),
        ("eligibility", {"participant_type": "ect", "eligible": True}),
    ]:
        assert "no participant" in refused(control, unknown, name, 404, **said)
        assert "unknown keys: nick" in refused(control, made, name, 400, **said, nick="x")
    assert "no participant" in control.refused("GET", path(unknown), status=404)
