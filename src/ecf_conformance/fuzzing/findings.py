"""Collects findings, and counts those that are alike."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ecf_conformance.exchange import Exchange, Secrets
from ecf_conformance.fuzz_result import Finding
from ecf_conformance.fuzzing.recheck import Confirmed

_PARTICULARS = re.compile(r"\"[^\"]*\"|'[^']*'|\d+|\.\.\..*")


@dataclass(slots=True)
class Findings:
    """Findings by what is the same about them; of each, the shortest request is kept.

    `is_ours` says of a rule and a status whether the promise is ours alone.
    """

    secrets: Secrets
    is_ours: Callable[[str | None, int], bool] = lambda *_: False
    _known: dict[tuple[str, str, str], Finding] = field(default_factory=dict)

    def add(self, failure: Confirmed, operation: str, exchange: Exchange) -> None:
        """Enter a failure, or count one that is known."""
        if failure.check == "ignored_auth":
            exchange = _anonymous(exchange)
        key = (failure.check, operation, _PARTICULARS.sub("", failure.why))
        known = self._known.get(key)
        if known and _length(known.exchange) <= _length(exchange):
            self._known[key] = replace(known, times=known.times + 1)
            return
        self._known[key] = Finding(
            check=failure.check,
            operation=operation,
            rule=failure.rule,
            why=self.secrets.masked(failure.why),
            expected=failure.expected,
            exchange=_masked(exchange, self.secrets),
            times=known.times + 1 if known else 1,
            differs=self.is_ours(failure.rule, exchange.status),
        )

    def all(self) -> list[Finding]:
        """Return what was found, by operation, the most frequent first."""
        return sorted(self._known.values(), key=lambda it: (it.operation, -it.times, it.check))

    def __len__(self) -> int:
        return len(self._known)


def _length(exchange: Exchange) -> int:
    return len(exchange.url) + len(exchange.sent)


def _anonymous(exchange: Exchange) -> Exchange:
    """Return an exchange as it was probed: nobody says who asks."""
    headers = {name: it for name, it in exchange.sent_headers.items() if name != "authorization"}
    return replace(exchange, sent_headers=headers)


def _masked(exchange: Exchange, secrets: Secrets) -> Exchange:
    """Return an exchange without the tokens of a world that will be gone when it is shown."""
    return replace(
        exchange,
        url=secrets.masked(exchange.url),
        path=secrets.masked(exchange.path),
        sent_headers={name: secrets.masked(value) for name, value in exchange.sent_headers.items()},
        sent=secrets.masked(exchange.sent.decode("utf-8", "surrogateescape")).encode(
            "utf-8", "surrogateescape"
        ),
        headers={name: secrets.masked(value) for name, value in exchange.headers.items()},
        body=secrets.masked(exchange.text).encode(),
    )
