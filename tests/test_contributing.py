"""CONTRIBUTING.md names tests, targets and options that there are."""

import re
import shlex
from pathlib import Path

import pytest

from tests.kit import blocks

ROOT = Path(__file__).parents[1]
READ = blocks.of(ROOT / "CONTRIBUTING.md", "sh")
LINES = [line for block in READ for line in block.text.splitlines()]


@pytest.mark.parametrize("line", LINES)
def test_a_line_has_a_target_or_a_test(line):
    program, *words = shlex.split(line, comments=True)
    if program == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert [word for word in words if "=" not in word and word not in targets] == []
    else:
        assert program == ".venv/bin/pytest"
        assert [word for word in words if "/" in word and not (ROOT / word).is_file()] == []
    assert words
