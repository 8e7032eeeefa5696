"""`ecf-sandbox clock`: what time it is in a world."""

import click

from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw
from ecf_sandbox.rules.travelling import Landmark


@click.group("clock")
def command() -> None:
    """Read and move a world's clock."""


@command.command("show")
@in_world
@asks
def show(session: Session, world: str) -> None:
    """Show what time it is."""
    session.show(session.remote.get(f"/worlds/{world}/clock"), _draw_clock)


@command.command("set")
@click.argument("now", required=False)
@click.option("--ticking/--frozen", default=True, help="Whether it goes on from there.")
@in_world
@asks
def set_clock(session: Session, world: str, now: str | None, ticking: bool) -> None:  # click's flag
    """Go to a moment; without one, stop or go on where it is."""
    body = {"ticking": ticking} if now is None else {"now": now, "ticking": ticking}
    session.show(session.remote.put(f"/worlds/{world}/clock", body), _draw_clock)


@command.command("advance", context_settings={"ignore_unknown_options": True})
@click.argument("to")
@click.option("--schedule", help="The schedule of a landmark.")
@click.option("--cohort", help="Its cohort.")
@in_world
@asks
def advance(
    session: Session, world: str, to: str, schedule: str | None, cohort: str | None
) -> None:
    """Move by a duration (P30D, -P1M), to a moment, or to a landmark of a schedule.

    Landmarks are next-milestone-start, next-milestone-end and next-payment.
    """
    body = {"to": to} if _names_a_place(to) else {"by": to}
    body |= {"schedule": schedule} if schedule else {}
    body |= {"cohort": cohort} if cohort else {}
    session.show(session.remote.post(f"/worlds/{world}/clock/advance", body), _draw_move)


@command.command("release")
@in_world
@asks
def release(session: Session, world: str) -> None:
    """Go back to real time."""
    session.show(session.remote.delete(f"/worlds/{world}/clock"), _draw_clock)


def _names_a_place(to: str) -> bool:
    return to in [*Landmark] or to[:1].isdigit()


def _draw_clock(clock: Json) -> None:
    click.echo(f"{clock['now']}, {'ticking' if clock['ticking'] else 'frozen'}")


def _draw_move(move: Json) -> None:
    _draw_clock(move)
    if move["passed"]:
        draw(
            ("at", "what", "schedule", "declarations"),
            (
                (
                    each["at"],
                    " ".join(filter(None, [each["what"], each.get("declaration_type")])),
                    each.get("schedule"),
                    each.get("declarations"),
                )
                for each in move["passed"]
            ),
            empty="",
        )
