"""The schools that are made up, and who works with whom."""

import re

import pytest

from ecf_sandbox.v3.seeding.made_up import school_count
from ecf_sandbox.v3.store.ids import shown
from tests.v3.seeding.worlds import world

MADE_UP = "hex(id) NOT LIKE '5C000000%'"


@pytest.mark.parametrize(
    ("participants", "schools"),
    [
        pytest.param(0, 60, id="nobody"),
        pytest.param(720, 60, id="just enough"),
        pytest.param(721, 61, id="one more"),
        pytest.param(250_000, 20_834, id="many"),
    ],
)
def test_there_is_a_school_for_twelve_people_and_never_fewer_than_sixty(participants, schools):
    assert school_count(participants) == schools


def test_most_schools_are_eligible_and_two_thirds_have_a_tutor(seeded):
    eligible = seeded.column(f"SELECT register_eligible FROM schools WHERE {MADE_UP}")
    tutors = seeded.column(f"SELECT tutor_email FROM schools WHERE {MADE_UP}")
    assert (len(eligible), sum(eligible)) == (60, 55)
    assert sum(each is not None for each in tutors) == 40


def test_names_and_numbers_are_nobody_else_s(seeded):
    names = seeded.column(f"SELECT name FROM schools WHERE {MADE_UP}")
    urns = seeded.column("SELECT urn FROM schools")
    assert len(set(names)) == len(names)
    assert len(set(urns)) == len(urns)
    assert all(re.fullmatch("[1-9][0-9]{5}", each) for each in urns)


def test_each_provider_has_about_thirty_partnerships_in_each_of_its_years(seeded):
    counts = dict(
        seeded.rows("SELECT provider || '/' || year, count(*) FROM partnerships GROUP BY 1")
    )
    assert len(counts) == 6 + 6 + 6 + 4
    assert all(28 <= each <= 45 for each in counts.values())
    doubled = seeded.column(
        "SELECT count(*) FROM partnerships WHERE school NOT IN"
        " (SELECT key FROM schools WHERE hex(id) LIKE '5C000000%')"
        " GROUP BY provider, year, school HAVING count(*) > 1"
    )
    assert doubled


def test_partnerships_are_with_linked_delivery_partners_only(seeded):
    assert not seeded.rows(
        "SELECT p.id FROM partnerships p LEFT JOIN links l ON l.provider = p.provider"
        " AND l.year = p.year AND l.delivery_partner = p.delivery_partner WHERE l.year IS NULL"
    )


def test_an_empty_world_has_organisations_with_fixed_ids_only():
    empty = world(personas=False, participants=0)
    assert empty.column("SELECT count(*) FROM schools") == [20]
    assert empty.column("SELECT count(*) FROM delivery_partners") == [10]
    assert empty.column("SELECT count(*) FROM statements") == [
        4 * (12 + 12 + 16 + 16) + 3 * (16 + 16)
    ]
    for table in ("partnerships", "people"):
        assert empty.column(f"SELECT count(*) FROM {table}") == [0]


def test_the_same_seed_makes_the_same_schools_and_another_one_others():
    asked = "SELECT id, name, urn FROM schools ORDER BY id"
    first, again, other = (world(participants=0, seed=seed).rows(asked) for seed in (1, 1, 2))
    assert first == again
    fixed = {each for each in first if shown(each[0]).startswith("5c000000-")}
    assert set(first) & set(other) == fixed
