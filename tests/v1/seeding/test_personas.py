"""Personas: each is what it promises, from when it says, in both editions."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.instants import parse_date_time as at
from ecf_sandbox.v1.domain.declarations import State
from ecf_sandbox.v1.domain.participants import ParticipantType, Status
from ecf_sandbox.v1.rules import paying
from ecf_sandbox.v1.seeding import filling
from ecf_sandbox.v1.seeding.building import build
from ecf_sandbox.v1.seeding.personas import OWNER, SIDES, Persona, personas, with_companions
from ecf_sandbox.v1.seeding.recipes import Verb
from tests.v1.seeding.promises import PROMISES, kept
from tests.v1.seeding.sights import sight
from tests.v1.seeding.worlds import END

LISTED = [each for each in personas() if not each.state_only]
LATER = [each for each in personas() if each.state_only]


def number(persona: Persona) -> str:
    return f"{persona.id[-3:]} {persona.situation}"


@pytest.mark.parametrize("persona", LISTED, ids=number)
def test_a_persona_is_what_it_promises(seeded, persona):
    seen = sight(seeded, persona)

    assert all(kept(seen)), (kept(seen), seen.record, seen.states)


@pytest.mark.parametrize("persona", LATER, ids=number)
def test_a_later_state_is_what_it_promises_when_it_is_built(empty, persona):
    made = build(empty.store, empty.edition, persona.recipe, persona.new_person, sides=SIDES)
    seen = sight(empty, persona)

    assert all(kept(seen)), (kept(seen), seen.record, seen.states)
    assert made.holds_from == persona.holds_from > END


@pytest.mark.parametrize("persona", LATER, ids=number)
def test_a_later_state_is_in_no_world_from_the_beginning(seeded, persona):
    assert seeded.rows("SELECT 1 FROM people WHERE id = ?", persona.id) == []


@pytest.mark.parametrize("persona", [each for each in LISTED if each.holds_from], ids=number)
def test_what_time_brings_is_not_there_before(seeded, persona):
    before = replace(sight(seeded, persona), now=Instant(persona.holds_from - 1))

    assert not all(kept(before))


@pytest.mark.parametrize("persona", LISTED, ids=number)
def test_a_persona_and_its_companions_need_nobody_else_and_hold_from_when_the_table_says(
    empty, persona
):
    made = {
        each.id: build(empty.store, empty.edition, each.recipe, each.new_person, sides=SIDES)
        for each in with_companions(persona)
    }

    assert max(made[persona.id].holds_from, END) == (persona.holds_from or END)
    assert all(kept(sight(empty, persona)))


@pytest.mark.parametrize("persona", personas(), ids=number)
def test_steps_happen_when_the_table_says(empty, persona):
    """Nothing is put off for an edition's schedules: seeded instants are fixed."""
    made = build(empty.store, empty.edition, persona.recipe, persona.new_person, sides=SIDES)
    acts = empty.column("SELECT at FROM actions")
    seen = {*acts, *(each.made_at for each in made.declarations)}

    recorded = (Verb.DECLARE, Verb.DEFER, Verb.RESUME, Verb.WITHDRAW)
    assert seen == {step.at for step in persona.recipe.steps if step.verb in recorded}
    assert [each.declaration_date for each in made.declarations] == [
        each.made_at for each in made.declarations
    ]


def test_every_situation_of_the_design_is_there():
    assert {each.situation for each in personas()} == PROMISES.keys()


@pytest.mark.parametrize("kind", list(ParticipantType))
def test_somebody_is_ready_to_start_on_each_schedule_they_can_be_on(seeded, kind):
    on = [
        each.recipe.schedule_identifier
        for each in LISTED
        if each.situation.endswith("ready to start") and each.recipe.participant_type is kind
    ]

    open_to = [
        each.identifier
        for each in seeded.edition.schedules
        if each.cohort == 2021 and (kind is ParticipantType.MENTOR or not each.is_for_mentors_only)
    ]
    assert on == open_to
    assert len(on) == {ParticipantType.ECT: 9, ParticipantType.MENTOR: 12}[kind]


