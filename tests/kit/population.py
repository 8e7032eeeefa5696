"""Who is in a test's world: many at once, nobody again, and what schools do."""

from dataclasses import replace

from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.v1.domain.participants import ParticipantType, Person, Status
from ecf_sandbox.v1.store import additions
from tests.kit.sandbox import ADDED, NOW, SEPTEMBER, Sandbox

_FACTS = ("declarations", "actions", "records", "people", "stamps", "overrun_seconds")


def crowd(sandbox: Sandbox, size: int, *, provider: str = "north-star") -> list[str]:
    """Add many ECTs in one transaction, and return their ids in order."""
    at, placement = parse_date_time(ADDED), additions.Placement("012345", SEPTEMBER)
    with sandbox.world.writing(patient=True) as store:
        people = []
        for number in range(size):
            people.append(_ect(additions.next_participant_id(store), f"Number {number}"))
            additions.add_person(store, people[-1])
            additions.open_record(store, people[-1], provider, placement, at=at)
    return [person.id for person in people]


def school_withdraws(sandbox: Sandbox, person: Person, provider: str, *, at: str = NOW) -> None:
    """Let the school withdraw a participant, as a provider's record shows it."""
    with sandbox.world.writing(patient=True) as store:
        record = store.own_record(person.id, provider)
        assert record is not None
        gone = replace(record, status=Status.WITHDRAWN)
        additions.change_enrolment(store, gone, at=parse_date_time(at))


def empty(sandbox: Sandbox) -> Sandbox:
    """Remove everybody and all that happened, for the next example of a property."""
    with sandbox.world.writing(patient=True) as store:
        for table in _FACTS:
            store.db.execute(f"DELETE FROM {table}")
    sandbox.world.file.shared.clear()
    return sandbox


def _ect(id_: str, full_name: str) -> Person:
    return Person(
        id=id_,
        participant_type=ParticipantType.ECT,
        cohort=2021,
        full_name=full_name,
        email="somebody@example.com",
        email_validated=True,
        teacher_reference_number=None,
        teacher_reference_number_validated=None,
        qts=True,
        eligible=True,
        pupil_premium_uplift=False,
        sparsity_uplift=False,
        added_at=parse_date_time(ADDED),
    )
