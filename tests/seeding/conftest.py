"""Worlds as seeding leaves them, to look at and not to change."""

import pytest

from ecf_sandbox import resources
from ecf_sandbox.domain.editions import EditionName
from ecf_sandbox.seeding import template
from ecf_sandbox.store import registry
from ecf_sandbox.store.generation import Origin, Provider
from ecf_sandbox.store.records import Store
from tests.seeding.worlds import CROWD, PROVIDERS, Seeded, open_store


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
