"""`ecf-sandbox state`: situations, built on demand."""

import click

from ecf_sandbox.cli.options import Session, asks, dated, in_world, pair
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw, draw_facts


@click.command("state")
@click.argument("state", required=False)
@click.argument("params", nargs=-1, metavar="[NAME=VALUE]...")
@in_world
@asks
@dated
def command(session: Session, world: str, state: str | None, params: tuple[str, ...]) -> None:
    """Build somebody in a named situation.

    Without a name, list the situations there are. For instance:
    ecf-sandbox state "an ECT ready to start" schedule_identifier=ecf-standard-january
    """
    path = place("worlds", world, "states")
    if state is None:
        session.show(session.remote.get(path), _draw_states)
        return
    given = dict(pair(each, like="provider=riverbank", param_hint="params") for each in params)
    built = session.remote.post(path, {"state": state, "params": given})
    session.show(built, lambda answer: draw_facts(answer.items()))


def _draw_states(answer: Json) -> None:
    draw(
        ("state", "params"),
        (
            (each["state"], " ".join(f"{name}={value}" for name, value in each["params"].items()))
            for each in answer["states"]
        ),
        empty="There are no states.",
    )
