"""What the suite needs to know of API v1."""

from contextlib import ExitStack
from random import Random

from ecf_conformance.api import Api
from ecf_conformance.document import Document
from ecf_conformance.fuzzing.observer import Observer
from ecf_conformance.target import Target
from ecf_conformance.v1.discovery import Discovery
from ecf_conformance.v1.editions import EDITIONS
from ecf_conformance.v1.ours import answer_is_ours, finding_is_ours
from ecf_conformance.v1.payment_calendar import pays_by_calendar
from ecf_conformance.v1.provider import NOW, Provider
from ecf_conformance.v1.schedules import SEPTEMBER


def _observer(target: Target, document: Document, random: Random, after: ExitStack) -> Observer:
    from ecf_conformance.v1.fuzzing.setup import observer_of  # noqa: PLC0415  # Schemathesis takes seconds to import

    return observer_of(target, document, random, after)


V1 = Api(
    name="v1",
    prefix="/api/v1",
    editions=EDITIONS,
    scenarios="ecf_conformance.v1.scenarios",
    probe="/participants/ecf",
    usual_schedule=SEPTEMBER,
    world={"participants": 0, "personas": False, "now": NOW, "ticking": False},
    provider=Provider,
    discovery=Discovery,
    answers_rule="FMT-7",
    answer_is_ours=answer_is_ours,
    finding_is_ours=finding_is_ours,
    pays_by_calendar=pays_by_calendar,
    observer=_observer,
)
