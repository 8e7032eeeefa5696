"""Build the package, install it far from the checkout, and use it as a stranger would.

    python scripts/check_wheel.py                      the pinned versions of what we stand on
    python scripts/check_wheel.py --versions newest    whatever is out today
    python scripts/check_wheel.py --versions oldest    the least that pyproject.toml asks for

The wheel is built from the sdist, so the sdist is shown to be enough. The installed server is
asked a question, and a project with pytest tests its own client by what docs/testing.md says.
With other versions than the pinned ones, that project is type-checked too, and the installed
server is judged by the installed suite: scenarios and fuzzing.
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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener
from zipfile import ZipFile

from fresh import Unfit, Versions, clean_environment, installed, run

ROOT = Path(__file__).resolve().parent.parent
TESTING = ROOT / "docs" / "testing.md"
PACKED = {
    "src": "",
    "openapi": "ecf_sandbox/_data/openapi/",
    "fixtures": "ecf_sandbox/_data/fixtures/",
}
MUST_CARRY = ("ecf_sandbox/_data/openapi/v1.yaml", "ecf_sandbox/_data/fixtures/")

BUILD_SECONDS = 300
START_SECONDS = 30
ANSWER_SECONDS = 10
STOP_SECONDS = 15
TEST_SECONDS = 60
TYPES_SECONDS = 120
SUITE_SECONDS = 180
FUZZ_SECONDS = 60

PARTICIPANTS = "/api/v1/participants/ecf"
REFERENCE = "/docs"
TOKEN = "north-star-token"


def main() -> int:
    """Return 0 when the wheel works, else 1 after one message."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--versions",
        type=Versions,
        choices=[*Versions],
        default=Versions.PINNED,
        help="of all else",
    )
    try:
        check(parser.parse_args().versions)
    except Unfit as unfit:
        print(f"wheel check: {unfit}", file=sys.stderr)
        return 1
    print("wheel check: the installed package serves, answers, stops, and is tested against")
    return 0


def check(versions: Versions) -> None:
    """Build, look inside, install and use; raise `Unfit` at the first promise broken."""
    with TemporaryDirectory(prefix="ecf-sandbox-wheel-") as name:
        folder = Path(name)
        wheel = built(folder / "dist")
        look_inside(wheel)
        scripts = installed(wheel, folder, versions)
        home = folder / "home"
        home.mkdir()
        thoroughly = versions is not Versions.PINNED
        with serving(scripts / "ecf-sandbox", home) as address:
            ask_for_participants(address)
            fetch(address + REFERENCE)
            if thoroughly:
                judge(scripts, home, address)
        test_a_client(scripts, home)
        if thoroughly:
            check_types(scripts, home)


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
    """Yield the name that each file of the checkout must have in the wheel.

    Types of JavaScript are read by its type checker alone, and stay behind.
    """
    for folder, prefix in PACKED.items():
        for path in (ROOT / folder).rglob("*"):
            inner = path.relative_to(ROOT / folder)
            hidden = any(part.startswith(".") or part == "__pycache__" for part in inner.parts)
            if path.is_file() and not hidden and not path.name.endswith(".d.ts"):
                yield prefix + inner.as_posix()


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


def check_types(scripts: Path, home: Path) -> None:
    """Require that a strict type checker finds the types of what is installed, and is content."""
    (home / "test_typed.py").write_text(
        "from ecf_sandbox.testing import Sandbox\n\n\n"
        "def test_who_is_there(ecf_sandbox: Sandbox) -> None:\n"
        '    reveal_type(ecf_sandbox.participant("an ECT ready to start").id)\n'
    )
    python = ["--python-executable", str(scripts / "python"), "--config-file", os.devnull]
    mypy = [sys.executable, "-m", "mypy", "--strict", *python, "test_typed.py"]
    said = run("mypy", mypy, within=TYPES_SECONDS, cwd=home, env=clean_environment(home))
    if 'Revealed type is "str"' not in said.replace("builtins.", ""):
        raise Unfit(f"mypy knows no types of the package:\n{said}")


def judge(scripts: Path, home: Path, address: str) -> None:
    """Require that the installed suite, fuzzing included, finds the installed server right."""
    suite = [str(scripts / "ecf-conformance"), "run", address, "--max-time", str(FUZZ_SECONDS)]
    within = SUITE_SECONDS + FUZZ_SECONDS
    run("ecf-conformance", suite, within=within, cwd=home, env=clean_environment(home))


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


if __name__ == "__main__":
    sys.exit(main())
