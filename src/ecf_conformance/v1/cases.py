"""Cases of API v1: every milestone, for whom it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from ecf_conformance.v1.schedules import Milestone, milestones


@dataclass(frozen=True, slots=True)
class Training:
    """A milestone of somebody of a kind, on a schedule that is for them."""

    milestone: Milestone
    kind: str

    def __str__(self) -> str:
        it = self.milestone
        return f"{self.kind}, {it.schedule} {it.cohort}, {it.declaration_type}"


def on_standard_schedules(edition: str) -> Iterator[Training]:
    """Yield every milestone with an end, for an ECT and for a mentor."""
    for each in milestones(edition):
        if each.is_standard:
            yield Training(each, "ect")
            yield Training(each, "mentor")


def standard_milestones(edition: str) -> Iterator[Training]:
    """Yield every milestone with an end, once, of cohort 2021."""
    for each in milestones(edition):
        if each.is_standard and each.cohort == "2021":
            yield Training(each, "ect")


def on_other_schedules(edition: str) -> Iterator[Training]:
    """Yield every milestone without an end; replacement schedules are for mentors (ACT-5)."""
    for each in milestones(edition):
        if not each.is_standard:
            yield Training(each, "mentor")
            if not each.is_for_mentors:
                yield Training(each, "ect")
