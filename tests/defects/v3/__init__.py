"""Deliberate defects of API v3, like those of v1 beside it."""
