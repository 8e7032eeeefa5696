"""Our own checks of every answer of API v1, beside the ones that Schemathesis has."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzzing.checks import (
    UTC_SECOND,
    Check,
    difference,
    is_jumbled,
    is_said,
    json_of,
    kind_of,
    mistyped,
    records_of,
    registering,
    rule_of_others,
    tokens_told,
    unexplained,
)
from ecf_conformance.fuzzing.observer import Violation
from ecf_conformance.moments import parse
from ecf_conformance.provider import LEEWAY
from ecf_conformance.v1.fuzzing.operation_kinds import OperationKind, route_of

if TYPE_CHECKING:  # it runs the checks
    from ecf_conformance.v1.fuzzing.observer import Observer

Json = Any

_DATED = re.compile(r"\w+_(at|date)")
_STANDING = ("submitted", "eligible", "payable", "paid")
_COPIES = 12

CHECKS: dict[str, Check] = {}
check = registering(CHECKS)


@check('an error that says what is wrong: {"errors":[{"title","detail"}]}, or {"error"}')
def errors_explain_themselves(_: "Observer", exchange: Exchange, __: str) -> Iterator[Violation]:
    """Yield errors that leave a developer guessing."""
    rule = {400: "FMT-5", 422: "FMT-4", 401: "AUTH-1"}.get(exchange.status, "FMT-6")
    if exchange.method == "HEAD" or exchange.status not in (400, 401, 404, 405, 413, 422):
        return
    if exchange.status in (400, 422):
        yield from (Violation(why, rule) for why in unexplained(exchange))
        return
    found = json_of(exchange)
    if not isinstance(found, dict) or not is_said(found.get("error")):
        yield Violation("with no error in words", rule)


@check("a body that is what its media type says")
def media_types(observer: "Observer", exchange: Exchange, operation: str) -> Iterator[Violation]:
    """Yield bodies that are not what they are called."""
    wrong = list(mistyped(exchange))
    yield from (Violation(why, "FMT-1") for why in wrong)
    if wrong or exchange.method == "HEAD" or not exchange.body:
        return
    kind = kind_of(exchange)
    if operation.endswith(".csv") and exchange.status == 200 and kind != "text/csv":
        if observer.document.excuses_type(exchange, observer.path(exchange)):
            return
        yield Violation(f"as {kind}; the path says CSV", "LIST-6")


@check("no token, in the body or in the headers")
def no_token_in_answers(observer: "Observer", exchange: Exchange, _: str) -> Iterator[Violation]:
    """Yield tokens told to whoever asked."""
    for why in tokens_told(observer.target.secrets, exchange):
        yield Violation(why, "AUTH-2")


@check("only records of the provider who asks")
def nobody_elses_ids(observer: "Observer", exchange: Exchange, _: str) -> Iterator[Violation]:
    """Yield ids of another provider's participants and declarations."""
    if rule := rule_of_others(observer.others, exchange):
        yield Violation("with another provider's record in it", rule)


@check("date-times in UTC to the second, like 2021-11-25T09:00:00Z")
def dates_in_utc(_: "Observer", exchange: Exchange, __: str) -> Iterator[Violation]:
    """Yield date-times with a fraction or another zone."""
    if 200 <= exchange.status < 300:
        for record in _records(exchange):
            for name, value in record.items():
                if _DATED.fullmatch(name) and value and not UTC_SECOND.fullmatch(str(value)):
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
        runs = timedelta() if observer.target.stands_still else LEEWAY
        if is_jumbled(_known_order(observer.guide.declared, runs), ids):
            yield Violation("with declarations not in order of creation", "LIST-5")
    elif does is OperationKind.LIST_PARTICIPANTS:
        moments = [str(each.get("updated_at")) for each in records]
        asked = parse_qs(urlsplit(exchange.url).query).get("filter[updated_since]", [""])
        if asked[0].strip():
            if moments != sorted(moments):
                yield Violation("with updated_at out of order", "LIST-2")
        elif is_jumbled(observer.arrivals, ids):
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
    elif copy.status != 200 or json_of(copy) != json_of(exchange):
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
            yield Violation(f"and changed {difference(*change)}")


def _records(exchange: Exchange) -> list[dict[str, Json]]:
    """Return the records of an answer, JSON or CSV: their attributes, and their ids."""
    if exchange.headers.get("content-type", "").startswith("text/csv"):
        return _rows(exchange.text)
    return records_of(exchange)


def _rows(text: str) -> list[dict[str, Json]]:
    try:
        rows = list(csv.DictReader(io.StringIO(text)))
    except csv.Error:
        return []
    return [{name: cell for name, cell in row.items() if isinstance(name, str)} for row in rows]


def _known_order(made: list[tuple[str, str]], runs: timedelta) -> list[str]:
    """Return ids that come in this order, whether the moment counts or the making.

    A clock that `runs` within a request may date them later, by so much at most.
    """
    chain, latest = list[str](), None
    for said, id_ in made:
        moment = _moment(said)
        if moment and (latest is None or moment - latest >= runs):
            chain.append(id_)
            latest = moment
    return chain


def _moment(said: str) -> datetime | None:
    try:
        return parse(said)
    except ValueError:
        return None
