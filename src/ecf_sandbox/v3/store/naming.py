"""Ids given to what was made with one of a seed."""

from ecf_sandbox.v3.store.records import Records


def rename_declaration(records: Records, known: str, wanted: str) -> None:
    """Give a declaration another id, in what is kept of its person's acts too."""
    records.db.execute(
        "UPDATE acts SET details = replace(details, ?, ?)"
        " WHERE subject = (SELECT person FROM declarations WHERE id = ?)",
        (known, wanted, known),
    )
    records.db.execute("UPDATE declarations SET id = ? WHERE id = ?", (wanted, known))
    records.db.execute(
        "UPDATE ticks SET id = ?, cause = ? WHERE resource = 'declaration' AND id = ?",
        (wanted, wanted, known),
    )
