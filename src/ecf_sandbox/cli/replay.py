"""`ecf-sandbox replay`: a recording sent to any implementation of the API."""

from dataclasses import asdict
from pathlib import Path

import click

from ecf_sandbox.cli import recordings
from ecf_sandbox.cli.implementation import Implementation
from ecf_sandbox.cli.options import Url, pair
from ecf_sandbox.cli.output import print_json
from ecf_sandbox.cli.recordings import Recording
from ecf_sandbox.cli.remote import REFUSED
from ecf_sandbox.cli.replaying import Outcome, Replay
from ecf_sandbox.cli.world_api import V1
from ecf_sandbox.engine.domain.durations import Duration, parse_duration
from ecf_sandbox.engine.store.worlds import DEFAULT, REGISTER, fixed_token


class _Span(click.ParamType[Duration]):
    """An ISO 8601 duration, such as P1Y."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Duration:
        try:
            return parse_duration(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a duration such as P1Y or -P30D.", param, ctx)
        except OverflowError:
            self.fail(f"{value!r} leads out of the years 2000 to 2099.", param, ctx)


@click.command("replay")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("url", type=Url())
@click.option(
    "--token",
    "tokens",
    multiple=True,
    metavar="PROVIDER=TOKEN",
    help="A provider's token there.  [default: PROVIDER-token; PROVIDER-register-token of API v3]",
)
@click.option(
    "--map",
    "ids",
    multiple=True,
    metavar="ID=ID",
    help="Somebody or something, and what it is there.",
)
@click.option("--shift", type=_Span(), help="Move every date by this much.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def command(
    file: Path,
    url: str,
    tokens: tuple[str, ...],
    ids: tuple[str, ...],
    shift: Duration | None,
    *,
    as_json: bool,
) -> None:
    """Send the writes of a recording again, and show which answers differ.

    `ecf-sandbox journal --record FILE` makes a recording. Each write goes out on its own date, by
    X-With-Server-Date. Participants who are not there are played by others on the same schedule
    for whom nothing is declared; of API v3, schools, delivery partners, partnerships, statements
    and declarations by those that are alike, and a request about what nothing there is like is
    not sent. The exit code is 1 where an answer differs.
    """
    recording = recordings.load(file)
    there = Implementation(url, _tokens(recording, tokens), recording.api)
    known = dict(pair(each, like="OLD-ID=NEW-ID", param_hint="--map") for each in ids)
    replay = Replay(recording, there, known, shift)
    for provider in there.tokens:
        first = next((each for each in recording.writes if each.provider == provider), None)
        if first is not None:
            there.check_token(provider, date=first.date)
    replay.find()
    outcomes = list(replay.play())
    _show(outcomes, replay, as_json=as_json)
    if any(each.differences for each in outcomes):
        raise SystemExit(REFUSED)


def _tokens(recording: Recording, given: tuple[str, ...]) -> dict[str, str]:
    world = DEFAULT if recording.api == V1 else REGISTER
    usual = {each.provider: str(fixed_token(world, each.provider)) for each in recording.writes}
    like = "north-star=TOKEN"
    return usual | dict(pair(each, like=like, param_hint="--token") for each in given)


def _show(outcomes: list[Outcome], replay: Replay, *, as_json: bool) -> None:
    if as_json:
        told = {
            "writes": [_told(each) for each in outcomes],
            "missing": replay.missing,
            "ids": replay.ids,
        }
        print_json(told)
        return
    for id_ in replay.missing:
        click.echo(_absence(id_, replay.recording))
    for each in outcomes:
        if each.differences or each.lacking:
            click.echo(_line(each))
    sent = [each for each in outcomes if not each.lacking]
    same = sum(not each.differences for each in sent)
    click.echo(f"{same} of {len(sent)} answers are as recorded.")
    if len(sent) < len(outcomes):
        click.echo(f"Requests not sent: {len(outcomes) - len(sent)}.")


def _absence(id_: str, recording: Recording) -> str:
    """Return what to say of somebody or something that nothing there is like."""
    like = recording.like(id_)
    if not like:
        return f"Nothing there is like {id_}. Give --map {id_}=ID if you know what is."
    known = ", ".join(f"{name}={value}" for name, value in like.items())
    return f"Nobody there can play {id_} ({known})."


def _told(outcome: Outcome) -> dict[str, object]:
    write = outcome.write
    return {
        "date": write.date,
        "provider": write.provider,
        "method": write.method,
        "path": write.path,
        "status": outcome.status,
        "differences": [asdict(each) for each in outcome.differences],
        "lacking": outcome.lacking,
    }


def _line(outcome: Outcome) -> str:
    write = outcome.write
    told = [f"{write.date}  {write.provider}  {write.method} {write.path}"]
    if outcome.lacking:
        told.append(f"  not sent: nothing there is like {', '.join(outcome.lacking)}")
    told += [
        f"  {each.at}: {_value(each.recorded)} was recorded, {_value(each.came)} came"
        for each in outcome.differences
    ]
    return "\n".join(told)


def _value(value: object) -> str:
    return "nothing" if value is None else str(value)
