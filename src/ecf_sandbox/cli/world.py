"""`ecf-sandbox world`: worlds made, listed, reset, kept and thrown away."""

import json
from pathlib import Path
from typing import Any

import click

from ecf_sandbox.cli.options import Session, asks
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw, draw_facts
from ecf_sandbox.domain.editions import EditionName

_SNAPSHOT_FILE = "application/vnd.sqlite3"


@click.group("world")
def command() -> None:
    """Make worlds, reset them, keep their moments, throw them away."""


@command.command("create")
@click.argument("world_id", required=False)
@click.option("--edition", type=click.Choice([*EditionName]), help="Which reading of the API.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Seed of its people.")
@click.option("--participants", type=click.IntRange(0), help="Invented people per provider.")
@click.option("--personas/--no-personas", default=None, help="With the documented people or not.")
@click.option("--now", help="The date it begins with.")
@click.option("--ticking/--frozen", default=None, help="Whether its clock goes on.")
@click.option("--from", "source", metavar="WORLD/SNAPSHOT", help="Begin with a kept moment.")
@click.option(
    "--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A snapshot file."
)
@asks
def create(
    session: Session,
    world_id: str | None,
    source: str | None,
    file: Path | None,
    **wish: Any,  # noqa: ANN401  # click's options, which a world has
) -> None:
    """Make a world, from a seed or from a kept moment."""
    if file is not None:
        path = f"/worlds?id={world_id}" if world_id else "/worlds"
        made = session.remote.send("POST", path, file.read_bytes(), _SNAPSHOT_FILE)
        session.show(json.loads(made), _draw_world)
        return
    body = {name: value for name, value in wish.items() if value is not None}
    if world_id:
        body["id"] = world_id
    if source:
        body["from"] = _source(source)
    session.show(session.remote.post("/worlds", body), _draw_world)


@command.command("list")
@asks
def list_worlds(session: Session) -> None:
    """List every world."""
    session.show(
        session.remote.get("/worlds"),
        lambda answer: draw(
            ("world", "edition", "seed", "date", "clock"),
            (
                (each["id"], each["edition"], each["seed"], each["clock"]["now"], _going(each))
                for each in answer["worlds"]
            ),
            empty="There are no worlds.",
        ),
    )


@command.command("show")
@click.argument("world_id", default="default")
@asks
def show(session: Session, world_id: str) -> None:
    """Show a world and its tokens."""
    session.show(session.remote.get(f"/worlds/{world_id}"), _draw_world)


@command.command("reset")
@click.argument("world_id", default="default")
@asks
def reset(session: Session, world_id: str) -> None:
    """Make a world what it was when created."""
    session.show(session.remote.post(f"/worlds/{world_id}/reset"), _draw_world)


@command.command("delete")
@click.argument("world_id")
@asks
def delete(session: Session, world_id: str) -> None:
    """Delete a world, file and all."""
    session.remote.delete(f"/worlds/{world_id}")
    session.show({"deleted": world_id}, lambda _: click.echo(f"World {world_id} is gone."))


@command.command("snapshot")
@click.argument("world_id")
@click.argument("name", required=False)
@click.option(
    "--file", type=click.Path(path_type=Path, dir_okay=False), help="Download it to a file too."
)
@asks
def snapshot(session: Session, world_id: str, name: str | None, file: Path | None) -> None:
    """Keep a world as it is now; without a name, list what is kept."""
    base = f"/worlds/{world_id}/snapshots"
    if name is None:
        session.show(session.remote.get(base), lambda answer: _draw_snapshots(answer["snapshots"]))
        return
    taken = session.remote.put(f"{base}/{name}")
    if file is not None:
        file.write_bytes(session.remote.send("GET", f"{base}/{name}", None, _SNAPSHOT_FILE))
    session.show(taken, lambda answer: _draw_snapshots([answer]))


@command.command("restore")
@click.argument("world_id")
@click.argument("name")
@asks
def restore(session: Session, world_id: str, name: str) -> None:
    """Return a world to a kept moment."""
    answer = session.remote.post(f"/worlds/{world_id}/snapshots/{name}/restore")
    session.show(answer, _draw_world)


def _source(text: str) -> dict[str, str]:
    world_id, slash, name = text.partition("/")
    if not slash:
        raise click.BadParameter("name a world and a snapshot, as demo/before", param_hint="--from")
    return {"world": world_id, "snapshot": name}


def _going(world: Json) -> str:
    return "ticking" if world["clock"]["ticking"] else "frozen"


def _draw_world(world: Json) -> None:
    facts = [
        ("world", world["id"]),
        ("edition", f"{world['edition']}, seed {world['seed']}"),
        ("date", f"{world['clock']['now']}, {_going(world)}"),
    ]
    draw_facts([*facts, *((each["id"], each["token"]) for each in world["providers"])])


def _draw_snapshots(snapshots: Json) -> None:
    draw(
        ("snapshot", "world's date", "taken", "bytes"),
        ((each["name"], each["now"], each["taken_at"], each["bytes"]) for each in snapshots),
        empty="No snapshots are kept.",
    )
