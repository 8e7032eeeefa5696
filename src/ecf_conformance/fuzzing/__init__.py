"""Fuzzing with Schemathesis: jobs, transport, findings; an API brings its guide and checks."""
