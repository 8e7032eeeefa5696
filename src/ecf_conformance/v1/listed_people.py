"""Which provider states a target's lists can show, and of whom."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ecf_conformance.participants import READY, Wanted

SECOND_OF_ONE_TRN = "an ECT whose TRN is another's too, not declared yet"


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A participant as listed, with what only the rest of the list tells.

    `sharers` are the ids of the others with the same TRN, `ects` how many name this mentor.
    """

    id: str
    attributes: Mapping[str, Any]
    sharers: tuple[str, ...] = ()
    ects: int = 0
    has_listed_mentor: bool = False

    @property
    def is_active(self) -> bool:
        """Whether school and provider both have them as active."""
        return self._shows(status="active", training_status="active")

    @property
    def is_eligible(self) -> bool:
        """Whether they are active, and known to be eligible for funding."""
        return self.is_active and self.attributes.get("eligible_for_funding") is True

    @property
    def is_ready(self) -> bool:
        """Whether they can start and be paid: eligible, and alone with their TRN."""
        return self.is_eligible and not self.sharers

    def is_in(self, state: str) -> bool:
        """Return whether they are in one of `LISTED_STATES`."""
        known = LISTED_STATES[state]
        return known.kind == self.attributes.get("participant_type") and known.shows(self)

    def _shows(self, **attributes: object) -> bool:
        return all(self.attributes.get(name) == value for name, value in attributes.items())

    def has_not(self, *attributes: str) -> bool:
        """Return whether all of these are null, or false."""
        return not any(self.attributes.get(name) for name in attributes)

    def is_decided_as(self, eligible: bool | None) -> bool:
        """Return whether they are active, and this is what is known of their funding."""
        known = self.attributes.get("eligible_for_funding", "nothing") is eligible
        return self.is_active and known and not self.sharers


@dataclass(frozen=True, slots=True)
class ListedState:
    """A provider state that lists can show: the type of who is in it, and how they are told."""

    kind: str
    shows: Callable[[ListedPerson], bool]


_UPLIFTS = ("pupil_premium_uplift", "sparsity_uplift")
_TRN = "teacher_reference_number"


def _is_just_added(person: ListedPerson) -> bool:
    return person.is_decided_as(None) and person.has_not(_TRN)


LISTED_STATES: Mapping[str, ListedState] = {
    READY["ect"]: ListedState("ect", lambda it: it.is_ready and it.has_not(*_UPLIFTS)),
    READY["mentor"]: ListedState("mentor", lambda it: it.is_ready),
    "an ECT just added by the school": ListedState("ect", _is_just_added),
    "a mentor just added by the school": ListedState("mentor", _is_just_added),
    "an ECT whose eligibility is unknown": ListedState("ect", lambda it: it.is_decided_as(None)),
    "an ECT who is not eligible for funding": ListedState(
        "ect", lambda it: it.is_decided_as(eligible=False)
    ),
    "an ECT with the pupil premium uplift": ListedState(
        "ect", lambda it: it.is_active and not it.has_not(_UPLIFTS[0])
    ),
    "an ECT with the sparsity uplift": ListedState(
        "ect", lambda it: it.is_active and not it.has_not(_UPLIFTS[1])
    ),
    "an ECT with a mentor": ListedState("ect", lambda it: it.is_active and it.has_listed_mentor),
    "a mentor of one ECT": ListedState("mentor", lambda it: it.is_active and it.ects == 1),
    "an ECT withdrawn by the school only": ListedState(
        "ect",
        lambda it: (
            (it.attributes.get("status"), it.attributes.get("training_status"))
            == ("withdrawn", "active")
        ),
    ),
    SECOND_OF_ONE_TRN: ListedState("ect", lambda it: it.is_eligible and len(it.sharers) == 1),
}
"""By name. Who has no QTS, or whose email is not validated, looks in lists like others do."""


def listed_people(records: Iterable[Mapping[str, Any]]) -> list[ListedPerson]:
    """Return the people of a list, each with what the others tell of them."""
    known = list(records)
    by_trn = defaultdict[Any, list[str]](list)
    for each in known:
        by_trn[each["attributes"].get(_TRN)].append(each["id"])
    mentors = {each["id"] for each in known if _type(each) == "mentor"}
    ects = Counter(each["attributes"].get("mentor_id") for each in known if _type(each) == "ect")
    return [
        ListedPerson(
            each["id"],
            each["attributes"],
            _sharers(each, by_trn),
            ects[each["id"]],
            each["attributes"].get("mentor_id") in mentors,
        )
        for each in known
    ]


def fits(person: ListedPerson, wanted: Wanted) -> bool:
    """Return whether a listed person is whom a scenario wants, but for the schedule."""
    asked = (wanted.kind, wanted.cohort)
    if (person.attributes.get("participant_type"), person.attributes.get("cohort")) != asked:
        return False
    return person.is_ready if wanted.state is None else person.is_in(wanted.state)


def _type(record: Mapping[str, Any]) -> object:
    return record["attributes"].get("participant_type")


def _sharers(record: Mapping[str, Any], by_trn: Mapping[Any, list[str]]) -> tuple[str, ...]:
    trn = record["attributes"].get(_TRN)
    return () if trn is None else tuple(each for each in by_trn[trn] if each != record["id"])
