"""What a world that was made for a demo has to show: whom its story is about, and what to try."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from ecf_sandbox.engine.store import files
from ecf_sandbox.engine.store.world import World

_FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the story, and what their part is."""

    id: str
    name: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to try: a sentence, and a request.

    `provider` is whose token it takes, None for a call of the control API.
    """

    text: str
    method: str = "GET"
    path: str
    provider: str | None = None
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Demo:
    """A story in progress: the people in it, and what to try, in order."""

    people: tuple[Person, ...] = ()
    steps: tuple[Step, ...] = ()


def keep(world: World, demo: Demo) -> None:
    """Write down, beside a world, what it has to show; that stays when the world is reset."""
    with files.whole_file(world.folder / _FILE) as draft:
        draft.write_bytes(orjson.dumps(asdict(demo)))


def read(world: World) -> Any:  # noqa: ANN401  # JSON
    """Return what a world has to show, as the control API writes it; most have nothing."""
    try:
        return orjson.loads((world.folder / _FILE).read_bytes())
    except FileNotFoundError:
        return asdict(Demo())
