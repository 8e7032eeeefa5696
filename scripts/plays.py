"""The scenarios as a queue for whoever breaks the product, and the product as their target."""

import gc
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ecf_conformance.apis import APIS, scenarios
from ecf_conformance.asgi import App
from ecf_conformance.document import Document
from ecf_conformance.document_check import DocumentCheck
from ecf_conformance.scenario import Outcome, Scenario, Verdict
from ecf_conformance.target import Target
from tests.conformance.targets import our_app, target

EDITIONS = {api.name: api.editions for api in APIS}
SLEEPS = "limits.whoever_waits_as_long_as_told_is_served"
_QUICK = ("VOID-1", "V3-VOID-1")

Queue = list[tuple[str, Scenario]]


@cache
def _document(api: str) -> Document:
    return Document(api=api)


class BrokenProduct:
    """A broken product, opened as a target in each edition that is asked for."""

    def __init__(self, app: App, open_: ExitStack) -> None:
        self._app = app
        self._open = open_
        self._in: dict[str, tuple[Target, DocumentCheck]] = {}

    def played(self, queue: Queue, *, any_answer: bool) -> Iterator[tuple[Scenario, Outcome]]:
        """Yield what was played; with `any_answer`, all answers are held to the document too."""
        for edition, scenario in queue:
            found, document_check = self._inside(edition)
            outcome = scenario.play(found)
            yield scenario, outcome
            if any_answer and outcome.verdict is not Verdict.BROKEN:
                document_check.check(outcome.exchanges)
                seen = document_check.verdict()
                yield seen.scenario, seen.outcome

    def _inside(self, edition: str) -> tuple[Target, DocumentCheck]:
        if edition not in self._in:
            found = self._open.enter_context(target(self._app, edition=edition))
            self._in[edition] = found, DocumentCheck(_document(found.api.name), found)
        return self._in[edition]


@cache
def every_case(api: str = "v1") -> Queue:
    """Return all that is played of an API, in all of its editions."""
    return [(edition, each) for edition in EDITIONS[api] for each in scenarios(edition)]


def one_of_each(api: str = "v1") -> Queue:
    """Return one case of every scenario of an API, in the first edition that has it."""
    first: dict[str, tuple[str, Scenario]] = {}
    for edition, each in every_case(api):
        first.setdefault(name_of(each), (edition, each))
    return [each for name, each in first.items() if name != SLEEPS]


def by_turns(queue: Queue) -> Queue:
    """Return the same with the first case of everything before the second of anything."""
    turns: dict[tuple[str, str], Queue] = {}
    for edition, each in queue:
        turns.setdefault((edition, name_of(each)), []).append((edition, each))
    longest = max(map(len, turns.values()), default=0)
    rows = ([case[number : number + 1] for case in turns.values()] for number in range(longest))
    return list(chain.from_iterable(chain.from_iterable(rows)))


def name_of(scenario: Scenario) -> str:
    """Return what all cases of a scenario have in common."""
    return scenario.id.partition("[")[0]


def warm_up(*apis: str) -> None:
    """Play something, so that no fork has to read documents and build templates first."""
    with tempfile.TemporaryDirectory() as folder, our_app(Path(folder)) as app:
        for edition in chain.from_iterable(EDITIONS[api] for api in apis):
            with target(app, edition=edition) as found:
                for each in scenarios(edition, _QUICK):
                    assert each.play(found).verdict is Verdict.KEPT, each.id
    gc.collect()
    gc.freeze()
