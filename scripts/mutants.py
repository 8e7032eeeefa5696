"""Are the scenarios alone enough to notice any small change to the rules? Prints the share.

    python scripts/mutants.py --api v3            every mutant of an API's rules, on all cores
    python scripts/mutants.py --module paying   those of one module (of v1, where none is named)
    python scripts/mutants.py --only TEXT       those whose place or change has this in it
    python scripts/mutants.py --part 3/20       one in twenty

Each mutant is one small change. A fork of this process imports the product anew with the mutant
in its module's place, opens it as a target in each edition of its API, and plays the cases that
come by what has changed, one of each scenario first, until one is not kept: that is what makes a
run end otherwise than in 0. A fork that takes too long, or does not start, is killed too, and
counted apart. What survives must be in scripts/survivors/, with the reason why it is harmless.
"""

import gc
import importlib
import os
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from forks import in_forks
from mutation import InPlace, Mutant, forget_product, mutants_of
from parts import part
from plays import EDITIONS, BrokenProduct, Queue, by_turns, every_case, one_of_each, warm_up
from reached import Reached, reached

from ecf_conformance.scenario import Verdict

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ROOT / "src" / "ecf_sandbox"
SURVIVORS = ROOT / "scripts" / "survivors"
SURVIVED = "survived"
LONGEST = 120  # seconds that a mutant may take
ENOUGH = 0.95

Key = tuple[str, str, str, str, int]
Told = dict[str, Any]


def queue_for(api: str, mutant: Mutant, known: Reached) -> Queue:
    """Return what can notice a mutant: what comes by its lines, one of each scenario first.

    What is made on import anybody may use: after one of each scenario come all others.
    """
    lines = known[mutant.module]
    numbers = {case for line in mutant.lines for case in lines.get(line, ())}
    near = by_turns([each for number, each in enumerate(every_case(api)) if number in numbers])
    far = [*one_of_each(api), *every_case(api)] if mutant.is_made_on_import else []
    return list(dict.fromkeys([*near, *far]))


def tried(api: str, known: Reached, mutant: Mutant) -> Told:
    """Put a mutant in its module's place for good, and return what noticed it, and how."""
    name, path = f"ecf_sandbox.{api}.rules.{mutant.module}", _rules(api) / f"{mutant.module}.py"
    sys.meta_path.insert(0, InPlace(name, path, mutant.source))
    try:
        return _noticed(queue_for(api, mutant, known))
    except Exception as trouble:
        return {"how": "does not start", "by": f"{type(trouble).__name__}: {trouble}"}


def _noticed(queue: Queue) -> Told:
    targets = importlib.import_module("tests.conformance.targets")
    with (
        tempfile.TemporaryDirectory() as folder,
        targets.our_app(Path(folder)) as app,
        ExitStack() as open_,
    ):
        for scenario, outcome in BrokenProduct(app, open_).played(queue, any_answer=True):
            if outcome.verdict is not Verdict.KEPT:
                return {"how": outcome.verdict, "by": scenario.id}
    return {"how": SURVIVED}


def main() -> None:
    """Try what is asked for, and print what survived and the share that did not."""
    asked = _asked()
    started = time.perf_counter()
    mutants = _chosen(asked)
    warm_up(asked.api)
    known = reached(asked.api, _rules(asked.api), asked.jobs)
    forget_product()
    gc.collect()
    gc.freeze()
    told: dict[Key, Told | None] = {}
    run = partial(tried, asked.api, known)
    for each, found in in_forks(mutants, run, asked.jobs, LONGEST):
        told[each.key] = found
        if asked.verbose:
            print(f"{each.place} {each.change}: {found}", flush=True)
    is_whole = not (asked.module or asked.only or asked.part)
    wrong = list(_wrong(mutants, told, _reviewed(asked.api), is_whole=is_whole))
    for line in wrong:
        print(line)
    ways = Counter(found["how"] if found else "too long" for found in told.values())
    share = 1 - ways[SURVIVED] / max(len(mutants), 1)
    how = ", ".join(f"{number} {way}" for way, number in ways.most_common())
    killed = f"{len(mutants) - ways[SURVIVED]} of {len(mutants)} are killed, {share:.1%}"
    print(f"mutants: {killed} ({how}); {time.perf_counter() - started:.0f} s")
    sys.exit(1 if wrong or (is_whole and share < ENOUGH) else 0)


def _wrong(
    mutants: Sequence[Mutant],
    told: Mapping[Key, Told | None],
    reviewed: Mapping[Key, str],
    *,
    is_whole: bool,
) -> Iterator[str]:
    """Yield what is not as the reviewed list says."""
    for each in mutants:
        survived = _survived(told[each.key])
        if survived and each.key not in reviewed:
            yield f"SURVIVED  {each.place} {each.change}"
        if not survived and each.key in reviewed:
            yield f"KILLED    {each.place} {each.change}: take it off the list"
    gone = reviewed.keys() - {each.key for each in mutants} if is_whole else ()
    for module, function, was, becomes, nth in sorted(gone):
        yield f"GONE      {module}, {function}: {was} -> {becomes} ({nth}): take it off the list"


def _chosen(asked: Namespace) -> Sequence[Mutant]:
    found = [
        each
        for path in sorted(_rules(asked.api).glob("*.py"))
        if not asked.module or path.stem in asked.module
        for each in mutants_of(path)
        if not asked.only or any(text in f"{each.place} {each.change}" for text in asked.only)
    ]
    return asked.part.pick(found) if asked.part else found


def _rules(api: str) -> Path:
    return PRODUCT / api / "rules"


def _reviewed(api: str) -> Mapping[Key, str]:
    """Return why each survivor is harmless."""
    listed = yaml.safe_load((SURVIVORS / f"{api}.yaml").read_text()) or []
    return {
        (each["module"], each["in"], each["was"], each["becomes"], each.get("nth", 1)): group["why"]
        for group in listed
        for each in group["mutants"]
    }


def _survived(found: Told | None) -> bool:
    return found is not None and found["how"] == SURVIVED


def _asked() -> Namespace:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--api", choices=EDITIONS, default="v1", help="whose rules (v1)")
    parser.add_argument("--part", type=part, metavar="N/M", help="the Nth of M parts")
    parser.add_argument("--module", action="append", metavar="NAME", help="one module's")
    parser.add_argument("--only", action="append", metavar="TEXT", help="whose place or change has")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="forks at a time")
    parser.add_argument("--verbose", action="store_true", help="say what killed each")
    return parser.parse_args()


if __name__ == "__main__":
    main()
