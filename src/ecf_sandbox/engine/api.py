"""What an API hands to the engine, and the APIs of one server."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from pathlib import Path

from ecf_sandbox.engine.creation import WorldKind
from ecf_sandbox.engine.http.control.requests import ClockMoves, ControlHandler
from ecf_sandbox.engine.http.operations import Operation
from ecf_sandbox.engine.http.wire import Wire
from ecf_sandbox.engine.store.session import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderHandlers:
    """What answers an API's providers: its wire, and its operations by operationId."""

    wire: Wire
    operations: Mapping[str, Operation]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlHandlers:
    """What answers control calls for an API's worlds: its operations by operationId, its moves."""

    operations: Mapping[str, ControlHandler]
    clock_moves: ClockMoves


@dataclass(frozen=True, kw_only=True)
class Api:
    """One API, whole.

    `document` and `control_extension` are files: its OpenAPI document, and what its worlds add
    to the engine's control document; `rules` has its promises in words. `provider_handlers` and
    `control_handlers` are functions that import them: a server that is never asked for them
    starts sooner. `zone` is that of a moment without one, and of calendar months.
    """

    name: str
    prefix: str
    zone: tzinfo
    document: Path
    provider_handlers: Callable[[], ProviderHandlers]
    worlds: WorldKind
    control_extension: Path
    rules: Path
    control_handlers: Callable[[], ControlHandlers]

    @cached_property
    def provider(self) -> ProviderHandlers:
        """What answers its providers, imported when first asked for."""
        return self.provider_handlers()

    @cached_property
    def control(self) -> ControlHandlers:
        """What answers control calls, imported when first asked for."""
        return self.control_handlers()

    @cached_property
    def wire(self) -> Wire:
        """How it reads credentials and requests, and what its refusals look like."""
        return self.provider.wire


class Apis:
    """The APIs of a server; the first is the one of a world that names no edition."""

    def __init__(self, *apis: Api) -> None:
        self._apis = apis
        self._by_edition = {edition: api for api in apis for edition in api.worlds.editions}

    def __iter__(self) -> Iterator[Api]:
        return iter(self._apis)

    @property
    def first(self) -> Api:
        return self._apis[0]

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that worlds can have, those of the first API first."""
        return tuple(self._by_edition)

    def of_edition(self, edition: str) -> Api:
        """Return the API of an edition; raises LookupError where none has it."""
        return self._by_edition[edition]

    def of_path(self, path: str) -> Api:
        """Return the API that a path belongs to; one of no API is the first one's."""
        found = (api for api in self._apis if f"{path}/".startswith(f"{api.prefix}/"))
        return next(found, self.first)

    def control_document(self, api: Api) -> str:
        """Return the name of the control document for an API's worlds, as in its URL."""
        return "control" if api is self.first else f"control-{api.name}"

    def schema_of(self, edition: str) -> Schema:
        """Return what worlds of an edition keep; raises LookupError where no API has it."""
        return self.of_edition(edition).worlds.schema

    @property
    def world_kinds(self) -> Mapping[str, WorldKind]:
        """What worlds are like, by edition."""
        return {edition: api.worlds for edition, api in self._by_edition.items()}
