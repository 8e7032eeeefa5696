"""The wire of an API: what its requests and refusals look like."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ecf_sandbox.engine.domain.problems import Refusal
from ecf_sandbox.engine.http.document import Document
from ecf_sandbox.engine.http.operations import RequestChecks
from ecf_sandbox.engine.http.replies import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """How an API reads credentials and requests, and what it answers with.

    `token` returns the token of an `Authorization` header, None for none that it knows.
    `checks` makes the checks of each operation of the document. `refused` answers a
    refusal, `method_not_allowed` a 405 with these methods, `too_many_requests` one that
    comes so many seconds too early. `media_type` is of JSON answers, `success_headers` are sent
    with every one that is no refusal.
    """

    media_type: bytes
    token: Callable[[bytes], str | None]
    checks: Callable[[Document], Mapping[str, RequestChecks]]
    refused: Callable[[Refusal], Reply]
    method_not_allowed: Callable[[str], Reply]
    too_many_requests: Callable[[int], Reply]
    success_headers: tuple[tuple[bytes, bytes], ...] = ()
