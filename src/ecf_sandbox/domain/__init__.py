"""The nouns of the API: frozen values, free of clocks, stores and frameworks."""
