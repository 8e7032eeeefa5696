"""What the department does to schools, and who sees it."""

import pytest

from tests.v3.kit import facts
from tests.v3.kit.people import (
    add_partnership,
    add_person,
    change_person,
    changed_since,
    school_id,
    shown,
)

TUTOR = {"tutor_name": "Maya Lindqvist", "tutor_email": "maya@example.org"}
PATH = f"/schools/{school_id(1)}"
SEEN = f"/schools/{school_id(1)}?filter[cohort]=2026"


@pytest.mark.rule("V3-REG-10", "V3-REG-13", "V3-SCHOOL-1")
def test_a_school_is_added_with_what_is_said_and_what_is_usual(bare, department):
    made = department.done("POST", "/schools", {"name": "Thornbury School"}, status=201)
    assert (made["name"], made["eligible"], made["tutor_name"]) == ("Thornbury School", True, None)
    assert made["cohorts"] == []
    other = department.done("POST", "/schools", {"register_eligible": False}, status=201)
    assert other["urn"] != made["urn"]
    assert made in department.get("/schools")["schools"]
    listed = changed_since(bare, "/schools?filter[cohort]=2026")
    assert made["id"] in listed
    assert other["id"] not in listed


def test_a_new_school_can_be_a_partner(bare, department):
    made = department.done("POST", "/schools", {}, status=201)
    said = {
        "cohort": 2026,
        "school_id": made["id"],
        "delivery_partner_id": "de000000-0000-4000-8000-000000000001",
    }
    assert bare.send("POST", "/partnerships", said).status_code == 200


@pytest.mark.rule("V3-REG-10")
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_urn_is_one_schools(department, method):
    path, status = ("/schools", 201) if method == "POST" else (PATH, 200)
    message = department.refused(method, path, {"urn": "190002"})
    assert message == "URN 190002 is taken by Brackenfield School: choose another (V3-REG-10)."
    assert department.done(method, path, {"urn": "198765"}, status=status)["urn"] == "198765"
    if method == "PATCH":
        assert department.done(method, path, {"urn": "198765"})["urn"] == "198765"


@pytest.mark.rule("V3-REG-13")
def test_uplifts_are_of_years_that_are_cohorts(department):
    body = {"uplifts": {"2040": {"sparsity": True}}}
    assert "open it first" in department.refused("PATCH", PATH, body)
    body = {"uplifts": {"2025": {"sparsity": True}, "2024": {"pupil_premium": False}}}
    assert department.done("PATCH", PATH, body)["uplifts"] == {
        "2024": {"pupil_premium": False, "sparsity": True},
        "2025": {"pupil_premium": False, "sparsity": True},
    }
    body = {"uplifts": {"2024": {"sparsity": False}}}
    assert list(department.done("PATCH", PATH, body)["uplifts"]) == ["2025"]


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        pytest.param(f"/schools/{school_id(999)}", TUTOR, 404, id="unknown"),
        pytest.param("/schools/nowhere", TUTOR, 404, id="malformed"),
        pytest.param(PATH, {"tutor": "Maya"}, 400, id="unknown-key"),
        pytest.param(PATH, {"urn": "012345"}, 400, id="leading-zero"),
        pytest.param(PATH, {"name": None}, 400, id="no-name"),
        pytest.param(PATH, {"name": "  "}, 400, id="blank-name"),
        pytest.param(PATH, {}, 400, id="nothing"),
    ],
)
def test_what_cannot_be_changed_is_refused(department, path, said, status):
    department.refused("PATCH", path, said, status=status)
    assert department.done("PATCH", PATH.upper().replace("SCHOOLS", "schools"), TUTOR)


@pytest.mark.rule("V3-REG-10", "V3-LIST-10", "V3-LIST-11", "V3-PARTNER-1")
@pytest.mark.parametrize(
    ("said", "in_partnerships"),
    [
        pytest.param({"name": "Another name"}, False, id="name"),
        pytest.param({"tutor_name": "Maya Lindqvist"}, True, id="tutor"),
        pytest.param({"tutor_email": None}, True, id="no-email"),
        pytest.param({"contact_email": "head@example.org"}, True, id="contact"),
        pytest.param({"second_contact_email": "office@example.org"}, True, id="second-contact"),
        pytest.param({"urn": "198765"}, True, id="urn"),
    ],
)
def test_what_a_school_shows_moves_with_it(bare, department, said, in_partnerships):
    made = add_partnership(department)
    bare.set_now("2026-11-26T09:00:00Z")
    department.done("PATCH", PATH, said)
    assert school_id(1) in changed_since(bare, "/schools?filter[cohort]=2026")
    assert (made in changed_since(bare, "/partnerships")) == in_partnerships
    bare.set_now("2026-11-27T09:00:00Z")
    department.done("PATCH", PATH, said)
    assert school_id(1) not in changed_since(bare, "/schools?filter[cohort]=2026")


