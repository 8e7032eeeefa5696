"""Provider states at a school, with a delivery partner, and on a day of one's own choice."""

import pytest

from ecf_sandbox.v3.seeding.provider_states import provider_states
from tests.v3.http.control.test_states import attributes, build, enrolment, too_early

SCHOOL = "5c000000-0000-4000-8000-000000000002"
FREE = "5c000000-0000-4000-8000-000000000003"
FIRST, SECOND, OF_2025, RIVERBANKS = (
    f"de000000-0000-4000-8000-{number:012}" for number in (1, 2, 4, 5)
)
PLACED = [each.name for each in provider_states().values() if "school_id" in each.params]
TODAY = "2026-11-25"


def refused(control, name, **params):
    return control.refused("POST", "/states", {"state": name, "params": params})


def partnerships_with(server, school):
    listed = server.call("GET", "/partnerships?page[per_page]=3000").json()["data"]
    found = (each["attributes"] | {"id": each["id"]} for each in listed)
    return [each for each in found if each["school_id"] == school]


@pytest.mark.parametrize("state", PLACED)
def test_a_state_is_built_at_the_school_asked_for_in_its_partnership(control, server, state):
    before = [each["id"] for each in partnerships_with(server, SCHOOL)]
    built = build(control, state, school_id=SCHOOL.upper())
    assert SCHOOL in schools_of(control, built)
    assert [each["id"] for each in partnerships_with(server, SCHOOL)] == before != []


@pytest.mark.parametrize("state", PLACED)
def test_a_state_makes_a_partnership_with_the_delivery_partner_asked_for(control, server, state):
    since_2024 = int(provider_states()[state].params["cohort"]) >= 2024
    partner = SECOND if since_2024 else FIRST
    built = build(control, state, school_id=FREE, delivery_partner_id=partner)
    assert FREE in schools_of(control, built)
    (made,) = partnerships_with(server, FREE)
    assert made["delivery_partner_id"] == partner


def schools_of(control, built):
    """Return the schools of whom a state is about, else the one that it made."""
    if "participant_id" not in built:
        return [built["school_id"]]
    person = control.get(f"/participants/{built['participant_id']}")
    return [each["school_id"] for each in person["school_periods"]]


def test_a_partnership_with_another_delivery_partner_stays(control):
    asked = {"school_id": SCHOOL, "delivery_partner_id": SECOND}
    assert "with another delivery partner" in refused(control, "a participant", **asked)


@pytest.mark.parametrize("partner", [OF_2025, RIVERBANKS, "de000000-0000-4000-8000-999999999999"])
def test_a_delivery_partner_not_linked_is_refused(control, partner):
    message = refused(control, "a participant", delivery_partner_id=partner)
    assert "is not linked to north-star in 2026: link it first" in message


def test_an_unknown_school_is_refused(control):
    asked = {"school_id": "5c000000-0000-4000-8000-999999999999"}
    assert "#/params/school_id names no school here" in refused(control, "a participant", **asked)


@pytest.mark.parametrize(
    ("training", "status", "day"),
    [
        pytest.param("active", "joining", "2026-11-26", id="joins tomorrow"),
        pytest.param("active", "joining", "2027-09-01", id="joins next year"),
        pytest.param("active", "active", TODAY, id="began today"),
        pytest.param("active", "active", "2026-06-01", id="began long ago"),
        pytest.param("active", "leaving", "2026-11-26", id="leaves tomorrow"),
        pytest.param("active", "left", TODAY, id="leaves today"),
        pytest.param("active", "left", "2026-07-01", id="left before the usual start"),
        pytest.param("deferred", "left", TODAY, id="deferred today"),
        pytest.param("deferred", "left", "2026-03-29", id="deferred as clocks changed"),
        pytest.param("withdrawn", "left", "2026-08-31", id="withdrawn in summer"),
    ],
)
def test_a_participant_is_so_from_a_day_on(control, server, training, status, day):
    asked = {"training_status": training, "participant_status": status, "on": day}
    built = build(control, "a participant", **asked)
    seen = enrolment(server, built)
    assert (seen["training_status"], seen["participant_status"]) == (training, status)
    (school,) = control.get(f"/participants/{built['participant_id']}")["school_periods"]
    (period,) = school["training_periods"]
    ends = status in {"leaving", "left"}
    assert period["finished_on" if ends else "started_on"] == day
    said = seen["deferral"] or seen["withdrawal"]
    assert said is None or said["date"].startswith(day)


@pytest.mark.parametrize("kind", ["new_school", "new_provider", "unknown"])
@pytest.mark.parametrize(
    ("status", "day"),
    [("complete", TODAY), ("complete", "2026-07-06"), ("incomplete", "2026-11-27")],
)
def test_a_transfer_is_on_a_day(control, server, kind, status, day):
    built = build(control, "a transfer", transfer_type=kind, status=status, on=day)
    seen = attributes(server.call("GET", f"/participants/{built['participant_id']}/transfers"))
    (only,) = seen["transfers"]
    assert (only["transfer_type"], only["status"]) == (kind, status)
    assert only["leaving"]["date"] < day
    assert only["joining"] is None or only["joining"]["date"] == day


@pytest.mark.parametrize(
    ("state", "params"),
    [
        ("a participant", {"participant_status": "left"}),
        ("a participant", {"participant_status": "active"}),
        ("a participant", {"training_status": "deferred", "participant_status": "left"}),
        ("a transfer", {"status": "complete"}),
    ],
)
def test_what_a_day_to_come_brings_is_too_early(control, state, params):
    asked = {**params, "on": "2027-03-10"}
    assert too_early(control, state, **asked) == "2027-03-10T00:00:00Z"
