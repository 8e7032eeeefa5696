"""`ecf-sandbox world`: worlds made, listed, reset, kept and thrown away."""

from pathlib import Path
from typing import Any

import click

from ecf_sandbox.cli import files
from ecf_sandbox.cli.choices import ANY_EDITION
from ecf_sandbox.cli.moments import MOMENT_TEXT
from ecf_sandbox.cli.options import Session, asks
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw, draw_facts

_SNAPSHOT_FILE = "application/vnd.sqlite3"


@click.group("world")
def command() -> None:
    """Make worlds, reset them, keep their moments, end them."""


@command.command("create")
@click.argument("world_id", required=False)
@click.option("--edition", type=ANY_EDITION, help="Which API, and which reading of it.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Seed of its people.")
@click.option("--participants", type=click.IntRange(0), help="Invented people per provider.")
@click.option("--personas/--no-personas", default=None, help="With the documented people or not.")
@click.option("--now", type=MOMENT_TEXT, help="The date it begins with.")
@click.option("--ticking/--frozen", default=None, help="Whether its clock goes on.")
@click.option("--from", "source", metavar="WORLD/SNAPSHOT", help="Begin with a kept moment.")
@click.option(
    "--file", type=click.Path(path_type=Path, dir_okay=False), help="Begin with a snapshot file."
)
@asks
def create(
    session: Session,
    world_id: str | None,
    source: str | None,
    file: Path | None,
    **spec: Any,  # noqa: ANN401  # click's options, which a world has
) -> None:
    """Make a world, from a seed or from a kept moment."""
    body = {name: value for name, value in spec.items() if value is not None}
    if (source or file) and (body or (source and file)):
        raise click.UsageError("--from and --file bring everything along: use either, and alone.")
    if file:
        content = files.read(file, option="--file")
        made = session.remote.upload(place("worlds"), content, _SNAPSHOT_FILE, id=world_id)
    else:
        body |= {"id": world_id} if world_id else {}
        body |= {"from": _source(source)} if source else {}
        made = session.remote.post(place("worlds"), body)
    session.show(made, _draw_world)


@command.command("list")
@asks
def list_worlds(session: Session) -> None:
    """List every world."""
    session.show(
        session.remote.get(place("worlds")),
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
@click.argument("world_id", default="default", envvar="ECF_SANDBOX_WORLD")
@click.option("--token", "provider", metavar="PROVIDER", help="Print this provider's token only.")
@asks
def show(session: Session, world_id: str, provider: str | None) -> None:
    """Show a world and its tokens."""
    world = session.remote.get(place("worlds", world_id))
    if provider is None:
        session.show(world, _draw_world)
        return
    tokens = {each["id"]: each["token"] for each in world["providers"]}
    if provider not in tokens:
        raise click.BadParameter(
            f"{provider!r} is not one of {', '.join(tokens)}.", param_hint="--token"
        )
    session.show({"token": tokens[provider]}, lambda answer: click.echo(answer["token"]))


@command.command("reset")
@click.argument("world_id", default="default", envvar="ECF_SANDBOX_WORLD")
@asks
def reset(session: Session, world_id: str) -> None:
    """Make a world what it was when created."""
    session.show(session.remote.post(place("worlds", world_id, "reset")), _draw_world)


@command.command("delete")
@click.argument("world_id")
@asks
def delete(session: Session, world_id: str) -> None:
    """Delete a world, file and all."""
    session.remote.delete(place("worlds", world_id))
    session.show({"deleted": world_id}, lambda _: click.echo(f"World {world_id} is gone."))


@command.command("snapshot")
@click.argument("world_id")
@click.argument("name", required=False)
@click.option(
    "--file", type=click.Path(path_type=Path, dir_okay=False), help="Write it to a file too."
)
@click.option("--delete", "forget", is_flag=True, help="Delete the one of this name instead.")
@asks
def snapshot(
    session: Session, world_id: str, name: str | None, file: Path | None, *, forget: bool
) -> None:
    """Keep a world as it is now; without a name, list what is kept."""
    if (forget and file) or (name is None and (forget or file)):
        raise click.UsageError("--file and --delete need a snapshot's name, and not each other.")
    if name is None:
        kept = session.remote.get(place("worlds", world_id, "snapshots"))
        session.show(kept, lambda answer: _draw_snapshots(answer["snapshots"]))
        return
    path = place("worlds", world_id, "snapshots", name)
    if forget:
        session.remote.delete(path)
        session.show({"deleted": name}, lambda _: click.echo(f"Snapshot {name} is gone."))
        return
    taken = session.remote.put(path)
    if file:
        files.write(file, session.remote.download(path), option="--file")
    session.show(taken, lambda answer: _draw_snapshots([answer]))


@command.command("restore")
@click.argument("world_id")
@click.argument("name")
@asks
def restore(session: Session, world_id: str, name: str) -> None:
    """Return a world to a kept moment."""
    path = place("worlds", world_id, "snapshots", name, "restore")
    session.show(session.remote.post(path), _draw_world)


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
