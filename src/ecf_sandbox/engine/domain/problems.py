"""What a request can get wrong, as data.

Refusal
+-- BadRequest     400, the request cannot be read
+-- Unauthorised   401
+-- NotFound       404
+-- NotAllowed     405
+-- TooLarge       413
+-- Rejected       422, well formed, and a rule refuses it
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry of an `errors` array: the field, what to do about it, and the rule behind it."""

    title: str
    detail: str
    rule: str | None = None


class Refusal(Exception):
    """Base of every error a request can cause."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.detail for problem in problems))
        self.problems = problems


class BadRequest(Refusal):
    """The request cannot be read (FMT-5)."""

    def __init__(self, detail: str, *, title: str = "Bad request", rule: str | None = None) -> None:
        super().__init__(Problem(title, detail, rule))


class Unauthorised(Refusal):
    """No token, or not one of ours (AUTH-1)."""


class NotFound(Refusal):
    """No such thing for this provider (FMT-6)."""


class TooLarge(Refusal):
    """The body is over the limit (FMT-6)."""


class Rejected(Refusal):
    """The request is well formed, and rules refuse it (FMT-4)."""
