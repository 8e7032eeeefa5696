"""How an API registers its own checks of answers, and what the checks of all of them look at."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ecf_conformance.exchange import Exchange, Secrets
from ecf_conformance.fuzzing.observer import Violation

Json = Any
Find = Callable[[Any, Exchange, str], Iterator[Violation]]
"""Takes the API's own observer, an exchange and the operation."""

UTC_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
NOTHING = object()
"""Instead of JSON, where there is none."""

_SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True)
class Check:
    """A promise that any answer may break; `expected` says what it should have been."""

    name: str
    expected: str
    find: Find


def registering(checks: dict[str, Check]) -> Callable[[str], Callable[[Find], Find]]:
    """Return a decorator for functions that yield what is wrong with an answer."""

    def check(expected: str) -> Callable[[Find], Find]:
        def register(find: Find) -> Find:
            checks[find.__name__] = Check(find.__name__, expected, find)
            return find

        return register

    return check


def json_of(exchange: Exchange) -> Json:
    """Return the JSON of an answer, or NOTHING."""
    try:
        return json.loads(exchange.body)
    except ValueError:
        return NOTHING


def records_of(exchange: Exchange) -> list[dict[str, Json]]:
    """Return the records of an answer: their attributes, and their ids."""
    found = json_of(exchange)
    data = found.get("data") if isinstance(found, dict) else None
    listed = data if isinstance(data, list) else [data]
    return [
        {**each["attributes"], "id": each.get("id")}
        for each in listed
        if isinstance(each, dict) and isinstance(each.get("attributes"), dict)
    ]


def is_said(text: Json) -> bool:
    """Return whether something is text that says anything."""
    return isinstance(text, str) and bool(text.strip())


def unexplained(exchange: Exchange) -> Iterator[str]:
    """Yield what an answer's list of errors leaves unsaid."""
    found = json_of(exchange)
    errors = found.get("errors") if isinstance(found, dict) else None
    if not isinstance(errors, list) or not errors:
        yield "without a list of errors"
        return
    for each in errors:
        if not isinstance(each, dict) or not is_said(each.get("title")):
            yield "with an error without a title"
        elif not is_said(each.get("detail")):
            yield "with an error without a detail"


def mistyped(exchange: Exchange) -> Iterator[str]:
    """Yield how a body is not what its media type says."""
    kind = kind_of(exchange)
    if exchange.method == "HEAD" or not exchange.body:
        return
    if not kind:
        yield "with a body and no Content-Type"
    elif kind.endswith("json") and json_of(exchange) is NOTHING:
        yield f"as {kind}, but it is not JSON"


def kind_of(exchange: Exchange) -> str:
    """Return the media type of an answer, without its parameters."""
    return exchange.headers.get("content-type", "").partition(";")[0].strip()


def tokens_told(secrets: Secrets, exchange: Exchange) -> Iterator[str]:
    """Yield the names of tokens that an answer tells."""
    told = exchange.text + "\n" + "\n".join(exchange.headers.values())
    for token, name in secrets.names:
        if len(token) >= _SHORTEST_SECRET and token in told:
            yield f"with the token {name} in it"


def rule_of_others(others: Mapping[str, str], exchange: Exchange) -> str | None:
    """Return the rule that hides another provider's record, where an answer shows one."""
    if not 200 <= exchange.status < 300:
        return None
    return max((rule for id_, rule in others.items() if id_ in exchange.text), default=None)


def is_jumbled(known: Iterable[str], listed: Iterable[str]) -> bool:
    """Return whether what is listed comes in another order than is known."""
    places = {id_: place for place, id_ in enumerate(known)}
    found = [places[id_] for id_ in listed if id_ in places]
    return found != sorted(found)


def difference(was: bytes, is_: bytes) -> str:
    """Return the first part of a body that changed, before and after."""
    start = next((n for n, pair in enumerate(zip(was, is_, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, start - 40)
    before, after = was[start : start + 100], is_[start : start + 100]
    return f"...{before.decode('utf-8', 'replace')}... to ...{after.decode('utf-8', 'replace')}..."
