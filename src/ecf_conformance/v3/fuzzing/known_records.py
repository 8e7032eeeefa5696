"""The ids of a provider's own records, by the list that they stand in."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from ecf_conformance.participants import NobodyFound
from ecf_conformance.v3.fuzzing.operation_kinds import OperationKind

Json = Any

_MOST = 200


@dataclass(slots=True)
class KnownRecords:
    """Ids found so far. `arrange` returns the ids that a provider state gives, or raises.

    A partnership is known with its cohort and its delivery partner.
    """

    random: Random
    arrange: Callable[[str], dict[str, str]]
    ids: dict[OperationKind, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    partnerships: dict[str, tuple[str, str]] = field(default_factory=dict)
    delivery_partners: dict[str, set[str]] = field(default_factory=dict)
    """The cohorts in which each is linked to the provider."""

    def learn(self, kind: OperationKind, records: Iterable[dict[str, Json]]) -> None:
        """Remember records of a list: their attributes, and their ids."""
        for each in records:
            id_ = str(each.get("id"))
            if len(self.ids[kind]) < _MOST:
                self.ids[kind][id_] = None
            if kind is OperationKind.LIST_PARTNERSHIPS:
                cohort, partner = str(each.get("cohort")), str(each.get("delivery_partner_id"))
                self.partnerships[id_] = cohort, partner
            elif kind is OperationKind.LIST_DELIVERY_PARTNERS:
                self.delivery_partners[id_] = {str(year) for year in each.get("cohort") or ()}

    def any_of(self, kind: OperationKind) -> str | None:
        """Return one of a list's ids, None where none is known."""
        known = list(self.ids[kind])
        return self.random.choice(known) if known else None

    def linked_in(self, cohort: str, but: str = "") -> str | None:
        """Return a delivery partner of the provider's in a cohort, other than one."""
        known = [
            id_ for id_, years in self.delivery_partners.items() if cohort in years and id_ != but
        ]
        return self.random.choice(known) if known else None

    def changeable(self) -> tuple[str, str] | None:
        """Return a partnership, and another delivery partner that it could get."""
        for id_, (cohort, partner) in reversed(self.partnerships.items()):
            if other := self.linked_in(cohort, partner):
                return id_, other
        return None

    def free_school(self) -> str | None:
        """Return a school without partnership, None where there is none left."""
        try:
            return self.arrange("a school without partnership").get("school_id")
        except NobodyFound:
            return None
