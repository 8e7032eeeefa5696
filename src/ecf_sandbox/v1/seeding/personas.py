"""Personas: people with fixed ids, one for each situation that a provider must handle."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ecf_sandbox.engine import resources, yaml_text
from ecf_sandbox.engine.domain.instants import Instant, instant
from ecf_sandbox.v1.domain.declarations import State
from ecf_sandbox.v1.domain.participants import ParticipantType
from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.seeding.recipes import (
    FIRST_ADDED,
    SEPTEMBER,
    Checkpoint,
    NewPerson,
    Recipe,
    Registration,
    Side,
    Step,
    Verb,
)

OWNER = "north-star"
SIDES: Mapping[Side, str] = {Side.OURS: OWNER, Side.OTHER: "riverbank"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Somebody to rely on, and what they are for.

    `situation` names the provider state, `companions` are the ids of the other people
    it needs. It is what it promises from `holds_from` on, None from the beginning; one
    that is `state_only` is in no world until a provider state builds it, from then on.
    """

    chapter: str
    new_person: NewPerson
    situation: str
    purpose: str
    recipe: Recipe
    companions: tuple[str, ...] = ()
    holds_from: Instant | None = None
    state_only: bool = False

    @property
    def id(self) -> str:
        return self.new_person.id

    @property
    def declaration_ids(self) -> tuple[str, ...]:
        """The fixed ids of its declarations, in the order in which they are made."""
        made = sum(step.verb is Verb.DECLARE for step in self.recipe.steps)
        return tuple(f"dec{nth:05}{self.id[8:]}" for nth in range(1, made + 1))


@cache
def personas() -> tuple[Persona, ...]:
    """Return every persona and every state that needs a later past, in the table's order."""
    text = resources.path("fixtures", "v1", "personas.yaml").read_bytes()
    return tuple(
        _persona(chapter["chapter"], each)
        for chapter in yaml_text.load(text)
        for each in chapter["personas"]
    )


def with_companions(persona: Persona) -> tuple[Persona, ...]:
    """Return a persona and its companions, in the order in which they are to be built."""
    return tuple(each for each in personas() if each.id in (persona.id, *persona.companions))


def _persona(chapter: str, entry: Mapping[str, Any]) -> Persona:
    return Persona(
        chapter=chapter,
        new_person=NewPerson(
            id=entry["id"],
            full_name=entry["name"],
            email=entry["email"],
            teacher_reference_number=entry["trn"],
            school_urn=entry["school"],
            mentor_id=entry.get("mentor"),
        ),
        situation=entry["situation"],
        purpose=entry["purpose"],
        recipe=_recipe(entry),
        companions=tuple(entry.get("with", ())),
        holds_from=instant(entry["from"]) if "from" in entry else None,
        state_only=entry.get("state_only", False),
    )


def _recipe(entry: Mapping[str, Any]) -> Recipe:
    return Recipe(
        participant_type=ParticipantType(entry.get("type", ParticipantType.ECT)),
        schedule_identifier=entry.get("schedule", SEPTEMBER),
        registration=Registration(**entry.get("facts", {})),
        added_at=instant(entry["added"]) if "added" in entry else FIRST_ADDED,
        added_by=Side(entry.get("added_by", Side.OURS)),
        steps=tuple(_step(each) for each in entry.get("steps", ())),
    )


def _step(entry: Mapping[str, Any]) -> Step:
    """Return a step; its verb is the key that comes first, and what it takes the value."""
    (verb, what), *_ = entry.items()
    return Step(
        verb=Verb(verb),
        what=what or "",
        at=instant(entry["at"]),
        after=_after(entry["after"]) if "after" in entry else None,
        becomes=State(entry["becomes"]) if "becomes" in entry else None,
    )


def _after(words: str) -> tuple[DeclarationType, Checkpoint]:
    declared, milepost = words.split()
    return DeclarationType(declared), Checkpoint(milepost)
