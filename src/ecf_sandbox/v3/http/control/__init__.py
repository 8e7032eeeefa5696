"""What worlds of API v3 have beyond the engine's control API."""
