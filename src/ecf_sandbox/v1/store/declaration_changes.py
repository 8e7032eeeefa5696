"""Declarations that changed since a moment, found by indexes where they are few.

A poller's changes are few, in a world with a million declarations too. Many are found sooner
by going through the list. What was not changed since it was made is found as new.

Rules: LIST-3, LIST-7, PAY-5.
"""

import sqlite3
from collections.abc import Mapping

_MANY = 5_000

# When something is payable, by provider. There are some dozens of instants, each with a great
# many declarations: they are found by leaping from one to the next.
PAYMENTS = """
    WITH RECURSIVE payments (provider, payable_at) AS (
        SELECT key, 0 FROM providers
        UNION ALL
        SELECT provider, (SELECT min(d.payable_at) FROM declarations d
            WHERE d.provider = payments.provider AND d.payable_at > payments.payable_at)
        FROM payments WHERE payable_at IS NOT NULL
    )
"""
_CHANGED = """
    SELECT key FROM declarations
        WHERE provider = :provider AND recorded > :since AND recorded <> created
    UNION ALL SELECT key FROM declarations
        WHERE provider = :provider AND payable_at > :since AND payable_at <= :now
    UNION ALL SELECT key FROM payments JOIN declarations USING (provider, payable_at)
        WHERE provider = :provider AND paid_at > :since AND paid_at <= :now
    UNION ALL SELECT key FROM declarations
        WHERE +provider = :provider AND clawed_back_at > :since AND clawed_back_at <= :now
"""
_OF_EARLIER_PROVIDERS = """
    UNION SELECT d.created, d.key FROM declarations d WHERE d.key IN ({earlier}) AND {changed}
"""


def are_few(db: sqlite3.Connection, values: Mapping[str, object]) -> bool:
    """Return whether few declarations of a provider changed after they were made.

    `values` are `provider`, `since` and `now`.
    """
    counting = f"{PAYMENTS} SELECT count(*) FROM ({_CHANGED} LIMIT {_MANY})"
    (count,) = db.execute(counting, values).fetchone()
    return int(count) < _MANY


def page(changed: str, earlier: str | None) -> str:
    """Return a SELECT of the keys of what is new or changed on a page, in order of creation.

    It takes `limit` and `offset` too. `earlier` is a SELECT of what earlier providers made,
    and `changed` the condition that it has changed.
    """
    theirs = _OF_EARLIER_PROVIDERS.format(earlier=earlier, changed=changed) if earlier else ""
    return (
        f"{PAYMENTS} SELECT key FROM ("
        " SELECT created, key FROM declarations WHERE provider = :provider AND created > :since"
        f" UNION SELECT created, key FROM declarations WHERE key IN ({_CHANGED}){theirs}"
        " ORDER BY created, key LIMIT :limit OFFSET :offset)"
    )
