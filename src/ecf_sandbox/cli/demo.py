"""`ecf-sandbox demo`: a server with a story in progress, and what to try on it."""

from collections.abc import Iterator, Sequence
from typing import cast

import click

from ecf_sandbox.apis import APIS, all_apis
from ecf_sandbox.cli.serve import PORT, address_of, folder_of, listening
from ecf_sandbox.engine.creation import WorldSpec, default_world
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http import server
from ecf_sandbox.engine.store.worlds import Worlds
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.api import V1
from ecf_sandbox.v1.seeding.demo import STORY_NOW, Role, tell
from ecf_sandbox.v1.seeding.state_setup import BuiltState
from ecf_sandbox.v1.store.records import Records

_HOST = "127.0.0.1"
_SPEC = WorldSpec(options={"participants": 20, "personas": False}, now=STORY_NOW, frozen=True)
_TOKEN = "-H 'Authorization: Bearer north-star-token'"
_JSON = "-H 'Content-Type: application/json'"
_NEXT_PAYMENT = '{"to":"next-payment","schedule":"ecf-standard-september"}'

Told = Sequence[tuple[Role, BuiltState]]


@click.command("demo")
@PORT
def command(port: int) -> None:
    """Serve a story in progress, and print five things to try.

    It is 20 January 2022 and stays so: some have started, some are late, some are paid, and
    one payment is to be taken back. Nothing is kept when it ends, and it begins the same again.
    """
    with listening(_HOST, port) as listener, folder_of(None) as folder:
        worlds = Worlds(folder, APIS.schema_of)
        world = default_world(worlds, V1.worlds, _SPEC, fallback_folder=folder)
        with world.writing(patient=True) as session:
            edition = editions.edition(world.edition)
            told = tell(cast("Records", session), edition, now=STORY_NOW)
        worlds.close()
        shown = "\n".join(_shown(address_of(listener), told))
        settings = server.Settings(apis=all_apis, folder=folder, quiet=True)
        server.run(settings, listener, ready=lambda: click.echo(shown))


def _shown(address: str, told: Told) -> Iterator[str]:
    yield f"A demo is ready on {address}. It is {wire(STORY_NOW)}, and stays so."
    yield f"See it in a browser: {address}/room/worlds/default/people"
    yield "\nNorth Star Teaching trains twenty people you need not know, and these:\n"
    for role, scene in told:
        yield f"  {scene.record.person.id}  {scene.record.person.full_name:<24} {role}"
    yield "\nTry, in this order and in another terminal:"
    for number, (title, curl) in enumerate(_tries(address, told), start=1):
        yield f"\n{number}. {title}\n   {curl}"
    yield f"\nEvery call is described at {address}/docs. Ctrl-C ends the demo."


def _tries(address: str, told: Told) -> Iterator[tuple[str, str]]:
    """Yield what to try: a sentence, and a line for the shell."""
    first = dict(reversed(told))
    paid, late, left = first[Role.PAID], first[Role.LATE], first[Role.LEFT]
    assert left.declaration is not None, "whoever was paid for was declared"
    declarations = f"{address}/api/v1/participant-declarations"
    yield (
        f"{_name(paid)} has started, and you were paid for it:",
        f"curl -g {_TOKEN} '{declarations}?filter[participant_id]={paid.record.person.id}'",
    )
    yield (
        f"Declare {_name(paid)} again, as retained-1:",
        _declare(declarations, paid, "retained-1", evidence="training-event-attended"),
    )
    yield (
        f"{_name(late)} is late: today is refused as a start, and the answer says what would do:",
        _declare(declarations, late, "started"),
    )
    yield (
        f"{_name(left)} left before the milestone ended, which nobody knew. Void what was paid:",
        f"curl -X PUT {_TOKEN} {declarations}/{left.declaration.id}/void",
    )
    yield (
        "Go to the next payment, and do 1 again. It is paid, and what was voided is clawed back:",
        f"curl {_JSON} -d '{_NEXT_PAYMENT}' {address}/sandbox/worlds/default/clock/advance",
    )


def _declare(url: str, scene: BuiltState, kind: str, *, evidence: str = "") -> str:
    held = f',"evidence_held":"{evidence}"' if evidence else ""
    return (
        f"curl {_TOKEN} {_JSON} {url} -d '"
        '{"data":{"type":"participant-declaration","attributes":{'
        f'"participant_id":"{scene.record.person.id}","course_identifier":"ecf-induction",'
        f'"declaration_type":"{kind}","declaration_date":"2022-01-20T08:00:00Z"{held}}}}}}}\''
    )


def _name(scene: BuiltState) -> str:
    return scene.record.person.full_name
