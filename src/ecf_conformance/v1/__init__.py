"""What is of API v1 alone: scenarios, provider, discovery, fuzzing, schedules."""
