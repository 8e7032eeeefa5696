"""Our own checks of every answer of API v3, beside the ones that Schemathesis has."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzzing.checks import (
    UTC_SECOND,
    Check,
    difference,
    is_said,
    json_of,
    mistyped,
    records_of,
    registering,
    rule_of_others,
    tokens_told,
    unexplained,
)
from ecf_conformance.fuzzing.observer import Violation
from ecf_conformance.participants import STANDING
from ecf_conformance.v3.fuzzing.operation_kinds import LISTED_AT, WRITES, OperationKind, route_of

if TYPE_CHECKING:  # it runs the checks
    from ecf_conformance.v3.fuzzing.observer import Observer

Json = Any

CHECKS: dict[str, Check] = {}
check = registering(CHECKS)

_DATED = re.compile(r"\w+_at|declaration_date")
_DATED_INSIDE = ("withdrawal", "deferral")
_COPIES = 12
_POLLS = 12
_ALL_SHOWN = (
    OperationKind.LIST_PARTNERSHIPS,
    OperationKind.LIST_SCHOOLS,
    OperationKind.LIST_DELIVERY_PARTNERS,
    OperationKind.LIST_UNFUNDED,
)
_SORT = re.compile(r"(-|\+|)(created_at|updated_at)")


@check('an error that says what is wrong: {"errors":[{"title","detail"}]}, for a 401 {"error"}')
def errors_explain_themselves(_: "Observer", exchange: Exchange, __: str) -> Iterator[Violation]:
    """Yield errors that leave a developer guessing."""
    rule = {400: "V3-FMT-5", 422: "V3-FMT-4", 401: "V3-AUTH-1"}.get(exchange.status, "V3-FMT-6")
    if exchange.method == "HEAD" or exchange.status not in (400, 401, 404, 405, 413, 422):
        return
    if exchange.status != 401:
        yield from (Violation(why, rule) for why in unexplained(exchange))
        return
    found = json_of(exchange)
    if not isinstance(found, dict) or not is_said(found.get("error")):
        yield Violation("with no error in words", rule)


@check("a body that is what its media type says")
def media_types(_: "Observer", exchange: Exchange, __: str) -> Iterator[Violation]:
    """Yield bodies that are not what they are called."""
    yield from (Violation(why, "V3-FMT-1") for why in mistyped(exchange))


@check("no token, in the body or in the headers")
def no_token_in_answers(observer: "Observer", exchange: Exchange, _: str) -> Iterator[Violation]:
    """Yield tokens told to whoever asked."""
    for why in tokens_told(observer.target.secrets, exchange):
        yield Violation(why, "V3-AUTH-2")


@check("only records of the provider who asks")
def nobody_elses_ids(observer: "Observer", exchange: Exchange, _: str) -> Iterator[Violation]:
    """Yield ids of another provider's participants, partnerships and statements."""
    if rule := rule_of_others(observer.others, exchange):
        yield Violation("with another provider's record in it", rule)


@check("date-times in UTC to the second, like 2026-11-25T09:00:00Z")
def dates_in_utc(_: "Observer", exchange: Exchange, __: str) -> Iterator[Violation]:
    """Yield date-times with a fraction or another zone, of records and inside them."""
    if 200 <= exchange.status < 300:
        for name, value in _dated(records_of(exchange)):
            if value and not UTC_SECOND.fullmatch(str(value)):
                yield Violation(f"with {name} {value!r}", "V3-FMT-3")


@check("records by creation, or as sort asked")
def lists_sorted(observer: "Observer", exchange: Exchange, operation: str) -> Iterator[Violation]:
    """Yield lists out of order, as far as what is shown tells."""
    does = route_of(operation).does
    if exchange.status != 200 or exchange.method != "GET" or does not in LISTED_AT:
        return
    records, (sign, by) = records_of(exchange), _asked(exchange)
    if does is OperationKind.LIST_STATEMENTS:
        found = [(each.get("payment_date"), each.get("cohort")) for each in records]
        if found != sorted(found, key=str):
            yield Violation("with statements not in order of payment", "V3-STATEMENT-3")
    elif does is OperationKind.LIST_DECLARATIONS:
        if _is_out_of_order(records, "", "created_at"):
            yield Violation("with created_at out of order", "V3-LIST-4")
    elif does is OperationKind.LIST_PARTICIPANTS and (sign, by) in (("", ""), ("", "created_at")):
        if not observer.keeps_order([str(each.get("id")) for each in records]):
            yield Violation("with participants not in order of creation", "V3-LIST-6")
    elif by is not None and _is_shown(does, by) and _is_out_of_order(records, sign, by):
        yield Violation(f"with {by or 'created_at'} out of order", "V3-LIST-6")


