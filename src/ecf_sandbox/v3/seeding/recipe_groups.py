"""Groups of recipes: who of the crowd belongs together, and how often that comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ecf_sandbox.v3.seeding import weighted_recipes
from ecf_sandbox.v3.seeding.recipes import Recipe
from ecf_sandbox.v3.seeding.weighted_recipes import WeightedRecipe

# Of a hundred people: ECTs with a mentor of their own, ECTs who share one, ECTs alone, mentors
# alone. With the mentors of the former that makes sixty ECTs and forty mentors.
_OWN_MENTOR, _SHARED_MENTOR, _ALONE, _MENTORS_ALONE = 30, 10, 20, 5

# How many of a hundred are of which cohort; by the last cohort that a provider has.
SHARES = {
    2026: {2021: 4, 2022: 6, 2023: 10, 2024: 20, 2025: 30, 2026: 30},
    2024: {2021: 10, 2022: 15, 2023: 25, 2024: 50},
}


@dataclass(frozen=True, slots=True)
class RecipeGroup:
    """People at one school, or two; `weight` is how many times it comes for a hundred people."""

    cohort: int
    weight: float
    recipes: tuple[Recipe, ...]


def groups(cohort: int) -> Iterator[RecipeGroup]:
    """Yield the groups of a cohort."""
    mentors = weighted_recipes.mentors_of_somebody(cohort)
    mentored = weighted_recipes.with_mentors(cohort)
    total = sum(each.weight for each in mentored)
    for place, weighted in enumerate(mentored):
        weight = _OWN_MENTOR * weighted.weight / total
        yield _group(cohort, weight, mentors[place % len(mentors)], [weighted])
    yield _group(cohort, _SHARED_MENTOR / 2, mentors[0], mentored[1:3])
    yield from _alone(cohort, "ect", _ALONE, weighted_recipes.alone(cohort))
    yield from _alone(cohort, "mentor", _MENTORS_ALONE, weighted_recipes.mentors_of_nobody(cohort))


def _alone(
    cohort: int, role: str, share: float, of: Sequence[WeightedRecipe]
) -> Iterator[RecipeGroup]:
    total = sum(each.weight for each in of)
    for each in of:
        yield RecipeGroup(cohort, share * each.weight / total, (_recipe(cohort, 1, role, each),))


def _group(
    cohort: int, weight: float, mentor: WeightedRecipe, ects: Sequence[WeightedRecipe]
) -> RecipeGroup:
    """Return a mentor with ECTs, each of whom gets the mentor first."""
    assigned = {"mentor": 1}
    return RecipeGroup(
        cohort,
        weight,
        (
            _recipe(cohort, 1, "mentor", mentor),
            *(
                _recipe(cohort, number, "ect", WeightedRecipe(1, each.said, (assigned, *each.acts)))
                for number, each in enumerate(ects, start=2)
            ),
        ),
    )


def _recipe(cohort: int, number: int, role: str, weighted: WeightedRecipe) -> Recipe:
    registered = date(cohort, 8, 2 + number)
    said = {"id": number, "role": role, "cohort": cohort, "registered": registered}
    return Recipe({**said, **weighted.said, "acts": weighted.acts})
