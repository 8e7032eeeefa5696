"""Write the tables that the README shares with the code, between `<!-- name -->` and `<!-- end -->`.

With `--check` nothing is written, and the exit code is 1 where a table is not the code's.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from ecf_sandbox import resources
from ecf_sandbox.api.document import Document
from ecf_sandbox.domain.editions import EditionName
from ecf_sandbox.domain.instants import DAY, Instant, moment, wire
from ecf_sandbox.domain.schedules import DeclarationType, Milestone, Schedule
from ecf_sandbox.founding import tokens_of
from ecf_sandbox.seeding.facts import lead_providers
from ecf_sandbox.seeding.personas import Persona, personas
from ecf_sandbox.store.library import DEFAULT

README = Path(__file__).resolve().parent.parent / "README.md"

_PLACE = re.compile(r"(?<=<!-- (?P<name>NAME) -->\n).*?(?=<!-- end -->)".replace("?P<name>NAME", ""))


def main() -> int:
    """Return 0 when the README has, or now has, the code's tables, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    text = README.read_text(encoding="utf-8")
    wanted = filled(text)
    if text == wanted:
        return 0
    if check:
        print("README.md: a table is not the code's. Run: make docs-tables", file=sys.stderr)
        return 1
    README.write_text(wanted, encoding="utf-8")
    return 0
