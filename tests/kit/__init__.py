"""What the tests share: worlds to play in, clients that speak the API, checks of answers."""
