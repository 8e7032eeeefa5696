"""What the suite needs to know of an API that it judges."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from ecf_conformance.rules import Rule, rules_of

if TYPE_CHECKING:  # these know a target, and a target knows its API
    from ecf_conformance.document import Document
    from ecf_conformance.fuzzing.observer import Observer
    from ecf_conformance.participants import Ask, People
    from ecf_conformance.provider import Provider
    from ecf_conformance.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """An API, put together in one file of its package.

    `probe` is the path, below `prefix`, of the first request to a target. `scenarios` is the
    package whose modules register them. `world` are the settings of a run's world in our sandbox.
    A participant of whom a provider state does not say it is on `usual_schedule`. `answers_rule`
    is the rule that every answer is one of the document's. `answer_is_ours` (edition, status) and
    `finding_is_ours` (edition, rule, status) tell whether only we promise what such an answer
    breaks. `pays_by_calendar` looks at one payment of a target.
    """

    name: str
    prefix: str
    editions: tuple[str, ...]
    scenarios: str
    probe: str
    usual_schedule: str
    world: Mapping[str, Any]
    provider: "type[Provider]"
    discovery: "Callable[[Ask, str, str, str | None], People]"
    answers_rule: str
    answer_is_ours: Callable[[str, int], bool]
    finding_is_ours: Callable[[str, str | None, int], bool]
    pays_by_calendar: "Callable[[Target], bool]"
    observer: "Callable[[Target, Document, Random, ExitStack], Observer]"

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its id, in the rulebook's order."""
        return rules_of(self.name)
