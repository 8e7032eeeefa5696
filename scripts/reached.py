"""Which lines of some modules each case of a scenario reaches."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import coverage
from forks import in_forks
from plays import EDITIONS, every_case

from ecf_conformance.scenario import Verdict
from tests.conformance.targets import our_app, target

Reached = Mapping[str, Mapping[int, set[int]]]


def reached(api: str, folder: Path, jobs: int) -> Reached:
    """Play everything of an API, and return by module and line which cases came by, by number."""
    found: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for edition, told in in_forks(
        EDITIONS[api], lambda each: list(_seen_in(api, each, folder)), jobs
    ):
        assert told is not None, f"the scenarios of {edition} could not be played"
        for module, line, cases in told:
            found[module][line] |= set(cases)
    return found


def _seen_in(api: str, edition: str, folder: Path) -> Iterator[tuple[str, int, list[int]]]:
    tracer = coverage.Coverage(data_file=None, config_file=False, include=[f"{folder}/*"])
    tracer.start()
    with (
        tempfile.TemporaryDirectory() as worlds,
        our_app(Path(worlds)) as app,
        target(app, edition=edition) as found,
    ):
        for number, (its, scenario) in enumerate(every_case(api)):
            if its == edition:
                tracer.switch_context(str(number))
                assert scenario.play(found).verdict is Verdict.KEPT, scenario.id
    tracer.stop()
    data = tracer.get_data()
    for path in data.measured_files():
        for line, contexts in data.contexts_by_lineno(path).items():
            yield Path(path).stem, line, [int(each) for each in contexts if each]
