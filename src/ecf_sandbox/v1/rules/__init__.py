"""The verbs of the API: pure functions of facts and now that yield every problem."""
