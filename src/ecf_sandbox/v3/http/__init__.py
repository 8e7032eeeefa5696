"""API v3 over HTTP: its wire, its checks, its handlers and what they answer."""
