"""The editions of API v1: whose promises an implementation is held to."""

EDITIONS = ("guidance", "service")
IN_SERVICE = ("service",)
"""Of a promise that is ours where an implementation is judged as the service."""
