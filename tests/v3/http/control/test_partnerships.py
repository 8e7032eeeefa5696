"""What the department does to partnerships of any provider, and who sees it."""

import pytest

from tests.v3.kit import facts
from tests.v3.kit.people import (
    add_partnership,
    add_person,
    changed_since,
    declare,
    delivery_partner_id,
    school_id,
    shown,
)

NOBODY = "00000000-0000-4000-8000-00000000ffff"
D02 = {"delivery_partner_id": delivery_partner_id(2)}


def addition(**said):
    return {
        "provider": "north-star",
        "cohort": "2026",
        "school_id": school_id(1),
        "delivery_partner_id": delivery_partner_id(1),
    } | said


@pytest.mark.rule("V3-REG-15", "V3-PARTNER-4", "V3-LIST-11")
def test_the_department_makes_a_second_partnership(bare, department):
    first, second = add_partnership(department), add_partnership(department, partner=2)
    assert changed_since(bare, "/partnerships") == {first, second}
    assert school_id(1) in changed_since(bare, "/schools?filter[cohort]=2026")
    refused = bare.send("POST", "/partnerships", addition(**D02))
    assert refused.json()["errors"][0]["title"] == "school_id"


@pytest.mark.rule("V3-REG-15", "V3-PARTNER-3")
@pytest.mark.parametrize(
    ("said", "school"),
    [
        pytest.param({"cohort": 2021}, 1, id="closed-cohort"),
        pytest.param({"school_id": school_id(7)}, 7, id="school-not-eligible"),
        pytest.param({"school_id": school_id(6)}, 6, id="school-led"),
    ],
)
def test_what_stops_a_provider_does_not_stop_the_department(bare, department, said, school):
    add_person(bare, school=6, school_led=True)
    assert bare.send("POST", "/partnerships", addition(**said)).status_code == 422
    made = department.done("POST", "/partnerships", addition(**said), status=201)
    assert made["school_id"] == school_id(school)


@pytest.mark.rule("V3-PARTNER-5", "V3-REG-15")
def test_who_was_meant_for_the_provider_appears(bare, department):
    person = add_person(bare)
    assert bare.call("GET", f"/participants/{person}").status_code == 404
    add_partnership(department)
    assert changed_since(bare, "/participants") == {person}


@pytest.mark.rule("V3-REG-15", "V3-LIST-8", "V3-LIST-10", "V3-DECL-14")
def test_training_moves_to_the_new_partnership(bare, department):
    old = add_partnership(department)
    begun, due = add_person(bare), add_person(bare, "2027-01-04")
    ended = add_person(bare, finished="2026-11-20")
    made = declare(bare, begun)
    bare.set_now("2026-11-26T09:00:00Z")
    new = add_partnership(department, partner=2, move_from=old)
    assert changed_since(bare, "/participants") == {begun, due, ended}
    for person in (begun, due, ended):
        (seen,) = shown(bare, f"/participants/{person}")["ecf_enrolments"]
        assert seen["delivery_partner_id"] == delivery_partner_id(2)
    assert (
        shown(bare, f"/participants/{ended}")["ecf_enrolments"][0]["participant_status"] == "left"
    )
    assert changed_since(bare, "/partnerships") == {old, new}
    counts = {
        each["id"]: each["participants_currently_training"]
        for each in department.get("/partnerships")["partnerships"]
    }
    assert counts == {old: 0, new: 1}
    with bare.world.reading(patient=True) as session:
        periods = [
            [(each.partnership.id, str(each.started_on), str(each.finished_on)) for each in known]
            for known in (session.history(id_).training(facts.ECT) for id_ in (begun, due))
        ]
    assert periods == [
        [(old, "2026-09-01", "2026-11-25"), (new, "2026-11-26", "None")],
        [(new, "2027-01-04", "None")],
    ]
    seen = shown(bare, f"/participant-declarations/{made}")
    assert seen["delivery_partner_id"] == delivery_partner_id(1)


