"""People with fixed ids: registered, then lived through the same use cases that the API offers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

from ecf_sandbox.engine import resources
from ecf_sandbox.engine.domain.instants import Instant, instant
from ecf_sandbox.engine.providers import LOADER
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.domain.people import Induction, Person, Role, RoleFacts, WorkingPattern
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.training import Interest, Programme, SchoolPeriod, TrainingPeriod
from ecf_sandbox.v3.rules.declaration_case import Claim
from ecf_sandbox.v3.seeding.organisations import school_id
from ecf_sandbox.v3.service import acts, declarations
from ecf_sandbox.v3.service.context import ProviderContext, WorldContext
from ecf_sandbox.v3.service.recording import record
from ecf_sandbox.v3.store import naming
from ecf_sandbox.v3.store.records import Records

SEPTEMBER = "ecf-standard-september"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody of the fixture, as it says."""

    said: Mapping[str, Any]

    @property
    def number(self) -> int:
        return int(self.said["id"])

    @property
    def id(self) -> str:
        return f"00000000-0000-4000-8000-{self.number:012}"

    @property
    def role(self) -> Role:
        return Role(self.said.get("role", "ect"))

    @property
    def cohort(self) -> int:
        return int(self.said.get("cohort", 2026))

    @property
    def provider(self) -> str:
        return str(self.said.get("provider", "north-star"))

    @property
    def started_on(self) -> date:
        return self.said.get("started") or date(self.cohort, 9, 1)

    @property
    def registered_at(self) -> Instant:
        """When the school registered them: 10:00 of 1 August, a month before training."""
        return Instant(london.start_of(date(self.cohort, 8, 1)) + 10 * 3_600_000_000)

    @property
    def induction_on(self) -> date | None:
        """The first day of the induction; mentors have none."""
        said = self.said.get("induction", self.started_on)
        return said if isinstance(said, date) and self.role is Role.ECT else None


def personas() -> list[Persona]:
    """Return everybody of the fixture, in its order."""
    text = resources.path("fixtures", "v3", "personas.yaml").read_text(encoding="utf-8")
    return [Persona(each) for each in yaml.load(text, LOADER)]


def add(records: Records) -> None:
    """Add every persona."""
    with resources.path("fixtures", "common", "names.csv").open(encoding="utf-8") as file:
        names = [line.strip().replace(",", " ") for line in list(file)[1:]]
    for place, persona in enumerate(personas()):
        _add(records, persona, str(persona.said.get("name", names[place % len(names)])))


def _add(records: Records, persona: Persona, name: str) -> None:
    context = WorldContext(records, persona.registered_at)
    history = _registered(records, persona, name)
    record(context, None, history, records.stamp(context.now))
    made = dict(_lived(records, persona))
    for place, given in enumerate(made.values(), start=1):
        naming.rename_declaration(
            records, given, f"dec{place:05}-0000-4000-8000-{persona.number:012}"
        )


def _registered(records: Records, persona: Persona, name: str) -> History:
    """Return a persona as the school registered them."""
    number, said = persona.number, persona.said
    school_period = SchoolPeriod(
        id=records.new_id("school-period"),
        person_id=persona.id,
        role=persona.role,
        school_id=school_id(said.get("school", 1)),
        started_on=persona.started_on,
        finished_on=said.get("leaves"),
        recorded_at=persona.registered_at,
        email=None if said.get("email") == "none" else f"persona.{number}@example.org",
        working_pattern=WorkingPattern(said.get("working_pattern", "full_time"))
        if persona.role is Role.ECT
        else None,
    )
    begun = persona.induction_on
    induction = begun and Induction(
        id=records.new_id("induction"),
        person_id=persona.id,
        appropriate_body="Northern Appropriate Body",
        started_on=begun,
    )
    return History(
        person=_person(persona, name),
        school_periods=(school_period,),
        training_periods=(_training(records, persona, school_period),),
        inductions=(induction,) if induction else (),
    )


def _person(persona: Persona, name: str) -> Person:
    begun = persona.induction_on
    ect = Since(london.start_of(begun), by_time=True) if begun else None
    mentor = Since(persona.registered_at) if persona.role is Role.MENTOR else None
    return Person(
        id=persona.id,
        full_name=name,
        trn=None if persona.said.get("trn") == "none" else f"{3_000_000 + persona.number}",
        ect=RoleFacts(record_id=_record_id("ec", persona), eligible=ect),
        mentor=RoleFacts(record_id=_record_id("ed", persona), eligible=mentor),
        recorded_at=persona.registered_at,
    )


def _record_id(kind: str, persona: Persona) -> str:
    return f"{kind}000000-0000-4000-8000-{persona.number:012}"


def _training(records: Records, persona: Persona, at_school: SchoolPeriod) -> TrainingPeriod:
    said, led = persona.said, not persona.said.get("school_led")
    interest = Interest(persona.provider, persona.cohort) if said.get("interest") else None
    return TrainingPeriod(
        id=records.new_id("training-period"),
        school_period_id=at_school.id,
        role=persona.role,
        started_on=at_school.started_on,
        finished_on=at_school.finished_on,
        recorded_at=persona.registered_at,
        programme=Programme.PROVIDER_LED if led else Programme.SCHOOL_LED,
        partnership=_partnership(records, persona) if led and not interest else None,
        interest=interest,
        schedule_identifier=ScheduleIdentifier(said.get("schedule", SEPTEMBER)) if led else None,
    )


def _partnership(records: Records, persona: Persona) -> Partnership:
    school = school_id(persona.said.get("school", 1))
    found = records.partnerships_with(persona.provider, school)
    return next(each for each in found if each.cohort == persona.cohort)


def _lived(records: Records, persona: Persona) -> Iterator[tuple[str, str]]:
    """Live what providers did since; yield each declaration made, by its type."""
    made: dict[str, str] = {}
    for act in persona.said.get("acts", ()):
        now = _instant(act["at"])
        context = ProviderContext(records, now, act.get("as", persona.provider))
        course = persona.role.course
        if "declare" in act:
            claim = _claim(persona, act)
            made[act["declare"]] = declarations.declare(context, claim).declaration.id
            yield act["declare"], made[act["declare"]]
        elif "void" in act:
            declarations.void(context, made[act["void"]])
        elif "defer" in act:
            acts.defer(context, persona.id, course, act["defer"])
        elif "withdraw" in act:
            acts.withdraw(context, persona.id, course, act["withdraw"])
        elif "resume" in act:
            acts.resume(context, persona.id, course)
        else:
            change = acts.ScheduleChange(
                course_identifier=course,
                schedule_identifier=act["schedule"],
                cohort=act.get("to"),
            )
            acts.change_schedule(context, persona.id, change)


def _claim(persona: Persona, act: Mapping[str, Any]) -> Claim:
    return Claim(
        participant_id=persona.id,
        declaration_type=act["declare"],
        declaration_date=act["dated"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        course_identifier=persona.role.course,
        evidence_held=act.get("evidence"),
    )


def _instant(moment: datetime) -> Instant:
    return instant(moment)
