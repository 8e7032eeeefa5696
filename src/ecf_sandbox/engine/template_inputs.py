"""The files that decide what is in an API's templates, and the builder that they belong to."""

from collections.abc import Callable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from ecf_sandbox.engine import resources
from ecf_sandbox.engine.templates import TemplateBuilder

_SOURCES = ("domain", "rules", "seeding", "service", "store")


def builder_of(api: str) -> TemplateBuilder:
    """Return what builds the templates of an API: `v1` is its package and its folder of facts."""
    return TemplateBuilder(f"ecf_sandbox.{api}.seeding", _digest_of(api))


def files_of(api: str) -> Iterator[Path]:
    """Yield the files that decide what is in a template, in an order of their own."""
    for folder in (*(f"{api}/{each}" for each in _SOURCES), "engine/domain", "engine/store"):
        yield from sorted(resources.packaged(folder).glob("*.py"))
        yield from sorted(resources.packaged(folder).glob("*.sql"))
    for folder in ("common", api):
        yield from sorted(resources.path("fixtures", folder).rglob("*.*"))


def _digest_of(api: str) -> Callable[[], bytes]:
    @cache
    def inputs() -> bytes:
        """Return a digest of those files, as this process began with them."""
        digest = blake2b(digest_size=12)
        for path in files_of(api):
            digest.update(path.name.encode() + path.read_bytes())
        return digest.digest()

    return inputs
