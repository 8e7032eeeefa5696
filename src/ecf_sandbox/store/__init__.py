"""Where facts are kept: a world is one SQLite file."""
