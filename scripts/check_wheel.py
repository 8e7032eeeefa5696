"""Build the package, install it far from the checkout, and use it as a stranger would.

The installed server is asked a question, and a project with pytest tests its own client by what
docs/testing.md says.

The wheel is built from the sdist, so the sdist is shown to be enough. The clean environment gets
the pinned versions of `requirements/dev.txt`, or with `--newest` whatever is out today.
"""

import argparse
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import venv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements" / "dev.txt"
TESTING = ROOT / "docs" / "testing.md"
PACKED = {
    "src": "",
    "openapi": "ecf_sandbox/_data/openapi/",
    "fixtures": "ecf_sandbox/_data/fixtures/",
}
MUST_CARRY = ("ecf_sandbox/_data/openapi/v1.yaml", "ecf_sandbox/_data/fixtures/")

BUILD_SECONDS = 300
INSTALL_SECONDS = 600
START_SECONDS = 30
ANSWER_SECONDS = 10
STOP_SECONDS = 15
TEST_SECONDS = 60

PARTICIPANTS = "/api/v1/participants/ecf"
REFERENCE = "/docs"
TOKEN = "north-star-token"


class Unfit(Exception):
    """The package does not do what it promises; the text says how."""


def main() -> int:
    """Return 0 when the wheel works, else 1 after one message."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--newest", action="store_true", help="install today's newest versions")
    try:
        check(newest=parser.parse_args().newest)
    except Unfit as unfit:
        print(f"wheel check: {unfit}", file=sys.stderr)
        return 1
    print("wheel check: the installed package serves, answers, stops, and is tested against")
    return 0


def check(*, newest: bool) -> None:
    """Build, look inside, install and use; raise `Unfit` at the first promise broken."""
    with TemporaryDirectory(prefix="ecf-sandbox-wheel-") as name:
        folder = Path(name)
        wheel = built(folder / "dist")
        look_inside(wheel)
        program = installed(wheel, folder, newest=newest)
        home = folder / "home"
        home.mkdir()
        with serving(program, home) as address:
            ask_for_participants(address)
            fetch(address + REFERENCE)
        test_a_client(program.parent, home)


def built(dist: Path) -> Path:
    """Return the wheel made from the sdist, both fit for an index by twine's word."""
    python = [sys.executable, "-m"]
    build = ["build", "--no-isolation", "--outdir", str(dist), str(ROOT)]
    run("build", [*python, *build], within=BUILD_SECONDS)
    made = [str(path) for path in sorted(dist.iterdir())]
    run("twine check", [*python, "twine", "check", "--strict", *made], within=BUILD_SECONDS)
    wheels = list(dist.glob("*.whl"))
    if len(wheels) != 1 or len(made) != 2:
        raise Unfit(f"expected one sdist and one wheel, got {', '.join(made)}")
    return wheels[0]


def look_inside(wheel: Path) -> None:
    """Require every file of the packages, the documents and the fixtures."""
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    missing = sorted(set(sources()) - set(names))
    missing += [name for name in MUST_CARRY if not any(it.startswith(name) for it in names)]
    if missing:
        raise Unfit(f"{wheel.name} lacks {', '.join(missing)}")


def sources() -> Iterator[str]:
    """Yield the name that each file of the checkout must have in the wheel."""
    for folder, prefix in PACKED.items():
        for path in (ROOT / folder).rglob("*"):
            inner = path.relative_to(ROOT / folder)
            hidden = any(part.startswith(".") or part == "__pycache__" for part in inner.parts)
            if path.is_file() and not hidden:
                yield prefix + inner.as_posix()


