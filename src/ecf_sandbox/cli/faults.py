"""`ecf-sandbox faults`: fault injection, and the rate limit."""

import json
from typing import Any

import click

from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw


@click.group("faults")
def command() -> None:
    """Let requests fail on purpose."""


@command.command("show")
@in_world
@asks
def show(session: Session, world: str) -> None:
    """Show the faults to come, and how often each has struck."""
    session.show(session.remote.get(_faults(world)), _draw)


@command.command("add")
@click.option("--method", help="Only requests of this method.")
@click.option("--path", help="Only requests to this path; * stands for anything.")
@click.option("--provider", help="Only this provider's requests.")
@click.option("--status", type=int, help="Answer with this status.")
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="A header of it.")
@click.option("--body", help="The body of it: text, or a JSON object or array.")
@click.option("--delay-ms", type=int, help="Wait first.")
@click.option("--drop", is_flag=True, default=None, help="Close the connection instead.")
@click.option("--truncate-after", type=int, help="Cut the body off after so many bytes.")
@click.option("--times", type=int, help="Strike so often, then no more.")
@click.option("--for-seconds", type=int, help="End by itself after so many seconds.")
@click.option("--every", type=int, help="Strike one in so many.")
@click.option("--probability", type=float, help="The chance to strike.")
@in_world
@asks
def add(
    session: Session,
    world: str,
    headers: tuple[str, ...],
    body: str | None,
    **said: Any,  # noqa: ANN401  # click's options, which a fault has
) -> None:
    """Add a fault to those to come; the first that fits a request strikes it."""
    fault = {name: value for name, value in said.items() if value is not None}
    if headers:
        fault["headers"] = dict(map(_header, headers))
    if body is not None:
        fault["body"] = _body(body)
    standing = [_without_hits(each) for each in session.remote.get(_faults(world))["faults"]]
    session.show(session.remote.put(_faults(world), [*standing, fault]), _draw)


@command.command("clear")
@in_world
@asks
def clear(session: Session, world: str) -> None:
    """Let nothing fail any more."""
    session.remote.delete(_faults(world))
    session.show({"faults": []}, _draw)


@command.command("limit")
@click.argument("requests", type=click.IntRange(0), required=False)
@click.argument("seconds", type=click.IntRange(1), default=300)
@in_world
@asks
def limit(session: Session, world: str, requests: int | None, seconds: int) -> None:
    """Give each token REQUESTS in SECONDS of real time, 0 for no limit; else show the limit."""
    path = place("worlds", world, "limits")
    if requests is None:
        answer = session.remote.get(path)
    else:
        rate = {"requests": requests, "seconds": seconds} if requests else None
        answer = session.remote.put(path, {"rate_limit": rate})
    session.show(answer, lambda limits: click.echo(_told(limits["rate_limit"])))


def _faults(world: str) -> str:
    return place("worlds", world, "faults")


def _told(rate: Json) -> str:
    if not rate:
        return "no rate limit"
    count = rate["requests"]
    return f"{count} request{'' if count == 1 else 's'} in {rate['seconds']} s"


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon:
        raise click.BadParameter(f"{text!r} is not NAME:VALUE.", param_hint="--header")
    return name.strip(), value.strip()


def _body(text: str) -> Json:
    """Return what a fault's body says: an object or array if it is one, else the text."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, dict | list) else text


def _without_hits(fault: Json) -> Json:
    return {name: value for name, value in fault.items() if name != "hits"}


def _draw(answer: Json) -> None:
    draw(
        ("fault", "hits"),
        (
            (json.dumps(_without_hits(each), ensure_ascii=False), each.get("hits", 0))
            for each in answer["faults"]
        ),
        empty="No faults to come.",
    )
