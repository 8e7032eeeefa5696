"""Worlds as seeding leaves them, to look at and not to change."""

import sqlite3
from dataclasses import dataclass

import pytest

from ecf_sandbox import resources
from ecf_sandbox.domain.editions import Edition, EditionName
from ecf_sandbox.domain.instants import parse_date_time
from ecf_sandbox.seeding import template
from ecf_sandbox.store.records import Store
from ecf_sandbox.store.worlds import Origin, Provider, read_providers
from ecf_sandbox.store import registry

BEGINNING = parse_date_time("2021-06-01T00:00:00Z")
END = parse_date_time("2021-11-25T09:00:00Z")
CROWD = 150
PROVIDERS = ("north-star", "riverbank", "beacon-hill", "fenland")


@dataclass(frozen=True, slots=True)
class Seeded:
    """A seeded world, open, and the edition that it keeps."""

    store: Store
    edition: Edition

    def rows(self, query: str, *values: object) -> list[tuple]:
        return self.store.db.execute(query, values).fetchall()

    def column(self, query: str, *values: object) -> list:
        return [row[0] for row in self.rows(query, *values)]


def open_store(path, seed: int = 1) -> Store:
    """Open a world's file, whatever happens to it."""
    db = sqlite3.connect(path, isolation_level=None)
    providers = read_providers(db)
    return Store(
        db,
        seed,
        {each.key: each.slug for each in providers},
        {each.slug: each.key for each in providers},
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return a maker of templates, each made once."""
    folder, made = tmp_path_factory.mktemp("seeded"), {}

    def build(edition="guidance", seed=1, participants=CROWD, *, personas=True):
        kind = (EditionName(edition), seed, participants, personas)
        if kind not in made:
            made[kind] = folder / f"{len(made)}.sqlite3"
            template.build(
                made[kind], edition=kind[0], seed=seed, participants=participants, personas=personas
            )
        return made[kind]

    return build


@pytest.fixture(scope="session", params=list(EditionName))
def seeded(request, built):
    """A world with personas and a crowd, in each edition in turn."""
    store = open_store(built(request.param))
    yield Seeded(store, resources.edition(request.param))
    store.db.close()


@pytest.fixture(params=list(EditionName))
def empty(request):
    """A world in memory that nobody is in yet, in each edition in turn."""
    origin = Origin("test", request.param, 1, 0, False, None, True)
    providers = [Provider(key, slug, slug, slug) for key, slug in enumerate(PROVIDERS, start=1)]
    store = Store(
        registry.create(":memory:", origin, providers),
        1,
        dict(enumerate(PROVIDERS, start=1)),
        {slug: key for key, slug in enumerate(PROVIDERS, start=1)},
    )
    yield Seeded(store, resources.edition(request.param))
    store.db.close()
