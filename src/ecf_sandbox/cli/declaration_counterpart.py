"""What plays the part of a declaration that is older than the recording which takes it back."""

from http import HTTPStatus

from ecf_sandbox.cli.implementation import Implementation, said
from ecf_sandbox.cli.recordings import DECLARATION, Write
from ecf_sandbox.cli.remote import Json

_LIST = "/api/v3/participant-declarations"
_TAKEN_BACK_AFTER_PAYMENT = "awaiting-clawback"
_UNPAID = frozenset({"submitted", "eligible", "payable", "ineligible"})


def named(write: Write) -> str | None:
    """Return the declaration that the path of a write of API v3 names, None where it has none."""
    found = DECLARATION.search(write.path)
    return found[1] if found else None


def find(there: Implementation, write: Write, ids: dict[str, str], date: str) -> str | None:
    """Return the same declaration, or one there that can be taken back as it was; or None.

    It is of the same type and course, paid or not as it was, and of the same statement where it
    can be. `ids` are what ids of the recording are there.
    """
    same = named(write)
    if there.ask(write.provider, f"{_LIST}/{same}", date=date).status == HTTPStatus.OK:
        return same
    answer = said(write.answer)
    if write.status != HTTPStatus.OK or not isinstance(answer, dict):
        return None
    was = answer["data"]["attributes"]
    free = [
        each
        for each in there.listed(write.provider, _LIST, {}, date=date)
        if each["id"] not in ids.values() and _can_play(each["attributes"], was)
    ]
    statement = ids.get(str(was["statement_id"]), was["statement_id"])
    free.sort(key=lambda each: each["attributes"]["statement_id"] != statement)
    return str(free[0]["id"]) if free else None


def _can_play(attributes: Json, was: Json) -> bool:
    paid = was["state"] == _TAKEN_BACK_AFTER_PAYMENT
    state = attributes["state"]
    known_by = ("declaration_type", "course_identifier")
    return (state == "paid" if paid else state in _UNPAID) and all(
        attributes[name] == was[name] for name in known_by
    )
