"""Defects of the header that asks for another now, and of its bounds (TIME-1, TIME-2)."""

from dataclasses import replace

from ecf_sandbox.engine.domain import instants
from ecf_sandbox.engine.domain.instants import DAY, SECOND, parse_date, parse_date_time
from ecf_sandbox.engine.domain.problems import BadRequest
from ecf_sandbox.engine.http import pipeline, server_date
from ecf_sandbox.engine.http.pipeline import Work
from ecf_sandbox.v1.http import parsing
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_result


def asks_for(patch, change):
    """Let the header ask for another now than it does."""
    change_result(patch, server_date, "read", lambda asked, text, _: change(asked, text))


@defect(
    "TIME-1",
    also=(
        "ACT-6 ACT-8 AUTH-5 DECL-4 DECL-5 DECL-6 DECL-7 DECL-10 LIST-3 LIST-4 LIST-6 PART-3 "
        "PAY-2 PAY-5 PAY-6 PAY-7 REG-1 REG-2 REG-3 TIME-2 TIME-3 VOID-2 VOID-3"
    ),
)
def nobody_reads_the_header(patch):
    """`X-With-Server-Date` does nothing."""
    patch.setattr(server_date, "HEADER", b"x-server-date")


@defect("TIME-1", also="LIST-7 PAY-2 PAY-5 PAY-6 PAY-7 REG-3 TIME-3 VOID-1 VOID-2 VOID-3")
def the_header_is_for_writes(patch):
    """Reads happen at the world's now."""
    true = Work._read
    patch.setattr(Work, "_read", lambda it, patient: true(_untimed(it), patient))
    stream = Work._stream
    patch.setattr(Work, "_stream", lambda it: stream(_untimed(it)))


def _untimed(work):
    return replace(work, asked=None)


@defect("TIME-1", also="ACT-8 DECL-4 DECL-10 PAY-5")
def the_header_cannot_go_back(patch):
    """A now before the world's is the world's."""
    true = Work._request

    def request(self, session):
        made = true(self, session)
        now = max(made.now, pipeline.read_clock(session).at(pipeline.real_now()))
        return replace(made, now=now)

    patch.setattr(Work, "_request", request)


@defect("TIME-1")
def the_clock_outranks_the_header(patch):
    """A world with a clock of its own does not listen."""
    true = Work._request

    def request(self, session):
        ticking = pipeline.read_clock(session).ticking
        return true(_untimed(self) if ticking else self, session)

    patch.setattr(Work, "_request", request)


@defect("TIME-1")
def the_header_needs_a_time(patch):
    """A date alone cannot be read."""

    def needs(asked, text):
        if asked is not None and "T" not in text.upper():
            raise BadRequest("X-With-Server-Date has no time, as 2021-11-25T09:00:00Z has")
        return asked

    asks_for(patch, needs)


@defect("TIME-1")
def a_date_is_its_end(patch):
    """A date alone means the last instant of the day."""
    asks_for(patch, lambda asked, text: asked + DAY - 1 if asked and len(text) == 10 else asked)


@defect("TIME-1", "DECL-3", "LIST-3")
def no_zone_is_london(patch):
    """Without a zone, a date-time is an hour ahead."""

    def read(found, text, *_):
        local = text[-1].isdigit() and text[-6] not in "+-"
        return found - 3600 * SECOND if local else found

    for module in (instants, parsing):
        change_result(patch, module, "parse_date_time", read)


@defect("TIME-1", "DECL-3", "LIST-3")
def offsets_the_other_way_round(patch):
    """An offset is added where it should be taken off."""
    change_result(patch, instants, "_offset", lambda offset, *_: -offset)


@defect("DECL-3", "LIST-3", "TIME-2")
def offsets_of_any_width(patch):
    """An offset may be up to a day."""
    patch.setattr(instants, "_WIDEST_OFFSET", instants.timedelta(hours=24))


@defect("DECL-3", "LIST-3", "TIME-2")
def a_leap_second_is_the_next_minute(patch):
    """Second 60 is read."""
    for module in (instants, parsing):
        change_arguments(
            patch,
            module,
            "parse_date_time",
            lambda text, *zone: (text.replace(":60Z", ":59Z"), *zone),
        )


@defect("DECL-3", "LIST-3", "TIME-2")
def midnight_may_be_twenty_four(patch):
    """24:00 is read."""
    for module in (instants, parsing):
        change_arguments(
            patch,
            module,
            "parse_date_time",
            lambda text, *zone: (text.replace("T24:", "T00:"), *zone),
        )


@defect("TIME-2")
def a_blank_header_is_refused(patch):
    """A header that says nothing cannot be read."""

    def refuses(asked, text):
        if asked is None:
            raise BadRequest(f"X-With-Server-Date is {text!r}, not a date-time")
        return asked

    asks_for(patch, refuses)


@defect("TIME-2")
def the_last_header_counts(patch):
    """The header may be sent more than once."""
    true = pipeline.asked_now
    patch.setattr(
        pipeline,
        "asked_now",
        lambda scope, zone: true({"headers": [*dict(scope["headers"]).items()]}, zone),
    )


@defect("TIME-2", also="AUTH-5")
def what_cannot_be_read_is_ignored(patch):
    """A header that is no date does nothing."""

    def read(text, zone):
        try:
            return true(text, zone)
        except BadRequest:
            return None

    true = server_date.read
    patch.setattr(server_date, "read", read)


@defect("TIME-2")
def a_time_is_a_time_today(patch):
    """A time alone is read."""

    def read(text, zone):
        return true(f"2021-11-25T{text}" if text[2:3] == ":" else text, zone)

    true = server_date.read
    patch.setattr(server_date, "read", read)


def reaches(patch, earliest, too_late):
    """Let the header ask for other centuries."""
    limits = parse_date(earliest), parse_date(too_late)
    patch.setattr(server_date, "in_range", lambda at: limits[0] <= at < limits[1])


@defect("TIME-2")
def the_last_century_will_do(patch):
    """The header goes back to 1900."""
    reaches(patch, "1900-01-01", "2100-01-01")


@defect("TIME-2")
def the_next_century_will_do(patch):
    """The header goes on after 2099."""
    reaches(patch, "2000-01-01", "2200-01-01")


@defect("TIME-2", also="PAY-2 PAY-6")
def the_century_ends_a_day_early(patch):
    """The last day of 2099 is too late."""
    reaches(patch, "2000-01-01", "2099-12-31")


@defect("TIME-2")
def the_century_begins_a_moment_late(patch):
    """The first instant of 2000 is too early."""
    first = parse_date_time("2000-01-01T00:00:00Z")
    true = server_date.in_range
    patch.setattr(server_date, "in_range", lambda at: at != first and true(at))
