"""Do the tests named for a rule fail when it is broken? Every defect of tests/defects/ is tried.

    python scripts/defects.py                 all of them, on both cores
    python scripts/defects.py --rule DECL-5   those of one rule
    python scripts/defects.py --only NAME     one of them

The tests are collected once. For each defect a fork of this process breaks the product and runs
the tests that are marked with the defect's rules, until one fails. A defect survives when none
does; then, or when a rule that is kept has no defect at all, the exit code is 1.
"""

import gc
import importlib
import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from forks import in_forks

ROOT = Path(__file__).resolve().parents[1]
RULES = [ROOT / "fixtures" / api / "rules.yaml" for api in ("v1", "v3")]
LINE = 500  # of a message, at most
LEFT_OUT = ("fuzz",)  # it takes a minute, and quicker tests name its rules too

Defect = Any
Json = Any


@dataclass(frozen=True, slots=True)
class DefectRun:
    """The run of a defect: the first test that failed, or why none could."""

    ran: int = 0
    failed: str | None = None
    why: str = ""
    trouble: str | None = None


@dataclass(eq=False)
class FirstFailure:
    """A pytest plugin that notes the first failure of a run."""

    failed: str | None = None
    why: str = ""
    trouble: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.when == "call":
            crash = getattr(report.longrepr, "reprcrash", None)
            self.failed = report.nodeid
            self.why = crash.message.partition("\n")[0][:LINE] if crash else ""
        elif report.failed:
            self.trouble = self.trouble or f"{report.nodeid} breaks in its {report.when}"


