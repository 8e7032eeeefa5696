"""Documents that can be followed: their shell blocks run, and what they show is what came."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.kit import blocks
from tests.kit.blocks import Block

WRITTEN = "http://127.0.0.1:8000"  # where documents say that the server is
LEFT_OUT = "…"
PATIENCE = 150  # seconds that a walk may take on a busy machine

_BIN = Path(sys.executable).parent
_NEXT = "--- next step ---"


@dataclass(frozen=True, slots=True)
class Step:
    """One shell block of a document, and the answer that it shows, if any."""

    block: Block
    answer: Block | None

    @property
    def command(self) -> str:
        return self.block.text

    @property
    def shown(self) -> str:
        return self.answer.text if self.answer else ""


def steps(document: Path) -> list[Step]:
    """Return a document's shell blocks in order; an answer is a block of text right below."""
    answers = {each.first: each for each in blocks.of(document, "text")}
    return [Step(each, answers.get(each.after)) for each in blocks.of(document, "sh")]


def blocks_of(taken: Sequence[Step]) -> list[Block]:
    """Return the blocks that steps are made of."""
    return [each for step in taken for each in (step.block, step.answer) if each]


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
        if not matches(step.shown, printed):
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
    with started(cache, "ecf-sandbox", "serve", "--port", "0", "--quiet", *arguments) as server:
        yield server


@contextmanager
def started(cache: Path, *command: str) -> Iterator[str]:
    """Run what starts a server, where it is asked to; yields its address once it is ready."""
    process = subprocess.Popen(
        command,
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
