"""What providers are paid, and when."""

from collections.abc import Iterator

from ecf_sandbox.domain.money import Statement
from ecf_sandbox.rules import stating
from ecf_sandbox.service.office import Office
from ecf_sandbox.store import money


def statements(office: Office, provider: str | None = None) -> Iterator[Statement]:
    """Yield every payment as it looks now, to one provider or to all (PAY-8)."""
    providers = office.store.provider_keys if provider is None else (provider,)
    tallies = money.tallies(office.store, provider)
    return stating.statements(office.edition.schedules, tallies, tuple(providers), now=office.now)
