"""Peers: Prism and Steady on our document, for the same calls.

Both answer examples from the document: they keep nothing and judge only shapes.
"""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cases import CASES, Case
from figures import Figure, Results, Wrong, median, ratios, spread
from processes import SERVER_CORE, Server, free_port, pinned, running, sandbox
from run_settings import RunSettings
from starting import environment, seconds_of_sandbox, seconds_to_200, wait_for_200
from throughput import alternate

HOW_TO_GET = "npm is needed for --peers: apt-get install npm (Debian), brew install node (macOS)"

_PACKAGES = ("@stoplight/prism-cli", "@stdy/cli")
_DOCUMENT = Path(__file__).resolve().parent.parent / "openapi" / "v1.yaml"
_TARGETS: Mapping[str, Mapping[str, float | None]] = {
    "Prism": {"get": 4.5, "list": 4.5, "post": 1.7, "put": None},
    "Steady": {"get": 1.1, "list": 0.75, "post": 1.0, "put": 1.0},
}
_CASES = ("get", "list", "post", "put")


def available() -> bool:
    """Return whether npm is installed."""
    return shutil.which("npm") is not None


def measure(run: RunSettings, results: Results) -> None:
    """Install both, and measure them beside the sandbox."""
    commands = _installed(run.folder / "npm")
    for name in _CASES:
        _compare(run, results, name, commands)
    _compare_starts(run, results, commands)


def _installed(folder: Path) -> Mapping[str, list[str]]:
    """Install the peers in a folder, and return the command of each, but for its port."""
    folder.mkdir()
    install = ["npm", "install", "--silent", "--no-fund", "--no-audit", *_PACKAGES]
    done = subprocess.run(install, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Wrong(f"npm could not install the peers: {done.stderr[-300:]}")
    programs = folder / "node_modules" / ".bin"
    return {
        "Prism": [str(programs / "prism"), "mock", "--verboseLevel", "error", str(_DOCUMENT)],
        "Steady": [str(programs / "steady"), "--quiet", str(_DOCUMENT)],
    }


def _compare(
    run: RunSettings, results: Results, name: str, commands: Mapping[str, list[str]]
) -> None:
    with ExitStack() as stack:
        data = stack.enter_context(TemporaryDirectory(dir=run.folder))
        ours = stack.enter_context(sandbox(Path(data), run.cache))
        case = CASES[name](run, ours)
        peers = [stack.enter_context(_serving(each, case)) for each in commands.values()]
        of_ours, *of_peers = alternate(run, case, ours, peers)
    for peer, runs in zip(commands, of_peers, strict=True):
        pairs = ratios(of_ours.rates, runs.rates)
        results.add(
            Figure(
                name=f"{case.title}, times {peer}'s",
                value=median(pairs),
                at_least=_TARGETS[peer][name],
                note=f"({spread(pairs)})   {median(of_ours.rates):,.0f}/s,"
                f" {peer} {median(runs.rates):,.0f}/s",
                rounds={"sandbox_per_second": of_ours.rates, "peer_per_second": runs.rates},
            )
        )


def _compare_starts(run: RunSettings, results: Results, commands: Mapping[str, list[str]]) -> None:
    with (
        TemporaryDirectory(dir=run.folder) as data,
        sandbox(Path(data), run.cache) as ours,
    ):
        first = CASES["get"](run, ours).example
    taken: dict[str, list[float]] = {"The sandbox": [], **{name: [] for name in commands}}
    for _ in range(run.rounds):
        taken["The sandbox"].append(seconds_of_sandbox(environment(run.cache)))
        for name, command in commands.items():
            taken[name].append(seconds_to_200(command, first))
    for name, seconds in taken.items():
        results.add(
            Figure(
                name=f"Cold start: {name}",
                value=median(seconds) * 1000,
                unit="ms",
                rounds={"seconds": seconds},
            )
        )


@contextmanager
def _serving(command: list[str], case: Case) -> Iterator[Server]:
    port = free_port()
    with running(pinned(SERVER_CORE, [*command, "--port", str(port)])) as process:
        wait_for_200(process, port, case.example)
        yield Server(process, port)
