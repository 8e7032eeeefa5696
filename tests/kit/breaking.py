"""How defects break the product: small changes to what it uses, where it uses it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from ecf_sandbox.apis import APIS
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.api import V1
from ecf_sandbox.v1.domain.editions import Edition, EditionName
from ecf_sandbox.v1.http.operations import OPERATIONS


def switch(patch: pytest.MonkeyPatch, name: str, **switches: bool) -> None:
    """Give an edition other switches."""
    true = editions.edition

    @cache
    def edition(asked: EditionName) -> Edition:
        return replace(true(asked), **switches) if asked == name else true(asked)

    patch.setattr(editions, "edition", edition)


def change_wire(patch: pytest.MonkeyPatch, **changes: Callable[..., Any]) -> None:
    """Give v1 another wire: each function named is what its change makes of the true one."""
    true = APIS.first.wire
    made = {name: change(getattr(true, name)) for name, change in changes.items()}
    wire = replace(true, **made)
    changed = replace(V1, provider_handlers=lambda: replace(V1.provider, wire=wire))
    patch.setattr(APIS, "_apis", (changed,))
    patch.setattr(APIS, "_by_edition", dict.fromkeys(V1.worlds.editions, changed))


def change_handler(patch: pytest.MonkeyPatch, name: str, change: Callable[..., Any]) -> None:
    """Give an operation the handler that `change` makes of the true one."""
    true = OPERATIONS[name]
    patch.setitem(OPERATIONS, name, replace(true, handle=change(true.handle)))


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
