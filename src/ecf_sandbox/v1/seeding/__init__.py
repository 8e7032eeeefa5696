"""People who don't exist: personas with fixed ids, a crowd by seed, and the worlds they fill."""
