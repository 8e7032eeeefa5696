"""Our own checks of every answer of API v1, beside the ones that Schemathesis has."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzzing.observer import Violation
from ecf_conformance.v1.fuzzing.operation_kinds import OperationKind, route_of

if TYPE_CHECKING:  # it runs the checks
    from ecf_conformance.v1.fuzzing.observer import Observer

Json = Any

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_DATED = re.compile(r"\w+_(at|date)")
_STANDING = ("submitted", "eligible", "payable", "paid")
_COPIES = 12
_SHORTEST_SECRET = 8


Find = Callable[["Observer", Exchange, str], Iterator[Violation]]


@dataclass(frozen=True, slots=True)
class Check:
    """A promise that any answer may break; `expected` says what it should have been."""

    name: str
    expected: str
    find: Find


CHECKS: dict[str, Check] = {}


def check(expected: str) -> Callable[[Find], Find]:
    """Register a function that yields what is wrong with an answer to an operation."""

    def register(find: Find) -> Find:
        CHECKS[find.__name__] = Check(find.__name__, expected, find)
        return find

    return register


@check('an error that says what is wrong: {"errors":[{"title","detail"}]}, or {"error"}')
def errors_explain_themselves(_: "Observer", exchange: Exchange, __: str) -> Iterator[Violation]:
    """Yield errors that leave a developer guessing."""
    rule = {400: "FMT-5", 422: "FMT-4", 401: "AUTH-1"}.get(exchange.status, "FMT-6")
    if exchange.method == "HEAD" or exchange.status not in (400, 401, 404, 405, 413, 422):
        return
    found = _json(exchange)
    if exchange.status not in (400, 422):
        if not isinstance(found, dict) or not _is_said(found.get("error")):
            yield Violation("with no error in words", rule)
        return
    errors = found.get("errors") if isinstance(found, dict) else None
    if not isinstance(errors, list) or not errors:
        yield Violation("without a list of errors", rule)
        return
    for each in errors:
        if not isinstance(each, dict) or not _is_said(each.get("title")):
            yield Violation("with an error without a title", rule)
        elif not _is_said(each.get("detail")):
            yield Violation("with an error without a detail", rule)


@check("a body that is what its media type says")
def media_types(observer: "Observer", exchange: Exchange, operation: str) -> Iterator[Violation]:
    """Yield bodies that are not what they are called."""
    if exchange.method == "HEAD" or not exchange.body:
        return
    kind = exchange.headers.get("content-type", "").partition(";")[0].strip()
    if not kind:
        yield Violation("with a body and no Content-Type", "FMT-1")
    elif kind.endswith("json") and _json(exchange) is _NOTHING:
        yield Violation(f"as {kind}, but it is not JSON", "FMT-1")
    elif operation.endswith(".csv") and exchange.status == 200 and kind != "text/csv":
        if observer.document.excuses_type(exchange, observer.path(exchange)):
            return
        yield Violation(f"as {kind}; the path says CSV", "LIST-6")


@check("no token, in the body or in the headers")
def no_token_in_answers(observer: "Observer", exchange: Exchange, _: str) -> Iterator[Violation]:
    """Yield tokens told to whoever asked."""
    told = exchange.text + "\n" + "\n".join(exchange.headers.values())
    for token, name in observer.target.secrets.names:
        if len(token) >= _SHORTEST_SECRET and token in told:
            yield Violation(f"with the token {name} in it", "AUTH-2")


@check("only records of the provider who asks")
def nobody_elses_ids(observer: "Observer", exchange: Exchange, _: str) -> Iterator[Violation]:
    """Yield ids of another provider's participants and declarations."""
    if 200 <= exchange.status < 300:
        told = {rule for id_, rule in observer.others.items() if id_ in exchange.text}
        if told:
            yield Violation("with another provider's record in it", max(told))


@check("date-times in UTC to the second, like 2021-11-25T09:00:00Z")
def dates_in_utc(_: "Observer", exchange: Exchange, __: str) -> Iterator[Violation]:
    """Yield date-times with a fraction or another zone."""
    if 200 <= exchange.status < 300:
        for record in _records(exchange):
            for name, value in record.items():
                if _DATED.fullmatch(name) and value and not _DATE.fullmatch(str(value)):
                    yield Violation(f"with {name} {value!r}", "FMT-3")


