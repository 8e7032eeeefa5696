"""Write the tables that documents share with the code, each after `<!-- table: its name -->`.

With `--check` nothing is written, and the exit code is 1 where a table is not the code's.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.creation import tokens_of
from ecf_sandbox.engine.http.app import Documents
from ecf_sandbox.engine.providers import lead_providers
from ecf_sandbox.engine.store.worlds import DEFAULT, REGISTER
from scripts import tables_v1, tables_v3
from scripts.markdown_table import drawn

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    ROOT / "README.md",
    *(ROOT / "docs" / f"{name}.md" for name in ("calls", "control-api", "personas", "schedules")),
)

_PLACE = re.compile(r"(?<=<!-- table: )([a-z0-9-]+)( -->\n).*?(?=<!-- end -->)", re.DOTALL)


def main() -> int:
    """Return 0 when the documents have, or now have, the code's tables, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    untrue = [page for page in PAGES if not _is_true(page)]
    for page in untrue:
        if check:
            print(f"{page.name}: a table is not the code's. Run: make docs-tables", file=sys.stderr)
        else:
            page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
    return 1 if check and untrue else 0


def filled(text: str) -> str:
    """Return a text with the code's table in each place for one."""
    return _PLACE.sub(lambda place: f"{place[1]}{place[2]}{''.join(TABLES[place[1]]())}", text)


def operations(document: str) -> Iterator[str]:
    """Yield what can be asked for, and with which method, as the document says."""
    return drawn(("Call", "What it does"), _calls(document).items())


def control_everywhere() -> Iterator[str]:
    """Yield the control calls that the worlds of every API have."""
    others = _calls("control-v3")
    rows = ((call, does) for call, does in _calls("control").items() if others.get(call) == does)
    return drawn(("Call", "What it does"), rows)


def control_of(document: str, other: str) -> Iterator[str]:
    """Yield the control calls of one API's worlds, as far as the others' are not the same."""
    others = _calls(other)
    rows = ((call, does) for call, does in _calls(document).items() if others.get(call) != does)
    return drawn(("Call", "What it does"), rows)


def tokens() -> Iterator[str]:
    """Yield the lead providers and their tokens in the worlds that a server opens."""
    v1, v3 = tokens_of(DEFAULT), tokens_of(REGISTER)
    rows = (
        (each.name, f"`{each.slug}`", f"`{v3(each.slug)}`", f"`{v1(each.slug)}`")
        for each in lead_providers()
    )
    return drawn(("Lead provider", "Slug", "Token for version 3", "Token for version 1"), rows)


TABLES: Mapping[str, Callable[[], Iterator[str]]] = {
    "operations-v1": lambda: operations("v1"),
    "operations-v3": lambda: operations("v3"),
    "control": control_everywhere,
    "control-v1": lambda: control_of("control", "control-v3"),
    "control-v3": lambda: control_of("control-v3", "control"),
    "tokens": tokens,
    **tables_v1.TABLES,
    **tables_v3.TABLES,
}


def _is_true(page: Path) -> bool:
    text = page.read_text(encoding="utf-8")
    return filled(text) == text


def _calls(document: str) -> dict[str, str]:
    nodes = Documents(APIS).served[document].read().operations.values()
    return {f"`{node.method} {node.path}`": node.json["summary"] for node in nodes}


if __name__ == "__main__":
    sys.exit(main())
