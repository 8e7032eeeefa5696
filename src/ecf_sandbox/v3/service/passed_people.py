"""A few of those to whom something happened that a clock moved over."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.rules.clock_moves import ClockEvent, Passed
from ecf_sandbox.v3.store import passed_people
from ecf_sandbox.v3.store.passed_people import Person
from ecf_sandbox.v3.store.records import Records

_BY_LAST_DAY: Mapping[ClockEvent, Callable[[Records, date], list[Person]]] = {
    ClockEvent.TRAINING_ENDED: passed_people.training_ended,
    ClockEvent.MENTORSHIP_ENDED: passed_people.mentorships_ended,
}


def people_of(records: Records, passed: Passed) -> list[Person] | None:
    """Return id and name of ten of them at most, None for what happens to nobody."""
    day = london.day_of(passed.at)
    match passed.what:
        case ClockEvent.STATEMENT_CLOSED | ClockEvent.PAYMENT_MADE:
            assert passed.cohort is not None, "a statement is of a cohort"
            return passed_people.settled(records, passed.at, passed.cohort)
        case ClockEvent.BECAME_ELIGIBLE:
            return passed_people.became_eligible(records, passed.at)
        case ClockEvent.TRAINING_BEGAN:
            return passed_people.training_began(records, day)
        case ClockEvent.TRAINING_ENDED | ClockEvent.MENTORSHIP_ENDED:
            return _BY_LAST_DAY[passed.what](records, day - timedelta(days=1))
        case _:
            return None
