"""Ids given to what was made with one of a seed."""

from ecf_sandbox.v3.store.records import Records


def rename_declaration(records: Records, known: str, wanted: str) -> None:
    """Give a declaration another id."""
    records.db.execute("UPDATE declarations SET id = ? WHERE id = ?", (wanted, known))
    records.db.execute(
        "UPDATE ticks SET id = ?, cause = ? WHERE resource = 'declaration' AND id = ?",
        (wanted, wanted, known),
    )


def rename_partnership(records: Records, known: str, wanted: str) -> None:
    """Give a partnership another id."""
    records.db.execute("UPDATE partnerships SET id = ? WHERE id = ?", (wanted, known))
    records.db.execute(
        "UPDATE training_periods SET partnership = ? WHERE partnership = ?", (wanted, known)
    )
    records.db.execute(
        "UPDATE ticks SET id = ? WHERE resource = 'partnership' AND id = ?", (wanted, known)
    )