@dataclass(eq=False)
class DefectPlugin:
    """A pytest plugin that tries defects instead of running the tests it has collected."""

    asked: Namespace
    caught: int = 0
    survived: int = 0
    known: Mapping[str, Defect] = field(default_factory=dict)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Look for failures only: nobody reads the smallest one."""
        from hypothesis import Phase, settings  # noqa: PLC0415  # pytest is to rewrite it first

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("defects", settings.get_profile("repeatable"), phases=phases)
        settings.load_profile("defects")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            sys.exit(f"The tests cannot be collected.\n{report.longrepr}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        by_rule = _by_rule(session.items)
        catalogue = importlib.import_module("tests.defects").catalogue
        self.known = {**catalogue(), **catalogue("v3")}
        defects = [each for each in self.known.values() if _is_asked_for(each, self.asked)]

        def broken(defect: Defect) -> Json:
            chosen = dict.fromkeys(item for rule in defect.rules for item in by_rule.get(rule, ()))
            return asdict(_run_broken(defect, list(chosen)))

        _warm_up(session.items)
        runs = [
            (defect, DefectRun(**told) if told else DefectRun(trouble="its process died"))
            for defect, told in in_forks(defects, broken, self.asked.jobs)
        ]
        failed = {run.failed for _, run in runs}
        suspects = [item for item in session.items if item.nodeid in failed]
        shares = [suspects[number :: self.asked.jobs] for number in range(self.asked.jobs)]
        passing = {
            nodeid
            for _, told in in_forks(shares, _passing, self.asked.jobs)
            for nodeid in told or ()
        }
        for defect, run in runs:
            self._judge(defect, run, passing)
        return True

    def _judge(self, defect: Defect, run: DefectRun, passing: set[str]) -> None:
        """Count a defect, and say so if it survived; a test that fails anyway catches nothing."""
        if run.failed in passing:
            self.caught += 1
            if self.asked.verbose:
                print(f"caught    {defect.name}: {run.failed}\n          {run.why}")
            return
        self.survived += 1
        what = run.trouble or f"none of {run.ran} tests failed"
        if run.failed:
            what = f"{run.failed} fails without it too"
        print(f"SURVIVED  {defect.name} ({', '.join(defect.rules)}): {what}")


def rules_without(defects: Iterable[Defect]) -> list[str]:
    """Return the rules that no defect breaks."""
    broken = {rule for defect in defects for rule in defect.rules}
    known = [
        rule["id"]
        for path in RULES
        for chapter in yaml.safe_load(path.read_text(encoding="utf-8"))
        for rule in chapter["rules"]
    ]
    return [rule for rule in known if rule not in broken]


def _run_broken(defect: Defect, items: Sequence[pytest.Item]) -> DefectRun:
    """Break the product and run tests; this process is not good for anything else then."""
    try:
        defect.apply(pytest.MonkeyPatch())
    except Exception as error:  # whatever it is, the product is not what it was
        return DefectRun(trouble=f"it cannot be applied any more: {error!r}"[:LINE])
    return _run(items)


def _run(items: Sequence[pytest.Item]) -> DefectRun:
    """Run tests until one fails.

    First come those that need no world, for they are quick, then those of the file that is
    most about it, for they are the likeliest to fail.
    """
    in_file = Counter(item.path for item in items)
    queue = sorted(items, key=lambda item: (_needs_world(item), -in_file[item.path]))
    observed = FirstFailure()
    for number, item in enumerate(queue, start=1):
        _run_one(item, queue[number] if number < len(queue) else None, observed)
        if observed.failed:
            return DefectRun(number, observed.failed, observed.why)
    return DefectRun(len(queue), trouble=observed.trouble)


def _passing(items: Sequence[pytest.Item]) -> list[str]:
    """Return which tests pass while nothing is broken."""
    passed = []
    for item in items:
        observed = FirstFailure()
        _run_one(item, None, observed)
        if not observed.failed and not observed.trouble:
            passed.append(item.nodeid)
    return passed


def _run_one(item: pytest.Item, following: pytest.Item | None, observed: FirstFailure) -> None:
    """Run a test; fixtures that the following needs too stay as they are."""
    plugins = item.config.pluginmanager
    plugins.register(observed)
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    plugins.unregister(observed)


def _warm_up(items: Sequence[pytest.Item]) -> None:
    """Run one test, so that no fork has to read documents or make its temporary folder first."""
    item = next((each for each in items if _needs_world(each)), None)
    if item:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    gc.freeze()


def _needs_world(item: pytest.Item) -> bool:
    return "tmp_path" in getattr(item, "fixturenames", ())


def _by_rule(items: Iterable[pytest.Item]) -> dict[str, list[pytest.Item]]:
    found: dict[str, list[pytest.Item]] = {}
    for item in items:
        for rule in {rule for mark in item.iter_markers("rule") for rule in mark.args}:
            found.setdefault(rule, []).append(item)
    return found


def _is_asked_for(defect: Defect, asked: Namespace) -> bool:
    return (not asked.only or defect.name in asked.only) and (
        not asked.rule or bool(set(asked.rule) & set(defect.rules))
    )


def main() -> None:
    """Try what is asked for, and say what survived."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", action="append", metavar="NAME", help="one defect (repeatable)")
    parser.add_argument("--rule", action="append", metavar="ID", help="one rule's (repeatable)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="forks at a time")
    parser.add_argument("--verbose", action="store_true", help="say what caught each, and how")
    asked = parser.parse_args()

    plugin = DefectPlugin(asked)
    with tempfile.TemporaryDirectory(prefix="ecf-defects-") as folder:
        silent = ["-p", "no:terminal", "-p", "no:cacheprovider", "--capture=no"]
        where = [
            "-o",
            "addopts=--import-mode=importlib",
            "--rootdir",
            str(ROOT),
            str(ROOT / "tests"),
        ]
        left_out = [f"--ignore={ROOT / 'tests' / name}" for name in LEFT_OUT]
        status = pytest.main([*silent, f"--basetemp={folder}/t", *where, *left_out], [plugin])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        sys.exit("defects: they could not be tried")
    missing = [] if asked.only or asked.rule else rules_without(plugin.known.values())
    for rule in missing:
        print(f"NO DEFECT {rule}")
    print(f"defects: {plugin.caught} caught, {plugin.survived} survived")
    sys.exit(1 if plugin.survived or missing else 0)


if __name__ == "__main__":
    main()
