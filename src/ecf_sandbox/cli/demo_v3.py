"""The demo of API v3: its world, and what to try in it."""

from collections.abc import Iterator
from typing import cast

from ecf_sandbox.cli.demo_world import DemoWorld
from ecf_sandbox.engine.creation import WorldSpec
from ecf_sandbox.engine.demo import Demo, Person, Step
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.engine.store.worlds import REGISTER
from ecf_sandbox.v3.seeding.building import BuiltPerson
from ecf_sandbox.v3.seeding.demo import STORY_NOW, DemoStory, Role, tell
from ecf_sandbox.v3.seeding.state_setup import OURS
from ecf_sandbox.v3.store.records import Records

_DECLARATIONS = "/api/v3/participant-declarations"


def _tell(session: Session, edition: str) -> Demo:  # noqa: ARG001  # as v1's, which has two
    story = tell(cast("Records", session), now=STORY_NOW)
    people = (Person(person.id, _name(person), role) for role, person in story.people.items())
    return Demo(tuple(people), tuple(_steps(story)))


def _steps(story: DemoStory) -> Iterator[Step]:
    people = story.people
    new, done, never = people[Role.NEW_ECT], people[Role.DONE], people[Role.NEVER_CAME]
    yield _partnership(story)
    yield _declare(
        f"One of them is {_name(new)}, an ECT. Declare the start; it is eligible at once:",
        new,
        "started",
        "training-event-attended",
    )
    yield _declare(
        f"{_name(done)} has done all that mentors do. Declare completed, and funding ends:",
        done,
        "completed",
        "75-percent-engagement-met",
    )
    yield Step(
        text=f"{_name(people[Role.MOVING])} leaves soon. You know when, and with whom training"
        " goes on:",
        path=f"/api/v3/participants/{people[Role.MOVING].id}/transfers",
        provider=OURS,
    )
    yield Step(
        text=f"{_name(never)} was paid for, but never came. Void it; the answer names the"
        " statement that takes the money back:",
        method="PUT",
        path=f"{_DECLARATIONS}/{never.declared[-1]}/void",
        provider=OURS,
    )
    yield Step(
        text="Go to the next payment. What was declared is paid, and what was voided is clawed"
        " back:",
        method="POST",
        path=f"/sandbox/worlds/{REGISTER}/clock/advance",
        body={"to": "next-payment"},
    )


def _partnership(story: DemoStory) -> Step:
    attributes = {
        "cohort": story.cohort,
        "school_id": story.school_id,
        "delivery_partner_id": story.delivery_partner_id,
    }
    return Step(
        text=f"{story.school_name} named you for {story.cohort}. Say that you work with it, and"
        " two people appear:",
        method="POST",
        path="/api/v3/partnerships",
        provider=OURS,
        body={"data": {"type": "partnership", "attributes": attributes}},
    )


def _declare(text: str, person: BuiltPerson, kind: str, evidence: str) -> Step:
    attributes = {
        "participant_id": person.id,
        "course_identifier": person.role.course.value,
        "declaration_type": kind,
        "declaration_date": "2026-11-25T08:00:00Z",
        "evidence_held": evidence,
    }
    body = {"data": {"type": "participant-declaration", "attributes": attributes}}
    return Step(text=text, method="POST", path=_DECLARATIONS, provider=OURS, body=body)


def _name(person: BuiltPerson) -> str:
    return person.bindings.people[person.recipe.number].full_name


DEMO = DemoWorld(
    id=REGISTER,
    spec=WorldSpec(options={"participants": 20, "personas": False}, now=STORY_NOW, frozen=True),
    tell=_tell,
)
