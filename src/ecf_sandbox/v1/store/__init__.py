"""The records of a v1 world: all its SQL."""
