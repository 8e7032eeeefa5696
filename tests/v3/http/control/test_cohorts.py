"""What the department does to cohorts, and what follows."""

import pytest

from tests.v3.kit.people import (
    add_partnership,
    add_person,
    changed_since,
    declare,
    school_id,
    shown,
)

FIRST_OF_2027 = "57000000-0000-4000-8000-012027202711"
PARTNER = {
    "cohort": 2027,
    "school_id": school_id(1),
    "delivery_partner_id": "de000000-0000-4000-8000-000000000001",
}


def cohort(control, year):
    return next(each for each in control.get("/cohorts")["cohorts"] if each["year"] == str(year))


def titles(answer):
    return [each["title"] for each in answer.json()["errors"]]


@pytest.mark.rule("V3-COHORT-1", "V3-COHORT-2")
def test_cohorts_are_listed_as_every_world_has_them(department):
    listed = department.get("/cohorts")["cohorts"]
    assert [each["year"] for each in listed] == [str(year) for year in range(2021, 2027)]
    assert [each["frozen"] for each in listed] == [True, True, False, False, False, False]
    assert [each["enabled"] for each in listed] == [False, False, True, True, True, True]
    assert listed[-1]["providers"] == ["north-star", "riverbank", "beacon-hill"]
    department.advance(to="2024-06-17T22:59:59Z")
    assert cohort(department, 2021)["frozen"] is False


@pytest.mark.rule("V3-COHORT-4", "V3-STATEMENT-1")
def test_the_next_cohort_opens_with_what_the_last_one_has(bare, department):
    opened = department.done("PUT", "/cohorts/2027", {}, status=201)
    assert opened == {
        **cohort(department, 2026),
        "year": "2027",
        "started_on": "2027-06-01",
        "finished_on": "2028-05-31",
    }
    listed = department.get("/statements?provider=north-star&cohort=2027")["statements"]
    assert (len(listed), listed[0]["id"]) == (16, FIRST_OF_2027)
    assert department.get("/statements?provider=fenland&cohort=2027")["statements"] == []
    assert FIRST_OF_2027 in changed_since(bare, "/statements")
    assert shown(bare, f"/statements/{FIRST_OF_2027}")["cut_off_date"] == "2027-10-31"


@pytest.mark.rule("V3-COHORT-4", "V3-DECL-3", "V3-PARTNER-3")
def test_people_train_and_are_declared_in_an_opened_cohort(bare, department):
    department.done("PUT", "/cohorts/2027", {}, status=201)
    department.done(
        "PUT", f"/delivery-partners/{PARTNER['delivery_partner_id']}/links/north-star/2027"
    )
    assert titles(bare.send("POST", "/partnerships", PARTNER)) == ["cohort"], "it has not begun"
    assert department.advance(to="next-cohort")["now"] == "2027-05-31T23:00:00Z"
    assert bare.send("POST", "/partnerships", PARTNER).status_code == 200
    bare.set_now("2027-10-01T09:00:00Z")
    person = add_person(bare, "2027-09-01", cohort=2027)
    made = declare(bare, person, dated="2027-09-20T09:00:00Z")
    seen = shown(bare, f"/participant-declarations/{made}")
    assert (seen["state"], seen["statement_id"]) == ("eligible", FIRST_OF_2027)
    moved = department.advance(
        to="next-milestone-start", schedule="ecf-standard-april", cohort=2027
    )
    assert moved["now"] == "2028-03-31T23:00:00Z"


@pytest.mark.rule("V3-COHORT-4")
@pytest.mark.parametrize(
    ("year", "status", "told"),
    [
        pytest.param("2028", 409, "the next one to open is 2027", id="too-late"),
        pytest.param("2020", 409, "the next one to open is 2027", id="too-early"),
        pytest.param("soon", 404, "soon", id="no-year"),
    ],
)
def test_only_the_next_cohort_opens(department, year, status, told):
    assert told in department.refused("PUT", f"/cohorts/{year}", {}, status=status)
    department.done("PUT", "/cohorts/2027", {}, status=201)
    department.done("PUT", "/cohorts/2027", {})
    department.done("PUT", "/cohorts/2028", {}, status=201)


@pytest.mark.rule("V3-COHORT-1", "V3-COHORT-4")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param({"started_on": "2027-05-31"}, "overlaps cohort 2026", id="overlap"),
        pytest.param({"finished_on": "2027-05-01"}, "is before", id="backwards"),
    ],
)
def test_days_of_cohorts_are_in_order_and_apart(department, said, told):
    assert told in department.refused("PUT", "/cohorts/2027", said)
    assert len(department.get("/cohorts")["cohorts"]) == 6, "nothing half-done is left"
    assert department.get("/statements?cohort=2027")["statements"] == []
    later = {"started_on": "2027-06-15", "finished_on": "2028-06-14"}
    assert department.done("PUT", "/cohorts/2027", later, status=201)["started_on"] == "2027-06-15"
    assert "overlaps cohort 2027" in department.refused(
        "PUT", "/cohorts/2026", {"finished_on": "2027-06-15"}
    )
    department.done("PUT", "/cohorts/2026", {"finished_on": "2027-06-14"})


