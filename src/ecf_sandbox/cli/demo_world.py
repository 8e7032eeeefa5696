"""The world of a demo: made from a seed, its story told, and kept so that a reset returns to it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine import demo
from ecf_sandbox.engine.api import Api
from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.creation import WorldSpec, from_snapshot, new_world
from ecf_sandbox.engine.demo import Demo
from ecf_sandbox.engine.store import snapshots
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.engine.store.worlds import Worlds


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """How it is made: `tell` builds the people of the story, in an open transaction."""

    id: str
    spec: WorldSpec
    tell: Callable[[Session, str], Demo]


def make(wanted: DemoWorld, api: Api, folder: Path) -> Demo:
    """Make the world among those of a folder, and return what it has to show."""
    with TemporaryDirectory(dir=folder) as draft:
        drafts = Worlds(Path(draft), APIS.schema_of)
        world = new_world(drafts, wanted.id, api.worlds, wanted.spec, fallback_folder=folder)
        with world.writing(patient=True) as session:
            told = wanted.tell(session, world.edition)
        kept = snapshots.take(world, "story", real=real_now())
        worlds = Worlds(folder, APIS.schema_of)
        demo.keep(from_snapshot(worlds, wanted.id, kept), told)
        drafts.close()
        worlds.close()
    return told
