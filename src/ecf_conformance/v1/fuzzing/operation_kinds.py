"""What an operation of API v1 does."""

from enum import Enum

from ecf_conformance.fuzzing import routes

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


Route = routes.Route[OperationKind]


def route_of(operation: str) -> Route:
    """Return the route of an operation of API v1."""
    return routes.route_in(OperationKind, operation)


def order_of(operation: str) -> int:
    """Return where an operation stands: what others start from comes first."""
    route = route_of(operation)
    if route.does is OperationKind.DECLARE:
        return 0
    return 1 if route.action == "defer" else 2
