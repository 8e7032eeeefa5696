"""Defects of CSV, and of what a poller counts on (LIST-6, LIST-7)."""

import re
from dataclasses import replace

from ecf_sandbox.engine.domain.instants import DAY
from ecf_sandbox.engine.http.pipeline import Work
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.v1.http import csv
from ecf_sandbox.v1.rules import paying
from ecf_sandbox.v1.store import declaration_changes, listing, records
from ecf_sandbox.v1.store.records import Records
from tests.defects import defect
from tests.defects.lists import rewrites
from tests.kit.breaking import change_arguments, change_handler, change_result


@defect("LIST-6")
def lines_end_in_crlf(patch):
    """Lines end as RFC 4180 has them."""
    change_result(patch, csv, "_line", lambda line, _: line.replace(b"\n", b"\r\n"))


@defect("LIST-6")
def null_is_nothing(patch):
    """Null is an empty cell without quotes."""
    change_result(patch, csv, "_cell", lambda cell, value: "" if value is None else cell)


@defect("LIST-6")
def null_is_a_word(patch):
    """Null is written out."""
    change_result(patch, csv, "_cell", lambda cell, value: "null" if value is None else cell)


@defect("LIST-6")
def truth_as_python_has_it(patch):
    """Booleans begin with a capital."""
    change_result(
        patch, csv, "_cell", lambda cell, value: str(value) if value in (True, False) else cell
    )


@defect("LIST-6")
def nothing_is_quoted(patch):
    """Commas and line feeds in a value break the table."""
    change_result(
        patch, csv, "_cell", lambda cell, value: value if isinstance(value, str) else cell
    )


@defect("LIST-6")
def quotes_are_not_doubled(patch):
    """A quote inside a value ends it."""
    change_result(
        patch, csv, "_cell", lambda cell, value: cell.replace('""', '"') if value else cell
    )


@defect("LIST-6", unseen="the control API accepts no name with a line feed")
def only_commas_are_quoted(patch):
    """A line feed inside a value ends the row."""
    patch.setattr(csv, "_NEEDS_QUOTES", csv.re.compile('[",]'))


@defect("LIST-6")
def an_empty_list_has_a_header(patch):
    """With nothing to list there is a header row."""

    def lines(rows):
        found = list(rows)
        yield from true(found) if found else [b"id\n"]

    true = csv._lines
    patch.setattr(csv, "_lines", lines)


@defect("LIST-6")
def the_id_comes_last(patch):
    """The columns begin with the attributes."""
    change_arguments(patch, csv, "_line", lambda values: ([*values[1:], values[0]],))


@defect("LIST-6")
def columns_by_the_alphabet(patch):
    """The attributes come in order of their names."""
    true = csv.write

    def write(rows):
        sorted_rows = (
            {**row, "attributes": dict(sorted(row["attributes"].items()))} for row in rows
        )
        return true(sorted_rows)

    patch.setattr(csv, "write", write)


@defect("LIST-6", also="FMT-8 PART-1 REG-1")
def csv_has_pages(patch):
    """A table stops after a hundred rows."""
    true = csv._lines

    def lines(rows):
        yield from (line for number, line in enumerate(true(rows)) if number <= 100)

    patch.setattr(csv, "_lines", lines)


@defect("LIST-6")
def the_second_batch_is_lost(patch):
    """A table stops after the rows that were fetched at once."""
    true = csv._lines

    def lines(rows):
        yield from (line for number, line in enumerate(true(rows)) if number <= 500)

    patch.setattr(csv, "_lines", lines)


@defect("LIST-6")
def csv_has_a_charset(patch):
    """The media type has a charset."""
    patch.setattr(csv, "CSV", b"text/csv; charset=utf-8")


@defect("LIST-6")
def csv_begins_with_a_mark(patch):
    """A table begins with a byte order mark, as spreadsheets like it."""
    true = csv._lines

    def lines(rows):
        for number, line in enumerate(true(rows)):
            yield line if number else b"\xef\xbb\xbf" + line

    patch.setattr(csv, "_lines", lines)


