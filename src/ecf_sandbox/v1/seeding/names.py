"""Names for a crowd, from Faker: a pool that people share, so that a million cost no more."""

from dataclasses import dataclass

from faker.generator import Generator
from faker.providers.person.en_GB import Provider

_FIRST_NAMES, _LAST_NAMES = 400, 600


@dataclass(frozen=True, slots=True)
class Names:
    """First and last names, frequent ones more than once."""

    first: tuple[str, ...]
    last: tuple[str, ...]


def names(seed: int) -> Names:
    """Return the pool of a seed.

    Only Faker's British person provider is loaded: the whole of it takes longer to import
    than a small world to fill.
    """
    generator = Generator().seed_instance(seed)
    people = Provider(generator)
    return Names(
        tuple(people.random_elements(people.first_names, _FIRST_NAMES, use_weighting=True)),
        tuple(people.random_elements(people.last_names, _LAST_NAMES, use_weighting=True)),
    )
