"""What the suite needs to know of API v3."""

from contextlib import ExitStack
from pathlib import Path
from random import Random

from ecf_conformance.api import Api
from ecf_conformance.document import Document
from ecf_conformance.fuzzing.observer import Observer
from ecf_conformance.reply import Errors
from ecf_conformance.target import Target
from ecf_conformance.v3.discovery import Discovery
from ecf_conformance.v3.edition import REGISTER, answer_is_ours, finding_is_ours
from ecf_conformance.v3.payment_calendar import pays_by_calendar
from ecf_conformance.v3.provider import NOW, Provider
from ecf_conformance.v3.schedules import SEPTEMBER

ERRORS = Errors(
    titles={
        401: "HTTP Token: Access denied",
        404: "Resource not found",
        405: "Method not allowed",
        413: "Payload too large",
    },
    listed=frozenset({404, 405, 413}),
)


def _observer(target: Target, document: Document, random: Random, after: ExitStack) -> Observer:
    from ecf_conformance.v3.fuzzing.setup import observer_of  # noqa: PLC0415  # Schemathesis takes seconds to import

    return observer_of(target, document, random, after)


V3 = Api(
    name="v3",
    prefix="/api/v3",
    editions=(REGISTER,),
    scenarios="ecf_conformance.v3.scenarios",
    probe="/participants",
    usual_schedule=SEPTEMBER,
    world={"participants": 0, "personas": False, "now": NOW, "ticking": False},
    provider=Provider,
    discovery=Discovery,
    errors=ERRORS,
    answers_rule="V3-FMT-14",
    answer_is_ours=answer_is_ours,
    finding_is_ours=finding_is_ours,
    pays_by_calendar=pays_by_calendar,
    observer=_observer,
    overlays={"published": Path(__file__).parent / "published-overlay.yaml"},
    hosted_rate=3.2,
)
