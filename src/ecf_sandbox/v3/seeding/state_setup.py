"""What a provider state is built on: a world at now, a provider, schools, partners and people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from ecf_sandbox.engine.domain.instants import Instant, instant
from ecf_sandbox.engine.domain.problems import Problem, Rejected
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.seeding import new_people
from ecf_sandbox.v3.seeding.building import BuiltPerson, build
from ecf_sandbox.v3.seeding.new_people import NO_UPLIFTS, Backdating
from ecf_sandbox.v3.seeding.recipes import Bindings, Identity, Recipe
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.schools import UpliftChanges
from ecf_sandbox.v3.store import naming
from ecf_sandbox.v3.store.records import Records

OURS, OTHER = "north-star", "riverbank"
# The day that the personas' recipes were written for.
WRITTEN_FOR = date(2026, 11, 25)


class TooEarly(Exception):
    """A situation cannot exist yet; `holds_from` is when it first can."""

    def __init__(self, holds_from: Instant) -> None:
        super().__init__(holds_from)
        self.holds_from = holds_from


@dataclass(slots=True)
class StateSetup:
    """A world while a state is built in it, in an open transaction, for one provider.

    `at_school` is the id of a school to build it at, `with_partner` that of the delivery
    partner with whom the provider works there; where empty, a new school is made, and a
    delivery partner found.
    """

    store: Records
    now: Instant
    provider: str
    at_school: str = ""
    with_partner: str = ""
    _schools: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.store = Backdating.of(self.store, self.now)
        self.at_school, self.with_partner = self.at_school.lower(), self.with_partner.lower()
        if self.at_school and self.store.school(self.at_school) is None:
            raise Rejected(Problem("school_id", "#/params/school_id names no school here"))

    @property
    def context(self) -> WorldContext:
        return WorldContext(self.store, self.now)

    @property
    def today(self) -> date:
        return london.day_of(self.now)

    @property
    def providers(self) -> Mapping[str, str]:
        """Who stands for the two providers of a recipe."""
        return {OURS: self.provider, OTHER: self.other}

    @property
    def other(self) -> str:
        return OURS if self.provider == OTHER else OTHER

    def begun(self, cohort: int) -> None:
        """Raise TooEarly before a cohort begins, Rejected for one without this provider."""
        period = self.store.contract_periods().get(cohort)
        if period is None:
            raise Rejected(Problem("cohort", f"#/params/cohort {cohort} is none: open it first"))
        if period.started_on > self.today:
            raise TooEarly(london.start_of(period.started_on))
        if not self.store.takes_part(self.provider, cohort):
            why = f"#/params/provider takes no part in {cohort}: name another one, or a cohort"
            raise Rejected(Problem("provider", why))

    def school(self, *, eligible: bool = True, uplifts: UpliftChanges = NO_UPLIFTS) -> str:
        """Return the school that is asked for, once; else add one."""
        self._schools += 1
        if self.at_school and self._schools == 1:
            return self.at_school
        return new_people.new_school(self.context, eligible=eligible, uplifts=uplifts)

    def partner(self, provider: str, cohort: int, place: int = 0) -> str:
        """Return a delivery partner for a provider and cohort, a new one at need."""
        linked = new_people.linked_partners(self.context, provider, cohort)
        if self.with_partner and provider == self.provider:
            if self.with_partner in linked:
                return self.with_partner
            why = f"#/params/delivery_partner_id is not linked to {provider} in {cohort}"
            raise Rejected(Problem("delivery_partner_id", f"{why}: link it first"))
        if place < len(linked):
            return linked[place]
        return new_people.new_delivery_partner(self.context, provider, [cohort])

    def partnership(self, school_id: str, provider: str, cohort: int, place: int = 0) -> str:
        """Return a partnership's id; it is added unless the school that is asked for has one."""
        known = self._partnership_there(school_id, provider, cohort)
        if known is not None:
            return known.id
        partner = self.partner(provider, cohort, place)
        return new_people.new_partnership(self.context, school_id, provider, cohort, partner).id

    def _partnership_there(self, school_id: str, provider: str, cohort: int) -> Partnership | None:
        """Return the partnership that the school asked for has: it has to be with the partner."""
        if school_id != self.at_school:
            return None
        found = self.store.partnerships_with(provider, school_id)
        known = [each for each in found if each.cohort == cohort]
        first = min(known, key=lambda each: (each.recorded_at, each.id), default=None)
        wanted = self.with_partner if provider == self.provider else ""
        if first and wanted not in ("", first.delivery_partner_id):
            why = f"has a partnership of {cohort} with another delivery partner"
            raise Rejected(Problem("delivery_partner_id", f"#/params/school_id {why}"))
        return first

    def person(self) -> Identity:
        """Make somebody up."""
        return new_people.new_person(self.store)

    def build(self, recipes: Sequence[Recipe], schools: Mapping[int, str]) -> list[BuiltPerson]:
        """Build new people; raises TooEarly where a recipe has anything ahead of now."""
        latest = max(_instants(recipes))
        if latest > self.now:
            raise TooEarly(latest)
        bindings = Bindings(
            people={each.number: _as_said(each, self.person()) for each in recipes},
            schools=schools,
            delivery_partners={1: self.partner(self.provider, recipes[0].cohort)},
            providers=self.providers,
        )
        people = build(self.store, recipes, bindings)
        naming.recorded_now(self.store, [each.id for each in people], self.now)
        return people


def _as_said(recipe: Recipe, who: Identity) -> Identity:
    """Return somebody with the name that a recipe gives, and without what it leaves out."""
    said = recipe.said
    return replace(
        who,
        full_name=str(said.get("name", who.full_name)),
        trn=None if said.get("trn") == "none" else who.trn,
        email=None if said.get("email") == "none" else who.email,
    )


def _instants(recipes: Iterable[Recipe]) -> Iterator[Instant]:
    for each in recipes:
        yield each.registered_at
        yield from (instant(act["at"]) for act in each.acts if "at" in act)
        holds_from: date | None = each.said.get("holds_from")
        if holds_from is not None:
            yield london.start_of(holds_from)


def moved(said: Mapping[str, Any], days: int) -> dict[str, Any]:
    """Return what is said of somebody, every day and moment in it so many days later."""
    return {name: _moved(value, timedelta(days)) for name, value in said.items()}


def _moved(value: object, by: timedelta) -> object:
    if isinstance(value, date | datetime):
        return value + by
    if isinstance(value, Mapping):
        return {name: _moved(each, by) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_moved(each, by) for each in value]
    return value
