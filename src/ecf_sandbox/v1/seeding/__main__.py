"""Write a template in a process of its own: `python -m ecf_sandbox.v1.seeding`."""

import sqlite3
import sys
from argparse import ArgumentParser
from pathlib import Path

from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.seeding import template


def main() -> None:
    """Write what the arguments ask for, or say in a line why not."""
    parser = ArgumentParser(prog="python -m ecf_sandbox.v1.seeding", description=__doc__)
    parser.add_argument("--path", type=Path, required=True)
    parser.add_argument("--edition", type=EditionName, choices=EditionName, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--participants", type=int, required=True, help="for each provider")
    parser.add_argument("--no-personas", dest="personas", action="store_false")
    asked = parser.parse_args()
    try:
        template.build(
            asked.path,
            edition=asked.edition,
            seed=asked.seed,
            participants=asked.participants,
            personas=asked.personas,
        )
    except (OSError, sqlite3.Error) as error:
        sys.exit(f"{asked.path} cannot be written: {error}")


if __name__ == "__main__":
    main()
