"""Documents that can be followed: their shell blocks run, and what they show is what came."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WRITTEN = "http://127.0.0.1:8000"  # where documents say that the server is
LEFT_OUT = "…"
PATIENCE = 150  # seconds that a walk may take on a busy machine

_BIN = Path(sys.executable).parent
_BLOCK = re.compile(r"^```sh\n(.*?)^```\n(?:```\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)
_NEXT = "--- next step ---"


@dataclass(frozen=True, slots=True)
class Step:
    """One shell block of a document, and the answer that it shows, if any."""

    command: str
    shown: str | None


def steps(document: Path) -> list[Step]:
    """Return a document's shell blocks in order; an answer is a plain block right below."""
    return [Step(*found) for found in _BLOCK.findall(document.read_text(encoding="utf-8"))]


def walk(taken: Sequence[Step], server: str, cache: Path) -> list[str]:
    """Run steps one after the other in one shell that stops at the first failure.

    Returns what each printed, the server's address put back as it is written.
    """
    script = f"\necho '{_NEXT}'\n".join(["set -euo pipefail", *(each.command for each in taken)])
    done = subprocess.run(
        ["bash", "-c", script.replace(WRITTEN, server)],
        env=environment(cache) | {"ECF_SANDBOX_URL": server},
        cwd=cache,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    _, *printed = done.stdout.replace(server, WRITTEN).split(f"{_NEXT}\n")
    return printed


def differences(taken: Sequence[Step], came: Sequence[str]) -> Iterator[str]:
    """Yield each step whose answer is not the one shown."""
    for step, printed in zip(taken, came, strict=True):
        if not matches(step.shown or "", printed):
            yield f"{step.command}shows:\n{step.shown}but what came was:\n{printed}"


def matches(shown: str, came: str) -> bool:
    """Whether an answer is what a document shows.

    `…` stands for anything. Line breaks within JSON are the document's own.
    """
    if shown.startswith("{"):
        shown, came = re.sub(r"\s+", "", shown), re.sub(r"\s+", "", came)
    pattern = ".*".join(map(re.escape, shown.rstrip().split(LEFT_OUT)))
    return re.fullmatch(pattern, came.rstrip(), re.DOTALL) is not None


@contextmanager
def serving(cache: Path, *arguments: str) -> Iterator[str]:
    """Run `ecf-sandbox serve` on a free port; yields its address once it is ready."""
    process = subprocess.Popen(
        [_BIN / "ecf-sandbox", "serve", "--port", "0", "--quiet", *arguments],
        env=environment(cache),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    with process, process.stdout:
        try:
            banner = process.stdout.readline()
            found = re.search(r"http://\S+", banner)
            assert found, f"the server did not start: {banner}"
            yield found[0]
        finally:
            process.terminate()
            process.stdout.read()


def environment(cache: Path) -> dict[str, str]:
    """Return an environment with our commands, and none of the user's settings of them."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ECF_SANDBOX")}
    return kept | {
        "PATH": f"{_BIN}:{os.environ.get('PATH', '')}",
        "XDG_CACHE_HOME": str(cache),
    }
