"""Finished worlds to copy from: built once for each kind, and kept.

An API builds its own in a process of its own (`python -m <module>`), since only building
needs the libraries for it and their memory.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ecf_sandbox import __version__
from ecf_sandbox.engine import cache
from ecf_sandbox.engine.store.session import Schema
from ecf_sandbox.engine.store.world_file import VERSION, Origin

_ID = "template"


@dataclass(frozen=True, slots=True)
class TemplateBuilder:
    """How an API builds its templates.

    `module` is run with the arguments that `main` reads; `inputs` is a digest of all files
    that decide what it writes.
    """

    module: str
    inputs: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a template is made from; equal kinds make equal templates."""

    edition: str
    seed: int
    options: Mapping[str, Any]


def find_or_build(
    builder: TemplateBuilder, schema: Schema, kind: Kind, *, fallback_folder: Path
) -> Path:
    """Return the template of a kind; the first time it is built.

    It is kept in the user's cache, or in `fallback_folder` where nothing can be written
    there.
    """
    name = f"template-{key(builder, schema, kind)}.sqlite3"
    for folder in (cache.folder(), fallback_folder):
        if (folder / name).is_file():
            return folder / name
    folder = cache.folder() if cache.is_writable() else fallback_folder
    _build(builder, kind, folder / name)
    cache.forget_oldest(folder, "template-*.sqlite3")  # worlds are copies, and do not need theirs
    return folder / name


def key(builder: TemplateBuilder, schema: Schema, kind: Kind) -> str:
    """Return a short name that only equal templates share."""
    digest = blake2b(digest_size=12)
    versions = f"{__version__}/{VERSION}.{schema.version}"
    options = json.dumps(kind.options, sort_keys=True)
    digest.update(f"{versions}/{kind.edition}/{kind.seed}/{options}".encode())
    digest.update(builder.inputs())
    return digest.hexdigest()


def main(module: str, fill: Callable[[Path, Origin], None]) -> None:
    """Write what the arguments ask for with `fill`, or say in a line why not."""
    parser = ArgumentParser(prog=f"python -m {module}", description="Write a template of a world.")
    parser.add_argument("--path", type=Path, required=True)
    parser.add_argument("--edition", required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--options", type=json.loads, required=True, help="JSON, as the API has it")
    asked = parser.parse_args()
    try:
        write(asked.path, Kind(asked.edition, asked.seed, asked.options), fill)
    except (OSError, sqlite3.Error) as error:
        sys.exit(f"{asked.path} cannot be written: {error}")


def write(path: Path, kind: Kind, fill: Callable[[Path, Origin], None]) -> None:
    """Write a template, whole or not at all."""
    origin = Origin(_ID, kind.edition, kind.seed, kind.options, None, True)
    file, name = tempfile.mkstemp(prefix=".template-", dir=path.parent)
    draft = Path(name)
    try:
        fill(draft, origin)
        os.fsync(file)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    finally:
        os.close(file)


def _build(builder: TemplateBuilder, kind: Kind, path: Path) -> None:
    arguments = ["--path", str(path), "--edition", kind.edition, "--seed", str(kind.seed)]
    arguments += ["--options", json.dumps(kind.options)]
    subprocess.run([sys.executable, "-m", builder.module, *arguments], check=True)
