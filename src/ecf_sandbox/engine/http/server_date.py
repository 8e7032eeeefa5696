"""The header that sets now for one request (TIME-1)."""

from datetime import tzinfo

from starlette.types import Scope

from ecf_sandbox.engine.domain.instants import Instant, in_range, parse_moment
from ecf_sandbox.engine.domain.problems import WrongServerDate

HEADER = b"x-with-server-date"


def asked_now(scope: Scope, zone: tzinfo) -> Instant | None:
    """Return the now that a request asks for, if it does; raises WrongServerDate.

    `zone` is that of a date-time without one.

    Rules: TIME-1, TIME-2.
    """
    sent = [value for name, value in scope["headers"] if name == HEADER]
    if not sent:
        return None
    if len(sent) > 1:
        raise WrongServerDate("X-With-Server-Date must be sent once")
    return read(sent[0].decode("latin-1"), zone)


def read(text: str, zone: tzinfo) -> Instant | None:
    """Return the now that a value asks for; blank asks for none. Raises WrongServerDate."""
    if not text.strip():
        return None
    try:
        asked = parse_moment(text, zone)
    except ValueError:
        raise WrongServerDate(
            "X-With-Server-Date is not a date-time: send one such as 2021-11-25T09:00:00Z"
        ) from None
    if not in_range(asked):
        raise WrongServerDate("X-With-Server-Date must be between 2000-01-01 and 2099-12-31")
    return asked
