"""Threads of a server have no memory of their own to keep."""

import platform
import re
import subprocess
import sys

import pytest

PROGRAM = """
import threading
from pathlib import Path
from ecf_sandbox.engine.http.allocation import share_memory_among_threads
{first}
both = threading.Barrier(2)
def work():
    kept = [bytes(10_000) for _ in range(10)]
    both.wait()
thread = threading.Thread(target=work)
thread.start()
both.wait()
print(Path("/proc/self/maps").read_text())
"""
ARENA = 32 * 1024 * 1024  # what one reserves at least, beyond what it uses


def arenas(first):
    """Return how many arenas there are beside the first one, while two threads run."""
    command = [sys.executable, "-c", PROGRAM.format(first=first)]
    maps = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    reserved = re.findall(r"^(\w+)-(\w+) ---p 00000000 00:00 0", maps, re.MULTILINE)
    return sum(int(end, 16) - int(start, 16) > ARENA for start, end in reserved)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
def test_a_thread_takes_memory_from_where_the_first_one_does():
    assert arenas("") == 1
    assert arenas("share_memory_among_threads()") == 0
