"""What the department would query, told over HTTP with whom it is about."""

import pytest

from tests.v3.kit import facts
from tests.v3.kit.people import (
    add_mentorship,
    add_partnership,
    add_person,
    declare,
    school_id,
)


def advised(control, query=""):
    """Return the rules of advisories, with what each is about and whose it is."""
    kinds = ("participant_id", "school_id", "partnership_id")
    found = []
    for each in control.get(f"/advisories{query}")["advisories"]:
        (about,) = (each[kind] for kind in kinds if each[kind])
        found.append((each["rule"], about, each["provider"]))
    return found


def test_a_world_with_nobody_in_it_has_none(department):
    assert advised(department) == []


@pytest.mark.rule("V3-ADV-1")
def test_a_school_with_an_interest_has_invisible_people(bare, department):
    add_person(bare)
    bare.set_now("2026-05-01T09:00:00Z")
    assert advised(department) == []
    bare.set_now("2026-11-25T09:00:00Z")
    assert advised(department) == [("V3-ADV-1", school_id(1), "north-star")]
    add_partnership(department)
    assert advised(department) == []


@pytest.mark.rule("V3-ADV-2")
def test_a_declaration_is_missing_until_it_is_made(bare, department):
    add_partnership(department)
    person = add_person(bare)
    assert advised(department) == []
    bare.set_now("2027-01-01T00:00:00Z")
    assert advised(department) == [("V3-ADV-2", person, "north-star")]
    declare(bare, person)
    assert advised(department) == []


@pytest.mark.rule("V3-ADV-3")
def test_a_mentor_is_declared_after_funding_ended(bare, department):
    add_partnership(department, 2024)
    said = {"cohort": 2024, "schedule": "ecf-extended-september", "role": facts.MENTOR}
    person = add_person(bare, "2024-09-01", **said)
    course = {"course_identifier": "ecf-mentor"}
    declare(bare, person, "completed", "2026-10-01T09:00:00Z", **course)
    assert advised(department) == []
    declare(bare, person, "retained-1", "2026-10-02T09:00:00Z", **course)
    assert advised(department) == [("V3-ADV-3", person, "north-star")]


@pytest.mark.rule("V3-ADV-4")
def test_a_start_waits_for_an_induction(bare, department):
    add_partnership(department)
    waiting, expected = add_person(bare, induction=None), add_person(bare, induction="2026-12-20")
    for person in (waiting, expected):
        declare(bare, person)
    assert advised(department) == []
    bare.set_now("2026-12-05T09:00:00Z")
    assert advised(department) == [("V3-ADV-4", waiting, "north-star")]


@pytest.mark.rule("V3-ADV-5")
def test_somebody_needs_longer(bare, department):
    add_partnership(department, 2024)
    said = {"cohort": 2024, "started": "2026-04-30"}
    standard = add_person(bare, **said)
    add_person(bare, **said, schedule="ecf-extended-september")
    found = [each for each in advised(department) if each[0] == "V3-ADV-5"]
    assert found == [("V3-ADV-5", standard, "north-star")]


@pytest.mark.rule("V3-ADV-6")
def test_a_replacement_mentored_before(bare, department):
    add_partnership(department)
    first, second = add_person(bare), add_person(bare)
    replacing = {"role": facts.MENTOR, "schedule": "ecf-replacement-september"}
    mentor, other = add_person(bare, **replacing), add_person(bare, **replacing)
    add_mentorship(bare, first, mentor)
    add_mentorship(bare, second, other)
    assert advised(department) == []
    add_mentorship(bare, second, mentor, "2026-10-01")
    assert advised(department) == [("V3-ADV-6", mentor, "north-star")]


@pytest.mark.rule("V3-ADV-7")
def test_two_schools_have_one_name(department):
    add_partnership(department, school=19)
    add_partnership(department, school=20, provider="riverbank", partner=6)
    assert advised(department) == []
    add_partnership(department, school=20)
    assert advised(department) == [("V3-ADV-7", school_id(20), "north-star")]
    department.done("PATCH", f"/schools/{school_id(20)}", {"name": "Another"})
    assert advised(department) == []


@pytest.mark.rule("V3-ADV-8")
def test_somebody_was_withdrawn_but_is_there(bare, department):
    add_partnership(department)
    gone, left = add_person(bare), add_person(bare, finished="2026-11-25")
    bare.set_now("2026-11-26T09:00:00Z")
    for person in (gone, left):
        said = {"course_identifier": "ecf-induction", "reason": "moved-school"}
        answer = bare.send("PUT", f"/participants/{person}/withdraw", said)
        assert answer.status_code == 200, answer.text
    assert advised(department) == [("V3-ADV-8", gone, "north-star")]


@pytest.mark.rule("V3-ADV-9")
def test_nobody_has_trained_for_a_year(bare, department):
    for school in (1, 2, 3):
        made = add_partnership(department, school=school)
    add_person(bare)
    add_person(bare, "2026-09-01", "2026-11-01", school=2)
    bare.set_now("2027-10-31T09:00:00Z")
    assert [each for each in advised(department) if each[0] == "V3-ADV-9"] == []
    bare.set_now("2027-11-01T09:00:00Z")
    found = [each[1] for each in advised(department) if each[0] == "V3-ADV-9"]
    assert len(found) == 1
    assert found != [made]
    bare.set_now("2027-11-25T09:00:00Z")
    found = [each[1] for each in advised(department) if each[0] == "V3-ADV-9"]
    assert (len(found), made in found) == (2, True)
    department.done("PUT", "/cohorts/2026", {"enabled": False})
    assert [each for each in advised(department) if each[0] == "V3-ADV-9"] == []


@pytest.mark.rule("V3-ADV-1", "V3-ADV-2")
def test_advisories_are_found_by_provider(bare, department):
    add_partnership(department)
    person = add_person(bare)
    add_person(bare, provider="riverbank")
    bare.set_now("2027-01-01T00:00:00Z")
    assert advised(department, "?provider=riverbank") == [("V3-ADV-1", school_id(1), "riverbank")]
    assert advised(department, "?provider=north-star") == [("V3-ADV-2", person, "north-star")]
    assert len(advised(department)) == 2
    assert advised(department, "?provider=fenland") == []
    department.refused("GET", "/advisories?provider=nobody", status=400)


@pytest.mark.rule("V3-ADV-2")
def test_more_people_than_are_looked_at_together_are_all_told(bare, department):
    add_partnership(department)
    everybody = {add_person(bare, "2026-09-01", "2026-10-01") for _ in range(201)}
    bare.set_now("2027-01-01T00:00:00Z")
    for query in ("", "?provider=north-star"):
        assert {about for _, about, _ in advised(department, query)} == everybody
