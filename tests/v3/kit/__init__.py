"""Facts of API v3 in a few words, with good defaults."""