@check("filter[updated_since] without anything older")
def nothing_older(_: "Observer", exchange: Exchange, operation: str) -> Iterator[Violation]:
    """Yield lists with records that changed before what was asked."""
    does = route_of(operation).does
    since = _query(exchange).get("filter[updated_since]", "")
    filtered = does in LISTED_AT and does is not OperationKind.LIST_DELIVERY_PARTNERS
    if not filtered or exchange.status != 200 or not UTC_SECOND.fullmatch(since):
        return
    old = [each for each in records_of(exchange) if str(each.get("updated_at")) < since]
    if old:
        rule = "V3-TRANSFER-4" if does is OperationKind.LIST_TRANSFERS else "V3-FMT-11"
        yield Violation(f"with updated_at {old[0].get('updated_at')}, before {since}", rule)


@check("what was just changed in the list of what changed since then")
def changes_are_found(
    observer: "Observer", exchange: Exchange, operation: str
) -> Iterator[Violation]:
    """Poll after an accepted write, and yield that the record is not there."""
    if route_of(operation).does not in WRITES or exchange.status != 200:
        return
    record = next(iter(records_of(exchange)), {})
    changed = str(record.get("updated_at"))
    if not UTC_SECOND.fullmatch(changed) or observer.polls[operation] >= _POLLS:
        return
    observer.polls[operation] += 1
    listed = observer.changed_since(operation, exchange, changed)
    if listed is not None and str(record.get("id")) not in listed:
        yield Violation(f"and the list since {changed} lacks it", "V3-LIST-13")


@check("a refusal of the copy of a declaration: 422")
def copies_are_refused(
    observer: "Observer", exchange: Exchange, operation: str
) -> Iterator[Violation]:
    """Send what was declared again, and yield an answer that is no refusal."""
    if route_of(operation).does is not OperationKind.DECLARE or exchange.status != 200:
        return
    first = next(iter(records_of(exchange)), {})
    kind = str(first.get("declaration_type"))
    if first.get("state") not in STANDING or observer.copies[kind] >= _COPIES:
        return
    observer.copies[kind] += 1
    copy = observer.repeat(exchange)
    if copy.status != 422:
        yield Violation(f"and a copy of it {copy.status}; expected 422", "V3-DECL-18")


@check("what a refused request is about as it was before")
def refusals_change_nothing(
    observer: "Observer", exchange: Exchange, operation: str
) -> Iterator[Violation]:
    """Yield what a refused write left behind."""
    if 400 <= exchange.status < 500 and exchange.status != 429:
        change = observer.change_by_refusal(operation, exchange)
        if change is not None:
            yield Violation(f"and changed {difference(*change)}")


def _dated(records: Sequence[dict[str, Json]]) -> Iterator[tuple[str, Json]]:
    """Yield date-times with their names; those of withdrawals and deferrals are called `date`."""
    for record in records:
        for name, value in record.items():
            if _DATED.fullmatch(name):
                yield name, value
            elif name in _DATED_INSIDE and isinstance(value, dict):
                yield f"{name}.date", value.get("date")
            elif isinstance(value, list):
                yield from _dated([each for each in value if isinstance(each, dict)])


def _query(exchange: Exchange) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True))


def _asked(exchange: Exchange) -> tuple[str, str | None]:
    """Return the sign and the name of what was asked to sort by.

    The name is empty without `sort`, and None where it cannot be told.
    """
    query = urlsplit(exchange.url).query
    said = [value for name, value in parse_qsl(query) if name.startswith("sort")]
    if not said:
        return "", ""
    found = _SORT.fullmatch(said[0]) if len(said) == 1 and "sort=" in query else None
    return (found[1], found[2]) if found else ("", None)


def _is_shown(does: OperationKind, by: str) -> bool:
    """Return whether what a list is sorted by is what its records show (V3-LIST-6)."""
    return does in _ALL_SHOWN or (does is OperationKind.LIST_PARTICIPANTS and by == "updated_at")


def _is_out_of_order(records: Sequence[dict[str, Json]], sign: str, by: str) -> bool:
    found = [str(each.get(by or "created_at")) for each in records]
    return found != sorted(found, reverse=sign == "-")
