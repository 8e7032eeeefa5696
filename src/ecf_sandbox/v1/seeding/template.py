"""A template: a finished world to copy from, named by everything that goes into it."""

import os
import tempfile
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from ecf_sandbox import __version__
from ecf_sandbox.engine import resources
from ecf_sandbox.engine.store.world_file import VERSION, Origin
from ecf_sandbox.v1.domain.editions import EditionName

_ID = "template"
_SOURCES = (
    "engine/domain",
    "engine/store",
    "v1/domain",
    "v1/rules",
    "v1/seeding",
    "v1/service",
    "v1/store",
)


def key(*, edition: EditionName, seed: int, participants: int, personas: bool) -> str:
    """Return a short name that only equal templates share."""
    digest = blake2b(digest_size=12)
    digest.update(f"{__version__}/{VERSION}/{edition}/{seed}/{participants}/{personas}".encode())
    digest.update(_ingredients())
    return digest.hexdigest()


def build(
    path: Path, *, edition: EditionName, seed: int, participants: int, personas: bool
) -> None:
    """Write a template, whole or not at all.

    `participants` is how many are invented for each provider.
    """
    from ecf_sandbox.v1.seeding import filling  # noqa: PLC0415  # a server needs keys, not Faker

    origin = Origin(
        id=_ID,
        edition=edition,
        seed=seed,
        participants=participants,
        personas=personas,
        starting_now=None,
        starting_ticking=True,
    )
    file, name = tempfile.mkstemp(prefix=".template-", dir=path.parent)
    draft = Path(name)
    try:
        filling.write(draft, origin)
        os.fsync(file)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    finally:
        os.close(file)


@cache
def _ingredients() -> bytes:
    """Return a digest of all that decides what is in a template, as this process began with it."""
    digest = blake2b(digest_size=12)
    for path in _files():
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def _files() -> Iterator[Path]:
    """Yield the files that decide what is in a template, in an order of their own."""
    for folder in _SOURCES:
        yield from sorted(resources.packaged(folder).glob("*.py"))
    yield from sorted(resources.packaged("v1", "store").glob("*.sql"))
    yield from sorted(resources.path("fixtures").rglob("*.*"))