def test_equal_situations_are_equal_recipes_but_for_the_schedule():
    recipes = {}
    for each in personas():
        made = replace(each.recipe, schedule_identifier="any")
        assert recipes.setdefault(each.situation, made) == made


def test_ids_are_easy_to_remember_and_in_order():
    numbers = [int(each.id[-3:]) for each in personas()]

    for each in personas():
        assert re.fullmatch(r"00000000-0000-4000-8000-000000000\d{3}", each.id)
    sizes = Counter(each.chapter for each in personas())
    assert numbers == [
        100 * chapter + place
        for chapter, size in enumerate(sizes.values(), start=1)
        for place in range(1, size + 1)
    ]


def test_everybody_is_somebody():
    for each in personas():
        assert each.purpose.endswith(".")
        assert re.match(r"an? ", each.situation)
    for unique in ("full_name", "email"):
        values = [getattr(each.new_person, unique) for each in personas()]
        assert len(values) == len(set(values))
    numbers = Counter(each.new_person.teacher_reference_number for each in personas())
    assert sorted(each for each, times in numbers.items() if times > 1) == ["1000609", "1000704"]


@pytest.mark.parametrize("persona", [each for each in personas() if each.companions], ids=number)
def test_companions_are_the_mentor_the_mentored_and_the_namesakes(persona):
    by_id = {each.id: each for each in personas()}
    company = [by_id[each] for each in persona.companions]

    assert len(company) == len(set(persona.companions))
    mentor = persona.new_person.mentor_id
    for each in company:
        assert (
            each.id == mentor
            or each.new_person.mentor_id in (persona.id, mentor)
            or each.new_person.teacher_reference_number
            == persona.new_person.teacher_reference_number
        )
    assert mentor is None or mentor in persona.companions


@pytest.mark.parametrize("persona", [each for each in LISTED if each.declaration_ids], ids=number)
def test_declarations_have_fixed_ids_in_their_order(seeded, persona):
    made = sight(seeded, persona).declarations

    assert tuple(each.id for each in made) == persona.declaration_ids
    assert made[0].id == f"dec00001{persona.id[8:]}"


def test_a_paid_declaration_to_void_is_there_from_december(seeded):
    (persona,) = [each for each in LISTED if each.situation == "an ECT with a paid declaration"]
    declaration = seeded.store.declaration("dec00001-0000-4000-8000-000000000607", OWNER)

    assert persona.holds_from == at("2021-12-01T00:00:00Z")
    assert declaration.participant_id == persona.id
    assert paying.state_at(persona.holds_from, declaration.settlement) is State.PAID


def test_personas_come_first_in_the_list_of_their_provider(seeded):
    first = seeded.column(
        "SELECT p.id FROM records r JOIN people p ON p.key = r.person"
        " WHERE r.provider = 1 ORDER BY r.created LIMIT 60"
    )

    early = [each.id for each in LISTED if each.recipe.added_at < at("2021-06-02T00:00:00Z")]
    assert [each for each in early if each in first] == first


def test_personas_belong_to_north_star_and_transfers_to_riverbank_too(seeded):
    providers = Counter(
        seeded.column(
            "SELECT v.slug FROM records r JOIN people p ON p.key = r.person"
            " JOIN providers v ON v.key = r.provider WHERE p.id LIKE '00000000-%'"
        )
    )

    assert providers == {"north-star": len(LISTED), "riverbank": 3}


def test_adding_personas_needs_no_crowd(empty):
    filling.add_personas(empty.store, empty.edition)

    assert empty.rows("SELECT count(*) FROM people") == [(len(LISTED),)]
    assert empty.rows("SELECT DISTINCT status FROM records ORDER BY status") == [
        (Status.ACTIVE.value,),
        (Status.WITHDRAWN.value,),
    ]
