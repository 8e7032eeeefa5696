"""The commands and options of `ecf-conformance`."""

import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from ecf_conformance import catalogue, github, report, settings_file, terminal
from ecf_conformance.apis import APIS, EDITIONS, api_of, scenarios
from ecf_conformance.choices import Choices
from ecf_conformance.document import BadDocument, Document
from ecf_conformance.options import RULE, overlay, rate
from ecf_conformance.page import write_html
from ecf_conformance.run import Exit, Result, run
from ecf_conformance.session import PATIENCE, PAYMENTS, Settings, choose_edition, opened
from ecf_conformance.target import CannotRun, Target
from ecf_conformance.v1.api import V1

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
@click.version_option(package_name="ecf-sandbox", message="%(version)s")
@click.pass_context
def command(context: click.Context) -> None:
    """Tell whether an implementation of the ECF lead provider API keeps its promises.

    Options of `run` can also be set as ECF_CONFORMANCE_... in the environment, or in
    ecf-conformance.toml; the command line wins.
    """
    context.default_map = {"run": settings_file.read(run_command)}
    context.auto_envvar_prefix = "ECF_CONFORMANCE"


@command.command("run")
@click.argument("url", envvar="ECF_CONFORMANCE_URL")
@click.option("--token", envvar="ECF_CONFORMANCE_TOKEN", help="Of the provider who asks.")
@click.option(
    "--other-token", envvar="ECF_CONFORMANCE_OTHER_TOKEN", help="Of another provider there."
)
@click.option(
    "--edition",
    type=click.Choice(V1.editions),
    envvar="ECF_CONFORMANCE_EDITION",
    help="API v1: what to expect where guidance and service disagree; guidance unless said.",
)
@click.option(
    "--api",
    type=click.Choice([each.name for each in APIS]),
    envvar="ECF_CONFORMANCE_API",
    help="Which API; else the address tells, or what is answered there. Of our sandbox it is v1.",
)
@click.option(
    "--states", envvar="ECF_CONFORMANCE_STATES", help="URL of provider states, as Pact has them."
)
@click.option(
    "--clock",
    default="header",
    show_default=True,
    envvar="ECF_CONFORMANCE_CLOCK",
    help="How time is set: header, none, or the URL of a clock.",
)
@click.option(
    "--admin-token",
    envvar="ECF_CONFORMANCE_ADMIN_TOKEN",
    help="Opens the control API, the states and the clock.",
)
@RULE
@click.option(
    "--rate", callback=rate, envvar="ECF_CONFORMANCE_RATE", help="At most so many, like 3/s."
)
@click.option(
    "--timeout",
    "patience",
    type=click.FloatRange(min=0, min_open=True),
    default=PATIENCE,
    show_default=True,
    envvar="ECF_CONFORMANCE_TIMEOUT",
    help="Seconds to wait for an answer; what takes longer is slow, and not broken.",
)
@click.option(
    "--payments",
    type=click.Choice(PAYMENTS),
    default="look",
    show_default=True,
    envvar="ECF_CONFORMANCE_PAYMENTS",
    help="Whether time alone pays there: by the calendar, or not; else one payment is looked at.",
)
@click.option(
    "--strict",
    is_flag=True,
    envvar="ECF_CONFORMANCE_STRICT",
    help="Fail for what differs, too: what neither edition promises, but we do.",
)
@click.option(
    "--document",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="ECF_CONFORMANCE_DOCUMENT",
    help="Another OpenAPI document to hold answers to.",
)
@click.option(
    "--overlay",
    callback=overlay,
    envvar="ECF_CONFORMANCE_OVERLAY",
    help="An OpenAPI overlay, what the document should have said: a file, or for API v3 published, "
    "which puts the service's own document right.",
)
@click.option(
    "--only",
    type=click.Choice(("scenarios", "fuzz")),
    envvar="ECF_CONFORMANCE_ONLY",
    help="Only one of the two phases; with --rule, scenarios are all there is.",
)
@click.option(
    "--max-examples",
    type=click.IntRange(min=1),
    envvar="ECF_CONFORMANCE_MAX_EXAMPLES",
    help="Fuzz with so many examples an operation: the same for the same seed.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    envvar="ECF_CONFORMANCE_SEED",
    help="Chooses what is fuzzed with.",
)
@click.option(
    "--max-time",
    type=click.FloatRange(min=0, min_open=True),
    envvar="ECF_CONFORMANCE_MAX_TIME",
    help="Seconds for fuzzing; 60 unless --max-examples is given.",
)
@click.option("--junit", type=_FILE, envvar="ECF_CONFORMANCE_JUNIT", help="Write JUnit XML here.")
@click.option("--html", type=_FILE, envvar="ECF_CONFORMANCE_HTML", help="Write an HTML page here.")
@click.option("--json", type=_FILE, envvar="ECF_CONFORMANCE_JSON", help="Write a JSON report here.")
@click.option(
    "--plan",
    "is_plan",
    is_flag=True,
    help="Only say what would be written, by scenario: nothing is written, or judged.",
)
@click.option(
    "--allow-skips",
    is_flag=True,
    envvar="ECF_CONFORMANCE_ALLOW_SKIPS",
    help="Do not fail because too little could be shown.",
)
def run_command(**options: Any) -> None:  # noqa: ANN401  # click's options, which Settings names
    """Play the scenarios on URL, then fuzz it.

    Our own sandbox needs no option: it is recognised, and the run makes a world of its own there.

    Exit codes: 0 kept, 1 broken, 2 could not run, 3 too little could be shown.
    """
    console = Console(stderr=False)
    chosen = Choices.of(options)
    files = {name: options.pop(name) for name in ("html", "json", "junit")}
    allow_skips, strict = options.pop("allow_skips"), options.pop("strict")
    is_plan = options.pop("is_plan")
    _make_folders({} if is_plan else files)
    try:
        settings = _settings(options)
        chosen.check_rules(settings.api)
        if is_plan:
            click.echo("\n".join(chosen.plan(settings)))
            return
        document = chosen.document(settings.api)
        for nowhere in document.idle:
            click.echo(f"The overlay changes nothing at {nowhere}: nothing is there.", err=True)
        with opened(settings) as target:
            played = _result(
                console, target, document, chosen, is_fuzzed=chosen.fuzzes_on(settings)
            )
            result = replace(played, strict=strict)
            terminal.summarise(console, result, target.secrets)
            written = _write(result, target, files)
            _tell_github(result, target)
    except (CannotRun, BadDocument) as error:
        click.echo(f"Could not run: {error}", err=True)
        sys.exit(Exit.COULD_NOT_RUN)
    found = _exit(console, result, allow_skips=allow_skips)
    sys.exit(found if written or found is not Exit.KEPT else Exit.COULD_NOT_RUN)


