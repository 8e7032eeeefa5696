"""Bad use gets clear words."""

import socket
from datetime import UTC, datetime

import pytest

from ecf_sandbox.testing import (
    CannotStart,
    Engine,
    Refused,
    Sandbox,
    Settings,
    UnknownProvider,
    Unmarkable,
    UnreadableMoment,
)
from ecf_sandbox.testing.settings import marked


def test_an_unknown_provider_is_told_the_nearest_name(ecf_sandbox_in_process):
    sandbox = ecf_sandbox_in_process
    for ask in (
        lambda: sandbox.client("north-sta"),
        lambda: sandbox.tokens["north-sta"],
        lambda: sandbox.participant(provider="north-sta"),
        lambda: sandbox.fault(status=500, provider="north-sta"),
    ):
        with pytest.raises(UnknownProvider, match=r"no lead provider 'north-sta'. Did you mean"):
            ask()
    with pytest.raises(UnknownProvider, match="There are north-star, riverbank, beacon-hill, fen"):
        sandbox.client("xyz")


def test_an_unknown_state_is_told_the_nearest_names(ecf_sandbox_in_process):
    with pytest.raises(Refused, match='Did you mean "an ECT ready to start"') as refused:
        ecf_sandbox_in_process.participant("an ECT ready to stat")
    assert refused.value.code == "not_found"


def test_an_unknown_param_is_told_which_there_are(ecf_sandbox_in_process):
    with pytest.raises(Refused, match="schedule"):
        ecf_sandbox_in_process.participant(schedule="ecf-standard-september")


@pytest.mark.parametrize(
    "moment",
    ["2022-01-15T12:00:00", datetime(2022, 1, 15, 12)],  # noqa: DTZ001  # that is the point
    ids=["text", "datetime"],
)
def test_a_naive_date_is_refused_with_what_to_write(ecf_sandbox_in_process, moment):
    words = r"2022-01-15T12:00:00 has no time zone.*'2022-01-15T12:00:00Z'.*tzinfo=UTC"
    with pytest.raises(UnreadableMoment, match=words):
        ecf_sandbox_in_process.travel_to(moment)


@pytest.mark.parametrize("moment", ["tomorrow", "2022-13-01", "2022-01-15T25:00:00Z", ""])
def test_what_is_no_moment_is_refused_with_an_example(ecf_sandbox_in_process, moment):
    with pytest.raises(UnreadableMoment, match="is not a moment such as '2021-11-25T09:00:00Z'"):
        ecf_sandbox_in_process.travel_to(moment)


def test_a_date_out_of_range_is_refused(ecf_sandbox_in_process):
    for moment in ("1999-12-31", datetime(2100, 1, 1, tzinfo=UTC)):
        with pytest.raises(UnreadableMoment, match="is not between 2000-01-01 and 2099-12-31"):
            ecf_sandbox_in_process.travel_to(moment)


def test_a_port_that_is_taken_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        engine = Engine(port)
        with pytest.raises(CannotStart, match=rf"127.0.0.1:{port}: Address already in use.*free"):
            _ = engine.url
        engine.close()


def test_a_folder_that_cannot_be_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(CannotStart, match=r"cannot start: .*nowhere"):
        Engine()


def test_a_template_that_cannot_be_made_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    engine = Engine()
    with pytest.raises(CannotStart, match=r"No world can be made: .*nowhere"):
        Sandbox(engine, Settings(participants=1), socket=False)
    engine.close()


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (((), {"edtion": "service"}), "does not take edtion. Did you mean edition?"),
        (((), {"xyz": 1}), "does not take xyz. It takes edition, seed,"),
        ((("service",), {}), "takes names: edition, seed,.*Not 'service' alone"),
    ],
    ids=["nearly", "unknown", "nameless"],
)
def test_a_mark_that_says_something_else_is_refused(mark, words):
    with pytest.raises(Unmarkable, match=words):
        marked([mark])


def test_a_world_that_cannot_be_is_refused_in_the_control_apis_words(ecf_sandbox_in_process):
    with pytest.raises(Refused, match="#/edition must be one of guidance, service, register"):
        Sandbox(ecf_sandbox_in_process._engine, Settings(edition="x"), socket=False)
