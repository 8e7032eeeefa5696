"""What the department would query about the people of a world."""

from collections.abc import Iterator

from ecf_sandbox.domain.advice import Advisory
from ecf_sandbox.rules import advising
from ecf_sandbox.service.office import Office
from ecf_sandbox.store import advice


def advisories(office: Office, provider: str | None = None) -> Iterator[Advisory]:
    """Yield every advisory as of now, by participant; those of one provider, or of all (ADV)."""
    for case in advice.cases(office.store, provider):
        for each in advising.advise(case, office.edition.schedules, now=office.now):
            if provider in (None, each.provider):
                yield each
