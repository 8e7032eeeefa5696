"""`ecf-sandbox clock`: what time it is in a world."""

import re

import click

from ecf_sandbox.cli.moments import MOMENT_TEXT
from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw
from ecf_sandbox.v1.rules.clock_moves import Landmark

_DURATION = re.compile(r"[+-]?P", re.ASCII)


@click.group("clock")
def command() -> None:
    """Read and move a world's clock."""


@command.command("show")
@in_world
@asks
def show(session: Session, world: str) -> None:
    """Show what time it is."""
    session.show(session.remote.get(place("worlds", world, "clock")), _draw_clock)


@command.command("set")
@click.argument("now", required=False, type=MOMENT_TEXT)
@click.option("--ticking/--frozen", default=True, help="Whether it goes on from there.")
@in_world
@asks
def set_clock(session: Session, world: str, now: str | None, *, ticking: bool) -> None:
    """Go to a moment; without one, stop or go on where it is."""
    body = {"ticking": ticking} if now is None else {"now": now, "ticking": ticking}
    session.show(session.remote.put(place("worlds", world, "clock"), body), _draw_clock)


# Else -P1D would be looked up among the options.
@command.command("advance", context_settings={"ignore_unknown_options": True})
@click.argument("to")
@click.option("--schedule", help="The schedule of a landmark.")
@click.option("--cohort", help="Its cohort.  [default: 2021]")
@in_world
@asks
def advance(
    session: Session, world: str, to: str, schedule: str | None, cohort: str | None
) -> None:
    """Move by a duration (P30D, -P1M), to a moment, or to a landmark of a schedule.

    Landmarks are next-milestone-start, next-milestone-end and next-payment. Tells what the
    move passed.
    """
    body = _move(to, schedule, cohort)
    session.show(session.remote.post(place("worlds", world, "clock", "advance"), body), _draw_move)


@command.command("release")
@in_world
@asks
def release(session: Session, world: str) -> None:
    """Go back to real time."""
    session.show(session.remote.delete(place("worlds", world, "clock")), _draw_clock)


def _move(to: str, schedule: str | None, cohort: str | None) -> Json:
    """Return where to go, as the control API reads it."""
    if to in [*Landmark]:
        if schedule is None:
            raise click.UsageError(f"{to} is a landmark of which --schedule?")
        return {"to": to, "schedule": schedule} | ({"cohort": cohort} if cohort else {})
    if schedule or cohort:
        raise click.UsageError("--schedule and --cohort are for landmarks.")
    if _DURATION.match(to):
        return {"by": to}
    if not to[:1].isdigit():
        raise click.BadParameter(
            f"{to!r} is no duration (P30D), moment (2021-12-01T00:00:00Z) or landmark "
            f"({', '.join(Landmark)}).",
            param_hint="TO",
        )
    return {"to": MOMENT_TEXT.convert(to, None, None)}


def _draw_clock(clock: Json) -> None:
    click.echo(f"{clock['now']}, {'ticking' if clock['ticking'] else 'frozen'}")


def _draw_move(move: Json) -> None:
    _draw_clock(move)
    if move["passed"]:
        draw(("at", "what", "of"), map(_passed, move["passed"]), empty="")


def _passed(each: Json) -> tuple[str, str, str]:
    if "schedule" in each:
        return each["at"], each["what"], f"{each['declaration_type']} on {each['schedule']}"
    count = each["declarations"]
    return each["at"], each["what"], f"{count} declaration{'' if count == 1 else 's'}"
