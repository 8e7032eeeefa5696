"""The use cases: load, ask the rules, save."""
