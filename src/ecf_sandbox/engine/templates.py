"""Finished worlds to copy from: built once for each kind, and kept."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.seeding.template import key

_MOST_KEPT = 16


@dataclass(frozen=True, slots=True)
class Kind:
    """What a template is made from; equal kinds make equal templates."""

    edition: EditionName
    seed: int
    participants: int
    personas: bool


def cache_folder() -> Path:
    """Return where templates are kept between runs: `ecf-sandbox` in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "ecf-sandbox"


def find_or_build(kind: Kind, *, fallback_folder: Path) -> Path:
    """Return the template of a kind; the first time it is built, in a process of its own.

    It is kept in the user's cache, or in `fallback_folder` where nothing can be written there. A
    process of its own, since only building needs Faker and its memory.
    """
    name = _name(kind)
    for folder in (cache_folder(), fallback_folder):
        if (folder / name).is_file():
            return folder / name
    folder = cache_folder() if _writable(cache_folder()) else fallback_folder
    _build(kind, folder / name)
    _forget_oldest(folder)
    return folder / name


def _name(kind: Kind) -> str:
    digest = key(
        edition=kind.edition,
        seed=kind.seed,
        participants=kind.participants,
        personas=kind.personas,
    )
    return f"template-{digest}.sqlite3"


def _build(kind: Kind, path: Path) -> None:
    arguments = ["--path", str(path), "--edition", kind.edition, "--seed", str(kind.seed)]
    arguments += ["--participants", str(kind.participants)]
    if not kind.personas:
        arguments.append("--no-personas")
    subprocess.run([sys.executable, "-m", "ecf_sandbox.v1.seeding", *arguments], check=True)


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _forget_oldest(folder: Path) -> None:
    """Keep the newest templates; worlds are copies, and do not need theirs any more."""
    kept = sorted(folder.glob("template-*.sqlite3"), key=lambda path: path.stat().st_mtime)
    for path in kept[:-_MOST_KEPT]:
        path.unlink(missing_ok=True)
