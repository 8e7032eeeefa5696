"""What people and schools with fixed ids are good for stands beside them."""

from ecf_sandbox.v3.seeding.facts import rows
from ecf_sandbox.v3.seeding.personas import personas, purposes


def test_every_chapter_of_personas_says_what_its_people_are_good_for():
    chapters = rows("persona_chapters.csv")
    assert {int(each["begins"]) for each in chapters} == {each.number // 100 for each in personas()}
    assert all(each["title"] and each["good_for"] for each in chapters)


def test_every_school_says_what_it_is_good_for():
    schools = rows("schools.csv")
    assert len({each["good_for"] for each in schools}) == len(schools)
    assert all(each["good_for"] for each in schools)


def test_every_persona_says_what_it_is_good_for():
    assert list(purposes()) == sorted(each.number for each in personas())
    assert all(each.endswith(".") for each in purposes().values())