def installed(wheel: Path, folder: Path, *, newest: bool) -> Path:
    """Return the console script of a clean virtual environment with the wheel and pytest."""
    environment = folder / "venv"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = [
        str(scripts / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    pins = [] if newest else ["--constraint", str(constraints(folder))]
    run("pip install", [*pip, *pins, str(wheel), "pytest"], within=INSTALL_SECONDS, cwd=folder)
    return scripts / "ecf-sandbox"


def constraints(folder: Path) -> Path:
    """Write the pinned versions without their hashes, which a local wheel could not have."""
    pins = re.findall(r"^[\w.-]+==[^\s\\;]+", REQUIREMENTS.read_text(), flags=re.MULTILINE)
    file = folder / "constraints.txt"
    file.write_text("\n".join(pins) + "\n")
    return file


@contextmanager
def serving(program: Path, home: Path) -> Iterator[str]:
    """Give the address of a server started in an empty folder; at the end it must stop cleanly."""
    with subprocess.Popen(
        [program, "serve", "--port", "0", "--quiet"],
        cwd=home,
        env=clean_environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield address_of(process)
            stop(process)
        finally:
            process.kill()


def test_a_client(scripts: Path, home: Path) -> None:
    """Require that the client and the test of docs/testing.md pass where a stranger put them."""
    for name in ("my_client.py", "test_my_client.py"):
        found = re.search(rf"```python\n# {name}\n(.*?)```", TESTING.read_text(), re.DOTALL)
        if not found:
            raise Unfit(f"docs/testing.md has no {name}")
        (home / name).write_text(found[1])
    pytest = [str(scripts / "python"), "-m", "pytest", "-W", "error"]
    run("pytest", pytest, within=TEST_SECONDS, cwd=home, env=clean_environment(home))


def clean_environment(home: Path) -> Mapping[str, str]:
    """Return an environment in which neither the checkout nor this user's caches can help."""
    leaks = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONUNBUFFERED"}
    kept = {key: text for key, text in os.environ.items() if key not in leaks}
    kept = {key: text for key, text in kept.items() if not key.startswith(("XDG_", "ECF_SANDBOX_"))}
    return kept | {"HOME": str(home)}


def address_of(process: subprocess.Popen[str]) -> str:
    """Return the address that the server prints once it is ready."""
    assert process.stdout
    seen: list[str] = []
    for line in lines(process.stdout, within=START_SECONDS):
        seen.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise Unfit(f"no address printed, {START_SECONDS} s allowed; the server said:\n{''.join(seen)}")


def lines(stream: IO[str], *, within: float) -> Iterator[str]:
    """Yield a stream's lines until its end or the time is up; go on emptying it after that."""
    arrived: queue.SimpleQueue[str] = queue.SimpleQueue()

    def empty() -> None:
        for line in stream:
            arrived.put(line)
        arrived.put("")

    threading.Thread(target=empty, daemon=True).start()
    deadline = time.monotonic() + within
    while (left := deadline - time.monotonic()) > 0:
        try:
            line = arrived.get(timeout=left)
        except queue.Empty:
            return
        if not line:
            return
        yield line


def ask_for_participants(address: str) -> None:
    """Require a page of participants for a documented token."""
    body = fetch(address + PARTICIPANTS, {"Authorization": f"Bearer {TOKEN}"})
    try:
        participants = json.loads(body)["data"]
    except (ValueError, KeyError, TypeError):
        raise Unfit(f"{PARTICIPANTS} answered without data: {body[:200]!r}") from None
    if not participants:
        raise Unfit(f"{PARTICIPANTS} answered with an empty list")


def fetch(url: str, headers: Mapping[str, str] | None = None) -> bytes:
    """Return the body of a 200; a proxy of this machine is not asked."""
    try:
        opener = build_opener(ProxyHandler({}))
        with opener.open(
            Request(url, headers=dict(headers or {})), timeout=ANSWER_SECONDS
        ) as answer:
            body: bytes = answer.read()
    except (URLError, OSError) as error:
        raise Unfit(f"GET {url}: {error}") from None
    if answer.status != 200:
        raise Unfit(f"GET {url}: {answer.status}")
    return body


def stop(process: subprocess.Popen[str]) -> None:
    """Require that SIGTERM ends the server, with exit code 0."""
    process.send_signal(signal.SIGTERM)
    try:
        code = process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        raise Unfit(f"the server still ran {STOP_SECONDS} s after SIGTERM") from None
    if code:
        raise Unfit(f"the server ended with code {code} after SIGTERM")


def run(
    step: str,
    command: Iterable[str],
    *,
    within: float,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a step silently; its output is shown when it fails."""
    try:
        done = subprocess.run(
            [*command],
            cwd=cwd,
            env=env,
            timeout=within,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    except subprocess.TimeoutExpired:
        raise Unfit(f"{step} took longer than {within:.0f} s") from None
    if done.returncode:
        raise Unfit(f"{step} failed:\n{done.stdout}")


if __name__ == "__main__":
    sys.exit(main())
