"""What commands print: for people on a terminal, for pipes, and for shells."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from ecf_sandbox.cli.tables import draw, draw_facts
from tests.kit import walks

PROGRAM = Path(sys.executable).parent / "ecf-sandbox"


@pytest.fixture
def shell(cache, tmp_path):
    """Run a line of bash that finds our command."""

    def running(line: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", line],
            env=walks.environment(cache) | variables,
            cwd=tmp_path,
            capture_output=True,
            encoding=variables.get("PYTHONIOENCODING", "utf-8").partition(":")[0],
            timeout=30,
            check=False,
        )

    return running


def test_a_table_in_a_pipe_is_plain_and_whole(run):
    lines = run("personas").output.splitlines()
    assert "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley-Prynne   an ECT" in str(lines)
    assert not [line for line in lines if line != line.rstrip() or "\x1b" in line]


def test_a_table_on_a_terminal_is_as_wide_as_the_terminal(cache):
    ours, theirs = pty.openpty()
    environment = walks.environment(cache) | {"COLUMNS": "90", "TERM": "xterm-256color"}
    with subprocess.Popen([PROGRAM, "personas"], stdout=theirs, env=environment) as process:
        os.close(theirs)
        shown = _read(ours)
    assert process.returncode == 0
    assert "\x1b[1m" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert max(map(cell_len, plain)) <= 90


@pytest.fixture
def terminal(monkeypatch, capsys):
    """Make the output a terminal of so many columns, and read what it shows, without styles."""

    def of(columns):
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", str(columns))
        return lambda: re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)

    return of


def test_a_table_keeps_all_columns_on_a_narrow_terminal(terminal):
    shown = terminal(20)
    draw(("date", "state", "what"), [("2021-11-30", "awaiting-clawback", "a sentence")], empty="-")
    assert shown().split() == [
        *("date", "state", "what", "─" * 43),
        *("2021-11-30", "awaiting-clawback", "a", "sentence"),
    ]


def test_facts_stay_whole_on_a_narrow_terminal(terminal):
    shown = terminal(20)
    draw_facts([("teacher_reference_number_validated", True), ("email", "ada@example.com")])
    assert shown().splitlines() == [
        "teacher_reference_number_validated  true",
        "email                               ada@example.com",
    ]


def test_cells_say_what_they_hold(capsys):
    draw_facts([("name", "[bold]Null[/bold]"), ("nothing", None), ("true", True), ("many", 3)])
    assert capsys.readouterr().out.splitlines() == [
        "name     [bold]Null[/bold]",
        "nothing  -",
        "true     true",
        "many     3",
    ]


def test_no_rows_are_a_sentence(capsys):
    draw(("a", "b"), [], empty="There is nothing.")
    assert capsys.readouterr().out == "There is nothing.\n"


def test_names_come_through_whole(ask, world):
    name = "Zoë “ليلى” 𠮷田 O'Neil, [b]BSc[/b]"
    added = ask("participant", "add", "north-star", "ect", f"full_name={name}")
    assert added["full_name"] == name


def test_a_closed_pipe_is_no_trouble(shell):
    done = shell("set +o pipefail; ecf-sandbox personas | head -n 1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("id ")


def test_the_completion_script_is_one_that_bash_can_source(shell):
    done = shell('eval "$(ecf-sandbox completion bash)" && complete -p ecf-sandbox')
    assert done.returncode == 0
    assert done.stdout.endswith(" ecf-sandbox\n")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ecf-sandbox wor", ["world"]),
        ("ecf-sandbox clock ad", ["advance"]),
        ("ecf-sandbox world create --edition s", ["service"]),
    ],
    ids=["a command", "a subcommand", "a value"],
)
def test_words_are_completed(shell, words, found):
    done = shell(
        "ecf-sandbox",
        _ECF_SANDBOX_COMPLETE="bash_complete",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
    )
    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == found


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_there_is_a_script_for_each_shell(run, name):
    assert "_ECF_SANDBOX_COMPLETE" in run("completion", name).output


def test_json_is_json_with_names_in_it(run):
    output = run("personas", "--json").output
    assert "Zoë Çelik-Åström" in output
    assert json.loads(output)


def _read(terminal: int) -> str:
    """Return what a terminal was sent until nobody can send more."""
    pieces = []
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            piece = b""
        if not piece:
            os.close(terminal)
            return b"".join(pieces).decode()
        pieces.append(piece)


ENCODINGS = pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp437", "cp1252:strict"])


@ENCODINGS
@pytest.mark.parametrize("command", ["personas", "participant show {}"], ids=["ours", "asked"])
def test_a_question_mark_stands_for_what_cannot_be_shown(shell, server, ask, encoding, command):
    added = ask("participant", "add", "north-star", "ect", "full_name=𠮷田 Łukasz")
    variables = {"PYTHONIOENCODING": encoding, "ECF_SANDBOX_URL": server}
    done = shell(f"ecf-sandbox {command.format(added['id'])}", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert "?" in done.stdout


@ENCODINGS
def test_json_loses_no_character(shell, encoding):
    plain, narrow = (
        shell("ecf-sandbox personas --json", PYTHONIOENCODING=each).stdout
        for each in ("utf-8", encoding)
    )
    assert narrow.isascii()
    assert not plain.isascii()
    assert json.loads(narrow) == json.loads(plain)
