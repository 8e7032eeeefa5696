"""What the department looks through for advisories: people in order, schools, partnerships."""

from collections.abc import Iterator
from datetime import date

from ecf_sandbox.v3.domain.training import Interest
from ecf_sandbox.v3.store.records import Records

_PEOPLE = "SELECT id FROM people WHERE id > :after ORDER BY id LIMIT :limit"
_PEOPLE_OF = (
    "SELECT DISTINCT person FROM listed WHERE provider = :provider AND person > :after"
    " ORDER BY person LIMIT :limit"
)
_UNMET = (
    "SELECT s.school, t.interest_provider, t.interest_year, count(DISTINCT t.person)"
    " FROM training_periods t JOIN school_periods s ON s.id = t.school_period"
    " WHERE t.partnership IS NULL AND t.interest_provider IS NOT NULL"
    " AND (:provider IS NULL OR t.interest_provider = :provider) GROUP BY 1, 2, 3"
    " ORDER BY 3, 2, 1"
)
_NAMESAKES = (
    "SELECT p.provider, p.year, group_concat(DISTINCT s.id) FROM partnerships p"
    " JOIN schools s ON s.id = p.school WHERE :provider IS NULL OR p.provider = :provider"
    " GROUP BY p.provider, p.year, s.name HAVING count(DISTINCT s.id) > 1 ORDER BY 2, 1, s.name"
)
# Open training lasts beyond every year.
_LAST_TRAINED = (
    "SELECT p.id, max(coalesce(t.finished_on, iif(t.id IS NULL, NULL, '9999-12-31')))"
    " FROM partnerships p LEFT JOIN training_periods t ON t.partnership = p.id"
    " WHERE :provider IS NULL OR p.provider = :provider GROUP BY p.id ORDER BY p.recorded_at, p.id"
)


def people(records: Records, provider: str | None, after: str, limit: int) -> list[str]:
    """Return the ids after one of everybody, or of whom a provider lists, in order."""
    query = _PEOPLE if provider is None else _PEOPLE_OF
    values = {"provider": _key(records, provider), "after": after, "limit": limit}
    return [id_ for (id_,) in records.db.execute(query, values)]


def unmet_interests(records: Records, provider: str | None) -> Iterator[tuple[str, Interest, int]]:
    """Yield schools with interest that no partnership meets, and of how many people."""
    for school, key, year, count in records.db.execute(_UNMET, _named(records, provider)):
        yield school, Interest(records.providers[key], year), count


def namesakes(records: Records, provider: str | None) -> Iterator[tuple[str, int, list[str]]]:
    """Yield providers, cohorts, and ids of partner schools of one name in them."""
    for key, year, ids in records.db.execute(_NAMESAKES, _named(records, provider)):
        yield records.providers[key], year, ids.split(",")


def last_trained(records: Records, provider: str | None) -> dict[str, date | None]:
    """Return the last day of training under each partnership, None where there was none."""
    found = records.db.execute(_LAST_TRAINED, _named(records, provider))
    return {id_: date.fromisoformat(day) if day else None for id_, day in found}


def _named(records: Records, provider: str | None) -> dict[str, int | None]:
    return {"provider": _key(records, provider)}


def _key(records: Records, provider: str | None) -> int | None:
    return None if provider is None else records.provider_keys[provider]
