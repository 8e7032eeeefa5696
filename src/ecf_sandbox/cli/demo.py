"""`ecf-sandbox demo`: a server with a story in progress, and what to try on it."""

import json
from collections.abc import Iterator, Mapping

import click

from ecf_sandbox.apis import APIS, all_apis
from ecf_sandbox.cli import demo_v1, demo_v3, demo_world
from ecf_sandbox.cli.banner import reference
from ecf_sandbox.cli.demo_world import DemoWorld
from ecf_sandbox.cli.serve import PORT, address_of, folder_of, listening
from ecf_sandbox.engine.demo import Demo, Step
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http import server
from ecf_sandbox.engine.store.worlds import fixed_token

_HOST = "127.0.0.1"
_DEMOS: Mapping[str, DemoWorld] = {"v1": demo_v1.DEMO, "v3": demo_v3.DEMO}


@click.command("demo")
@click.option(
    "--api",
    "name",
    type=click.Choice(list(_DEMOS)),
    default="v1",
    show_default=True,
    help="The version of the API.",
)
@PORT
def command(name: str, port: int) -> None:
    """Serve a story in progress, and print what to try.

    It is 20 January 2022 with API v1 and 25 November 2026 with API v3, and stays so. Some have
    started, some are paid, and one payment is to be taken back; with v1 some are late, with v3
    some appear, complete or move. Nothing is kept when it ends, and it begins the same again.
    """
    wanted, (api,) = _DEMOS[name], (each for each in APIS if each.name == name)
    with listening(_HOST, port) as listener, folder_of(None) as folder:
        told = demo_world.make(wanted, api, folder)
        shown = "\n".join(_shown(address_of(listener), name, told))
        settings = server.Settings(apis=all_apis, folder=folder, quiet=True)
        server.run(settings, listener, ready=lambda: click.echo(shown))


def _shown(address: str, api: str, told: Demo) -> Iterator[str]:
    wanted = _DEMOS[api]
    assert wanted.spec.now is not None, "a story has its date"
    yield f"A demo is ready on {address}. It is {wire(wanted.spec.now)}, and stays so."
    yield f"See it in a browser: {address}/"
    yield "\nNorth Star Teaching trains twenty people you need not know, and these:\n"
    for each in told.people:
        yield f"  {each.id}  {each.name:<24} {each.part}"
    yield "\nTry, in this order and in another terminal:"
    for number, step in enumerate(told.steps, start=1):
        yield f"\n{number}. {step.text}\n   {_curl(address, wanted.id, step)}"
    yield f"\nEvery call is described at {reference(address, api)}. Ctrl-C ends the demo."


def _curl(address: str, world: str, step: Step) -> str:
    """Return the request of a step, as a line for the shell."""
    method = f" -X {step.method}" if step.method == "PUT" else ""
    words = [f"curl -g{method}"]
    if step.provider is not None:
        words.append(f"-H 'Authorization: Bearer {fixed_token(world, step.provider)}'")
    words.append(f"'{address}{step.path}'")
    if step.body is not None:
        words.append(f"-H 'Content-Type: application/json' -d '{_text(step.body)}'")
    return " ".join(words)


def _text(body: object) -> str:
    """Return JSON that may stand between single quotes in a shell."""
    return json.dumps(body, separators=(",", ":")).replace("'", r"\u0027")
