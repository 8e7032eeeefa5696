"""The control API: worlds, snapshots, clocks, the journal, faults and limits."""
