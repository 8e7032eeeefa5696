"""Measure the sandbox: `make bench`, or `python bench/run.py --help`."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import beside
import load
import memory
import million
import million_v3
import peers
import pytests
import room
import starting
import throughput
import worlds
from cases import CASES
from figures import Results, Wrong
from processes import PINS
from run_settings import RunSettings

Section = Callable[[RunSettings, Results], None]

_USUAL = (*CASES, "v3", "log", "start", "first-start", "memory", "tests", "room")
_PARTS_OF_MILLION = ("pages", "search", "clock", "changes", "isolation")
_MILLION = ("worlds", "many", *_PARTS_OF_MILLION, "v3-million")
_EPILOG = f"""{load.HOW_TO_GET}.
{peers.HOW_TO_GET}.
bench/README.md tells what each figure means."""


def main() -> int:
    """Return 0, or 1 where a server answered wrongly; a target missed is told, no more."""
    asked = _arguments()
    for missing in _missing(asked):
        print(missing, file=sys.stderr)
        return 2
    results = Results()
    print(
        "Server and client have a core each."
        if PINS
        else "No taskset here: server and client share the cores, so figures vary more."
    )
    with tempfile.TemporaryDirectory(prefix="ecf-bench-") as folder:
        settings = RunSettings(Path(folder), asked.seconds, asked.rounds)
        for title, section in _sections(_wanted(asked)):
            results.section(title)
            try:
                section(settings, results)
            except (Wrong, OSError) as error:
                results.fail(title, str(error))
    results.sum_up()
    print(f"\nRatios\n\n{results.table()}")
    if asked.json:
        results.write(asked.json)
    return 1 if results.any_wrong else 0


def _sections(wanted: Sequence[str]) -> Iterator[tuple[str, Section]]:
    """Yield what is to be measured, in order."""
    for name in CASES:
        if name in wanted:
            yield f"Throughput: {name}", partial(throughput.measure, name=name)
    single: tuple[tuple[str, str, Section], ...] = (
        ("v3", "API v3 beside API v1", beside.measure),
        ("log", "Throughput: the access log", throughput.measure_access_log),
        ("start", "Start", starting.measure),
        ("first-start", "First start", starting.measure_first),
        ("memory", "Memory", memory.measure),
        ("tests", "Tests with the pytest fixtures", pytests.measure),
        ("room", "The control room", room.measure),
        ("worlds", "Worlds of 5,000 people", worlds.measure),
        ("many", "Many worlds", worlds.measure_many),
    )
    yield from ((title, section) for name, title, section in single if name in wanted)
    if parts := [part for part in _PARTS_OF_MILLION if part in wanted]:
        yield "A world of a million people", partial(million.measure, parts=parts)
    if "v3-million" in wanted:
        yield "A world of a million people of API v3", million_v3.measure
    if "peers" in wanted:
        yield "Peers", peers.measure


def _wanted(asked: argparse.Namespace) -> Sequence[str]:
    if asked.only:
        only: Sequence[str] = asked.only
        return only
    return [
        *_USUAL,
        *(_MILLION if asked.million else ()),
        *(["peers"] if asked.peers else ()),
    ]


def _missing(asked: argparse.Namespace) -> Iterator[str]:
    if not load.available():
        yield load.HOW_TO_GET
    if "peers" in _wanted(asked) and not peers.available():
        yield peers.HOW_TO_GET


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench/run.py",
        description="Measure the sandbox's speed and memory beside what bounds them.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = (*_USUAL, *_MILLION, "peers")
    parser.add_argument(
        "--only",
        action="append",
        choices=names,
        metavar="CASE",
        help=f"measure only this, and may be given again: {', '.join(names)}",
    )
    parser.add_argument(
        "--million",
        action="store_true",
        help="measure big and many worlds too (some minutes, 4 GB of disk)",
    )
    parser.add_argument("--peers", action="store_true", help="measure Prism and Steady too")
    parser.add_argument(
        "--seconds", type=_positive, default=3, metavar="N", help="length of a round [3]"
    )
    parser.add_argument(
        "--rounds", type=_positive, default=5, metavar="N", help="rounds for each server [5]"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to a file")
    return parser.parse_args()


def _positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
