"""The rules of the API and the tests that name them: docs/rules.md, and what it is made from.

python scripts/rules.py            is docs/rules.md true? If not, say what differs
python scripts/rules.py --write    make it true
python scripts/rules.py --json     the rules, and the tests that name each
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from difflib import unified_diff
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
RULES = [ROOT / "fixtures" / version / "rules.yaml" for version in ("v1", "v3")]
DOCUMENT = ROOT / "docs" / "rules.md"
COMMAND = "python scripts/rules.py --write"
SIGNS = {"guidance": "G", "service": "S"}

PREAMBLE = f"""\
# Rules

What the API promises, and the tests that fail where a promise is broken. The ids are those in
docstrings and in the API documents; tests name them as `@pytest.mark.rule("DECL-5")`.

*Shown* says where a client can see the rule: through the provider API, through the control API, or
not over HTTP at all. Where the editions differ, **G** is the guidance and **S** the service, and
tests that show one side only are marked (G) or (S).

Made by `{COMMAND}` from `fixtures/v1/rules.yaml`,
`fixtures/v3/rules.yaml` and the tests. That the tests of a rule fail under defects of it is shown
by `python scripts/defects.py`.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A promise in one line."""

    id: str
    summary: str
    shown: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rules that belong together."""

    chapter: str
    about: str
    rules: Sequence[Rule]


@dataclass(frozen=True, slots=True, order=True)
class Naming:
    """A test that names a rule; `edition` says whose side it shows, if one only."""

    file: str
    test: str
    edition: str | None


@dataclass(eq=False)
class Collector:
    """A pytest plugin that notes which tests name which rules."""

    named: dict[str, set[Naming]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(str(report.longrepr))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            file = item.path.relative_to(ROOT).as_posix()
            for mark in item.iter_markers("rule"):
                naming = Naming(file, item.name.partition("[")[0], mark.kwargs.get("edition"))
                for rule in mark.args:
                    self.named.setdefault(rule, set()).add(naming)


def chapters() -> list[Chapter]:
    """Return every rule, by chapter."""
    return [
        Chapter(each["chapter"], each["about"], [Rule(**rule) for rule in each["rules"]])
        for file in RULES
        for each in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def named_by_tests() -> dict[str, list[Naming]]:
    """Return, by rule, the tests that name it; collects every test, and runs none."""
    collector = Collector()
    without = (f"no:{plugin}" for plugin in ("terminal", "cacheprovider", "schemathesis"))
    quickly = ["--assert=plain", *(word for plugin in without for word in ("-p", plugin))]
    everything = [
        "-o",
        "addopts=--import-mode=importlib",
        "--rootdir",
        str(ROOT),
        str(ROOT / "tests"),
    ]
    status = pytest.main(["--collect-only", *quickly, *everything], [collector])
    if status != pytest.ExitCode.OK:
        sys.exit("\n".join(["The tests cannot be collected.", *collector.errors]))
    return {rule: sorted(namings, key=_order) for rule, namings in collector.named.items()}


def document(named: dict[str, list[Naming]]) -> str:
    """Return what docs/rules.md should say."""
    return "\n".join([PREAMBLE, *(line for each in chapters() for line in _chapter(each, named))])


def _chapter(chapter: Chapter, named: dict[str, list[Naming]]) -> Iterator[str]:
    yield f"## {chapter.chapter}: {chapter.about}\n"
    yield "| rule | promise | shown | tests |"
    yield "|---|---|---|---|"
    for rule in chapter.rules:
        name = f"{rule.id} **G S**" if rule.differs else rule.id
        tests = ", ".join(_links(rule, named.get(rule.id, [])))
        yield f"| {name} | {rule.summary} | {rule.shown} | {tests} |"
    yield ""


def _links(rule: Rule, namings: Sequence[Naming]) -> Iterator[str]:
    """Yield a link to each file with tests, and whose side they show where the editions differ."""
    for file in dict.fromkeys(each.file for each in namings):
        sides = {each.edition for each in namings if each.file == file}
        signs = " ".join(sign for edition, sign in SIGNS.items() if edition in sides)
        shown = f" ({signs})" if rule.differs and None not in sides else ""
        yield f"[{file.removeprefix('tests/').removesuffix('.py')}](../{file}){shown}"


def _order(naming: Naming) -> tuple[str, str, str]:
    return naming.file, naming.edition or "", naming.test


def _difference(now: str, true: str) -> str:
    lines = unified_diff(
        now.splitlines(), true.splitlines(), "docs/rules.md", "the tests", lineterm="", n=0
    )
    return "\n".join(lines)


def main() -> None:
    """Check the document, write it, or tell what it is made from."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--write", action="store_true", help="write docs/rules.md")
    how.add_argument("--json", action="store_true", help="print the rules and their tests")
    asked = parser.parse_args()

    named = named_by_tests()
    true = document(named)
    if asked.json:
        rules = [asdict(rule) for each in chapters() for rule in each.rules]
        by_rule = {rule: [asdict(each) for each in found] for rule, found in named.items()}
        print(json.dumps({"rules": rules, "named": by_rule, "document": true}))
    elif asked.write:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(true, encoding="utf-8")
    elif (now := DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else "") != true:
        sys.exit(f"{_difference(now, true)}\n\ndocs/rules.md is not true any more: {COMMAND}")


if __name__ == "__main__":
    main()
