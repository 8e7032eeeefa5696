"""The situations of personas, built for new people at new schools."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from ecf_sandbox.v3.seeding.building import BuiltPerson
from ecf_sandbox.v3.seeding.facts import rows
from ecf_sandbox.v3.seeding.organisations import uplifts
from ecf_sandbox.v3.seeding.personas import personas
from ecf_sandbox.v3.seeding.recipes import Recipe
from ecf_sandbox.v3.seeding.state_setup import OURS, WRITTEN_FOR, StateSetup, moved

# What a situation has since then is meant to be lately, whenever it is built.
_LATELY = date(2026, 11, 1)
# A school that is in partnership in every cohort, as any other may be.
_HOME = 1
COHORT, SCHEDULE, PROVIDER = "cohort", "schedule_identifier", "provider"
SCHOOL, DELIVERY_PARTNER = "school_id", "delivery_partner_id"


def params(persona: Recipe) -> Mapping[str, str]:
    """Return what can be chosen of a persona's situation, with its defaults."""
    if persona.acts or persona.companions or persona.provider is None:
        return {PROVIDER: OURS}
    chosen = {COHORT: str(persona.cohort), SCHEDULE: persona.schedule.value}
    place = {SCHOOL: "", DELIVERY_PARTNER: ""} if persona.school == _HOME else {}
    return {PROVIDER: OURS, **chosen, **place}


def build(setup: StateSetup, persona: Recipe, asked: Mapping[str, str]) -> list[BuiltPerson]:
    """Build a persona's situation for new people; the first is whom it is about."""
    company = _at_now(setup, _company(persona, asked))
    for each in company:
        setup.begun(each.cohort)
    people = setup.build(company, _schools(setup, company))
    return sorted(people, key=lambda person: person.recipe.number != persona.number)


def _company(persona: Recipe, asked: Mapping[str, str]) -> list[Recipe]:
    wanted = {persona.number, *persona.companions}
    company = [each for each in personas() if each.number in wanted]
    chosen: dict[str, Any] = {}
    if COHORT in asked:
        chosen["cohort"] = int(asked[COHORT])
    if SCHEDULE in asked:
        chosen["schedule"] = asked[SCHEDULE]
    return [Recipe({**each.said, **chosen}) for each in company] if chosen else company


def _at_now(setup: StateSetup, company: Sequence[Recipe]) -> list[Recipe]:
    """Return a company whose latest dates are as far from now as the table's are."""
    later = (setup.today - WRITTEN_FOR).days
    if later <= 0 or max(_days([each.said for each in company]), default=_LATELY) <= _LATELY:
        return list(company)
    return [Recipe(moved(each.said, later)) for each in company]


def _days(value: object) -> Iterator[date]:
    if isinstance(value, datetime):
        yield value.date()
    elif isinstance(value, date):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _days(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _days(each)


def _schools(setup: StateSetup, company: Sequence[Recipe]) -> Mapping[int, str]:
    """Return new schools that are what the recipes' are: in partnership with the same, or none."""
    numbers = {each.school for each in company}
    numbers |= {act["join"] for each in company for act in each.acts if "join" in act}
    return {number: _like(setup, number, company) for number in sorted(numbers)}


def _like(setup: StateSetup, number: int, company: Sequence[Recipe]) -> str:
    like = next(row for row in rows("schools.csv") if int(row["number"]) == number)
    periods = setup.store.contract_periods()
    given = {year: asdict(each) for year, each in uplifts(like["uplifts"]) if periods.get(year)}
    school = setup.school(uplifts=given)
    begun = [each for each in setup.store.contract_periods() if each.started_on <= setup.today]
    chosen = {each.cohort for each in company if each.school == number}
    for row in rows("partnerships.csv"):
        if int(row["school"]) != number:
            continue
        provider = setup.providers[row["provider"]]
        # A cohort that was chosen is one more that the school has.
        years = {*map(int, row["years"].split())} | (chosen if row["provider"] == OURS else set())
        if setup.at_school or setup.with_partner:
            years &= chosen
        for period in begun:
            if period.year in years and setup.store.takes_part(provider, period.year):
                place = int(row["delivery_partner"]) == 2
                setup.partnership(school, provider, period.year, int(place))
    return school