@pytest.mark.rule("V3-COHORT-2", "V3-PARTNER-3")
def test_a_closed_cohort_takes_no_partnerships(bare, department):
    asked = PARTNER | {"cohort": 2026}
    closed = department.done("PUT", "/cohorts/2026", {"enabled": False})
    assert (closed["enabled"], closed["frozen"]) == (False, False)
    assert titles(bare.send("POST", "/partnerships", asked)) == ["cohort"]
    department.done("PUT", "/cohorts/2026", {"enabled": True})
    assert bare.send("POST", "/partnerships", asked).status_code == 200


def declared(bare, person):
    said = {
        "participant_id": person,
        "declaration_type": "started",
        "declaration_date": "2026-10-15T09:00:00Z",
        "course_identifier": "ecf-induction",
        "evidence_held": "other",
    }
    return bare.send("POST", "/participant-declarations", said)


@pytest.mark.rule("V3-COHORT-2", "V3-COHORT-3", "V3-DECL-13")
def test_a_cohort_is_frozen_and_thawed(bare, department):
    add_partnership(department)
    person = add_person(bare)
    frozen = department.done("PUT", "/cohorts/2026", {"frozen_at": "2026-11-25T09:00:00Z"})
    assert (frozen["frozen"], frozen["enabled"]) == (True, True)
    assert titles(declared(bare, person)) == ["cohort"]
    bare.set_now("2026-11-20T09:00:00Z")
    assert titles(declared(bare, person)) == ["cohort"], "an act counts at every now"
    assert department.done("PUT", "/cohorts/2026", {"frozen_at": None})["frozen_at"] is None
    assert declared(bare, person).status_code == 200


@pytest.mark.rule("V3-COHORT-2", "V3-TIME-3")
@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("2027-05-01", id="day"),
        pytest.param("2027-05-01T00:00:00", id="london"),
        pytest.param("2027-04-30T23:00:00Z", id="utc"),
    ],
)
def test_a_cohort_freezes_when_its_time_comes(bare, department, moment):
    add_partnership(department)
    first, second = add_person(bare), add_person(bare)
    put = department.done("PUT", "/cohorts/2026", {"frozen_at": moment})
    assert (put["frozen_at"], put["frozen"]) == ("2027-04-30T23:00:00Z", False)
    bare.set_now("2027-04-30T22:59:59Z")
    assert declared(bare, first).status_code == 200
    moved = department.advance(by="PT1S")
    assert {"at": "2027-04-30T23:00:00Z", "what": "cohort-frozen", "cohort": "2026"} in moved[
        "passed"
    ]
    assert titles(declared(bare, second)) == ["cohort"]
    bare.set_now("2027-04-30T22:59:59Z")
    assert declared(bare, second).status_code == 200


@pytest.mark.rule("V3-SCHOOL-4", "V3-LIST-11")
def test_days_of_a_cohort_decide_what_a_school_led_school_is(bare, department):
    add_person(bare, "2027-06-10", school_led=True)
    path = f"/schools/{school_id(1)}?filter[cohort]=2026"
    assert shown(bare, path)["induction_programme_choice"] == "not_yet_known"
    bare.set_now("2026-11-26T09:00:00Z")
    department.done("PUT", "/cohorts/2026", {"finished_on": "2027-06-14"})
    assert shown(bare, path)["induction_programme_choice"] == "school_led"
    assert changed_since(bare, "/schools?filter[cohort]=2026") == {school_id(1)}
    department.done("PUT", "/cohorts/2026", {"finished_on": "2027-05-31"})
    assert shown(bare, path)["induction_programme_choice"] == "not_yet_known"
    department.done("PUT", "/cohorts/2027", {}, status=201)
    opened = shown(bare, f"/schools/{school_id(1)}?filter[cohort]=2027")
    assert opened["induction_programme_choice"] == "school_led"


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"frozen": True}, id="unknown-key"),
        pytest.param({"started_on": "2026-02-30"}, id="no-such-day"),
        pytest.param({"enabled": None}, id="null"),
        pytest.param({"frozen_at": "soon"}, id="no-moment"),
    ],
)
def test_what_is_not_said_rightly_is_refused(department, said):
    department.refused("PUT", "/cohorts/2026", said, status=400)
