"""The scenarios, one chapter a file."""
