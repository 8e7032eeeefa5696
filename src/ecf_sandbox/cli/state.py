"""`ecf-sandbox state`: situations, built on demand."""

import click

from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.tables import draw, draw_facts


@click.command("state")
@click.argument("state", required=False)
@click.argument("params", nargs=-1, metavar="[NAME=VALUE]...")
@in_world
@asks
def command(session: Session, world: str, state: str | None, params: tuple[str, ...]) -> None:
    """Build somebody in a situation; without one, list the situations there are.

    For instance: ecf-sandbox state "an ECT ready to start" schedule_identifier=ecf-standard-january
    """
    path = f"/worlds/{world}/states"
    if state is None:
        session.show(
            session.remote.get(path),
            lambda answer: draw(
                ("state", "params"),
                (
                    (each["state"], " ".join(f"{k}={v}" for k, v in each["params"].items()))
                    for each in answer["states"]
                ),
                empty="There are no states.",
            ),
        )
        return
    body = {"state": state, "params": dict(_pair(each) for each in params)}
    session.show(session.remote.post(path, body), lambda built: draw_facts(built.items()))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE.", param_hint="params")
    return name, value
