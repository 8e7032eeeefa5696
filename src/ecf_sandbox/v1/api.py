"""API v1, as the engine is handed it."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from ecf_sandbox.engine import resources
from ecf_sandbox.engine.api import Api, ControlHandlers, ProviderHandlers
from ecf_sandbox.engine.creation import WorldKind
from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.providers import lead_providers
from ecf_sandbox.engine.template_inputs import builder_of
from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.store.schema import SCHEMA


def _people(options: Mapping[str, Any]) -> int:
    return int(options["participants"]) * len(lead_providers())


def _provider_handlers() -> ProviderHandlers:
    from ecf_sandbox.v1.http.operations import OPERATIONS  # noqa: PLC0415  # when first asked
    from ecf_sandbox.v1.http.wire import WIRE  # noqa: PLC0415  # as above

    return ProviderHandlers(wire=WIRE, operations=OPERATIONS)


def _control_handlers() -> ControlHandlers:
    from ecf_sandbox.v1.http.control.operations import (  # noqa: PLC0415  # when first asked
        CLOCK_MOVES,
        CONTROL_OPERATIONS,
    )

    return ControlHandlers(operations=CONTROL_OPERATIONS, clock_moves=CLOCK_MOVES)


V1 = Api(
    name="v1",
    prefix="/api/v1",
    zone=UTC,
    document=resources.path("openapi", "v1.yaml"),
    provider_handlers=_provider_handlers,
    worlds=WorldKind(
        editions=tuple(EditionName),
        schema=SCHEMA,
        template=builder_of("v1"),
        options={"participants": 250, "personas": True},
        starting_now=parse_date_time("2021-11-25T09:00:00Z"),
        size=_people,
    ),
    control_extension=resources.path("openapi", "control-v1.yaml"),
    rules=resources.path("fixtures", "v1", "rules.yaml"),
    control_handlers=_control_handlers,
)
