"""docs/container.md fits the Dockerfile and compose.yaml.

No container engine is here. The page's lines are run with a program in docker's place that keeps
what it is asked; then each flag, path, port and name is held against the two files, and what a
container would be told against the options of the program in it.
"""

import argparse
import os
import subprocess
from pathlib import Path

import click
import pytest
import yaml

import ecf_conformance.commands
import ecf_sandbox.cli
from tests.kit import blocks
from tests.kit.dockerfile import Dockerfile
from tests.kit.stand_ins import StandIn

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "container.md"
RUN = blocks.of(PAGE, "sh")
IMAGE = Dockerfile.read(ROOT / "Dockerfile")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
STAGES = {"ecf-sandbox": "sandbox", "ecf-conformance": "conformance"}
PROGRAMS = {
    "/opt/ecf-sandbox/bin/ecf-sandbox": ecf_sandbox.cli.main,
    "/opt/ecf-sandbox/bin/ecf-conformance": ecf_conformance.commands.command,
}
MADE = "5e" * 16  # what openssl prints
GIVEN = "of-the-target"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """What the page's lines ask docker for, in order, with the environment of each."""
    folder = tmp_path_factory.mktemp("programs")
    docker, _ = StandIn(folder, "docker"), StandIn(folder, "openssl", prints=MADE)
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ECF_")}
    subprocess.run(
        ["bash", "-eu", "-c", "\n".join(each.text for each in RUN)],
        env={**kept, "PATH": f"{folder}:{os.environ['PATH']}", "ECF_CONFORMANCE_TOKEN": GIVEN},
        check=True,
        timeout=60,
    )
    return [(understood(each.arguments), each.environment) for each in docker.calls]


def understood(arguments):
    """Read a line as docker does, as far as the page uses it; what it does not know is an error."""
    docker = argparse.ArgumentParser("docker", allow_abbrev=False)
    word = docker.add_subparsers(dest="word", required=True)
    build, run = word.add_parser("build"), word.add_parser("run")
    build.add_argument("--target", default=IMAGE.instructions[-1].stage)
    build.add_argument("--tag", required=True)
    build.add_argument("context")
    for flag in ("--rm", "--read-only"):
        run.add_argument(flag, action="store_true")
    for flag in ("--publish", "--env", "--volume", "--tmpfs", "--cap-drop"):
        run.add_argument(flag, action="append", default=[])
    run.add_argument("--name")
    run.add_argument("image")
    exec_ = word.add_parser("exec")
    exec_.add_argument("container")
    compose = word.add_parser("compose")
    compose.add_argument("--profile")
    verb = compose.add_subparsers(dest="verb", required=True)
    up, once, down = (verb.add_parser(each) for each in ("up", "run", "down"))
    for parser, flags in ((up, "--detach --wait"), (once, "--rm --build"), (down, "--volumes")):
        for flag in flags.split():
            parser.add_argument(flag, action="store_true")
    for parser in (up, once):
        parser.add_argument("service")
    for parser in (run, exec_, once):
        parser.add_argument("command", nargs=argparse.REMAINDER)
    return docker.parse_args(arguments)


def told(program, arguments, environment, monkeypatch):
    """Return what a program of the image understands by its arguments; a wrong one is an error."""
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    command = PROGRAMS[program]
    while isinstance(command, click.Group):
        word, *arguments = arguments
        command = command.get_command(click.Context(command), word)
        assert command, f"{program} knows no {word}"
    return command.make_context(program, arguments).params


def of_word(asked, word):
    found = [(each, environment) for each, environment in asked if each.word == word]
    assert found
    return found


def test_what_is_built_is_a_final_stage_and_what_is_run_was_built(asked):
    built = {each.tag: each.target for each, _ in of_word(asked, "build")}
    assert built == STAGES
    assert {each.context for each, _ in of_word(asked, "build")} == {"."}
    assert {each.image for each, _ in of_word(asked, "run")} == built.keys()


def test_what_is_run_has_the_images_port_volume_and_a_command_that_it_knows(asked, monkeypatch):
    for each, environment in of_word(asked, "run"):
        stage = STAGES[each.image]
        exposed = [port.said for port in IMAGE.of(stage, "EXPOSE")]
        assert each.publish == [f"127.0.0.1:8000:{port}" for port in exposed]
        kept = [path for line in IMAGE.of(stage, "VOLUME") for path in line.exec_form]
        assert {volume.partition(":")[2] for volume in each.volume} <= set(kept)
        (entry,) = IMAGE.last(stage, "ENTRYPOINT").exec_form
        command = each.command or IMAGE.last(stage, "CMD").exec_form
        passed = {name: environment[name] for name in each.env}
        said = told(entry, command, passed, monkeypatch)
        if stage == "sandbox":
            assert said["admin_token"] == MADE
            assert (said["host"], str(said["port"])) == ("0.0.0.0", *exposed)
            assert str(said["data"]) in kept
        else:
            assert said["token"] == GIVEN


def test_the_first_run_is_confined_as_the_service_of_compose_is(asked):
    service = COMPOSE["services"]["sandbox"]
    (first, _), *_ = of_word(asked, "run")
    assert first.read_only == service["read_only"]
    assert first.tmpfs == service["tmpfs"]
    assert first.cap_drop == service["cap_drop"]
    assert first.publish == service["ports"]


def test_what_is_called_in_a_container_is_there(asked, monkeypatch):
    names = {each.name for each, _ in of_word(asked, "run")}
    for each, _ in of_word(asked, "exec"):
        assert each.container in names
        program, *arguments = each.command
        assert program in IMAGE.last("sandbox", "ENTRYPOINT").exec_form
        told(program, arguments, {}, monkeypatch)


def test_compose_has_the_services_the_profile_and_the_token(asked, monkeypatch):
    services = COMPOSE["services"]
    for each, environment in of_word(asked, "compose"):
        assert environment["ECF_SANDBOX_ADMIN_TOKEN"] == MADE
        if each.verb == "down":
            continue
        service = services[each.service]
        assert each.profile in service.get("profiles", [None])
        if each.verb == "run":
            (entry,) = IMAGE.last(service["build"]["target"], "ENTRYPOINT").exec_form
            told(entry, each.command or service["command"], {}, monkeypatch)


def test_another_run_of_the_suite_in_the_prose_is_one_that_it_knows(monkeypatch):
    (line,) = [
        each for each in PAGE.read_text().split("`") if each.startswith("docker compose run")
    ]
    each = understood(line.split()[1:])
    (entry,) = IMAGE.last(each.service, "ENTRYPOINT").exec_form
    told(entry, each.command, {}, monkeypatch)
