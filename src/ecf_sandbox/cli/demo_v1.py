"""The demo of API v1: its world, and what to try in it."""

from collections.abc import Iterator
from typing import cast

from ecf_sandbox.cli.demo_world import DemoWorld
from ecf_sandbox.engine.creation import WorldSpec
from ecf_sandbox.engine.demo import Demo, Person, Step
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.engine.store.worlds import DEFAULT
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.seeding.demo import STORY_NOW, Role, tell
from ecf_sandbox.v1.seeding.state_setup import BuiltState
from ecf_sandbox.v1.store.records import Records

_PROVIDER = "north-star"
_DECLARATIONS = "/api/v1/participant-declarations"
_NEXT_PAYMENT = {"to": "next-payment", "schedule": "ecf-standard-september"}


def _tell(session: Session, edition: str) -> Demo:
    told = tell(cast("Records", session), editions.edition(edition), now=STORY_NOW)
    people = (
        Person(built.record.person.id, built.record.person.full_name, role) for role, built in told
    )
    return Demo(tuple(people), tuple(_steps(dict(reversed(told)))))


def _steps(first: dict[Role, BuiltState]) -> Iterator[Step]:
    paid, late, left = first[Role.PAID], first[Role.LATE], first[Role.LEFT]
    assert left.declaration is not None, "whoever was paid for was declared"
    yield Step(
        text=f"{_name(paid)} has started, and you were paid for it:",
        path=f"{_DECLARATIONS}?filter[participant_id]={paid.record.person.id}",
        provider=_PROVIDER,
    )
    yield _declare(
        f"Declare {_name(paid)} again, as retained-1:",
        paid,
        "retained-1",
        evidence_held="training-event-attended",
    )
    yield _declare(
        f"{_name(late)} is late: today is refused as a start, and the answer says what would do:",
        late,
        "started",
    )
    yield Step(
        text=f"{_name(left)} left before the milestone ended, which nobody knew."
        " Void what was paid:",
        method="PUT",
        path=f"{_DECLARATIONS}/{left.declaration.id}/void",
        provider=_PROVIDER,
    )
    yield Step(
        text="Go to the next payment, and do 1 again. It is paid, and what was voided is clawed"
        " back:",
        method="POST",
        path=f"/sandbox/worlds/{DEFAULT}/clock/advance",
        body=_NEXT_PAYMENT,
    )


def _declare(text: str, built: BuiltState, kind: str, **more: str) -> Step:
    attributes = {
        "participant_id": built.record.person.id,
        "course_identifier": "ecf-induction",
        "declaration_type": kind,
        "declaration_date": "2022-01-20T08:00:00Z",
        **more,
    }
    body = {"data": {"type": "participant-declaration", "attributes": attributes}}
    return Step(text=text, method="POST", path=_DECLARATIONS, provider=_PROVIDER, body=body)


def _name(built: BuiltState) -> str:
    return built.record.person.full_name


DEMO = DemoWorld(
    id=DEFAULT,
    spec=WorldSpec(options={"participants": 20, "personas": False}, now=STORY_NOW, frozen=True),
    tell=_tell,
)
