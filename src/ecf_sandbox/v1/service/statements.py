"""What providers are paid, and when."""

from collections.abc import Iterator

from ecf_sandbox.v1.domain.statements import Statement
from ecf_sandbox.v1.rules import statements as rules
from ecf_sandbox.v1.service.world_context import WorldContext
from ecf_sandbox.v1.store import declaration_counts


def statements(context: WorldContext, provider: str | None = None) -> Iterator[Statement]:
    """Yield every payment as it looks now, to one provider or to all (PAY-8)."""
    providers = context.store.provider_keys if provider is None else (provider,)
    counts = declaration_counts.counts(context.store, provider)
    return rules.statements(context.edition.schedules, counts, tuple(providers), now=context.now)
