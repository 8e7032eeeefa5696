"""How many files a process may have open: macOS starts with 256."""

import resource
from contextlib import suppress

_WANTED = 8192


def raise_file_limit() -> None:
    """Raise this process's limit as far as it is useful and allowed."""
    limit, highest = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED if highest == resource.RLIM_INFINITY else min(_WANTED, highest)
    if limit != resource.RLIM_INFINITY and limit < wanted:
        with suppress(ValueError, OSError):  # some systems allow less than they say
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, highest))


def most_open(*, files_each: int, at_most: int) -> int:
    """Return how many things of so many files fit into half of the limit, one at least.

    The other half is for connections, and for what is open only for a moment.
    """
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit == resource.RLIM_INFINITY:
        return at_most
    return max(1, min(at_most, limit // 2 // files_each))
