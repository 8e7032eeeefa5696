"""Personas and schedules are those of the world that is named, unless it is said whose."""

import pytest

OF_V1 = {"personas": ["--api", "v1"], "schedules": ["--edition", "guidance"]}
OF_V3 = {"personas": ["--api", "v3"], "schedules": ["--edition", "register"]}


@pytest.fixture
def register(ask):
    """The id of a register world."""
    made = ask("world", "create", "--edition", "register", "--participants", "0")["id"]
    yield made
    ask("world", "delete", made)


@pytest.mark.parametrize("command", OF_V3)
def test_they_are_those_of_the_world_that_is_named(ask, monkeypatch, register, command):
    default, wanted = ask(command), ask(command, *OF_V3[command])
    assert default != wanted
    assert ask(command, "--world", register) == wanted
    monkeypatch.setenv("ECF_SANDBOX_WORLD", register)
    assert ask(command) == wanted
    assert ask(command, *OF_V1[command]) == default


def test_schedules_are_those_of_the_edition_of_a_world(ask):
    made = ask("world", "create", "--edition", "service", "--participants", "0")["id"]
    told = ask("schedules", "--world", made)
    ask("world", "delete", made)
    assert told == ask("schedules", "--edition", "service")


@pytest.mark.parametrize("command", ["personas", "schedules"])
def test_a_world_that_there_is_not_is_said(run, monkeypatch, command):
    monkeypatch.setenv("ECF_SANDBOX_WORLD", "nowhere")
    done = run(command)
    assert done.exit_code == 1
    assert "nowhere" in done.output
