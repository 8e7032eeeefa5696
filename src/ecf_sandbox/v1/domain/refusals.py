"""How v1 refuses: every problem at once, one entry for each title."""

from collections.abc import Iterable

from ecf_sandbox.engine.domain.problems import Problem, Rejected


def refuse_any(*chapters: Iterable[Problem]) -> None:
    """Raise every problem the rules yield, in order of first failure, one per title.

    Rules: FMT-4.
    """
    details: dict[str, dict[str, None]] = {}
    for problems in chapters:
        for problem in problems:
            details.setdefault(problem.title, {})[problem.detail] = None
    if details:
        raise Rejected(*(Problem(title, ", ".join(texts)) for title, texts in details.items()))
