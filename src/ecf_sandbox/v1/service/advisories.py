"""What the department would query about the people of a world."""

from collections.abc import Iterator

from ecf_sandbox.v1.domain.advisories import Advisory
from ecf_sandbox.v1.rules import advising
from ecf_sandbox.v1.service.world_context import WorldContext
from ecf_sandbox.v1.store import participant_facts


def advisories(context: WorldContext, provider: str | None = None) -> Iterator[Advisory]:
    """Yield every advisory as of now, by participant; those of one provider, or of all (ADV)."""
    for case in participant_facts.all_facts(context.store, provider):
        for each in advising.advise(case, context.edition.schedules, now=context.now):
            if provider in (None, each.provider):
                yield each
