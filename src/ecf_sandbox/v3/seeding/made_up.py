"""Made-up schools and who trains at them: by seed, and more where there are more people."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random

from ecf_sandbox.engine.domain.instants import SECOND, Instant
from ecf_sandbox.engine.store.ids import seeded_id
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.organisations import Link, Partnership, School, Uplifts
from ecf_sandbox.v3.seeding.organisations import BEGAN
from ecf_sandbox.v3.seeding.school_names import MOST, school_name

_FEWEST_SCHOOLS = 60
_PEOPLE_TO_A_SCHOOL = 12
_YEARS_WITH_UPLIFTS = range(2021, 2025)
_PUPIL_PREMIUM, _SPARSITY = 0.2, 0.08

# Six digits, below those of the schools with fixed ids. The step shares no divisor with how many
# there are, so that all of them are given before one comes again.
_FIRST_URN, _URNS, _URN_STEP = 100_000, 90_000, 48_611

# Of each provider's schools: how many of all it works with in every year, how many more in one
# year alone, and how often one has a second partnership.
_WORKS_WITH, _ONE_YEAR, _EACH_SECOND = 0.51, 0.04, 14
_LAST_YEAR_OF_INELIGIBLE = 2022

Links = Mapping[str, Mapping[int, Sequence[str]]]
"""Delivery partners by provider and year; a provider takes part in the years that it has."""


def school_count(participants: int) -> int:
    """Return how many schools are made up for so many people of each provider."""
    return max(_FEWEST_SCHOOLS, -(-participants // _PEOPLE_TO_A_SCHOOL))


@dataclass(frozen=True)
class MadeUp:
    """The made-up part of a world's organisations."""

    seed: int
    schools_wanted: int
    links: Links

    @cached_property
    def schools(self) -> tuple[School, ...]:
        """Return the schools: eleven of twelve are eligible, two of three have a tutor."""
        roll = Random(f"{self.seed}/v3/schools").random
        named_from, urn_from = int(roll() * MOST), int(roll() * _URNS)
        return tuple(
            _school(self.seed, number, named_from, urn_from, roll(), roll())
            for number in range(1, self.schools_wanted + 1)
        )

    @cached_property
    def homes(self) -> Mapping[str, Sequence[str]]:
        """Return the schools that each provider works with in all its years, by slug."""
        eligible = [each.id for each in self.schools if each.is_eligible]
        wanted = round(len(eligible) * _WORKS_WITH)
        return {provider: self._shuffled(eligible, provider)[:wanted] for provider in self.links}

    def partnerships(self) -> Iterator[Partnership]:
        """Yield who works with whom: a provider's years one after the other."""
        number = 0
        for provider, years in self.links.items():
            for year, partners in years.items():
                made = list(self._of_year(provider, year, partners))
                for place, (school_id, partner) in enumerate(made):
                    number += 1
                    yield Partnership(
                        id=seeded_id(self.seed, "v3/made-up-partnership", number),
                        provider=provider,
                        cohort=year,
                        school_id=school_id,
                        delivery_partner_id=partner,
                        recorded_at=_made_at(year, place, len(made)),
                    )

    def _of_year(
        self, provider: str, year: int, partners: Sequence[str]
    ) -> Iterator[tuple[str, str]]:
        """Yield schools and delivery partners of one provider and year."""
        homes = self.homes[provider]
        for place, school_id in enumerate(homes):
            yield school_id, partners[place % len(partners)]
        for place, school_id in enumerate(self._others(provider, year)):
            yield school_id, partners[place % len(partners)]
        if len(partners) > 1:
            for place in range(0, len(homes), _EACH_SECOND):
                yield homes[place], partners[(place + 1) % len(partners)]

    def _others(self, provider: str, year: int) -> Iterator[str]:
        """Yield the schools that a provider works with in this year, but not in all of them."""
        homes = set(self.homes[provider])
        rest = [each.id for each in self.schools if each.is_eligible and each.id not in homes]
        few = max(1, round(len(self.schools) * _ONE_YEAR))
        yield from self._shuffled(rest, f"{provider}/{year}")[:few]
        if year <= _LAST_YEAR_OF_INELIGIBLE:
            gone = [each.id for each in self.schools if not each.is_eligible]
            place = list(self.links).index(provider)
            yield from gone[place :: len(self.links)]

    def _shuffled(self, ids: Sequence[str], what: str) -> list[str]:
        # Of what `random` has, only random() is promised to stay as it is.
        roll = Random(f"{self.seed}/v3/partnerships/{what}").random
        return [id_ for _, id_ in sorted((roll(), id_) for id_ in ids)]


def links_of(links: Sequence[Link]) -> Links:
    """Return delivery partners by provider and year."""
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in links:
        found[each.provider][each.cohort].append(each.delivery_partner_id)
    return {provider: dict(years) for provider, years in found.items()}


def _school(
    seed: int, number: int, named_from: int, urn_from: int, premium: float, sparsity: float
) -> School:
    urn = f"{_FIRST_URN + (urn_from + number * _URN_STEP) % _URNS}"
    name = school_name(named_from + number)
    has_tutor = number % 3 != 0
    uplifts = Uplifts(premium < _PUPIL_PREMIUM, sparsity < _SPARSITY)
    return School(
        id=seeded_id(seed, "v3/made-up-school", number),
        urn=urn,
        name=name,
        recorded_at=Instant(BEGAN + (1 + number % 3600) * SECOND),
        tutor_name=f"Tutor of {name}" if has_tutor else None,
        tutor_email=f"tutor.{urn}@example.org" if has_tutor else None,
        contact_email=f"office.{urn}@example.org",
        second_contact_email=None,
        register_eligible=number % 12 != 7,
        uplifts=dict.fromkeys(_YEARS_WITH_UPLIFTS, uplifts) if uplifts else {},
    )


def _made_at(year: int, place: int, of: int) -> Instant:
    """Return when a partnership was made: a working hour of one of eight days of June."""
    day = date(year, 6, 15 + place * 8 // of)
    return Instant(london.start_of(day) + 10 * 3600 * SECOND + place % 3600 * SECOND)
