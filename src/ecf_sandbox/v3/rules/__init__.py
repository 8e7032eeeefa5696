"""The rules of API v3: pure functions of facts and `now`."""
