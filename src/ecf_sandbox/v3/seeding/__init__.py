"""What a new world of API v3 begins with."""