@check("records in their order: of creation, and with filter[updated_since] of updated_at")
def lists_sorted(observer: "Observer", exchange: Exchange, operation: str) -> Iterator[Violation]:
    """Yield lists out of order, as far as what the run made itself and whole seconds tell."""
    does = route_of(operation).does
    if exchange.status != 200 or exchange.method != "GET":
        return
    records = _records(exchange)
    ids = [str(each.get("id")) for each in records]
    if does is OperationKind.LIST_DECLARATIONS:
        if _jumbled(_known_order(observer.guide.declared), ids):
            yield Violation("with declarations not in order of creation", "LIST-5")
    elif does is OperationKind.LIST_PARTICIPANTS:
        moments = [str(each.get("updated_at")) for each in records]
        asked = parse_qs(urlsplit(exchange.url).query).get("filter[updated_since]", [""])
        if asked[0].strip():
            if moments != sorted(moments):
                yield Violation("with updated_at out of order", "LIST-2")
        elif _jumbled(observer.arrivals, ids):
            yield Violation("with participants not in order of creation", "LIST-2")


@check("an exact copy of a declaration changes nothing: the first answer again, or a refusal")
def copies_are_idempotent(
    observer: "Observer", exchange: Exchange, operation: str
) -> Iterator[Violation]:
    """Send what was declared again, much later, and yield the answer if it is another."""
    if route_of(operation).does is not OperationKind.DECLARE or exchange.status != 200:
        return
    first = next(iter(_records(exchange)), {})
    kind = str(first.get("declaration_type"))
    if first.get("state") not in _STANDING or observer.copies[kind] >= _COPIES:
        return
    observer.copies[kind] += 1
    copy = observer.repeat(exchange)
    if observer.target.edition == "service":
        if copy.status != 422:
            yield Violation(f"and a copy of it {copy.status}; expected 422", "DECL-10")
    elif copy.status != 200 or _json(copy) != _json(exchange):
        was = f"{copy.status}" if copy.status != 200 else "200 with something else"
        yield Violation(f"and a copy of it {was}; expected the first answer again", "DECL-10")


@check("the participant and their declarations as they were before the refused request")
def refusals_change_nothing(
    observer: "Observer", exchange: Exchange, operation: str
) -> Iterator[Violation]:
    """Yield what a refused write left behind."""
    if 400 <= exchange.status < 500 and exchange.status != 429:
        change = observer.change_by_refusal(operation, exchange)
        if change is not None:
            yield Violation(f"and changed {_difference(*change)}")


_NOTHING = object()


def _json(exchange: Exchange) -> Json:
    try:
        return json.loads(exchange.body)
    except ValueError:
        return _NOTHING


def _is_said(text: Json) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _records(exchange: Exchange) -> list[dict[str, Json]]:
    """Return the records of an answer, JSON or CSV: their attributes, and their ids."""
    if exchange.headers.get("content-type", "").startswith("text/csv"):
        return _rows(exchange.text)
    found = _json(exchange)
    data = found.get("data") if isinstance(found, dict) else None
    listed = data if isinstance(data, list) else [data]
    return [
        {**each["attributes"], "id": each.get("id")}
        for each in listed
        if isinstance(each, dict) and isinstance(each.get("attributes"), dict)
    ]


def _rows(text: str) -> list[dict[str, Json]]:
    try:
        rows = list(csv.DictReader(io.StringIO(text)))
    except csv.Error:
        return []
    return [{name: cell for name, cell in row.items() if isinstance(name, str)} for row in rows]


def _known_order(made: list[tuple[str, str]]) -> list[str]:
    """Return ids that come in this order, whether the moment counts or the making."""
    chain, latest = [], ""
    for moment, id_ in made:
        if _DATE.fullmatch(moment) and moment >= latest:
            chain.append(id_)
            latest = moment
    return chain


def _jumbled(known: list[str], listed: list[str]) -> bool:
    """Return whether what is listed comes in another order than is known."""
    places: Mapping[str, int] = {id_: place for place, id_ in enumerate(known)}
    found = [places[id_] for id_ in listed if id_ in places]
    return found != sorted(found)


def _difference(was: bytes, is_: bytes) -> str:
    """Return the first part of a body that changed, before and after."""
    start = next((n for n, pair in enumerate(zip(was, is_, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, start - 40)
    before, after = was[start : start + 100], is_[start : start + 100]
    return f"...{before.decode('utf-8', 'replace')}... to ...{after.decode('utf-8', 'replace')}..."
