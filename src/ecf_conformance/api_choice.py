"""Which API is judged: said, told by the address, or found out by asking for its first list."""

from ecf_conformance.api import Api
from ecf_conformance.apis import APIS
from ecf_conformance.connection import Connection, bearer
from ecf_conformance.target import CannotRun


def edition_of(
    url: str, api: str | None = None, edition: str | None = None, found_out: Api | None = None
) -> str:
    """Return the edition that a target is judged by; raises CannotRun where API and edition differ.

    What is said comes first, then the address, then what was found out; else it is the first API.
    """
    said = next((each for each in APIS if each.name == api), None)
    chosen = said or _of_edition(edition) or _of_address(url) or found_out or APIS[0]
    if edition is None:
        return chosen.editions[0]
    if edition not in chosen.editions:
        raise CannotRun(f"API {chosen.name} has no edition {edition}: leave --edition out")
    return edition


def is_open(url: str, api: str | None, edition: str | None) -> bool:
    """Return whether nothing but the target's answers can tell which API is meant."""
    return not (api or edition or _of_address(url))


def answering(url: str, connection: Connection, token: str) -> Api | None:
    """Return the first API of which a target answers the first list, None where it is none.

    Raises Unreachable.
    """
    for each in APIS:
        address = f"{url.rstrip('/')}{each.prefix}{each.probe}"
        answer = connection.ask("GET", address, bearer(token), params={"page[per_page]": "1"})
        if answer.status == 200:
            return each
    return None


def _of_edition(edition: str | None) -> Api | None:
    return next((each for each in APIS if edition in each.editions), None)


def _of_address(url: str) -> Api | None:
    return next((each for each in APIS if url.rstrip("/").endswith(each.prefix)), None)
