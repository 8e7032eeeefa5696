"""Acts kept in a world's file, each in the transaction of what it did."""

from collections.abc import Collection
from typing import cast

import orjson

from ecf_sandbox.engine.domain.acts import Act
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store.session import Session


def keep(session: Session, subject: str, act: Act) -> None:
    """Keep that something happened to whoever has this id."""
    session.db.execute(
        "INSERT INTO acts (subject, at, recorded, actor, provider, act, details)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            subject,
            act.at,
            act.recorded,
            act.by,
            act.provider,
            act.act,
            orjson.dumps(dict(act.details)).decode(),
        ),
    )


def kept(session: Session, subjects: Collection[str]) -> list[Act]:
    """Return what is kept of whoever has one of these ids, in order of keeping."""
    marks = ", ".join("?" * len(subjects))
    found = session.db.execute(
        "SELECT at, recorded, actor, provider, act, details FROM acts"
        f" WHERE subject IN ({marks}) ORDER BY key",
        tuple(subjects),
    )
    return [
        Act(
            at=Instant(at),
            recorded=cast("Instant | None", recorded),
            by=actor,
            provider=provider,
            act=act,
            details=orjson.loads(details),
        )
        for at, recorded, actor, provider, act, details in found
    ]
