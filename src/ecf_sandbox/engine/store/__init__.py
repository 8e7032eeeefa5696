"""A world is one SQLite file: worlds, transactions, snapshots, the journal."""
