"""Defects of dates: how they are read, and when they are accepted."""

from dataclasses import replace

from ecf_sandbox.engine.domain.instants import DAY, SECOND, Instant, parse_date
from ecf_sandbox.engine.domain.problems import Rejected
from ecf_sandbox.v1.domain.schedules import DeclarationType, Schedule
from ecf_sandbox.v1.http import parsing
from ecf_sandbox.v1.rules import declaring
from ecf_sandbox.v1.service import declarations
from tests.defects import defect


def _read_dates_otherwise(patch, read):
    true = parsing.parse_date_time
    patch.setattr(parsing, "parse_date_time", lambda text: read(true, text))


@defect("DECL-3")
def a_comma_is_no_fraction(patch):
    """`,` before a fraction is not read."""
    _read_dates_otherwise(patch, lambda true, text: true(text.replace(",", "!")))


@defect("DECL-3")
def a_small_t_is_not_read(patch):
    """`t` and `z` must be capitals."""
    _read_dates_otherwise(patch, lambda true, text: true(text.replace("t", "!")))


@defect("DECL-3", also="DECL-4 LIST-3")
def an_offset_is_dropped(patch):
    """`+01:00` is read as if it were `Z`."""
    _read_dates_otherwise(patch, lambda true, text: true(text) and true(text[:19]))


@defect("DECL-3", also="DECL-7")
def a_date_alone_will_do(patch):
    """A date without a time is its midnight."""
    _read_dates_otherwise(
        patch, lambda true, text: parse_date(text) if len(text) == 10 else true(text)
    )


@defect("DECL-3")
def a_leap_second_is_the_next(patch):
    """Second 60 is read as the next second."""
    _read_dates_otherwise(
        patch,
        lambda true, text: true(text.replace(":60Z", ":59Z")) + SECOND * text.endswith(":60Z"),
    )


@defect("DECL-3", also="AUTH-5 DECL-1 DECL-7 FMT-1 FMT-4 FMT-7 TIME-2")
def an_unreadable_date_is_some_date(patch):
    """A date that cannot be read counts as one that can."""

    def read(true, text):
        try:
            return true(text)
        except ValueError:
            return parse_date("2021-11-20")

    _read_dates_otherwise(patch, read)


@defect("DECL-4")
def the_next_second_is_now(patch):
    """A date in the future is accepted if it is less than a second away."""
    _judge_dates_at(patch, lambda now: Instant(now + SECOND - 1))


@defect(
    "DECL-4",
    also=(
        "ACT-8 AUTH-5 DECL-1 DECL-10 DECL-11 DECL-12 DECL-13 DECL-14 DECL-2 DECL-7 DECL-8 "
        "DECL-9 FMT-1 FMT-2 FMT-4 FMT-5 FMT-7 FMT-9 PAY-1 PAY-8 REG-3 TIME-3"
    ),
)
def now_is_the_future(patch):
    """A date that is exactly now is refused."""
    _judge_dates_at(patch, lambda now: Instant(now - 1))


def _judge_dates_at(patch, shift):
    true = declaring.readable_date
    patch.setattr(declaring, "readable_date", lambda claim, *, now: true(claim, now=shift(now)))


@defect("DECL-5", also="TIME-3")
def a_milestone_ends_when_its_last_day_begins(patch):
    """The last day of a milestone is not part of it."""
    _with_milestones(patch, lambda each: replace(each, closes=each.closes and each.closes - DAY))


@defect("DECL-5", also="TIME-3")
def a_milestone_ends_a_second_early(patch):
    """The last second of a milestone is not part of it."""
    _with_milestones(patch, lambda each: replace(each, closes=each.closes and each.closes - SECOND))


@defect("DECL-5")
def a_milestone_takes_midnight_in(patch):
    """The first instant after a milestone is part of it."""
    _with_milestones(patch, lambda each: replace(each, closes=each.closes and each.closes + 1))


@defect("DECL-5")
def a_milestone_leaves_its_start_out(patch):
    """The first instant of a milestone is not part of it."""
    _with_milestones(patch, lambda each: replace(each, opens=each.opens + 1))


def _with_milestones(patch, change):
    true = declaring.in_period

    def in_period(declared, milestone, schedule):
        changed = change(milestone) if schedule.is_standard else milestone
        return true(declared, changed, schedule)

    patch.setattr(declaring, "in_period", in_period)


@defect("DECL-5", also="TIME-3")
def every_type_has_the_window_of_started(patch):
    """The first milestone's window is used for all."""
    true = declaring.in_period
    patch.setattr(
        declaring,
        "in_period",
        lambda declared, _, schedule: true(
            declared, schedule.milestones[DeclarationType.STARTED], schedule
        ),
    )


@defect("DECL-5", also="DECL-10 DECL-11 DECL-12 DECL-6 DECL-8 TIME-1")
def late_is_too_late(patch):
    """A declaration is refused once its milestone has passed, backdated or not."""
    true = declarations.declare

    def declare(context, claim):
        closes = context.edition.schedules.get("ecf-standard-september", 2021).milestones
        if context.now >= closes[DeclarationType.COMPLETED].closes:
            raise Rejected(declaring.UNREADABLE_DATE)
        return true(context, claim)

    patch.setattr(declarations, "declare", declare)


@defect(
    "DECL-6",
    also=(
        "ACT-8 DECL-1 DECL-10 DECL-11 DECL-12 DECL-13 DECL-2 DECL-3 DECL-4 DECL-7 DECL-8 "
        "DECL-9 FMT-4"
    ),
)
def every_schedule_binds_its_types(patch):
    """Only the first day of a non-standard schedule's milestones is open."""
    true = declaring.in_period

    def in_period(declared, milestone, schedule):
        bound = schedule.is_standard or declared < milestone.opens + DAY
        return bound and true(declared, milestone, schedule)

    patch.setattr(declaring, "in_period", in_period)


@defect("DECL-6")
def other_schedules_have_no_start(patch):
    """A non-standard schedule accepts any date."""
    patch.setattr(Schedule, "opens", property(lambda _: Instant(0)))


@defect("DECL-6")
def other_schedules_start_an_instant_late(patch):
    """The first instant of a non-standard schedule is not part of it."""
    true = Schedule.opens.fget
    patch.setattr(Schedule, "opens", property(lambda self: Instant(true(self) + 1)))
