"""What a request can get wrong, as data.

Refusal
+-- BadRequest           400, the request cannot be read
|   +-- WrongServerDate      the header that sets now is what cannot be read
+-- Unauthorised         401
+-- NotFound             404
|   +-- NotServed            the token's world serves another API
+-- TooLarge             413
+-- Rejected             422, well formed, and a rule refuses it
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: the field, what to do about it, and the id of the rule behind it.

    Without a rule it is refused by the one that the API has for its kind of refusal.
    """

    title: str
    detail: str
    rule: str | None = None


class Refusal(Exception):
    """Base of every error a request can cause."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.detail for problem in problems))
        self.problems = problems

    def explained(self, by_kind: Mapping[type["Refusal"], Problem]) -> tuple[Problem, ...]:
        """Return its problems, each with its rule; `by_kind` has what an API says of each kind.

        A refusal without problems is what its kind says, a problem without a rule is
        refused by its kind's.
        """
        usual = by_kind.get(type(self))
        if usual is None:
            return self.problems
        return tuple(
            each if each.rule else replace(each, rule=usual.rule)
            for each in self.problems or (usual,)
        )


class BadRequest(Refusal):
    """The request cannot be read (FMT-5)."""

    def __init__(self, detail: str, *, title: str = "Bad request", rule: str | None = None) -> None:
        super().__init__(Problem(title, detail, rule))


class WrongServerDate(BadRequest):
    """`X-With-Server-Date` names no moment (TIME-2)."""


class Unauthorised(Refusal):
    """No token, or not one of ours (AUTH-1)."""


class NotFound(Refusal):
    """No such thing for this provider (FMT-6)."""


class NotServed(NotFound):
    """The token's world serves another API than the path's."""


class TooLarge(Refusal):
    """The body is over the limit (FMT-6)."""


class Rejected(Refusal):
    """The request is well formed, and rules refuse it (FMT-4)."""


def joined(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems as an answer lists them.

    Entries of one title stand together, titles in the order in which they first failed; the
    same message under one title stands once.

    Rules: FMT-4, V3-FMT-4.
    """
    by_title: dict[str, dict[str, Problem]] = {}
    for problem in problems:
        by_title.setdefault(problem.title, {}).setdefault(problem.detail, problem)
    return tuple(chain.from_iterable(entries.values() for entries in by_title.values()))


def refuse_any(*chapters: Iterable[Problem]) -> None:
    """Raise every problem that the rules yield, as an answer lists them (FMT-4, V3-FMT-4)."""
    if found := joined(chain.from_iterable(chapters)):
        raise Rejected(*found)
