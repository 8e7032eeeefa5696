"""Refusals of API v3: one entry per message."""

from collections.abc import Iterable

from ecf_sandbox.engine.domain.problems import Problem, Rejected


def joined(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems as an answer lists them.

    Entries of one title stand together, titles in the order in which they first failed; the
    same message under one title stands once.

    Rules: V3-FMT-4.
    """
    by_title: dict[str, dict[str, Problem]] = {}
    for problem in problems:
        by_title.setdefault(problem.title, {}).setdefault(problem.detail, problem)
    return tuple(problem for entries in by_title.values() for problem in entries.values())


def refuse_any(*chapters: Iterable[Problem]) -> None:
    """Raise every problem that the rules yield (V3-FMT-4)."""
    if found := joined(problem for problems in chapters for problem in problems):
        raise Rejected(*found)