@pytest.mark.rule("V3-REG-10", "V3-PARTNER-1")
def test_the_tutor_is_shown_where_people_train(bare, department):
    made = add_partnership(department)
    add_person(bare)
    department.done("PATCH", PATH, TUTOR)
    for path in (SEEN, f"/partnerships/{made}"):
        seen = shown(bare, path)
        assert seen["induction_tutor_name"] == "Maya Lindqvist"
        assert seen["induction_tutor_email"] == "maya@example.org"
    department.done("PATCH", PATH, {"tutor_email": None, "second_contact_email": "b@example.org"})
    assert shown(bare, SEEN)["induction_tutor_email"] == "b@example.org"


@pytest.mark.rule("V3-LIST-8", "V3-TRANSFER-4", "V3-REG-10")
def test_a_new_urn_moves_people_and_their_transfers(bare, department):
    add_partnership(department)
    staying, leaving = add_person(bare), add_person(bare, finished="2026-11-20")
    bare.set_now("2026-11-26T09:00:00Z")
    department.done("PATCH", PATH, {"urn": "198765"})
    for person in (staying, leaving):
        assert person in changed_since(bare, "/participants")
        assert shown(bare, f"/participants/{person}")["ecf_enrolments"][0]["school_urn"] == "198765"
    assert changed_since(bare, "/participants/transfers") == {leaving}
    (told,) = shown(bare, f"/participants/{leaving}/transfers")["transfers"]
    assert told["leaving"]["school_urn"] == "198765"


@pytest.mark.rule("V3-REG-13", "V3-LIST-8", "V3-PART-10")
def test_uplifts_move_the_people_of_cohorts_that_pay_them(bare, department):
    for cohort in (2024, 2025):
        add_partnership(department, cohort)
    paid, unpaid = (add_person(bare, f"{year}-09-01", cohort=year) for year in (2024, 2025))
    bare.set_now("2026-11-26T09:00:00Z")
    both = {"pupil_premium": True, "sparsity": False}
    department.done("PATCH", PATH, {"uplifts": {"2024": both, "2025": both}})
    assert changed_since(bare, "/participants") == {paid}
    (enrolment,) = shown(bare, f"/participants/{paid}")["ecf_enrolments"]
    assert (enrolment["pupil_premium_uplift"], enrolment["sparsity_uplift"]) == (True, False)
    (enrolment,) = shown(bare, f"/participants/{unpaid}")["ecf_enrolments"]
    assert enrolment["pupil_premium_uplift"] is False
    bare.set_now("2026-11-25T09:00:00Z")
    (enrolment,) = shown(bare, f"/participants/{paid}")["ecf_enrolments"]
    assert enrolment["pupil_premium_uplift"] is True, "it counts whatever now is"


@pytest.mark.rule("V3-REG-13", "V3-SCHOOL-1")
def test_a_school_is_listed_while_it_is_eligible(bare, department):
    marked, plain = f"/schools/{school_id(9)}", "/schools?filter[cohort]=2026"
    assert school_id(9) in changed_since(bare, plain, "2020-01-01T00:00:00Z")
    assert department.done("PATCH", marked, {"marked_eligible": False})["eligible"] is False
    assert school_id(9) not in changed_since(bare, plain, "2020-01-01T00:00:00Z")
    assert bare.call("GET", f"{marked}?filter[cohort]=2026").status_code == 404
    department.done("PATCH", marked, {"register_eligible": True})
    assert bare.call("GET", f"{marked}?filter[cohort]=2026").status_code == 200


@pytest.mark.rule("V3-SCHOOL-4", "V3-SCHOOL-5")
def test_a_school_tells_what_it_is_in_cohorts(bare, department):
    add_partnership(department)
    add_person(bare, provider=facts.OTHER)
    add_person(bare, "2025-09-01", school=2, school_led=True)
    first, second, *_ = department.get("/schools")["schools"]
    assert first["cohorts"] == [
        {
            "cohort": "2026",
            "induction_programme_choice": "provider_led",
            "partnerships": ["north-star"],
            "expressions_of_interest": ["riverbank"],
        }
    ]
    assert [each["induction_programme_choice"] for each in second["cohorts"]] == ["school_led"]


def test_an_act_happens_when_its_header_says(bare, department):
    department.done("PATCH", PATH, TUTOR, on="2026-12-24")
    department.call("PATCH", PATH, {"tutor_name": None}, on="2026-12-24T12:00:00+01:00")
    assert department.get("/schools")["schools"][0]["updated_at"] == "2026-12-24T11:00:00Z"
    bare.set_now("2026-12-24T11:00:00Z")
    assert school_id(1) in changed_since(bare, "/schools?filter[cohort]=2026")


def test_people_of_other_schools_are_left_alone(bare, department):
    for school in (1, 2):
        add_partnership(department, school=school)
    here, elsewhere = add_person(bare), add_person(bare, school=2)
    bare.set_now("2026-11-26T09:00:00Z")
    department.done("PATCH", PATH, {"urn": "198765"})
    assert changed_since(bare, "/participants") == {here}
    change_person(bare, elsewhere, lambda history: history)
    assert changed_since(bare, "/participants") == {here, elsewhere}
