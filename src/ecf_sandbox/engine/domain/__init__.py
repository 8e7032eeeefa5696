"""Instants, durations, pages and refusals: values, free of clocks, stores and frameworks."""
