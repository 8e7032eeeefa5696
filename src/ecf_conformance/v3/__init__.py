"""What is of API v3 alone: its provider, scenarios and schedules."""
