"""What is of API v1 alone: its scenarios, their cases and catalogue, the published schedules."""
