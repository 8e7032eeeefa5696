"""`ecf-sandbox journal`: what was asked of a world, and what it answered."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from ecf_sandbox.cli import files, recordings
from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw

_PAUSE = 0.25
_MOST = 10_000

Asked = dict[str, str | int | None]


@click.command("journal")
@click.option("--path", help="Only requests to this path; * stands for anything.")
@click.option("--status", help="Only answers with this status, such as 422 or 4xx.")
@click.option("--provider", help="Only this provider's requests.")
@click.option("--rule", help="Only refusals that this rule is behind, such as DECL-5.")
@click.option("--control", is_flag=True, help="Show the control calls made of the world instead.")
@click.option("--limit", type=click.IntRange(1, _MOST), help="How many.  [default: 50; files: all]")
@click.option("--follow", is_flag=True, help="Go on printing requests as they come.")
@click.option("--har", type=click.Path(path_type=Path, dir_okay=False), help="Write a HAR file.")
@click.option(
    "--record",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what providers changed to a file, for `ecf-sandbox replay`.",
)
@click.option("--clear", is_flag=True, help="Forget all of it.")
@in_world
@asks
def command(
    session: Session,
    world: str,
    har: Path | None,
    record: Path | None,
    *,
    follow: bool,
    clear: bool,
    **asked: str | int | None,
) -> None:
    """Show the latest requests and answers, and the rules behind refusals.

    The newest come first. Followed, they come as they were made, and with --json one a line.
    """
    control = asked.pop("control")
    if control and (har is not None or record is not None or asked["provider"] or asked["rule"]):
        raise click.UsageError(
            "--control shows calls of no provider: leave out --har, --record, --provider, --rule."
        )
    if [follow, clear, har is not None, record is not None].count(True) > 1:
        raise click.UsageError(
            "--follow, --har, --record and --clear do not go together: choose one."
        )
    base = place("worlds", world, "control-journal" if control else "journal")
    if clear:
        session.remote.delete(base)
        session.show({"entries": []}, lambda _: click.echo(f"The journal of {world} is empty."))
    elif har is not None:
        files.write(har, session.remote.download(f"{base}.har", **asked), option="--har")
        told = f"Wrote {har}: a browser's network panel imports it."
        session.show({"har": str(har)}, lambda _: click.echo(told))
    elif record is not None:
        _record(session, world, record, asked)
    else:
        asked["limit"] = asked["limit"] or 50
        if follow:
            _follow(session, base, asked)
        else:
            session.show(session.remote.get(base, **asked), _draw)


def _record(session: Session, world: str, path: Path, asked: Asked) -> None:
    asked["limit"] = asked["limit"] or _MOST
    entries = session.remote.get(place("worlds", world, "journal"), **asked)["entries"]
    recording = recordings.record(entries, session.remote, world)
    recordings.save(recording, path)
    count = len(recording.writes)
    requests = "1 request" if count == 1 else f"{count} requests"
    told = f"Wrote {requests} to {path}, for ecf-sandbox replay to send again."
    left_out = [f"Left out {each}." for each in recording.left_out]
    session.show(
        {"record": str(path), "writes": count, "left_out": recording.left_out},
        lambda _: click.echo("\n".join([told, *left_out])),
    )


def _follow(session: Session, base: str, asked: Asked) -> None:
    """Print entries until Ctrl-C, which is how this is meant to end."""
    with suppress(KeyboardInterrupt):
        for entry in _entries(session, base, asked):
            click.echo(json.dumps(entry) if session.as_json else _line(entry))


def _entries(session: Session, base: str, asked: Asked) -> Iterator[Json]:
    """Yield what is there, oldest first, and then what comes."""
    found = session.remote.get(base, **asked)["entries"]
    newest = 0
    while True:
        yield from reversed(found)
        newest = found[0]["id"] if found else newest
        time.sleep(_PAUSE)
        found = session.remote.get(base, **{**asked, "limit": _MOST, "after": newest})["entries"]


def _request(entry: Json) -> str:
    query = f"?{entry['query']}" if entry["query"] else ""
    return f"{entry['method']} {entry['path']}{query}"


def _line(entry: Json) -> str:
    status, rules = entry["status"] or "dropped", _rules(entry)
    return (
        f"{entry['world_date']}  {_whose(entry):<12} {status:<7}  "
        f"{_request(entry)}  {entry['ms']:.1f} ms{f'  {rules}' if rules else ''}"
    )


def _whose(entry: Json) -> str:
    """Return who asked: a provider, or the client of a control call."""
    return str(entry.get("provider") or entry.get("client") or "-")


def _rules(entry: Json) -> str | None:
    """Return the ids of the rules behind a refusal, each once."""
    ids = dict.fromkeys(each["rule"] for each in entry.get("problems", ()))
    return ", ".join(ids) or None


def _draw(answer: Json) -> None:
    draw(
        ("world's date", "provider", "status", "request", "ms", "rules"),
        (
            (
                each["world_date"],
                _whose(each),
                each["status"] or "dropped",
                _request(each),
                f"{each['ms']:.1f}",
                _rules(each),
            )
            for each in answer["entries"]
        ),
        empty="Nothing was asked yet.",
    )
