"""`ecf-sandbox clock`: what time it is in a world."""

import re
from collections.abc import Mapping
from functools import partial

import click

from ecf_sandbox.cli import landmarks
from ecf_sandbox.cli.moments import MOMENT_TEXT
from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw
from ecf_sandbox.cli.world_api import V1, api_of

_COUNTS = ("declarations", "clawbacks", "participants")
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
@click.option("--cohort", help="The cohort of one; in worlds of API v1 2021 unless given.")
@click.option("--participant", "participant_id", help="Whose training begins or ends (API v3).")
@in_world
@asks
def advance(session: Session, world: str, to: str, **said: str | None) -> None:
    """Move by a duration (P30D, -P1M), to a moment, or to a landmark, and tell what was passed.

    Landmarks of a schedule and cohort are next-milestone-start and next-milestone-end; of a
    schedule in API v1, and of a cohort or any in API v3, next-payment. API v3 also has tomorrow,
    next-statement-deadline, next-cohort, next-training-start and next-training-end.
    """
    given = {name: value for name, value in said.items() if value is not None}
    body = landmarks.move_to(session, world, to, given) if _is_landmark(to) else _move(to, given)
    move = session.remote.post(place("worlds", world, "clock", "advance"), body)
    session.show(move, partial(_draw_move, session, world))


@command.command("release")
@in_world
@asks
def release(session: Session, world: str) -> None:
    """Go back to real time."""
    session.show(session.remote.delete(place("worlds", world, "clock")), _draw_clock)


def _is_landmark(to: str) -> bool:
    return to in landmarks.NAMES


def _move(to: str, given: Mapping[str, str]) -> Json:
    """Return a move by a duration or to a moment, as the control API reads it."""
    if given:
        raise click.UsageError("--schedule, --cohort and --participant are for landmarks.")
    if _DURATION.match(to):
        return {"by": to}
    if not to[:1].isdigit():
        raise click.BadParameter(
            f"{to!r} is no duration (P30D), moment (2021-12-01T00:00:00Z) or landmark "
            f"({', '.join(landmarks.NAMES)}).",
            param_hint="TO",
        )
    return {"to": MOMENT_TEXT.convert(to, None, None)}


def _draw_clock(clock: Json) -> None:
    click.echo(f"{clock['now']}, {'ticking' if clock['ticking'] else 'frozen'}")


def _draw_move(session: Session, world: str, move: Json) -> None:
    _draw_clock(move)
    if move["passed"]:
        told = _of_v1 if api_of(session, world) == V1 else _of_v3
        rows = ((each["at"], each["what"], told(each)) for each in move["passed"])
        draw(("at", "what", "of"), rows, empty="")


def _of_v1(each: Json) -> str:
    return _milestone(each) if "schedule" in each else _counted("declarations", each)


def _of_v3(each: Json) -> str:
    if "schedule" in each:
        return f"{_milestone(each)} of {each['cohort']}"
    cohort = [f"cohort {each['cohort']}"] if "cohort" in each else []
    return ", ".join([*cohort, *(_counted(name, each) for name in _COUNTS if name in each)])


def _milestone(each: Json) -> str:
    return f"{each['declaration_type']} on {each['schedule']}"


def _counted(name: str, each: Json) -> str:
    return f"{each[name]} {name.removesuffix('s') if each[name] == 1 else name}"
