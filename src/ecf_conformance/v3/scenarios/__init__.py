"""The scenarios of API v3, one chapter of them a module."""
