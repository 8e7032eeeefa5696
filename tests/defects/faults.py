"""Defects of the rate limit (LIM-1), of faults (AUTH-5) and of what the journal hides (AUTH-2)."""

from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from ecf_sandbox.engine.domain.instants import SECOND, Instant
from ecf_sandbox.engine.http import fault_injection, pipeline
from ecf_sandbox.engine.http.fault_injection import Injection
from ecf_sandbox.engine.store.counters import CounterFile, Counters
from ecf_sandbox.engine.store.journal import Journal
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import read_clock
from ecf_sandbox.v1.http.wire import JSON_API
from tests.defects import defect
from tests.kit.breaking import change_result, change_wire


def counts_otherwise(patch, change):
    """Let a request be counted with other arguments than it has: provider, and named ones."""
    true = Counters.wait

    def wait(self, provider, **named):
        provider, changed = change(provider, **named)
        return true(self, provider, **{**named, **changed})

    patch.setattr(Counters, "wait", wait)


@defect("LIM-1")
def nobody_is_limited(patch):
    """The limit is set and shown, and that is all."""
    patch.setattr(fault_injection, "_wait", lambda *_: 0)


@defect("LIM-1")
def one_more_is_let_in(patch):
    """A token has a request more than it should."""
    counts_otherwise(patch, lambda who, requests, **_: (who, {"requests": requests + 1}))


@defect("LIM-1")
def one_fewer_is_let_in(patch):
    """A token has a request less than it should, unless it has but one."""
    counts_otherwise(patch, lambda who, requests, **_: (who, {"requests": max(requests - 1, 1)}))


@defect("LIM-1")
def providers_share_a_limit(patch):
    """The requests of all providers are counted together."""
    counts_otherwise(patch, lambda _, **__: ("anybody", {}))


@defect("LIM-1")
def the_window_is_a_second_long(patch):
    """Whatever the window, the last second counts."""
    counts_otherwise(patch, lambda who, **_: (who, {"seconds": 1}))


@defect("LIM-1")
def windows_are_fixed(patch):
    """A window begins at a round instant and ends for all its requests at once."""

    def rounded(who, real, seconds, **_):
        window = seconds * SECOND
        return who, {"real": Instant(real // window * window)}

    counts_otherwise(patch, rounded)


@defect("LIM-1")
def the_refused_count_too(patch):
    """Whoever keeps asking is never served again."""
    true = Counters.wait

    def wait(self, provider, *, real, **named):
        rest = true(self, provider, real=real, **named)
        if rest:
            self.db.execute("UPDATE calls SET at = max(at, ?)", (real,))
        return rest

    patch.setattr(Counters, "wait", wait)


@defect("LIM-1")
def the_worlds_clock_counts(patch):
    """Windows pass as the world's time does."""
    true = fault_injection._wait

    def wait(world, provider, patient):
        with world.reading(patient=True) as store:
            now = read_clock(store).at(fault_injection.real_now())
        real, fault_injection.real_now = fault_injection.real_now, lambda: now
        try:
            return true(world, provider, patient)
        finally:
            fault_injection.real_now = real

    patch.setattr(fault_injection, "_wait", wait)


@defect("LIM-1")
def nobody_is_told_when_to_retry(patch):
    """The 429 has no Retry-After."""
    _change_429(patch, lambda reply: replace(reply, headers=[]))


@defect("LIM-1")
def retry_after_is_rounded_down(patch):
    """Whoever waits as long as told comes a moment too early."""

    change_wire(patch, too_many_requests=lambda true: lambda seconds: true(seconds - 1))


@defect("LIM-1")
def the_429_is_json(patch):
    """Over the limit, the answer comes in the API's envelope."""
    _change_429(patch, lambda reply: replace(reply, media_type=JSON_API))


@defect("LIM-1")
def the_429_says_something_else(patch):
    """The body is not the service's."""
    _change_429(patch, lambda reply: replace(reply, content=b"Slow down"))


def _change_429(patch, change):
    change_wire(patch, too_many_requests=lambda true: lambda seconds: change(true(seconds)))


@defect("LIM-1")
def setting_a_limit_goes_on_counting(patch):
    """A new limit counts the requests under the one before."""
    patch.setattr(Counters, "forget_calls", lambda _: None)


@defect("LIM-1", unseen="it takes several workers")
def workers_count_apart(patch):
    """Each process keeps counts of its own."""
    number, true = count(), CounterFile.__init__
    patch.setattr(
        CounterFile, "__init__", lambda it, path: true(it, Path(f"{path}.{next(number)}"))
    )


@defect("LIM-1")
def worlds_share_a_limit(patch):
    """What is set for one world is in force in all."""
    true, limits = fault_injection.fault_settings.set_rate_limit, []
    patch.setattr(World, "has_faults_or_limit", True)
    patch.setattr(
        fault_injection.fault_settings,
        "set_rate_limit",
        lambda *said: true(*said) or limits.append(said[1]),
    )
    change_result(
        patch,
        fault_injection.fault_settings,
        "read",
        lambda found, *_, **__: (found[0], limits[-1]) if limits else found,
    )


@defect("LIM-1", "AUTH-5")
def the_limit_comes_last(patch):
    """Whatever a request says is looked at before it is counted."""
    true, serve = fault_injection.limit_or_fault, pipeline._serve

    async def serve_first(api, route, world, incoming):
        reply = await serve(api, route, world, incoming)
        injected = await true(api.wire, world, incoming.context.provider, incoming.scope)
        return injected.reply or reply

    async def later(*_):
        return Injection()

    patch.setattr(fault_injection, "limit_or_fault", later)
    patch.setattr(pipeline, "_serve", serve_first)


@defect("AUTH-5")
def faults_come_before_the_limit(patch):
    """Who has no requests left meets a fault all the same."""
    true = fault_injection.limit_or_fault

    async def fault_first(wire, world, provider, scope):
        fault = await fault_injection._counted(
            partial(fault_injection._matching_fault, world, provider, scope)
        )
        if fault:
            return Injection(fault.reply(wire.media_type))
        return await true(wire, world, provider, scope)

    patch.setattr(fault_injection, "limit_or_fault", fault_first)


@defect("AUTH-2", unseen="what the journal shows is masked once more when it is read")
def the_journal_writes_tokens(patch):
    """What a provider sends is written with its token."""
    true = Journal._batch

    def batch(self, noted):
        tokens, self._tokens = self._tokens, dict.fromkeys(self._tokens, b"no such token")
        try:
            return true(self, noted)
        finally:
            self._tokens = tokens

    patch.setattr(Journal, "_batch", batch)


@defect("AUTH-2")
def the_journal_shows_what_it_finds(patch):
    """Only what was masked when it was written is masked."""
    patch.setattr(Journal, "masked", lambda _, data: data)