@defect("LIST-6")
def csv_has_no_filters(patch):
    """Filters are for JSON."""
    for name in ("getParticipantsCsv", "getParticipantsAliasCsv", "getDeclarationsCsv"):
        change_handler(patch, name, _unfiltered)


def _unfiltered(handle):
    return lambda request: handle(replace(request, query={}))


@defect("LIST-7")
def a_second_seen_early_is_not_asked_for_again(patch):
    """Nobody minds that a stamp ran into a second before it came."""
    patch.setattr(stamps, "floor_for_polling", lambda _, since: since)


@defect("LIST-7", "LIST-3")
def time_brings_no_changes(patch):
    """Only recorded changes count for `updated_since`."""
    _leave_out(patch, "payable_at", "paid_at", "clawed_back_at")


@defect("LIST-7")
def a_clawback_is_no_change(patch):
    """What is clawed back is not found by `updated_since`."""
    _leave_out(patch, "clawed_back_at")


@defect("LIST-7")
def what_becomes_payable_is_no_change(patch):
    """Only payment counts."""
    _leave_out(patch, "payable_at")


def _leave_out(patch, *columns):
    """Let what happens at some instants be no change, where all are read and where few are."""
    for module in (listing, declaration_changes):
        changed = module._CHANGED
        for at in columns:
            changed = re.sub(rf"(d\.)?\b{at} > :since", "0", changed)
        patch.setattr(module, "_CHANGED", changed)


@defect("LIST-3", "LIST-7")
def what_time_will_bring_is_a_change(patch):
    """Transitions that are still to come count too."""
    true = listing.declaration_rows

    def declaration_rows(*arguments, now, **named):
        return true(*arguments, now=now + 400 * DAY, **named)

    patch.setattr(listing, "declaration_rows", declaration_rows)


@defect("LIST-7", "PAY-5", also="PAY-6 TIME-3")
def updated_at_is_of_recorded_changes_alone(patch):
    """What time brings does not move `updated_at`."""
    change_result(patch, paying, "updated_at", lambda _, __, recorded, ___: recorded)


@defect("LIST-7", "TIME-3", also="LIST-2")
def writes_at_one_instant_share_a_stamp(patch):
    """Whoever writes at a moment is recorded at that moment."""
    patch.setattr(stamps, "take", lambda _, now: now + 1)


@defect("LIST-7", unseen="stamps are finer than what updated_at shows")
def writes_are_recorded_at_now_itself(patch):
    """A first write takes now for its stamp, so that a whole second is not after itself."""
    change_arguments(patch, stamps, "take", lambda db, now: (db, now - 1))


@defect("LIST-7", also="LIST-2 LIST-3 LIST-4 REG-1 REG-2")
def participants_of_the_newest_second_are_missed(patch):
    """Changes within the second that was seen last are left out."""
    rewrites(patch, "r.recorded >= ?", "r.recorded / 1000000 > ? / 1000000")


@defect("LIST-7", also="PAY-5 PAY-7 REG-3")
def a_void_is_no_change(patch):
    """A void leaves `updated_at` as it was."""
    true = Records.settle

    def settle(self, declaration, settlement, *, recorded):
        return true(self, declaration, settlement, recorded=declaration.recorded)

    patch.setattr(Records, "settle", settle)


@defect("LIST-7", also="LIST-3 PART-3 PAY-5 PAY-6 PAY-7 REG-2 REG-3 TIME-1 TIME-3 TIME-4")
def a_transfer_is_no_change(patch):
    """A record that is opened again keeps the stamp of its last change."""
    true = records.Records.stamp

    def stamp(self, now):
        taken = true(self, now)
        last = self.db.execute("SELECT max(recorded) FROM records").fetchone()[0]
        return last or taken

    patch.setattr(records.Records, "stamp", stamp)


@defect("LIST-7", unseen="it takes a world replaced in the middle of a read")
def pages_are_kept_for_whatever_file_is_current(patch):
    """What is read of a file that was replaced meanwhile is kept for the new one."""

    def request(self, session):
        made = true(self, session)
        return replace(made, session=replace(session, shared=self.world.file.shared))

    true = Work._request
    patch.setattr(Work, "_request", request)
