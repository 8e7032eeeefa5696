"""docs/differences.md names for version 3 the rules that say more, and each of them has tests."""

import re
from pathlib import Path

import pytest

from scripts import rules

DOCUMENT = Path(__file__).parents[1] / "docs" / "differences.md"
_, _, AFTER = DOCUMENT.read_text(encoding="utf-8").partition("## Version 3")
LINES = [each for each in AFTER.partition("\n## ")[0].splitlines() if each.startswith("- ")]
RULES = {rule.id for chapter in rules.chapters() for rule in chapter.rules}


def test_there_are_lines():
    assert len(LINES) > 20


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.split("**")[1])
def test_a_line_names_its_rules(line):
    named = re.findall(r"V3-[A-Z]+-\d+", line.rpartition("(")[2])
    assert named
    assert set(named) <= RULES