@pytest.mark.rule("V3-REG-15")
@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"cohort": 2025}, id="cohort"),
        pytest.param({"school": 2}, id="school"),
        pytest.param({"provider": "riverbank", "partner": 6}, id="provider"),
    ],
)
def test_training_moves_within_one_provider_school_and_cohort(department, other):
    move_from = add_partnership(department, **other)
    asked = addition(**D02, move_from=move_from)
    assert "#/move_from" in department.refused("POST", "/partnerships", asked)
    assert len(department.get("/partnerships")["partnerships"]) == 1, "nothing half-done is left"
    beside = add_partnership(department)
    department.done("POST", "/partnerships", addition(**D02, move_from=beside), status=201)


@pytest.mark.rule("V3-REG-15", "V3-REG-14", "V3-PARTNER-3")
def test_a_partnership_is_with_a_linked_delivery_partner_and_no_copy(department):
    four = addition(delivery_partner_id=delivery_partner_id(4))
    message = department.refused("POST", "/partnerships", four)
    assert "Dovecote Teaching School Hub is not linked to north-star in 2026" in message
    department.done("PUT", f"/delivery-partners/{delivery_partner_id(4)}/links/north-star/2026")
    department.done("POST", "/partnerships", four, status=201)
    assert "already" in department.refused("POST", "/partnerships", four)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param({"school_id": NOBODY}, 404, id="school"),
        pytest.param({"delivery_partner_id": NOBODY}, 404, id="delivery-partner"),
        pytest.param({"cohort": "2040"}, 404, id="cohort"),
        pytest.param({"move_from": NOBODY}, 404, id="move-from"),
        pytest.param({"provider": "nobody"}, 400, id="provider"),
        pytest.param({"school": school_id(1)}, 400, id="unknown-key"),
    ],
)
def test_a_partnership_of_what_is_not_there_is_refused(department, said, status):
    department.refused("POST", "/partnerships", addition(**said), status=status)


@pytest.mark.rule("V3-PARTNER-6", "V3-PARTNER-7", "V3-LIST-8", "V3-LIST-9", "V3-REG-15")
def test_the_department_changes_the_delivery_partner_of_any_provider(bare, department):
    known = add_partnership(department)
    person = add_person(bare)
    made = declare(bare, person)
    bare.set_now("2026-11-26T09:00:00Z")
    changed = department.done("PATCH", f"/partnerships/{known}", D02)
    assert (changed["id"], changed["delivery_partner_id"]) == (known, delivery_partner_id(2))
    assert changed_since(bare, "/partnerships") == {known}
    assert changed_since(bare, "/participants") == {person}
    assert changed_since(bare, "/participant-declarations") == {made}
    seen = shown(bare, f"/participant-declarations/{made}")
    assert seen["delivery_partner_id"] == delivery_partner_id(1)


@pytest.mark.rule("V3-PARTNER-6", "V3-REG-14")
@pytest.mark.parametrize(
    ("partner", "status"),
    [
        pytest.param(delivery_partner_id(1), 409, id="the-present-one"),
        pytest.param(delivery_partner_id(3), 409, id="of-another-partnership"),
        pytest.param(delivery_partner_id(5), 409, id="not-linked"),
        pytest.param(NOBODY, 404, id="unknown"),
        pytest.param("nobody", 400, id="malformed"),
    ],
)
def test_another_delivery_partner_is_linked_and_free(department, partner, status):
    known = add_partnership(department)
    add_partnership(department, partner=3)
    path = f"/partnerships/{known}"
    department.refused("PATCH", path, {"delivery_partner_id": partner}, status=status)
    department.refused("PATCH", f"/partnerships/{NOBODY}", D02, status=404)
    department.done("PATCH", path, D02)


def test_partnerships_are_listed_by_provider_and_cohort(department):
    ids = {
        (provider, cohort): add_partnership(department, cohort, partner=6, provider=provider)
        for provider in ("north-star", "riverbank")
        for cohort in (2025, 2026)
    }
    for query, found in (
        ("", list(ids.values())),
        ("?provider=riverbank", [ids["riverbank", 2025], ids["riverbank", 2026]]),
        ("?cohort=2025", [ids["north-star", 2025], ids["riverbank", 2025]]),
        ("?provider=north-star&cohort=2026", [ids["north-star", 2026]]),
        ("?provider=fenland", []),
    ):
        listed = department.get(f"/partnerships{query}")["partnerships"]
        assert {each["id"] for each in listed} == set(found)
    department.refused("GET", "/partnerships?school=1", status=400)
