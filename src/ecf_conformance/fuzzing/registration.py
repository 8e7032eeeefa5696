"""Puts our hooks and checks into Schemathesis, whose registries are the whole process's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from schemathesis import Case, CheckContext, HookContext, Response
from schemathesis.checks import CHECKS as REGISTERED
from schemathesis.core.failures import Failure, FailureGroup

from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzzing.checks import CHECKS, troubles
from ecf_conformance.fuzzing.observer import Observer
from ecf_conformance.fuzzing.recheck import Broken, Recheck, recheck
from ecf_conformance.fuzzing.transport import exchange_of

Keep = Callable[[Recheck, str, Exchange], bool]
"""Told of each confirmed failure, its operation and exchange; False if Schemathesis need not be."""


def register(observer: Observer, keep: Keep = lambda *_: True) -> Callable[[], None]:
    """Let hooks guide every request, and checks look at every answer; return what undoes it."""

    def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
        observer.guide.guide(case)
        observer.before(case)

    def after_call(_context: HookContext, case: Case[Any], response: Response) -> None:
        exchange = exchange_of(response)
        observer.document.note(exchange, observer.path(exchange))
        observer.guide.learn(case.operation.label, exchange)
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
    for name in CHECKS:
        schemathesis.check(_as_check(name, observer))

    def detach() -> None:
        for hook in hooks:
            schemathesis.hooks.unregister(hook)
        for name in CHECKS:
            REGISTERED.unregister(name)

    return detach


@contextmanager
def registered(observer: Observer, keep: Keep) -> Iterator[None]:
    """Attach for a while."""
    detach = register(observer, keep)
    try:
        yield
    finally:
        detach()


def _as_check(name: str, observer: Observer) -> Callable[[CheckContext, Response, Case[Any]], None]:
    def look(_context: CheckContext, response: Response, case: Case[Any]) -> None:
        label = case.operation.label
        exchange = exchange_of(response)
        found = troubles(name, observer, exchange, label)
        if found:
            said = f"answered {exchange.status} "
            raise FailureGroup([Broken(label, name, said + it.why, it.rule) for it in found])

    look.__name__ = name
    return look
