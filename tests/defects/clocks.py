"""Defects of clocks, and of one instant a request (TIME-3, TIME-4)."""

from dataclasses import replace

from ecf_sandbox.engine.clock import Clock, frozen_at, real_now, ticking_from
from ecf_sandbox.engine.http import pipeline
from ecf_sandbox.engine.http.control import clock
from ecf_sandbox.engine.http.pipeline import Work
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.v1.store.records import Records
from tests.defects import defect
from tests.kit.breaking import change_arguments


@defect("TIME-3", unseen="it takes a write that waits for another process", also="TIME-4")
def now_is_read_before_the_lock(patch):
    """A write that waits happens when it began to."""
    true = Work.done

    async def done(self):
        began = pipeline.real_now()
        patch.setattr(pipeline, "real_now", lambda: began)
        return await true(self)

    patch.setattr(Work, "done", done)


@defect("TIME-3", also="DECL-7")
def a_withdrawal_happens_at_its_stamp(patch):
    """What is recorded of a withdrawal is the stamp and not the instant."""
    true = Records.change_training

    def change_training(self, record, action, *, reason, at, updated_at=None):
        later = replace(record, withdrawn_at=record.withdrawn_at and record.withdrawn_at + 1)
        return true(self, later, action, reason=reason, at=at, updated_at=updated_at)

    patch.setattr(Records, "change_training", change_training)


@defect("TIME-3")
def a_declaration_happens_at_its_stamp(patch):
    """The payment of a declaration is looked for from its stamp on."""
    from ecf_sandbox.v1.service import declarations  # noqa: PLC0415  # the one defect that needs it

    change_arguments(
        patch,
        declarations,
        "_settled",
        lambda context, record: (replace(context, now=context.now + 1), record),
    )


@defect("TIME-3", also="LIST-2 LIST-5")
def stamps_are_given_twice(patch):
    """A stamp that is taken is given again when now goes back."""
    patch.setattr(stamps, "_join_next", lambda *_: None)
    true = stamps.take

    def take(db, now):
        db.execute("DELETE FROM stamps WHERE last > ?", (now + 2,))
        return true(db, now)

    patch.setattr(stamps, "take", take)


@defect("TIME-3", unseen="stamps are finer than what updated_at shows")
def stamps_start_at_now(patch):
    """The first write at an instant is recorded at that very instant."""
    change_arguments(patch, stamps, "take", lambda db, now: (db, now - 1))


@defect("TIME-3", also="ACT-8 TIME-1 TIME-4")
def no_write_is_recorded_before_the_last(patch):
    """A write before the last one is recorded after it."""
    true = Records.change_training

    def change_training(self, record, action, *, reason, at, updated_at=None):
        last = max(at if updated_at is None else updated_at, record.recorded)
        return true(self, record, action, reason=reason, at=at, updated_at=last)

    patch.setattr(Records, "change_training", change_training)


@defect("TIME-4")
def a_frozen_clock_goes_on(patch):
    """A clock cannot be stopped."""
    patch.setattr(clock, "clock_from", lambda now, ticking: ticking_from(now, real=real_now()))


@defect("TIME-4")
def a_clock_that_was_set_stands(patch):
    """A clock that should go on is stopped where it was set."""
    patch.setattr(clock, "clock_from", lambda now, ticking: frozen_at(now))


@defect("TIME-4")
def no_clock_goes_back(patch):
    """A clock that is set to an earlier moment stays where it is."""

    def later(db, moved):
        held = Clock(*db.execute("SELECT clock_shift, clock_stopped_at FROM world").fetchone())
        real = real_now()
        return db, moved if moved.at(real) > held.at(real) else held

    change_arguments(patch, clock, "write_clock", later)
