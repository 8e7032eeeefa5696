"""How templates of v3 worlds are built, and what goes into them."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from ecf_sandbox.engine import resources
from ecf_sandbox.engine.templates import TemplateBuilder

_SOURCES = ("domain", "rules", "seeding", "service", "store")
_FACTS = ("common", "v3")


@cache
def inputs() -> bytes:
    """Return a digest of all that decides what is in a template, as this process began with it."""
    digest = blake2b(digest_size=12)
    for path in _files():
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def _files() -> Iterator[Path]:
    """Yield the files that decide what is in a template, in an order of their own."""
    for folder in (*(f"v3/{each}" for each in _SOURCES), "engine/domain", "engine/store"):
        yield from sorted(resources.packaged(folder).glob("*.py"))
        yield from sorted(resources.packaged(folder).glob("*.sql"))
    for folder in _FACTS:
        yield from sorted(resources.path("fixtures", folder).rglob("*.*"))


BUILDER = TemplateBuilder("ecf_sandbox.v3.seeding", inputs)
