"""What an operation does, told from its path: documents differ in all the rest."""

import re
from dataclasses import dataclass
from enum import Enum

_ACTIONS = "defer|resume|withdraw|change-schedule"
_PARTICIPANTS = r".*/participants(?:/ecf)?"
_DECLARATIONS = r".*/participant-declarations"


class OperationKind(Enum):
    """What a request is for."""

    LIST_PARTICIPANTS = rf"GET {_PARTICIPANTS}(?:\.csv)?"
    SHOW_PARTICIPANT = rf"GET {_PARTICIPANTS}/{{(?P<id>\w+)}}"
    ACT = rf"PUT {_PARTICIPANTS}/{{(?P<id>\w+)}}/(?P<action>{_ACTIONS})"
    DECLARE = rf"POST {_DECLARATIONS}"
    LIST_DECLARATIONS = rf"GET {_DECLARATIONS}(?:\.csv)?"
    SHOW_DECLARATION = rf"GET {_DECLARATIONS}/{{(?P<id>\w+)}}"
    VOID = rf"PUT {_DECLARATIONS}/{{(?P<id>\w+)}}/void"
    ELSE = r".*"


@dataclass(frozen=True, slots=True)
class Route:
    """What an operation does, the name of its path's parameter, and which action it is."""

    does: OperationKind
    id: str = ""
    action: str = ""


def route_of(operation: str) -> Route:
    """Return the route of an operation named like `PUT /things/{id}`."""
    for does in OperationKind:
        if found := re.fullmatch(does.value, operation):
            parts = found.groupdict()
            return Route(does, parts.get("id") or "", parts.get("action") or "")
    return Route(OperationKind.ELSE)


def order_of(operation: str) -> int:
    """Return where an operation stands: what others start from comes first."""
    route = route_of(operation)
    if route.does is OperationKind.DECLARE:
        return 0
    return 1 if route.action == "defer" else 2
