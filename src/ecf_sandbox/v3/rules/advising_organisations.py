"""What is accepted of schools and partnerships, but not what the department expects."""

from collections.abc import Iterator, Sequence
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.advisories import Advisory
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.organisations import Partnership, School
from ecf_sandbox.v3.domain.training import Interest


def invisible_people(
    school: School, interest: Interest, people: int, cohort: ContractPeriod, today: date
) -> Iterator[Advisory]:
    """Yield a school whose people a provider does not see, once the cohort has begun.

    `people` is how many train on that interest alone.

    Rules: V3-ADV-1.
    """
    if cohort.started_on <= today:
        whom = f"{people} {'person' if people == 1 else 'people'} of {cohort.year}"
        yield Advisory(
            school_id=school.id,
            provider=interest.provider,
            rule="V3-ADV-1",
            what=f"{whom} at {_named(school)}: meant for this provider, and not seen by it.",
            why="A provider is expected to make a partnership with a school that names it.",
        )


def namesakes(provider: str, cohort: int, schools: Sequence[School]) -> Iterator[Advisory]:
    """Yield each of some schools of one name but the first, a provider's partners in a cohort.

    Rules: V3-ADV-7.
    """
    first, *others = sorted(schools, key=lambda each: each.urn)
    for each in others:
        yield Advisory(
            school_id=each.id,
            provider=provider,
            rule="V3-ADV-7",
            what=f"{_named(each)} and {first.urn} have one name, and partnerships in {cohort}.",
            why="One may have replaced the other: people are expected at the present one.",
        )


def idle(
    partnership: Partnership,
    school: School,
    cohort: ContractPeriod,
    last_trained: date | None,
    now: Instant,
) -> Iterator[Advisory]:
    """Yield a partnership of an open cohort in which nobody has trained for a year.

    `last_trained` is the last day of training under it, None where nobody ever trained.

    Rules: V3-ADV-9.
    """
    since = last_trained or london.day_of(partnership.recorded_at)
    if cohort.enabled and not cohort.is_frozen(now) and since <= _a_year_before(now):
        yield Advisory(
            partnership_id=partnership.id,
            provider=partnership.provider,
            rule="V3-ADV-9",
            what=f"Nobody of {cohort.year} has trained at {_named(school)} since {since}.",
            why="A partnership that is not used is expected to be ended with the department.",
        )


def _named(school: School) -> str:
    return f"{school.name} ({school.urn})"


def _a_year_before(now: Instant) -> date:
    today = london.day_of(now)
    leap_day = (today.month, today.day) == (2, 29)
    return date(today.year - 1, 2, 28) if leap_day else today.replace(year=today.year - 1)
