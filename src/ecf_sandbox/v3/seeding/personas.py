"""People with fixed ids: each has a recipe, and is in a situation to rely on."""

from collections.abc import Mapping
from functools import cache

from ecf_sandbox.engine import resources, yaml_text
from ecf_sandbox.v3.seeding.building import BuiltPerson, build
from ecf_sandbox.v3.seeding.facts import rows
from ecf_sandbox.v3.seeding.names import first_and_last_names
from ecf_sandbox.v3.seeding.organisations import delivery_partner_id, school_id
from ecf_sandbox.v3.seeding.partnerships import partnership_id
from ecf_sandbox.v3.seeding.recipes import Bindings, Identity, Recipe
from ecf_sandbox.v3.store import naming
from ecf_sandbox.v3.store.records import Records

_SCHOOLS = range(1, 21)
_DELIVERY_PARTNERS = range(1, 11)
_FIRST_TRN = 3_000_000


@cache
def personas() -> tuple[Recipe, ...]:
    """Return everybody of the fixture, in an order in which they can be built."""
    text = resources.path("fixtures", "v3", "personas.yaml").read_bytes()
    return tuple(Recipe(each) for each in yaml_text.load(text))


@cache
def purposes() -> Mapping[int, str]:
    """Return what each persona is good for, by number."""
    return {int(each["number"]): each["good_for"] for each in rows("persona_purposes.csv")}


def persona_id(number: int) -> str:
    """Return the id of a persona by its number."""
    return f"00000000-0000-4000-8000-{number:012}"


def add(records: Records) -> None:
    """Add every persona."""
    bindings = Bindings(
        people=identities(),
        schools={number: school_id(number) for number in _SCHOOLS},
        delivery_partners={number: delivery_partner_id(number) for number in _DELIVERY_PARTNERS},
    )
    for person in build(records, personas(), bindings):
        _give_fixed_ids(records, person)


@cache
def identities() -> Mapping[int, Identity]:
    """Return who each persona is, by number."""
    names = [f"{first} {last}" for first, last in zip(*first_and_last_names(), strict=True)]
    return {
        each.number: _identity(each, names[place % len(names)])
        for place, each in enumerate(personas())
    }


def _identity(persona: Recipe, name: str) -> Identity:
    number, said = persona.number, persona.said
    email = said.get("email", f"persona.{number}@example.org")
    return Identity(
        id=persona_id(number),
        ect_record_id=f"ec000000-0000-4000-8000-{number:012}",
        mentor_record_id=f"ed000000-0000-4000-8000-{number:012}",
        full_name=str(said.get("name", name)),
        trn=None if said.get("trn") == "none" else f"{_FIRST_TRN + number}",
        email=None if email == "none" else email,
    )


def _give_fixed_ids(records: Records, person: BuiltPerson) -> None:
    """Give what was made for somebody the ids that people can know beforehand."""
    number = person.recipe.number
    for place, made in enumerate(person.declared, start=1):
        naming.rename_declaration(records, made, f"dec{place:05}-0000-4000-8000-{number:012}")
    for made in person.partnerships:
        naming.rename_partnership(records, made, _partnership_id(records, made))


def _partnership_id(records: Records, made: str) -> str:
    known = records.partnerships([made])[made]
    schools = {school_id(number): number for number in _SCHOOLS}
    partners = {delivery_partner_id(number): number for number in _DELIVERY_PARTNERS}
    return partnership_id(
        records.provider_keys[known.provider],
        known.cohort,
        schools[known.school_id],
        partners[known.delivery_partner_id],
    )
