"""Guides generated requests to the rules of API v1, and checks its answers."""
