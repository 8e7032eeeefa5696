"""The wire of API v1: its operations, checks, answers and forms of error."""
