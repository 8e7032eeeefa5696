"""The nouns of the API: values, free of clocks, stores and frameworks."""
