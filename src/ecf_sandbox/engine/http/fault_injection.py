"""Fault injection: a world's rate limit and its faults, met by a request."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import orjson
from anyio import to_thread
from starlette.types import Scope

from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import SECOND, Instant
from ecf_sandbox.engine.http import faults
from ecf_sandbox.engine.http.faults import Fault
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.http.wire import Wire
from ecf_sandbox.engine.store import fault_settings
from ecf_sandbox.engine.store.locking import Busy
from ecf_sandbox.engine.store.world import World

Counted = TypeVar("Counted")


class Dropped(Exception):
    """A fault wants the connection closed without an answer."""


@dataclass(frozen=True, slots=True)
class Injection:
    """What becomes of a request: the answer given instead, and where the answer is cut off."""

    reply: Reply | None = None
    cut_after: int | None = None


NOTHING_INJECTED = Injection()


async def limit_or_fault(wire: Wire, world: World, provider: str, scope: Scope) -> Injection:
    """Count a request of a provider, and let the faults at it that it passes.

    Raises Dropped.

    Rules: AUTH-5, LIM-1.
    """
    wait = await _counted(partial(_wait, world, provider))
    if wait:
        return Injection(wire.too_many_requests(-(-wait // SECOND)))
    fault = await _counted(partial(_matching_fault, world, provider, scope))
    if fault is None:
        return NOTHING_INJECTED
    await asyncio.sleep(fault.delay)
    if fault.drop:
        raise Dropped
    return Injection(fault.reply(wire.media_type), fault.cut_after)


async def _counted(count: Callable[[bool], Counted]) -> Counted:
    """Count; where somebody else does, wait for them away from the event loop."""
    try:
        return count(False)
    except Busy:
        return await to_thread.run_sync(count, True)


def _wait(world: World, provider: str, patient: bool) -> int:
    """Return how many microseconds a request is too early for the rate limit (LIM-1)."""
    if fault_settings.read(world, patient=patient)[1] is None:
        return 0
    with fault_settings.counting(world, patient=patient) as counters:
        limit = orjson.loads(fault_settings.read(world, patient=patient)[1] or "null")
        if limit is None:
            return 0
        requests, seconds = int(limit["requests"]), int(limit["seconds"])
        return counters.wait(provider, requests=requests, seconds=seconds, real=real_now())


def _matching_fault(world: World, provider: str, scope: Scope, patient: bool) -> Fault | None:
    """Return the first fault that matches, has times left and is picked by chance.

    The faults are looked at again once nobody else counts, so that a strike is counted for
    the faults that are in force.
    """
    asked, real = (scope["method"], scope["path"], provider), real_now()
    if not any(_strikes(each, asked, real) for each in _faults(world, patient)):
        return None
    with fault_settings.counting(world, patient=patient) as counters:
        for position, fault in enumerate(_faults(world, patient)):
            if _strikes(fault, asked, real) and counters.applies(
                position,
                times=fault.times,
                every=fault.every,
                probability=fault.probability,
                seed=world.file.origin.seed,
            ):
                return fault
    return None


def _strikes(fault: Fault, asked: tuple[str, str, str], real: Instant) -> bool:
    return fault.in_force(real) and fault.matches(*asked)


def _faults(world: World, patient: bool) -> tuple[Fault, ...]:
    return faults.read(fault_settings.read(world, patient=patient)[0])
