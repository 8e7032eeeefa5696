"""Weighted recipes: what has become of the crowd, and how often."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import ParticipantType
from ecf_sandbox.v1.seeding.recipes import SEPTEMBER, Recipe, Registration, Step, Verb

_Steps = tuple[Step, ...]

_UNHEARD = Registration(
    email_validated=False,
    teacher_reference_number_validated=None,
    qts=None,
    eligible_for_funding=None,
)
_EMAIL_ONLY = replace(_UNHEARD, email_validated=True)
_WRONG_TRN = replace(_EMAIL_ONLY, teacher_reference_number_validated=False)
_UNDECIDED = Registration(eligible_for_funding=None)
_NO_QTS = Registration(qts=False, eligible_for_funding=None)
_UNFUNDED = Registration(eligible_for_funding=False)


@dataclass(frozen=True, slots=True)
class WeightedRecipe:
    """A recipe, and how often it comes beside the others."""

    weight: float
    recipe: Recipe


def _at(verb: Verb, what: str, when: str) -> Step:
    return Step(verb=verb, what=what, at=parse_date_time(when))


def _declared(what: str, when: str) -> Step:
    return _at(Verb.DECLARE, what, when)


# In the started milestone of ecf-standard-september in both editions.
_STARTED = tuple(
    _declared("started", when)
    for when in (
        "2021-11-19T10:17:00Z",
        "2021-11-19T15:47:00Z",
        "2021-11-22T09:17:00Z",
        "2021-11-22T14:47:00Z",
        "2021-11-23T11:17:00Z",
        "2021-11-24T09:47:00Z",
        "2021-11-24T16:17:00Z",
        "2021-11-25T08:17:00Z",
    )
)
_LATER = _at(Verb.VOID, "started", "2021-11-24T11:47:00Z")

_ON_SEPTEMBER: tuple[tuple[float, _Steps], ...] = (
    (40, ()),
    *((4.5, (started,)) for started in _STARTED),
    (2, (_STARTED[0], _LATER)),
    (1, (_STARTED[0], _LATER, _STARTED[7])),
    (2, (_at(Verb.DEFER, "parental-leave", "2021-10-18T10:47:00Z"),)),
    (2, (_at(Verb.DEFER, "career-break", "2021-11-09T13:17:00Z"),)),
    (1, (_STARTED[2], _at(Verb.DEFER, "long-term-sickness", "2021-11-24T13:17:00Z"))),
    (
        2,
        (
            _at(Verb.DEFER, "bereavement", "2021-10-04T09:17:00Z"),
            _at(Verb.RESUME, "", "2021-11-15T09:17:00Z"),
        ),
    ),
    (2, (_at(Verb.WITHDRAW, "left-teaching-profession", "2021-10-21T14:17:00Z"),)),
    (1, (_at(Verb.WITHDRAW, "school-left-fip", "2021-11-11T15:17:00Z"),)),
    (1, (_STARTED[1], _at(Verb.WITHDRAW, "moved-school", "2021-11-23T15:47:00Z"))),
    (2, (_at(Verb.LEAVE_SCHOOL, "", "2021-11-02T12:17:00Z"),)),
    (2, (_at(Verb.CHANGE_SCHEDULE, "ecf-standard-january", "2021-11-16T10:17:00Z"),)),
)
_ON_OTHER_SEPTEMBERS: tuple[tuple[float, _Steps], ...] = (
    (1, ()),
    (1, (_declared("started", "2021-09-20T10:17:00Z"),)),
    (
        1,
        (
            _declared("started", "2021-09-20T10:17:00Z"),
            _declared("retained-1", "2021-11-08T14:17:00Z"),
        ),
    ),
)
_HALF_REGISTERED: tuple[tuple[float, Registration], ...] = (
    (2, _EMAIL_ONLY),
    (2, _WRONG_TRN),
    (3, _UNDECIDED),
    (2, _NO_QTS),
    (2, _UNFUNDED),
)


def settled(edition: Edition, kind: ParticipantType) -> tuple[WeightedRecipe, ...]:
    """Return the stories of those who were registered before September."""
    return tuple(_settled(edition, kind))


def recent(edition: Edition, kind: ParticipantType) -> tuple[WeightedRecipe, ...]:
    """Return the stories of those who were added since, to whom nothing happened yet."""
    return tuple(_recent(edition, kind))


def _settled(edition: Edition, kind: ParticipantType) -> Iterator[WeightedRecipe]:
    for weight, steps in _ON_SEPTEMBER:
        yield WeightedRecipe(weight, Recipe(participant_type=kind, steps=steps))
    for weight, facts in _HALF_REGISTERED:
        yield WeightedRecipe(weight, Recipe(participant_type=kind, registration=facts))
        yield WeightedRecipe(
            weight / 3, Recipe(participant_type=kind, registration=facts, steps=(_STARTED[4],))
        )
    for identifier in _other_schedules(edition, kind):
        found = _ON_OTHER_SEPTEMBERS if identifier.endswith("september") else ((1.5, ()),)
        for weight, steps in found:
            yield WeightedRecipe(
                weight, Recipe(participant_type=kind, schedule_identifier=identifier, steps=steps)
            )


def _recent(edition: Edition, kind: ParticipantType) -> Iterator[WeightedRecipe]:
    for weight, facts in ((6.0, _UNHEARD), (12.0, Registration()), *_HALF_REGISTERED):
        yield WeightedRecipe(weight, Recipe(participant_type=kind, registration=facts))
    for cohort in edition.schedules.cohorts[1:]:
        yield WeightedRecipe(1, Recipe(participant_type=kind, cohort=cohort, registration=_UNHEARD))


def _other_schedules(edition: Edition, kind: ParticipantType) -> Iterator[str]:
    """Yield the schedules of the first cohort that somebody can be on, but the usual one."""
    first = edition.schedules.cohorts[0]
    for each in edition.schedules:
        fits = kind is ParticipantType.MENTOR or not each.is_for_mentors_only
        if fits and each.cohort == first and each.identifier != SEPTEMBER:
            yield each.identifier
