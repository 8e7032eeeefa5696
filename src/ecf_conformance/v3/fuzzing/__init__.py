"""Guides generated requests to the rules of API v3, and checks its answers."""
