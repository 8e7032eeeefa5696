"""All that is recorded of one person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from ecf_sandbox.v3.domain.declarations import Declaration
from ecf_sandbox.v3.domain.people import IdChange, Induction, Person, Role
from ecf_sandbox.v3.domain.periods import in_order
from ecf_sandbox.v3.domain.training import Mentorship, SchoolPeriod, TrainingPeriod

Row = TypeVar("Row", SchoolPeriod, TrainingPeriod, Mentorship)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an act makes of the facts: rows new or changed, and ids of rows to delete.

    A row whose id is known replaces the one of that id; rows of two kinds never share one.
    `person` is None where nothing of the person itself changes.
    """

    person: Person | None = None
    school_periods: tuple[SchoolPeriod, ...] = ()
    training_periods: tuple[TrainingPeriod, ...] = ()
    mentorships: tuple[Mentorship, ...] = ()
    deleted: frozenset[int] = frozenset()

    def __or__(self, later: "Changes") -> "Changes":
        """Return both, the later ones winning where they speak of one row."""
        return Changes(
            person=later.person or self.person,
            school_periods=_merged(self.school_periods, later.school_periods, later.deleted),
            training_periods=_merged(self.training_periods, later.training_periods, later.deleted),
            mentorships=_merged(self.mentorships, later.mentorships, later.deleted),
            deleted=self.deleted | later.deleted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A person with every period and declaration, whoever made them.

    `mentorships` are those that the person has part in, as ECT or as mentor.
    """

    person: Person
    school_periods: tuple[SchoolPeriod, ...] = ()
    training_periods: tuple[TrainingPeriod, ...] = ()
    mentorships: tuple[Mentorship, ...] = ()
    inductions: tuple[Induction, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    id_changes: tuple[IdChange, ...] = ()

    def at_school(self, role: Role) -> list[SchoolPeriod]:
        """Return the school periods of a role, by their first day."""
        return in_order(each for each in self.school_periods if each.role is role)

    def training(self, role: Role) -> list[TrainingPeriod]:
        """Return the training periods of a role, by their first day."""
        return in_order(each for each in self.training_periods if each.role is role)

    def training_on(self, role: Role, day: date) -> TrainingPeriod | None:
        """Return the training period of a role that contains a day, with whomever it is."""
        return next((each for each in self.training(role) if each.contains(day)), None)

    def training_within(self, school_period: SchoolPeriod) -> list[TrainingPeriod]:
        """Return the training periods of a school period, by their first day."""
        return in_order(
            each for each in self.training_periods if each.school_period_id == school_period.id
        )

    def latest(self, role: Role, provider: str) -> TrainingPeriod | None:
        """Return the training period of a role with a provider that starts last."""
        latest: TrainingPeriod | None = None
        for each in self.training_periods:
            owner = each.partnership
            if each.role is role and owner is not None and owner.provider == provider:
                later = latest is None or each.started_on >= latest.started_on
                latest = each if later else latest
        return latest

    def was_with(self, provider: str) -> bool:
        """Return whether the person was ever trained by a provider, or will be."""
        return any(each.provider == provider for each in self.training_periods)

    def school_period_of(self, training: TrainingPeriod) -> SchoolPeriod:
        """Return the school period that a training period lies in."""
        return next(each for each in self.school_periods if each.id == training.school_period_id)

    def mentorships_in(self, school_period: SchoolPeriod) -> list[Mentorship]:
        """Return the mentorships of a school period, from either side, by their first day."""
        return in_order(
            each
            for each in self.mentorships
            if school_period.id in (each.ect_school_period_id, each.mentor_school_period_id)
        )

    def standing(self, role: Role) -> Iterator[Declaration]:
        """Yield the declarations of a role that occupy their places, whoever made them."""
        return (each for each in self.declarations if each.role is role and each.stands)

    def after(self, changes: Changes) -> "History":
        """Return the history as it is once an act has changed it.

        Declarations of deleted training go with it.
        """
        return replace(
            self,
            person=changes.person or self.person,
            school_periods=_merged(self.school_periods, changes.school_periods, changes.deleted),
            training_periods=_merged(
                self.training_periods, changes.training_periods, changes.deleted
            ),
            mentorships=_merged(self.mentorships, changes.mentorships, changes.deleted),
            declarations=tuple(
                each for each in self.declarations if each.training_period_id not in changes.deleted
            ),
        )


def _merged(
    known: Iterable[Row], changed: Iterable[Row], deleted: frozenset[int]
) -> tuple[Row, ...]:
    """Return rows with the changed ones in their places, new ones last, deleted ones gone."""
    by_id = {each.id: each for each in known}
    by_id |= {each.id: each for each in changed}
    return tuple(each for each in by_id.values() if each.id not in deleted)
