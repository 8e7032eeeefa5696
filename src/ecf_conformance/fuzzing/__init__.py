"""Fuzzing with Schemathesis: the hooks that guide it, our checks beside its own, and the phase."""
