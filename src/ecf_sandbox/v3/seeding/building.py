"""Building: a recipe becomes somebody's past, by the same acts that the APIs offer.

Each act happens at its own instant, so that whatever stands at the end could have happened,
and the rules have settled what it means.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from ecf_sandbox.engine.domain.instants import SECOND, Instant, instant
from ecf_sandbox.v3.domain.people import IneligibilityReason, Outcome, Role
from ecf_sandbox.v3.rules.declaration_case import Claim
from ecf_sandbox.v3.rules.partnering import PartnershipClaim
from ecf_sandbox.v3.seeding.recipes import Bindings, Recipe
from ecf_sandbox.v3.service import (
    acts,
    declarations,
    department_people,
    inductions,
    leaving,
    mentoring,
    merging,
    partnerships,
    programmes,
    registration,
)
from ecf_sandbox.v3.service.context import ProviderContext, WorldContext
from ecf_sandbox.v3.service.mentoring import Assignment
from ecf_sandbox.v3.service.person_changes import Ids
from ecf_sandbox.v3.service.registration import Attendance
from ecf_sandbox.v3.store.records import Records

AT_ONCE = Instant(0)
_MINUTE = 60 * SECOND
Act = Mapping[str, Any]


@dataclass(slots=True)
class BuiltPerson:
    """Somebody as their recipe has made them so far; `declared` and `partnerships` are ids made."""

    records: Records
    bindings: Bindings
    recipe: Recipe
    now: Instant
    declared: list[str] = field(default_factory=list)
    partnerships: list[str] = field(default_factory=list)
    _by_type: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.bindings.people[self.recipe.number].id

    @property
    def role(self) -> Role:
        return self.recipe.role

    @property
    def world(self) -> WorldContext:
        return WorldContext(self.records, self.now)

    def provider(self, act: Act) -> ProviderContext:
        """Return a context of the provider who acts: `as` says who, else it is their own."""
        slug = act.get("as", self.recipe.provider)
        return ProviderContext(self.records, self.now, self.bindings.provider(slug))

    def declare(self, act: Act) -> None:
        """Declare what `declare` names, `dated` a moment."""
        claim = Claim(
            participant_id=self.id,
            declaration_type=act["declare"],
            declaration_date=act["dated"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            course_identifier=self._role_of(act).course,
            evidence_held=act.get("evidence"),
        )
        made = declarations.declare(self.provider(act), claim).declaration.id
        self.declared.append(made)
        self._by_type[act["declare"]] = made

    def void(self, act: Act) -> None:
        """Void the last declaration of a type."""
        declarations.void(self.provider(act), self._by_type[act["void"]])

    def change_schedule(self, act: Act) -> None:
        """Change to a `schedule`, and `to` a cohort."""
        change = acts.ScheduleChange(
            course_identifier=self._role_of(act).course,
            schedule_identifier=act["schedule"],
            cohort=act.get("to"),
        )
        acts.change_schedule(self.provider(act), self.id, change)

    def register(self) -> None:
        """Be registered as the recipe begins, with the induction."""
        who, said = self.bindings.people[self.recipe.number], self.recipe
        made = Ids(person=who.id, ect_record=who.ect_record_id, mentor_record=who.mentor_record_id)
        first_day = said.said.get("training_started") or said.started_on
        asked = self._attendance(said, said.started_on, first_day)
        registration.register(self.world, asked, who.full_name, who.trn, made)
        if said.induction_on is not None:
            inductions.open_induction(self.world, self.id, said.induction_on)

    def join(self, act: Act) -> None:
        """Come to another school, or into the other role: what is not said stays."""
        said = Recipe({**self.recipe.said, "school": act["join"], **act})
        asked = self._attendance(said, act["from"], act["from"])
        only_here = act.get("only_here", True)
        registration.join(self.world, self.id, replace(asked, only_here=only_here))

    def leave(self, act: Act) -> None:
        """Leave the present school on a day."""
        leaving.leave(self.world, self.id, self._role_of(act), act["leave"])

    def change_lead_provider(self, act: Act) -> None:
        """Be trained by another provider, as the school says."""
        provider = self.bindings.provider(act["lead_provider"])
        programmes.change_lead_provider(self.world, self.id, self._role_of(act), provider)

    def be_school_led(self, act: Act) -> None:  # noqa: ARG002  # a verb like the others
        """Be trained by the school."""
        programmes.make_school_led(self.world, self.id)

    def get_mentor(self, act: Act) -> None:
        """Get a mentor, by number, `from` a day on."""
        mentor = self.bindings.people[act["mentor"]].id
        assignment = Assignment(mentor_id=mentor, started_on=act.get("from"))
        mentoring.assign(self.world, self.id, assignment)

    def end_induction(self, act: Act) -> None:
        """Have the induction closed on a day, with its `outcome`."""
        outcome = Outcome(act["outcome"]) if "outcome" in act else None
        facts = {"finished_on": act["induction_ends"], "outcome": outcome}
        inductions.change_induction(self.world, self.id, facts)

    def be_ineligible(self, act: Act) -> None:
        """Be ineligible since a day, a mentor for a `reason`."""
        reason = IneligibilityReason(act["reason"]) if "reason" in act else None
        on: date = act["ineligible"]
        department_people.set_ineligibility(self.world, self.id, self._role_of(act), on, reason)

    def be_merged(self, act: Act) -> None:
        """Be merged into somebody, by number."""
        merging.merge(self.world, self.id, self.bindings.people[act["merge"]].id)

    def see_partnership(self, act: Act) -> None:
        """See the provider make a partnership for a cohort, with a delivery partner by number."""
        claim = PartnershipClaim(
            cohort=act["partnership"],
            school_id=self.bindings.schools[self.recipe.school],
            delivery_partner_id=self.bindings.delivery_partners[act["delivery_partner"]],
        )
        made = partnerships.create(self.provider(act), claim).partnership
        self.partnerships.append(made.id)

    def _attendance(self, said: Recipe, day: date, training_day: date) -> Attendance:
        return Attendance(
            role=said.role,
            school_id=self.bindings.schools[said.school],
            started_on=day,
            provider=said.provider and self.bindings.provider(said.provider),
            email=self.bindings.people[said.number].email,
            working_pattern=said.working_pattern,
            cohort=said.cohort if said.provider else None,
            schedule_identifier=said.schedule if said.provider else None,
            training_started_on=training_day if said.provider else None,
        )

    def _role_of(self, act: Act) -> Role:
        return Role(act.get("role", self.role))


def build(
    records: Records,
    recipes: Iterable[Recipe],
    bindings: Bindings,
    *,
    later: Instant = AT_ONCE,
) -> list[BuiltPerson]:
    """Build people, one after the other, and return them.

    `later` moves every act so far from its time of day.
    """
    return [_built(records, each, bindings, later) for each in recipes]


def _built(records: Records, recipe: Recipe, bindings: Bindings, later: Instant) -> BuiltPerson:
    person = BuiltPerson(records, bindings, recipe, Instant(recipe.registered_at + later))
    person.register()
    for act in recipe.acts:
        person.now = _when(act, person, later)
        verb = next(each for each in act if each in VERBS)
        VERBS[verb](person, act)
    return person


def _when(act: Act, person: BuiltPerson, later: Instant) -> Instant:
    """Return when an act happens: as it says, else a minute after the one before."""
    at: datetime | None = act.get("at")
    return Instant(person.now + _MINUTE) if at is None else Instant(instant(at) + later)


VERBS: Mapping[str, Callable[[BuiltPerson, Act], object]] = {
    "declare": BuiltPerson.declare,
    "void": BuiltPerson.void,
    "defer": lambda person, act: acts.defer(
        person.provider(act), person.id, person.role.course, act["defer"]
    ),
    "withdraw": lambda person, act: acts.withdraw(
        person.provider(act), person.id, person.role.course, act["withdraw"]
    ),
    "resume": lambda person, act: acts.resume(person.provider(act), person.id, person.role.course),
    "schedule": BuiltPerson.change_schedule,
    "join": BuiltPerson.join,
    "leave": BuiltPerson.leave,
    "lead_provider": BuiltPerson.change_lead_provider,
    "school_led": BuiltPerson.be_school_led,
    "mentor": BuiltPerson.get_mentor,
    "induction_ends": BuiltPerson.end_induction,
    "ineligible": BuiltPerson.be_ineligible,
    "merge": BuiltPerson.be_merged,
    "partnership": BuiltPerson.see_partnership,
}
