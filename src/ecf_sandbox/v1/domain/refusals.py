"""How v1 refuses: every problem at once, those of one title together."""

from collections.abc import Iterable
from itertools import chain

from ecf_sandbox.engine.domain.problems import Problem, Rejected


def refuse_any(*chapters: Iterable[Problem]) -> None:
    """Raise every problem the rules yield, titles in order of first failure.

    What is said twice under one title is said once.

    Rules: FMT-4.
    """
    by_title: dict[str, dict[str, Problem]] = {}
    for problem in chain.from_iterable(chapters):
        by_title.setdefault(problem.title, {}).setdefault(problem.detail, problem)
    if by_title:
        raise Rejected(*chain.from_iterable(each.values() for each in by_title.values()))
