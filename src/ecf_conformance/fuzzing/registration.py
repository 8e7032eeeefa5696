"""Registers our hooks and checks with Schemathesis, for the whole process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from schemathesis import Case, CheckContext, HookContext, Response
from schemathesis.checks import CHECKS as REGISTERED
from schemathesis.core.failures import Failure, FailureGroup

from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzzing.observer import Observer
from ecf_conformance.fuzzing.recheck import CheckFailed, Confirmed, recheck
from ecf_conformance.fuzzing.transport import SILENCE, exchange_of

Keep = Callable[[Confirmed, str, Exchange], bool]
"""Called with each confirmed failure; returns whether Schemathesis is to report it too."""


def register(observer: Observer, keep: Keep = lambda *_: True) -> Callable[[], None]:
    """Let hooks guide every request, and checks look at every answer; return what undoes it."""

    def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
        observer.before(case)

    def after_call(_context: HookContext, case: Case[Any], response: Response) -> None:
        exchange = exchange_of(response)
        observer.document.note(exchange, observer.path(exchange))
        observer.after(case.operation.label, exchange)

    def filter_failure(
        _context: HookContext, failure: Failure, case: Case[Any], response: Response
    ) -> bool:
        exchange = exchange_of(response)
        found = recheck(observer, failure, case, exchange)
        return found is not None and keep(found, case.operation.label, exchange)

    hooks = (before_call, after_call, filter_failure)
    for hook in hooks:
        schemathesis.hook(hook)
    for name in observer.checks:
        schemathesis.check(_as_check(name, observer))

    def unregister() -> None:
        for hook in hooks:
            schemathesis.hooks.unregister(hook)
        for name in observer.checks:
            REGISTERED.unregister(name)

    return unregister


@contextmanager
def registered(observer: Observer, keep: Keep) -> Iterator[None]:
    """Register for as long as the context lasts."""
    unregister = register(observer, keep)
    try:
        yield
    finally:
        unregister()


def _as_check(name: str, observer: Observer) -> Callable[[CheckContext, Response, Case[Any]], None]:
    def run(_context: CheckContext, response: Response, case: Case[Any]) -> None:
        label = case.operation.label
        exchange = exchange_of(response)
        if exchange.status == SILENCE:
            return
        if found := observer.violations(name, exchange, label):
            answered, expected = f"answered {exchange.status} ", observer.checks[name]
            raise FailureGroup(
                [CheckFailed(label, name, answered + it.why, it.rule, expected) for it in found]
            )

    run.__name__ = name
    return run
