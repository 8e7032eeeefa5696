"""Figures: what was measured, what was wanted, and the table at the end."""

import json
import os
import platform
import statistics
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import strftime
from typing import Any

_DISTRIBUTIONS = ("ecf-sandbox", "starlette", "uvicorn", "uvloop", "httptools", "orjson")


class Wrong(Exception):
    """A server answered something that it should not, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured; without a target it is information.

    `rounds` are the single measurements that `value` sums up.
    """

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""
    rounds: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """Whether the target is kept: `ok`, `short`, or nothing where there is none."""
        if self.at_least is not None:
            return "ok" if self.value >= self.at_least else "short"
        if self.at_most is not None:
            return "ok" if self.value <= self.at_most else "short"
        return ""

    @property
    def target(self) -> str:
        """The target in words."""
        if self.at_least is not None:
            return f"at least {shown(self.at_least, self.unit)}"
        return f"at most {shown(self.at_most, self.unit)}" if self.at_most is not None else ""


class Results:
    """Everything measured in one run: shown as it comes, summed up at the end."""

    def __init__(self) -> None:
        self._figures: list[Figure] = []
        self._failures: dict[str, str] = {}

    @property
    def any_wrong(self) -> bool:
        """Whether any server answered wrongly."""
        return bool(self._failures)

    def section(self, title: str) -> None:
        """Begin a section."""
        print(f"\n{title}", flush=True)

    def add(self, figure: Figure) -> None:
        """Show a figure, and keep it."""
        self._figures.append(figure)
        target = f"   target {figure.target}: {figure.verdict}" if figure.target else ""
        note = f"   {figure.note}" if figure.note else ""
        print(f"  {figure.name:<46} {shown(figure.value, figure.unit)}{target}{note}", flush=True)

    def fail(self, section: str, reason: str) -> None:
        """Show that a section went wrong, and keep that."""
        self._failures[section] = reason
        print(f"  WRONG: {reason}", flush=True)

    def sum_up(self) -> None:
        """Show every target, and what became of it."""
        aimed = [each for each in self._figures if each.target]
        if aimed:
            print("\nTargets")
        for each in aimed:
            value = shown(each.value, each.unit)
            print(f"  {each.verdict:<6} {each.name:<46} {value:>10}   {each.target}")
        for section, reason in self._failures.items():
            print(f"  WRONG  {section}: {reason}")

    def table(self) -> str:
        """Return every ratio as a table in Markdown, with what it was measured on."""
        machine = _machine()
        where = f"{machine['processors']} processors, {machine['system']}, {machine['python']}"
        lines = [
            f"{strftime('%Y-%m-%d')}, {where}",
            "",
            "| measured | ratio | wanted |",
            "|---|---|---|",
        ]
        before = ""
        for each in self._figures:
            name = each.name.replace("...", f"{before}:", 1)
            before = before if each.name.startswith("...") else each.name
            if not each.unit:
                lines.append(f"| {name} | {shown(each.value, '')} | {each.target} |")
        return "\n".join(lines)

    def write(self, path: Path) -> None:
        """Write everything as JSON, with what it was measured on."""
        figures = [
            asdict(each) | {"target": each.target, "verdict": each.verdict}
            for each in self._figures
        ]
        everything = {"machine": _machine(), "figures": figures, "wrong": self._failures}
        path.write_text(json.dumps(everything, indent=2) + "\n", encoding="utf-8")


def shown(value: float, unit: str) -> str:
    """Return a value as people read it."""
    digits = 0 if abs(value) >= 100 or float(value).is_integer() else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}{' ' if unit else ''}{unit}"


def median(values: Sequence[float]) -> float:
    """Return the middle one of some values."""
    return statistics.median(values)


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Return the ratio of each pair."""
    return [one / other for one, other in zip(above, below, strict=True)]


def spread(values: Sequence[float]) -> str:
    """Return the least and the greatest of some values, in words."""
    return f"{min(values):.2f} to {max(values):.2f}"


def _build() -> str:
    """Return how the interpreter was built: one without a profile takes a sixth more."""
    arguments = str(sysconfig.get_config_var("CONFIG_ARGS"))
    kinds = ("--enable-optimizations", "--with-lto", "--enable-shared")
    return ", ".join(kind for kind in kinds if kind in arguments) or "built without profile"


def _machine() -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load_average": os.getloadavg(),
        "python": f"Python {platform.python_version()} ({_build()})",
        "packages": {name: version(name) for name in _DISTRIBUTIONS},
    }
