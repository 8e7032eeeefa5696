"""A target's own lists, read without trusting them."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from ecf_conformance.exchange import Exchange
from ecf_conformance.participants import Ask

Record = Mapping[str, Any]

_PAGE = 3000
_PAGES = 100


def records(
    ask: Ask, url: str, headers: Mapping[str, str], params: Mapping[str, str]
) -> Iterator[Record]:
    """Yield a list until a page has nobody new; a page may be smaller than asked."""
    seen: set[str] = set()
    for page in range(1, _PAGES + 1):
        paged = {"page[page]": str(page), "page[per_page]": str(_PAGE), **params}
        listed = data_of(ask("GET", url, headers, params=paged))
        found = listed if isinstance(listed, list) else []
        new = [each for each in found if is_record(each) and each["id"] not in seen]
        seen |= {each["id"] for each in new}
        yield from new
        if not new:
            return


def data_of(answer: Exchange) -> object:
    """Return what is under `data` in a 200; None for anything else."""
    if answer.status != 200:
        return None
    try:
        found = answer.json()
    except AssertionError:
        return None
    return found.get("data") if isinstance(found, dict) else None


def is_record(each: object) -> TypeGuard[Record]:
    """Return whether something has an id and attributes."""
    return isinstance(each, dict) and "id" in each and isinstance(each.get("attributes"), dict)
