"""How the C library gives out memory to the threads of a server."""

import ctypes
import sys

_M_ARENA_MAX = -8  # as in glibc's malloc.h


def share_memory_among_threads() -> None:
    """Let threads that are yet to start take memory from where the first one does.

    By default glibc gives each an arena of its own, which keeps what is freed in it. Python's
    threads seldom run at once, so they need not wait for one another. Nothing is done on
    systems other than Linux with glibc.
    """
    if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallopt"):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
