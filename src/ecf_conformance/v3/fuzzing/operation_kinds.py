"""What an operation of API v3 does."""

from enum import Enum

from ecf_conformance.fuzzing import routes

_ACTIONS = "defer|resume|withdraw|change-schedule"


class OperationKind(Enum):
    """What a request is for."""

    LIST_TRANSFERS = r"GET .*/participants/transfers"
    SHOW_TRANSFERS = r"GET .*/participants/{(?P<id>\w+)}/transfers"
    LIST_PARTICIPANTS = r"GET .*/participants"
    SHOW_PARTICIPANT = r"GET .*/participants/{(?P<id>\w+)}"
    ACT = rf"PUT .*/participants/{{(?P<id>\w+)}}/(?P<action>{_ACTIONS})"
    DECLARE = r"POST .*/participant-declarations"
    LIST_DECLARATIONS = r"GET .*/participant-declarations"
    SHOW_DECLARATION = r"GET .*/participant-declarations/{(?P<id>\w+)}"
    VOID = r"PUT .*/participant-declarations/{(?P<id>\w+)}/void"
    LIST_UNFUNDED = r"GET .*/unfunded-mentors"
    SHOW_UNFUNDED = r"GET .*/unfunded-mentors/{(?P<id>\w+)}"
    LIST_PARTNERSHIPS = r"GET .*/partnerships"
    SHOW_PARTNERSHIP = r"GET .*/partnerships/{(?P<id>\w+)}"
    PARTNER = r"POST .*/partnerships"
    CHANGE_PARTNERSHIP = r"(?:PUT|PATCH) .*/partnerships/{(?P<id>\w+)}"
    LIST_SCHOOLS = r"GET .*/schools"
    SHOW_SCHOOL = r"GET .*/schools/{(?P<id>\w+)}"
    LIST_DELIVERY_PARTNERS = r"GET .*/delivery-partners"
    SHOW_DELIVERY_PARTNER = r"GET .*/delivery-partners/{(?P<id>\w+)}"
    LIST_STATEMENTS = r"GET .*/statements"
    SHOW_STATEMENT = r"GET .*/statements/{(?P<id>\w+)}"
    ELSE = r".*"


LISTED_AT = {
    OperationKind.LIST_PARTICIPANTS: "/participants",
    OperationKind.LIST_TRANSFERS: "/participants/transfers",
    OperationKind.LIST_DECLARATIONS: "/participant-declarations",
    OperationKind.LIST_UNFUNDED: "/unfunded-mentors",
    OperationKind.LIST_PARTNERSHIPS: "/partnerships",
    OperationKind.LIST_SCHOOLS: "/schools",
    OperationKind.LIST_DELIVERY_PARTNERS: "/delivery-partners",
    OperationKind.LIST_STATEMENTS: "/statements",
}
"""Lists, and their paths below the API's prefix."""

LIST_OF = {
    OperationKind.SHOW_PARTICIPANT: OperationKind.LIST_PARTICIPANTS,
    OperationKind.SHOW_TRANSFERS: OperationKind.LIST_TRANSFERS,
    OperationKind.ACT: OperationKind.LIST_PARTICIPANTS,
    OperationKind.DECLARE: OperationKind.LIST_DECLARATIONS,
    OperationKind.SHOW_DECLARATION: OperationKind.LIST_DECLARATIONS,
    OperationKind.VOID: OperationKind.LIST_DECLARATIONS,
    OperationKind.SHOW_UNFUNDED: OperationKind.LIST_UNFUNDED,
    OperationKind.SHOW_PARTNERSHIP: OperationKind.LIST_PARTNERSHIPS,
    OperationKind.PARTNER: OperationKind.LIST_PARTNERSHIPS,
    OperationKind.CHANGE_PARTNERSHIP: OperationKind.LIST_PARTNERSHIPS,
    OperationKind.SHOW_SCHOOL: OperationKind.LIST_SCHOOLS,
    OperationKind.SHOW_DELIVERY_PARTNER: OperationKind.LIST_DELIVERY_PARTNERS,
    OperationKind.SHOW_STATEMENT: OperationKind.LIST_STATEMENTS,
}
"""In which list the record of an operation stands."""

WRITES = (
    OperationKind.ACT,
    OperationKind.DECLARE,
    OperationKind.VOID,
    OperationKind.PARTNER,
    OperationKind.CHANGE_PARTNERSHIP,
)
OF_A_COHORT = (OperationKind.LIST_SCHOOLS, OperationKind.SHOW_SCHOOL)
"""What takes `filter[cohort]` (V3-SCHOOL-2)."""

Route = routes.Route[OperationKind]


def route_of(operation: str) -> Route:
    """Return the route of an operation of API v3."""
    return routes.route_in(OperationKind, operation)


def order_of(operation: str) -> int:
    """Return where an operation stands: what others start from comes first."""
    route = route_of(operation)
    if route.does in (OperationKind.DECLARE, OperationKind.PARTNER):
        return 0
    return 1 if route.action in ("defer", "change-schedule") else 2
