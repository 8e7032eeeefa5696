"""Fixtures that every test may ask for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine import rulebook
from ecf_sandbox.engine.domain.problems import Refusal
from ecf_sandbox.engine.store import batch
from ecf_sandbox.v1.domain.editions import EditionName
from tests.engine.toy import TOY
from tests.kit.sandbox import Caller, Sandbox, empty_world

RULE_IDS = {rule for api in (*APIS, TOY) for rule in rulebook.read(api.rules)}

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Callable[[EditionName], Path]:
    """Return the empty world of an edition, to copy from."""
    folder, made = tmp_path_factory.mktemp("templates"), {}

    def of(edition: EditionName) -> Path:
        if edition not in made:
            made[edition] = empty_world(folder / f"{edition}.sqlite3", edition)
        return made[edition]

    return of


@pytest.fixture(autouse=True)
def refusals_write_nothing(monkeypatch) -> None:
    """Fail where a use case refuses after it has written: its neighbours would run again."""
    run = batch._Write.run

    def watched(self, session) -> None:
        try:
            run(self, session)
        except batch._Failed as failure:
            cause = failure.__cause__
            assert not isinstance(cause, Refusal), f"{cause!r} came after something was written"
            raise

    monkeypatch.setattr(batch._Write, "run", watched)


@pytest.fixture(autouse=True)
def every_problem_names_its_rule(monkeypatch) -> None:
    """Fail where a provider API refuses anything without a rule that its words are known of."""
    explained = Refusal.explained

    def watched(self, by_kind):
        problems = explained(self, by_kind)
        assert problems, f"{self!r} says nothing"
        for each in problems:
            assert each.rule in RULE_IDS, f"{each!r} names no rule that there is"
        return problems

    monkeypatch.setattr(Refusal, "explained", watched)


@pytest.fixture
def sandbox_of(tmp_path, template) -> Iterator[Callable[[str], Sandbox]]:
    """Return a maker of sandboxes with an empty world of an edition each."""
    made = []

    def make(edition: str = "guidance") -> Sandbox:
        name = EditionName(edition)
        made.append(Sandbox(tmp_path / f"world-{len(made)}", template(name), name))
        return made[-1]

    yield make
    for sandbox in made:
        sandbox.close()


@pytest.fixture
def sandbox(sandbox_of) -> Sandbox:
    """A sandbox of the guidance edition."""
    return sandbox_of("guidance")


@pytest.fixture
def service_sandbox(sandbox_of) -> Sandbox:
    """A sandbox of the service edition."""
    return sandbox_of("service")


@pytest.fixture(params=["guidance", "service"])
def either_sandbox(request, sandbox_of) -> Sandbox:
    """A sandbox of each edition in turn, for what both keep."""
    return sandbox_of(request.param)


@pytest.fixture
def north_star(sandbox) -> Caller:
    """The provider whom a test is about, in the guidance edition."""
    return sandbox.provider("north-star")
