"""What queries and paths say, read into the domain's terms.

Rules: V3-FMT-8 to V3-FMT-12, V3-FMT-15.
"""

import re
from collections.abc import Mapping
from typing import Any

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.domain.problems import BadRequest, NotFound
from ecf_sandbox.v3.domain.queries import ListQuery, Sorting, SortKey
from ecf_sandbox.v3.http.query import Nested, decoded
from ecf_sandbox.v3.rules import declaration_dates
from ecf_sandbox.v3.rules.values import whole_number
from ecf_sandbox.v3.service.ids import canonical_id

LARGEST_PAGE = 3000
_BEYOND = 2**63 - 1
_LEADING_NUMBER = re.compile(r"\s*\+?0*(?P<digits>[1-9]\d*)", re.ASCII)
_YEAR = re.compile(r"\d+", re.ASCII)
_DATE_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def path_id(text: str) -> str:
    """Return an id of a path in lower case; one that cannot exist is not found (V3-FMT-15)."""
    if "\N{REPLACEMENT CHARACTER}" in text or _PERCENT.search(text):
        raise BadRequest("The path is not percent-encoded UTF-8", rule="V3-FMT-5")
    if (found := canonical_id(text)) is None:
        raise NotFound
    return found


def filter_object(query: Nested) -> Mapping[str, Any]:
    """Return the filters; one that is not an object is a bad parameter (V3-FMT-5)."""
    found = query.get("filter")
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise BadRequest(
            "filter must be an object: send filter[cohort]=2026, or another of its keys",
            title="Bad parameter",
            rule="V3-FMT-5",
        )
    return found


_ALL = ListQuery()


def list_query(filters: Mapping[str, Any], *, page: Any, sort: Any, one_cohort: bool) -> ListQuery:  # noqa: ANN401  # a query's values are of any shape
    """Return what a list is asked for; raises BadRequest."""
    if not filters and page is None and sort is None:
        return _ALL
    status = _text(filters.get("training_status"))
    origin = _text(filters.get("from_participant_id"))
    cohort = filters.get("cohort")
    urn = _text(filters.get("urn"))
    return ListQuery(
        page=_page(page),
        sort=_sort(sort),
        updated_since=_since(filters.get("updated_since")),
        cohorts=None if one_cohort else _cohorts(cohort),
        cohort=_one_cohort(cohort) if one_cohort else None,
        training_status=status,
        from_participant_id=origin and (canonical_id(origin) or origin),
        participant_ids=_ids(filters.get("participant_id")),
        delivery_partner_ids=_ids(filters.get("delivery_partner_id")),
        urn=whole_number(urn),
        has_urn=urn is not None,
    )


def _text(value: object) -> str | None:
    """Return a filter that is one text; blank, an array or an object is no filter."""
    return value if isinstance(value, str) and value.strip() else None


def _page(asked: object) -> Page:
    if asked is None:
        return Page()
    if not isinstance(asked, dict):
        raise BadRequest(
            "page must be an object: send page[page]=2&page[per_page]=50", rule="V3-FMT-8"
        )
    number = _from_one("page", asked.get("page", "1"))
    if number > _BEYOND:
        raise BadRequest(f"page[page] must be at most {_BEYOND}", rule="V3-FMT-8")
    return Page(number, min(_from_one("per_page", asked.get("per_page", "100")), LARGEST_PAGE))


def _from_one(name: str, value: object) -> int:
    """Return the number that a text begins with, or one beyond any where it is so long."""
    found = _LEADING_NUMBER.match(value) if isinstance(value, str) else None
    digits = found["digits"] if found else ""
    if not digits:
        raise BadRequest(f"page[{name}] must be a whole number, at least 1", rule="V3-FMT-8")
    return int(digits) if len(digits) <= len(str(_BEYOND)) else _BEYOND + 1


def _sort(asked: object) -> tuple[Sorting, ...]:
    """Return what to sort by; a key that comes again changes nothing any more."""
    if not isinstance(asked, str):
        return ()
    found: dict[SortKey, Sorting] = {}
    for entry in asked.split(","):
        name = entry.removeprefix("-") if entry.startswith("-") else entry.removeprefix("+")
        if name in list(SortKey):
            found.setdefault(SortKey(name), Sorting(SortKey(name), entry.startswith("-")))
    return tuple(found.values())


def _cohorts(asked: object) -> tuple[int, ...] | None:
    if isinstance(asked, list):
        return tuple(_years([each for each in asked if isinstance(each, str)]))
    text = _text(asked)
    return None if text is None else tuple(_years(text.split(",")))


def _years(texts: list[str]) -> list[int]:
    """Return the years that texts are, each once; one beyond 64 bits matches nothing."""
    digits = (each.lstrip("0") or "0" for each in texts if _YEAR.fullmatch(each))
    fitting = (int(each) for each in digits if len(each) <= len(str(_BEYOND)))
    return [each for each in dict.fromkeys(fitting) if each <= _BEYOND]


def _one_cohort(asked: object) -> int | None:
    """Return one year, of an array the first (V3-SCHOOL-2)."""
    first = asked[0] if isinstance(asked, list) and asked else asked
    return whole_number(first) if isinstance(first, str) else None


def _ids(asked: object) -> tuple[str, ...] | None:
    text = _text(asked)
    if text is None:
        return None
    return tuple(id_ for each in text.split(",") if (id_ := canonical_id(each)))


def _since(asked: object) -> Instant | None:
    if asked is None or (isinstance(asked, str) and not asked.strip()):
        return None
    text = decoded(asked.encode()) if isinstance(asked, str) else ""
    found = declaration_dates.read(text) if _DATE_TIME.fullmatch(text) else None
    if found is None or not found.in_pattern:
        raise BadRequest(
            "filter[updated_since] is not a date-time: send one such as 2026-11-25T09:00:00Z",
            rule="V3-FMT-11",
        )
    return found.as_utc
