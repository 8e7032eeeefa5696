"""An environment far from the checkout, with the versions that are asked for."""

import os
import re
import subprocess
import venv
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements" / "dev.txt"
METADATA = ROOT / "pyproject.toml"
UV = "uv==0.13.9"  # finds the oldest versions that go together, which pip does not

INSTALL_SECONDS = 600


class Unfit(Exception):
    """The package does not do what it promises; the text says how."""


class Versions(StrEnum):
    """Which versions of what the package stands on are installed with it."""

    PINNED = "pinned"
    NEWEST = "newest"
    OLDEST = "oldest"


def installed(wheel: Path, folder: Path, versions: Versions) -> Path:
    """Return the scripts of a clean virtual environment with the wheel, its suite and pytest."""
    scripts = _environment(folder / "venv")
    pins = {
        Versions.PINNED: _pinned,
        Versions.NEWEST: lambda _: "",
        Versions.OLDEST: _oldest,
    }[versions](folder)
    constraints = folder / "constraints.txt"
    constraints.write_text(pins)
    extras = "pytest" if versions is Versions.PINNED else "conformance,pytest"
    _pip(scripts, "--constraint", str(constraints), f"{wheel}[{extras}]")
    return scripts


def _environment(folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    return folder / ("Scripts" if os.name == "nt" else "bin")


def _pip(scripts: Path, *wanted: str) -> None:
    pip = [str(scripts / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run("pip install", [*pip, "install", *wanted], within=INSTALL_SECONDS, cwd=scripts)


def _pinned(_: Path) -> str:
    """Return the pinned versions without their hashes, which a local wheel could not have."""
    pins = re.findall(r"^[\w.-]+==[^\s\\;]+", REQUIREMENTS.read_text(), flags=re.MULTILINE)
    return "\n".join(pins) + "\n"


def _oldest(folder: Path) -> str:
    """Return the oldest versions that the package's metadata allows and that go together."""
    scripts = _environment(folder / "uv")
    _pip(scripts, UV)
    extras = ["--extra", "conformance", "--extra", "pytest"]
    compile_ = ["pip", "compile", "--resolution", "lowest-direct", "--quiet", *extras]
    return run("uv", [str(scripts / "uv"), *compile_, str(METADATA)], within=INSTALL_SECONDS)


def clean_environment(home: Path) -> Mapping[str, str]:
    """Return an environment in which neither the checkout nor this user's caches can help."""
    leaks = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONUNBUFFERED"}
    kept = {key: text for key, text in os.environ.items() if key not in leaks}
    kept = {key: text for key, text in kept.items() if not key.startswith(("XDG_", "ECF_SANDBOX_"))}
    return kept | {"HOME": str(home)}


def run(
    step: str,
    command: Iterable[str],
    *,
    within: float,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a step silently and return its output, which is shown when it fails."""
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
    return done.stdout
