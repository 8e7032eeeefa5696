"""The nouns of API v3: values, free of clocks, stores and frameworks."""
