"""Stories of the crowd, each built once in a world of its own, to be copied from."""

from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import SECOND, Instant
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link, Partnership, School
from ecf_sandbox.v3.seeding.building import build
from ecf_sandbox.v3.seeding.organisations import BEGAN
from ecf_sandbox.v3.seeding.recipe_groups import SHARES, RecipeGroup, groups
from ecf_sandbox.v3.seeding.recipes import Bindings, Identity
from ecf_sandbox.v3.store import additions, bulk
from ecf_sandbox.v3.store.bulk import Stamps
from ecf_sandbox.v3.store.records import Records
from ecf_sandbox.v3.store.story_rows import partnership_id, school_id

PROVIDER = "north-star"
_PARTNER = DeliveryPartner("de-example", "Example", BEGAN)
_APART = 37 * SECOND


@dataclass(frozen=True, slots=True)
class Story:
    """A group of recipes as built: its number, and the ids of its people in order."""

    number: int
    group: RecipeGroup
    people: tuple[str, ...]


def built(scratch: Records) -> list[Story]:
    """Build every story, each at its own seconds of the day, in a world to be thrown away."""
    told = list(enumerate(each for year in SHARES[2026] for each in groups(year)))
    _add_schools(scratch, len(told))
    return [_story(scratch, number, group) for number, group in told]


def _story(scratch: Records, number: int, group: RecipeGroup) -> Story:
    people = {each.number: _somebody(scratch, number, each.number) for each in group.recipes}
    bindings = Bindings(
        people=people, schools={place: school_id(number, place) for place in (1, 2)}
    )
    build(scratch, group.recipes, bindings, later=Instant(number * _APART))
    return Story(number, group, tuple(each.id for each in people.values()))


def _somebody(scratch: Records, story: int, number: int) -> Identity:
    return Identity(
        id=scratch.new_id("person"),
        ect_record_id=scratch.new_id("ect-record"),
        mentor_record_id=scratch.new_id("mentor-record"),
        full_name=f"Somebody of {story}",
        trn=f"{1_000_000 + 10 * story + number}",
        email="somebody@example.org",
    )


def _add_schools(scratch: Records, stories: int) -> None:
    """Add two schools for each story, which the provider works with in every year."""
    additions.add_delivery_partner(scratch, _PARTNER, BEGAN)
    years = [each.year for each in scratch.contract_periods()]
    for year in years:
        additions.add_link(scratch, Link(PROVIDER, year, _PARTNER.id))
    places = [(story, number) for story in range(stories) for number in (1, 2)]
    bulk.add_schools(scratch, (_school(*place) for place in places), Stamps())
    made = (_partnership(*place, year) for place in places for year in years)
    bulk.add_partnerships(scratch, made, Stamps())


def _school(story: int, number: int) -> School:
    id_ = school_id(story, number)
    return School(id=id_, urn=id_, name=id_, recorded_at=BEGAN, uplifts={})


def _partnership(story: int, number: int, year: int) -> Partnership:
    return Partnership(
        id=partnership_id(story, number, year),
        provider=PROVIDER,
        cohort=year,
        school_id=school_id(story, number),
        delivery_partner_id=_PARTNER.id,
        recorded_at=BEGAN,
    )
