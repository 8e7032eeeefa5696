"""Without `--data` nothing stays behind, however a server ends."""

import os
import signal
import subprocess
import time

import pytest

from tests.kit.served import PATIENCE, PROGRAM, serving
from tests.kit.walks import environment

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def start(cache, tmp_path):
    """Serve with folders in a place of the test's own, which is empty at first."""

    def starting(*arguments, **more):
        return serving(cache, "--quiet", *arguments, TMPDIR=str(tmp_path), **more)

    return starting


def left(tmp_path):
    return [each.name for each in tmp_path.iterdir()]


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_removes_the_folder(start, tmp_path, number, workers):
    with start("--workers", workers) as server:
        assert len(left(tmp_path)) == 1
        assert server.stop(number) == (0, "")
    assert left(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_it_starts_removes_the_folder(cache, tmp_path, number):
    with subprocess.Popen(
        [PROGRAM, "serve", "--port", "0", "--participants", "200000"],
        env=environment(cache) | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while not list(tmp_path.glob("ecf-sandbox-*")):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait(PATIENCE) != 0
    assert left(tmp_path) == []


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_under_nohup_outlives_its_terminal(start, workers):
    with start("--workers", workers, by=("nohup",)) as server:
        server.process.send_signal(signal.SIGHUP)
        time.sleep(1)  # the parent of workers looks twice a second
        with server.client() as http:
            assert http.get("/participants/ecf").status_code == 200
        assert server.stop(signal.SIGTERM)[0] == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_next_start_removes_what_a_killed_server_left(start, tmp_path, workers):
    with start("--workers", workers) as killed:
        killed.process.kill()
        killed.process.wait(PATIENCE)
    before = left(tmp_path)
    assert len(before) == 1
    for _ in range(PATIENCE):  # its workers use the folder until they have ended
        with start():
            if not set(before) & set(left(tmp_path)):
                break
        time.sleep(1)
    assert left(tmp_path) == []


@pytest.mark.parametrize("workers", ["1", "2"])
def test_another_running_server_keeps_its_folder(start, tmp_path, workers):
    with start("--workers", workers) as running:
        (folder,) = left(tmp_path)
        with start():
            assert folder in left(tmp_path)
        assert left(tmp_path) == [folder]
        with running.client() as http:
            assert http.get("/participants/ecf").status_code == 200


def test_what_is_not_a_server_s_is_left_alone(start, tmp_path):
    for name in ("ecf-sandbox-notes", "elsewhere"):
        (tmp_path / name).mkdir()
    (tmp_path / "elsewhere" / "in-use").touch()
    (tmp_path / "ecf-sandbox-link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "ecf-sandbox-file").touch()
    os.mkfifo(tmp_path / "ecf-sandbox-pipe")
    before = set(left(tmp_path))
    with start():
        assert before < set(left(tmp_path))
    assert set(left(tmp_path)) == before
