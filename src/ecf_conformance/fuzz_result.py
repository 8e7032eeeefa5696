"""The result of fuzzing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ecf_conformance.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One way in which answers were wrong, reported once: by a check, at an operation.

    `why` says what was answered, `expected` what should have been. The exchange is the shortest of
    the `times` that it was seen. It only `differs` where the promise is ours alone.
    """

    check: str
    operation: str
    why: str
    expected: str
    exchange: Exchange
    rule: str | None = None
    times: int = 1
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationResult:
    """An operation, by method and path as the document has it, and its share of the requests.

    `statuses` counts answers by status; `rounds` is how often it was fuzzed whole.
    """

    name: str
    requests: int = 0
    statuses: Mapping[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    rounds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzResult:
    """A whole phase of fuzzing. `seconds` is all of it, `max_examples` None if time decided.

    `unreached` are operations and kinds of declarations that never got a 2xx, `cut` the operations
    for which there was no time, `silence` how the target fell silent, if that ended it.
    """

    seed: int
    max_examples: int | None
    operations: Sequence[OperationResult]
    findings: Sequence[Finding] = ()
    unreached: Sequence[str] = ()
    cut: Sequence[str] = ()
    requests: int = 0
    seconds: float = 0.0
    silence: str = ""
