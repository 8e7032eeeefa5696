"""What the department looks through for advisories: people in order, schools, partnerships."""

from collections.abc import Iterator
from datetime import date

from ecf_sandbox.v3.domain.training import Interest
from ecf_sandbox.v3.store.ids import shown, stored
from ecf_sandbox.v3.store.records import Records

_PEOPLE = "SELECT id FROM people WHERE id > :after ORDER BY id LIMIT :limit"
_PEOPLE_OF = (
    "SELECT p.id FROM people p WHERE p.id > :after AND EXISTS (SELECT 1 FROM listed l"
    " WHERE l.provider = :provider AND l.created = p.recorded_at AND l.id = p.id)"
    " ORDER BY p.id LIMIT :limit"
)
_UNMET = (
    "SELECT o.id, t.interest_provider, t.interest_year, count(DISTINCT t.person)"
    " FROM training_periods t JOIN school_periods s ON s.key = t.school_period"
    " JOIN schools o ON o.key = s.school"
    " WHERE t.partnership IS NULL AND t.interest_provider IS NOT NULL"
    " AND (:provider IS NULL OR t.interest_provider = :provider) GROUP BY 1, 2, 3"
    " ORDER BY 3, 2, 1"
)
_NAMESAKES = (
    "SELECT p.provider, p.year, group_concat(DISTINCT s.key) FROM partnerships p"
    " JOIN schools s ON s.key = p.school WHERE :provider IS NULL OR p.provider = :provider"
    " GROUP BY p.provider, p.year, s.name HAVING count(DISTINCT s.key) > 1 ORDER BY 2, 1, s.name"
)
# Open training lasts beyond every year.
_LAST_TRAINED = (
    f"SELECT p.id, max(coalesce(t.finished_on, iif(t.key IS NULL, NULL, {date.max.toordinal()})))"
    " FROM partnerships p LEFT JOIN training_periods t ON t.partnership = p.key"
    " WHERE :provider IS NULL OR p.provider = :provider GROUP BY p.key ORDER BY p.recorded_at, p.id"
)


def people(records: Records, provider: str | None, after: str, limit: int) -> list[str]:
    """Return the ids after one of everybody, or of whom a provider lists, in order."""
    query = _PEOPLE if provider is None else _PEOPLE_OF
    values = {"provider": _key(records, provider), "after": stored(after), "limit": limit}
    return [shown(id_) for (id_,) in records.db.execute(query, values)]


def unmet_interests(records: Records, provider: str | None) -> Iterator[tuple[str, Interest, int]]:
    """Yield schools with interest that no partnership meets, and of how many people."""
    for school, key, year, count in records.db.execute(_UNMET, _named(records, provider)):
        yield shown(school), Interest(records.providers[key], year), count


def namesakes(records: Records, provider: str | None) -> Iterator[tuple[str, int, list[str]]]:
    """Yield providers, cohorts, and ids of partner schools of one name in them."""
    for provider_key, year, keys in records.db.execute(_NAMESAKES, _named(records, provider)):
        found = records.db.execute(f"SELECT id FROM schools WHERE key IN ({keys})")
        yield records.providers[provider_key], year, [shown(id_) for (id_,) in found]


def last_trained(records: Records, provider: str | None) -> dict[str, date | None]:
    """Return the last day of training under each partnership, None where there was none."""
    found = records.db.execute(_LAST_TRAINED, _named(records, provider))
    return {shown(id_): date.fromordinal(day) if day else None for id_, day in found}


def _named(records: Records, provider: str | None) -> dict[str, int | None]:
    return {"provider": _key(records, provider)}


def _key(records: Records, provider: str | None) -> int | None:
    return None if provider is None else records.provider_keys[provider]
