"""What the department would query about the people of a world."""

from collections.abc import Iterator

from ecf_sandbox.v1.domain.advisories import Advisory
from ecf_sandbox.v1.rules import advising
from ecf_sandbox.v1.service.world_context import Office
from ecf_sandbox.v1.store import participant_facts


def advisories(office: Office, provider: str | None = None) -> Iterator[Advisory]:
    """Yield every advisory as of now, by participant; those of one provider, or of all (ADV)."""
    for case in participant_facts.cases(office.store, provider):
        for each in advising.advise(case, office.edition.schedules, now=office.now):
            if provider in (None, each.provider):
                yield each
