"""What records show of the world that everybody begins with: values, formats, whose they are."""

import re

import pytest

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
D01 = "de000000-0000-4000-8000-000000000001"


def persona(number):
    return f"00000000-0000-4000-8000-{number:012}"


def shown(server, path):
    answer = server.call("GET", path)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def enrolment(server, number):
    (found,) = shown(server, f"/participants/{persona(number)}")["attributes"]["ecf_enrolments"]
    return found


@pytest.mark.rule("V3-PART-1", "V3-FMT-2")
def test_a_participant_is_who_it_is_and_what_a_provider_trains(server):
    found = shown(server, f"/participants/{persona(3101)}")
    assert (found["id"], found["type"]) == (persona(3101), "participant")
    assert list(found["attributes"]) == [
        *("full_name", "teacher_reference_number", "updated_at"),
        *("ecf_enrolments", "participant_id_changes"),
    ]


@pytest.mark.rule("V3-PART-5", "V3-PART-6")
@pytest.mark.parametrize(
    ("number", "kind", "urn", "cohort", "schedule"),
    [
        pytest.param(3101, "ect", "190001", "2026", "ecf-standard-september", id="an ECT"),
        pytest.param(3102, "mentor", "190001", "2026", "ecf-standard-september", id="a mentor"),
        pytest.param(3302, "ect", "190017", "2025", "ecf-standard-september", id="elsewhere"),
        pytest.param(3305, "ect", "190001", "2024", "ecf-extended-september", id="moved"),
    ],
)
def test_an_enrolment_is_of_the_latest_training(server, number, kind, urn, cohort, schedule):
    found = enrolment(server, number)
    assert found["participant_type"] == kind
    assert (found["school_urn"], found["cohort"]) == (urn, cohort)
    assert found["schedule_identifier"] == schedule
    assert found["delivery_partner_id"] == D01
    assert found["email"]


@pytest.mark.rule("V3-PART-5")
def test_somebody_without_an_e_mail_has_null(server):
    assert enrolment(server, 3703)["email"] is None


@pytest.mark.rule("V3-PART-6", "V3-PARTNER-7")
def test_the_delivery_partner_is_the_partnerships_present_one(server):
    changed = {"delivery_partner_id": "de000000-0000-4000-8000-000000000003"}
    made = server.send("PUT", "/partnerships/ba000000-0000-4000-8000-012026000101", changed)
    assert made.status_code == 200, made.text
    assert enrolment(server, 3101)["delivery_partner_id"] == changed["delivery_partner_id"]


@pytest.mark.rule("V3-DECL-1", "V3-DECL-14", "V3-PAY-6")
def test_a_declaration_tells_what_was_declared_and_what_became_of_it(server):
    found = shown(server, "/participant-declarations/dec00001-0000-4000-8000-000000003402")
    assert found["type"] == "participant-declaration"
    assert found["attributes"] == {
        "participant_id": persona(3402),
        "declaration_type": "started",
        "course_identifier": "ecf-induction",
        "declaration_date": "2025-10-01T10:00:00Z",
        "mentor_id": None,
        "state": "paid",
        "updated_at": "2025-11-25T00:00:00Z",
        "created_at": "2025-10-20T10:00:00Z",
        "delivery_partner_id": D01,
        "statement_id": "57000000-0000-4000-8000-012025202511",
        "clawback_statement_id": None,
        "ineligible_for_funding_reason": None,
        "uplift_paid": False,
        "evidence_held": "other",
        "lead_provider_name": "North Star Teaching",
    }


LISTS = (
    "/participants",
    "/participants/transfers",
    "/participant-declarations",
    "/partnerships",
    "/schools?filter[cohort]=2026",
    "/delivery-partners",
    "/statements",
)


INSTANTS = ("declaration_date",)


def fields(value, name=""):
    """Yield every text of a record with the name that it has."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from fields(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from fields(each, name)
    else:
        yield name, value


@pytest.mark.rule("V3-FMT-3")
@pytest.mark.parametrize("path", LISTS)
def test_dates_are_days_date_times_utc_and_years_and_urns_texts(server, path):
    found = list(fields(shown(server, path)))
    instants = [value for name, value in found if name.endswith("_at") or name in INSTANTS]
    assert all(DATE_TIME.fullmatch(each) for each in instants)
    days = [value for name, value in found if name.endswith("_date") and name not in INSTANTS]
    assert all(DATE.fullmatch(each) for each in days if each)
    words = [value for name, value in found if name in ("cohort", "year", "urn", "school_urn")]
    assert all(isinstance(each, str) and not each.startswith("0") for each in words)
    assert instants


@pytest.mark.rule("V3-FMT-3")
def test_fractions_of_a_second_are_cut(server):
    said = {"course_identifier": "ecf-induction", "reason": "other"}
    late = {"X-With-Server-Date": "2026-11-25T10:00:00.999Z"}
    answer = server.send("PUT", f"/participants/{persona(3101)}/defer", said, headers=late)
    assert answer.json()["data"]["attributes"]["updated_at"] == "2026-11-25T10:00:00Z"


@pytest.mark.rule("V3-FMT-1")
def test_signs_of_markup_go_out_as_they_are(server):
    answer = server.call("GET", "/participants?page[page]=0&x=<&>")
    assert "\\u003" not in answer.text
