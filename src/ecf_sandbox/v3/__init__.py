"""Version 3 of the API: its nouns, its rules, and what serves them."""
