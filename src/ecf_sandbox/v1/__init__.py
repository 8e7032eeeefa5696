"""Version 1 of the API, in the editions guidance and service."""
