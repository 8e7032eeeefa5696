"""Defects of lists: pages, order, whose declarations (LIST-1, LIST-2, LIST-5)."""

from dataclasses import replace

from ecf_sandbox.engine.domain.instants import SECOND
from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.domain.problems import BadRequest
from ecf_sandbox.v1.http import parsing, validation
from ecf_sandbox.v1.service import declarations
from ecf_sandbox.v1.store import listing
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_result


def rewrites(patch, old, new):
    """Let the SQL of participants' lists be another."""

    def rewritten(found, *_):
        select, values = found
        return select.replace(old, new), values

    change_result(patch, listing, "_records", rewritten)


def pages(patch, change):
    """Let another page be read than was asked for."""
    change_result(patch, parsing, "page", lambda page, _: change(page))


@defect(
    "LIST-1",
    also=(
        "AUTH-2 AUTH-3 AUTH-4 DECL-10 DECL-14 FMT-9 LIST-2 LIST-3 LIST-4 LIST-5 LIST-6 "
        "LIST-7 PART-3 PAY-3 REG-1 REG-2 VOID-1"
    ),
)
def pages_are_counted_from_zero(patch):
    """Page 1 is the second."""
    pages(patch, lambda page: replace(page, number=page.number + 1))


@defect("LIST-1")
def a_page_holds_fifty(patch):
    """Without a size, a page is half as long."""
    pages(patch, lambda page: replace(page, size=50) if page.size == 100 else page)


@defect("LIST-1")
def a_page_holds_one_less(patch):
    """The largest page is 2999 long."""
    patch.setattr(parsing, "LARGEST_PAGE", 2999)


@defect("LIST-1")
def a_page_holds_anything(patch):
    """A page may be longer than 3000."""
    patch.setattr(parsing, "LARGEST_PAGE", 10**6)


@defect("LIST-1")
def a_larger_page_is_refused(patch):
    """More than 3000 is a bad request."""

    def page(found, query):
        if int(query.get("page", {}).get("per_page", 0)) > parsing.LARGEST_PAGE:
            raise BadRequest("page[per_page] must be at most 3000")
        return found

    change_result(patch, parsing, "page", page)


@defect("LIST-1", also="LIST-2")
def past_the_end_is_the_last_page(patch):
    """A page past the end shows the first again."""
    pages(patch, lambda page: page if page.number < 5 else Page(1, page.size))


@defect("LIST-1", "LIST-3", also="AUTH-5 FMT-1")
def pages_are_read_leniently(patch):
    """What is no whole number counts as 1."""
    true = validation.Parameter.read

    def read(self, key, text):
        try:
            return true(self, key, text)
        except BadRequest:
            if self.name == "page":
                return 1
            raise

    patch.setattr(validation.Parameter, "read", read)


@defect("LIST-1", also="AUTH-5 FMT-1")
def page_zero_is_the_first(patch):
    """Zero is taken for one."""
    change_arguments(
        patch,
        validation.Parameter,
        "read",
        lambda it, key, text: (it, key, "1" if text == "0" else text),
    )


@defect("LIST-1")
def numbers_of_any_script(patch):
    """A full-width digit is a digit."""

    def read(self, key, text):
        return true(self, key, str(int(text)) if text.isdecimal() else text)

    true = validation.Parameter.read
    patch.setattr(validation.Parameter, "read", read)


@defect("LIST-2")
def newest_first(patch):
    """The participant added last comes first."""
    rewrites(patch, "ORDER BY r.created", "ORDER BY r.created DESC")


@defect("LIST-2")
def lists_by_id(patch):
    """Participants come in order of their ids."""
    rewrites(patch, "ORDER BY r.created", "ORDER BY (SELECT id FROM people WHERE key = r.person)")


@defect("LIST-2")
def who_changed_comes_last(patch):
    """Participants come in order of change although nobody asked for changes."""
    rewrites(patch, "ORDER BY r.created", "ORDER BY r.recorded")


@defect("LIST-2")
def changes_in_order_of_creation(patch):
    """With updated_since, participants come in order of creation."""
    rewrites(patch, "ORDER BY r.recorded", "ORDER BY r.created")


@defect("LIST-2")
def changes_of_one_second_by_id(patch):
    """Changes within a second come in any order."""
    rewrites(patch, "ORDER BY r.recorded", f"ORDER BY r.recorded / {SECOND}, r.key")


@defect("LIST-2", also="LIST-1 LIST-4")
def pages_overlap(patch):
    """The last of a page is the first of the next."""
    offset = property(lambda it: max(0, (it.number - 1) * it.size - (it.number > 1)))
    patch.setattr(Page, "offset", offset)


@defect("LIST-2", also="LIST-1 LIST-4 LIST-7")
def pages_skip_one(patch):
    """Between two pages somebody is missing."""
    patch.setattr(Page, "offset", property(lambda it: min((it.number - 1) * (it.size + 1), 2**62)))


def earlier(patch, old, new):
    """Let other declarations of earlier providers be listed."""
    assert old in listing._EARLIER_PROVIDERS
    patch.setattr(listing, "_EARLIER_PROVIDERS", listing._EARLIER_PROVIDERS.replace(old, new))


@defect("LIST-5")
def earlier_providers_list_what_came_later(patch):
    """A provider that lost a participant sees what the next one declares."""
    earlier(patch, "theirs.created < mine.opened", "theirs.provider <> mine.provider")
    patch.setattr(
        listing,
        "_EARLIER_PROVIDERS",
        listing._EARLIER_PROVIDERS.replace("AND mine.transferred_at IS NOT NULL", ""),
    )


@defect("LIST-5")
def who_left_the_school_brings_declarations(patch):
    """The school's view does not matter to what earlier providers declared."""
    earlier(patch, "AND mine.status = 'active'", "")


@defect("LIST-5", also="FMT-9 LIST-7 VOID-1")
def voided_declarations_are_not_listed(patch):
    """Only what is not voided is listed."""
    change_result(
        patch,
        declarations,
        "declarations",
        lambda found, *_: (it for it in found if it.declaration.settlement.voided_at is None),
    )


@defect("LIST-5")
def what_is_no_uuid_matches_nothing(patch):
    """`filter[participant_id]` takes anything."""
    true = validation.Parameter.read

    def read(self, key, text):
        return text if key == "participant_id" else true(self, key, text)

    patch.setattr(validation.Parameter, "read", read)


@defect("LIST-5", also="AUTH-4 DECL-10 DECL-14 FMT-9 LIST-3 LIST-7 PAY-3 VOID-1")
def the_participant_does_not_matter(patch):
    """`filter[participant_id]` is ignored."""
    change_result(
        patch, parsing, "declaration_query", lambda query, _: replace(query, participant_id=None)
    )
