"""How defects break the product: small changes to what it uses, where it uses it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from ecf_sandbox.engine import resources
from ecf_sandbox.v1.domain.editions import Edition, EditionName


def switch(patch: pytest.MonkeyPatch, name: str, **switches: bool) -> None:
    """Give an edition other switches."""
    true = resources.edition

    @cache
    def edition(asked: EditionName) -> Edition:
        return replace(true(asked), **switches) if asked == name else true(asked)

    patch.setattr(resources, "edition", edition)


def nothing(*_: Any, **__: Any) -> tuple[()]:
    """Stand in for a rule that finds no problem."""
    return ()


def change_result(
    patch: pytest.MonkeyPatch, target: Any, name: str, change: Callable[..., Any]
) -> None:
    """Let a function return what `change` makes of its result and its arguments."""
    true = getattr(target, name)

    def changed(*arguments: Any, **named: Any) -> Any:
        return change(true(*arguments, **named), *arguments, **named)

    patch.setattr(target, name, changed)


def change_arguments(
    patch: pytest.MonkeyPatch, target: Any, name: str, change: Callable[..., tuple[Any, ...]]
) -> None:
    """Let a function be called with what `change` makes of its positional arguments."""
    true = getattr(target, name)

    def changed(*arguments: Any, **named: Any) -> Any:
        return true(*change(*arguments), **named)

    patch.setattr(target, name, changed)


def retitle(patch: pytest.MonkeyPatch, target: Any, name: str, title: str) -> None:
    """Let a rule name another field."""
    change_result(
        patch, target, name, lambda found, *_, **__: [replace(each, title=title) for each in found]
    )
