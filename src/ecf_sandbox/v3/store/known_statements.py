"""A world's output statements, read again only if they changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.store import facts

_KEPT = "statements"
# All that ever changes is how many there are, and which are authorised.
_STATE = (
    "SELECT (SELECT max(key) FROM statements), total(authorised_at) FROM statements"
    " WHERE authorised_at IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class KnownStatements:
    """Statements by id, by key in the file, and by provider."""

    by_id: Mapping[str, Statement]
    by_key: Mapping[int, Statement]
    by_provider: Mapping[str, tuple[Statement, ...]]


def read(session: Session) -> KnownStatements:
    """Return a world's statements, kept for whoever asks next."""
    state = session.db.execute(_STATE).fetchone()
    kept: tuple[object, KnownStatements] | None = session.shared.get(_KEPT)
    if kept is None or kept[0] != state:
        kept = session.shared[_KEPT] = state, _read(session)
    return kept[1]


def _read(session: Session) -> KnownStatements:
    every = facts.statements(session.db, session.providers)
    return KnownStatements(
        by_id={each.id: each for each in every.values()},
        by_key=every,
        by_provider={
            slug: tuple(each for each in every.values() if each.provider == slug)
            for slug in session.provider_keys
        },
    )
