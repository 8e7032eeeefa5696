"""`ecf-sandbox journal`: what was asked of a world, and what it answered."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import click

from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw

_PAUSE = 0.25


@click.command("journal")
@click.option("--path", help="Only requests to this path; * stands for anything.")
@click.option("--status", help="Only answers with this status, such as 422 or 4xx.")
@click.option("--provider", help="Only this provider's requests.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--follow", is_flag=True, help="Go on printing requests as they come.")
@click.option("--har", type=click.Path(path_type=Path, dir_okay=False), help="Write a HAR file.")
@click.option("--clear", is_flag=True, help="Forget all of it.")
@in_world
@asks
def command(
    session: Session,
    world: str,
    har: Path | None,
    *,
    follow: bool,
    clear: bool,
    **asked: str | int,
) -> None:
    """Show the latest requests and answers of a world."""
    base = f"/worlds/{world}/journal"
    if clear:
        session.remote.delete(base)
        click.echo(f"The journal of {world} is empty.")
    elif har is not None:
        filters = {name: value for name, value in asked.items() if name != "limit"}
        har.write_text(json.dumps(session.remote.get(f"{base}.har", **filters)), encoding="utf-8")
        click.echo(f"Wrote {har}: a browser's network panel imports it.")
    elif follow:
        for entry in _entries(session, base, asked):
            click.echo(json.dumps(entry) if session.as_json else _line(entry))
    else:
        session.show(session.remote.get(base, **asked), _draw)


def _entries(session: Session, base: str, asked: dict[str, str | int]) -> Iterator[Json]:
    """Yield what is there, oldest first, and then what comes."""
    found = session.remote.get(base, **asked)["entries"]
    while True:
        yield from reversed(found)
        asked["after"] = found[0]["id"] if found else asked.get("after", 0)
        time.sleep(_PAUSE)
        found = session.remote.get(base, **asked)["entries"]


def _line(entry: Json) -> str:
    status = entry["status"] or "dropped"
    query = f"?{entry['query']}" if entry["query"] else ""
    return (
        f"{entry['world_date']}  {entry['provider']:<12} {status}  "
        f"{entry['method']:<5} {entry['path']}{query}  {entry['ms']:.1f} ms"
    )


def _draw(answer: Json) -> None:
    draw(
        ("world's date", "provider", "status", "request", "ms"),
        (
            (
                each["world_date"],
                each["provider"],
                each["status"] or "dropped",
                f"{each['method']} {each['path']}",
                f"{each['ms']:.1f}",
            )
            for each in answer["entries"]
        ),
        empty="Nothing was asked yet.",
    )