def _settings(options: dict[str, Any]) -> Settings:
    """Return what is said of the target, the API found out where it is not; raises CannotRun."""
    api, edition = options.pop("api"), options.pop("edition")
    settings = choose_edition(Settings(**options), api, edition)
    url, prefix = settings.url.rstrip("/"), settings.api.prefix
    if url.endswith(prefix):
        click.echo(f"The address goes up to {prefix}, which is added: {url.removesuffix(prefix)}")
    return settings


@command.command("list")
@RULE
@click.option("--edition", type=click.Choice(EDITIONS), help="Only what is played in this edition.")
@click.option("--markdown", is_flag=True, help="All of them, as docs/conformance.md shows them.")
def list_command(rule: tuple[str, ...], edition: str | None, *, markdown: bool) -> None:
    """List the scenarios by rule."""
    for api in APIS if edition is None else [api_of(edition)]:
        listed = catalogue.as_markdown(api) if markdown else catalogue.as_text(api, rule, edition)
        click.echo("\n".join(listed))


def _result(
    console: Console, target: Target, document: Document, chosen: Choices, *, is_fuzzed: bool
) -> Result:
    """Play what is to be played, and fuzz what is to be fuzzed."""
    wanted = scenarios(target.edition, chosen.rules) if chosen.plays else []
    with terminal.progress(console, len(wanted)) as seen:
        result = run(target, wanted, document=document, only=chosen.rules, seen=seen)
    if not is_fuzzed or result.silence:
        return result
    from ecf_conformance.fuzz import fuzz  # noqa: PLC0415  # Schemathesis takes seconds to import

    with terminal.fuzzing(console) as fuzzing:
        fuzzed = fuzz(target, document, chosen.budget, fuzzing)
    return replace(result, fuzzed=fuzzed, excused=document.excused)


_WRITERS = {"html": write_html, "json": report.write_json, "junit": report.write_junit}


def _make_folders(files: Mapping[str, Path | None]) -> None:
    """Make the folders of reports before the run, or refuse: a verdict is not to be lost."""
    for name, file in files.items():
        if file is None:
            continue
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=file.parent).close()
        except OSError as error:
            raise click.BadParameter(
                f"{file} cannot be written: {error.strerror}.", param_hint=f"--{name}"
            ) from None


def _write(result: Result, target: Target, files: Mapping[str, Path | None]) -> bool:
    """Write the reports; return whether all of them could be, and say which could not."""
    written = True
    for name, write in _WRITERS.items():
        if file := files[name]:
            try:
                write(result, target.secrets, file)
            except OSError as error:
                click.echo(f"{file} cannot be written: {error.strerror}.", err=True)
                written = False
    return written


def _tell_github(result: Result, target: Target) -> None:
    """Leave annotations and a summary where the run is a step of GitHub Actions."""
    if not github.is_there():
        return
    for line in github.annotations(result, target.secrets):
        click.echo(line)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        github.summarise(result, target.secrets, Path(summary))


def _exit(console: Console, result: Result, *, allow_skips: bool) -> Exit:
    if result.silence:
        click.echo(f"Could not run to the end: {result.silence}", err=True)
    if result.exit is Exit.TOO_LITTLE:
        if allow_skips:
            return Exit.KEPT
        console.print("Too little could be shown; --allow-skips lets that pass.", soft_wrap=True)
    return result.exit
