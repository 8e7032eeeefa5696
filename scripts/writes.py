"""Writes down how often each scenario writes at most: src/ecf_conformance/writes.yaml.

Every scenario is played on our own sandbox, in process. Run it when scenarios have changed:

    make writes
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import yaml

from ecf_conformance.apis import APIS, scenarios
from ecf_conformance.plan import TABLE, name_of
from ecf_conformance.writes import WRITES, counted
from tests.conformance.targets import our_app, target

_HEAD = "# Written by `make writes`: the writes of one case of each scenario, at most.\n"


def measured(edition: str, *only: str) -> dict[str, dict[str, int]]:
    """Return the most writes of any case of each scenario of an edition; `only` are rules."""
    found: dict[str, dict[str, int]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        our_app(Path(folder) / "worlds") as app,
        target(app, edition=edition) as sandbox,
    ):
        for each in scenarios(edition, only):
            written = counted(each.play(sandbox).exchanges, sandbox.api.prefix)
            found[name_of(each)] = most(found.get(name_of(each), {}), written)
    return found


def most(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Return the greater number of each kind of write."""
    both = {name: max(one.get(name, 0), other.get(name, 0)) for name in WRITES}
    return {name: number for name, number in both.items() if number}


def main() -> None:
    """Play everything, and write the table."""
    tables: dict[str, dict[str, dict[str, int]]] = {}
    for api in APIS:
        table = tables.setdefault(api.name, {})
        for edition in api.editions:
            for name, written in measured(edition).items():
                table[name] = most(table.get(name, {}), written)
    text = yaml.safe_dump(tables, sort_keys=True, default_flow_style=None, width=100)
    TABLE.write_text(_HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    main()
