"""Worlds as seeding leaves them, to look at and not to change."""

import pytest

from ecf_sandbox.engine import templates
from ecf_sandbox.engine.providers import LeadProvider
from ecf_sandbox.engine.store import new_file
from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.engine.templates import Kind
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.seeding import filling
from ecf_sandbox.v1.store.records import Records
from ecf_sandbox.v1.store.schema import SCHEMA
from tests.kit.sandbox import NOBODY
from tests.v1.seeding.worlds import CROWD, PROVIDERS, Seeded, open_store


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return a maker of templates, each made once."""
    folder, made = tmp_path_factory.mktemp("seeded"), {}

    def build(edition="guidance", seed=1, participants=CROWD, *, personas=True):
        kind = (edition, seed, participants, personas)
        if kind not in made:
            made[kind] = folder / f"{len(made)}.sqlite3"
            options = {"participants": participants, "personas": personas}
            templates.write(made[kind], Kind(edition, seed, options), filling.write)
        return made[kind]

    return build


@pytest.fixture(scope="session", params=list(EditionName))
def seeded(request, built):
    """A world with personas and a crowd, in each edition in turn."""
    store = open_store(built(request.param))
    yield Seeded(store, editions.edition(request.param))
    store.db.close()


@pytest.fixture(params=list(EditionName))
def empty(request):
    """A world in memory that nobody is in yet, in each edition in turn."""
    origin = Origin("test", request.param, 1, NOBODY, None, True)
    providers = [LeadProvider(slug, slug) for slug in PROVIDERS]
    store = new_file.new_records(":memory:", origin, SCHEMA, providers, Records)
    yield Seeded(store, editions.edition(request.param))
    store.db.close()
