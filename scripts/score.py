"""Do the scenarios fail when a rule is broken, and name it? Prints the score.

    python scripts/score.py                   every defect of tests/defects/, on all cores
    python scripts/score.py --api v3          those of one API
    python scripts/score.py --rule DECL-5     those of one rule
    python scripts/score.py --only NAME       one of them
    python scripts/score.py --part 3/8        one in eight; commit/8 lets the commit choose
    python scripts/score.py --whole           not only a rule's own scenarios, but all of them

For each defect a fork of this process breaks the product, opens it as a target in each edition
of the defect's API, and plays the scenarios of the defect's rules, until one is broken. A defect
survives when none is, unless it says why it cannot be seen. With `--whole`, one case of every
scenario of the rules that the defect does not name is played first, and none of them may be
broken. Where all defects of an API are tried, one of each of its rules must be caught.
"""

import os
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from forks import in_forks
from parts import part
from plays import BrokenProduct, Queue, by_turns, every_case, one_of_each, warm_up

from ecf_conformance.apis import APIS
from ecf_conformance.rules import rules_of
from ecf_conformance.scenario import Outcome, Scenario, Verdict
from tests.conformance.targets import our_app
from tests.defects import Defect, catalogue

ANSWERS = {api.answers_rule for api in APIS}  # are about every answer, whatever was asked
LONGEST = 60  # seconds that a defect may take

Told = dict[str, Any]


def own(api: str, wanted: Sequence[str]) -> Queue:
    """Return the scenarios of some rules: one case of each first, and the guidance first."""
    is_any = not ANSWERS.isdisjoint(wanted)
    found = by_turns([each for each in every_case(api) if is_any or _is_of(each, wanted)])
    return sorted(found, key=lambda each: not _is_of(each, wanted))


def tried(defect: Defect, *, whole: bool) -> Told:
    """Break the product for good, and return what a defect's scenarios made of it."""
    defect.apply(pytest.MonkeyPatch())
    with (
        tempfile.TemporaryDirectory() as folder,
        our_app(Path(folder)) as app,
        ExitStack() as open_,
    ):
        product = BrokenProduct(app, open_)
        said, any_answer = {*defect.rules, *defect.also}, not ANSWERS.isdisjoint(defect.rules)
        others = one_of_each(defect.api) if whole else []
        queue = [each for each in others if not _is_of(each, said)]
        strays = [each.id for each, _ in _broken_ones(product, queue)]
        near = own(defect.api, defect.rules)
        caught = next(_broken_ones(product, near, any_answer=any_answer), None)
        fails = caught is not None and any(each.status == 500 for each in caught[1].exchanges)
    return {
        "caught": caught[0].id if caught else None,
        "crashed": fails and not any_answer,
        "strays": strays,
    }


def _broken_ones(
    product: BrokenProduct, queue: Queue, *, any_answer: bool = False
) -> Iterator[tuple[Scenario, Outcome]]:
    for each, outcome in product.played(queue, any_answer=any_answer):
        if outcome.verdict is Verdict.BROKEN:
            yield each, outcome


def main() -> None:
    """Try what is asked for, and print what survived and the score."""
    asked = _asked()
    apis = asked.api or [api.name for api in APIS]
    defects = _chosen(apis, asked)
    if asked.part:
        print(f"part {asked.part}: {len(defects)} defects (again: --part {asked.part})", flush=True)
    started = time.perf_counter()
    warm_up(*apis)
    runs = in_forks(defects, lambda each: tried(each, whole=asked.whole), asked.jobs, LONGEST)
    told, is_right = {}, True
    for each, found in runs:
        told[each.name] = found
        for line in wrong(each, found):
            is_right = False
            print(line, flush=True)
        if asked.verbose:
            print(f"caught    {each.name}: {found and found['caught']}", flush=True)
    _print_score(defects, told, time.perf_counter() - started)
    is_all = not (asked.only or asked.rule or asked.part)
    missing = sorted(_rules(apis) - _broken(defects, told)) if is_all else []
    for rule in missing:
        print(f"NO DEFECT of {rule} is caught")
    sys.exit(0 if is_right and not missing else 1)


def _chosen(apis: Sequence[str], asked: Namespace) -> Sequence[Defect]:
    found = [
        each
        for api in apis
        for each in catalogue(api).values()
        if (not asked.only or each.name in asked.only)
        and (not asked.rule or set(asked.rule) & set(each.rules))
    ]
    return asked.part.pick(found) if asked.part else found


def _rules(apis: Sequence[str]) -> set[str]:
    return {rule for api in apis for rule in rules_of(api)}


def wrong(defect: Defect, found: Told | None) -> Iterator[str]:
    """Yield what is not as the catalogue says."""
    named = f"{defect.name} ({', '.join(defect.rules)})"
    if found is None:
        yield f"DIED      {named}: it could not be tried in {LONGEST} s"
        return
    if not found["caught"] and not defect.unseen:
        yield f"SURVIVED  {named}: no scenario of its rules is broken"
    if found["caught"] and defect.unseen:
        yield f"SEEN      {named}: by {found['caught']}, although it says that it cannot be"
    if found["crashed"]:
        yield f"CRASHED   {named}: {found['caught']} had a 500, which is no way to break it"
    if found["strays"]:
        yield f"STRAYED   {named}: breaks {', '.join(found['strays'])} too"


def _print_score(defects: Sequence[Defect], told: dict[str, Told | None], seconds: float) -> None:
    seen = [each for each in defects if not each.unseen]
    caught = [each for each in seen if (found := told[each.name]) and found["caught"]]
    print(
        f"score: {len(caught)} of {len(seen)} defects are caught by scenarios, "
        f"{len(defects) - len(seen)} more cannot be seen by them; {seconds:.0f} s"
    )


def _broken(defects: Sequence[Defect], told: dict[str, Told | None]) -> set[str]:
    """Return the rules of which at least one defect is caught."""
    caught = [each for each in defects if (found := told[each.name]) and found["caught"]]
    return {rule for each in caught for rule in each.rules}


def _is_of(entry: tuple[str, Scenario], wanted: Sequence[str]) -> bool:
    return bool(set(entry[1].rules) & set(wanted))


def _asked() -> Namespace:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    names = [api.name for api in APIS]
    parser.add_argument("--api", action="append", choices=names, help="of one API (repeatable)")
    parser.add_argument("--only", action="append", metavar="NAME", help="one defect (repeatable)")
    parser.add_argument("--rule", action="append", metavar="ID", help="one rule's (repeatable)")
    parser.add_argument("--part", type=part, metavar="N/M", help="the Nth of M parts")
    parser.add_argument("--whole", action="store_true", help="look at all other rules too")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="forks at a time")
    parser.add_argument("--verbose", action="store_true", help="say what caught each")
    return parser.parse_args()


if __name__ == "__main__":
    main()
