"""What providers are paid, and when."""

from collections.abc import Iterator

from ecf_sandbox.v1.domain.statements import Statement
from ecf_sandbox.v1.rules import statements as rules
from ecf_sandbox.v1.service.world_context import Office
from ecf_sandbox.v1.store import declaration_counts


def statements(office: Office, provider: str | None = None) -> Iterator[Statement]:
    """Yield every payment as it looks now, to one provider or to all (PAY-8)."""
    providers = office.store.provider_keys if provider is None else (provider,)
    tallies = declaration_counts.tallies(office.store, provider)
    return rules.statements(office.edition.schedules, tallies, tuple(providers), now=office.now)
