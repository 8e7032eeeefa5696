"""Defects of the wire: credentials, envelopes, queries, bodies, ids, lists."""

import re
from dataclasses import replace
from datetime import UTC

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.http import server_date
from ecf_sandbox.v3.api import V3
from ecf_sandbox.v3.http import parsing, query, serializers, validation
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_result
from tests.v3.kit import server


def change_wire(patch, **changed):
    """Give API v3 another wire, in the product's set of APIs and in that of v3's tests."""
    wire = replace(V3.wire, **changed)
    other = replace(V3, provider_handlers=lambda: replace(V3.provider, wire=wire))
    for apis in (APIS, server.APIS):
        known = tuple(other if each.name == V3.name else each for each in apis)
        editions = {edition: each for each in known for edition in each.worlds.editions}
        patch.setattr(apis, "_apis", known)
        patch.setattr(apis, "_by_edition", editions)


def change_replies(patch, change):
    """Let refusals be changed before they are sent."""
    change_wire(patch, refused=lambda refusal: change(V3.wire.refused(refusal)))


@defect("V3-AUTH-1")
def a_denial_has_words_of_its_own(patch):
    """A 401 has another body."""
    words = b'{"error":"no"}'
    change_replies(patch, lambda it: replace(it, content=words) if it.status == 401 else it)


@defect("V3-AUTH-1")
def a_token_may_not_be_quoted(patch):
    """What stands in quotes is no token."""
    true = V3.wire.token
    change_wire(patch, token=lambda header: None if b'"' in header else true(header))


@defect("V3-FMT-1")
def refusals_have_no_charset(patch):
    """Refusals come as plain application/json."""
    change_replies(patch, lambda it: replace(it, media_type=b"application/json"))


@defect("V3-FMT-1", "V3-FMT-7")
def every_type_of_body_is_read(patch):
    """Nobody looks at the type of a body."""
    change_arguments(
        patch, validation.Checks, "body", lambda it, _, raw: (it, b"application/json", raw)
    )


@defect("V3-FMT-5", "V3-SCHOOL-2")
def schools_need_no_cohort(patch):
    """`filter[cohort]` may be left out on schools."""
    true = validation.Checks.query
    patch.setattr(
        validation.Checks,
        "query",
        lambda it, raw: true(
            it, raw if b"cohort" in raw or not it.needs_cohort else b"filter[cohort]=2026"
        ),
    )


@defect("V3-FMT-8")
def a_page_has_one_record(patch):
    """Whatever size is asked for, a page has one record."""
    patch.setattr(parsing, "LARGEST_PAGE", 1)


@defect("V3-FMT-9", "V3-LIST-6")
def sort_is_forgotten(patch):
    """Lists stand in their own order whatever is asked."""
    patch.setattr(parsing, "_sort", lambda _: ())


@defect("V3-FMT-10", "V3-LIST-4")
def cohorts_are_not_looked_at(patch):
    """`filter[cohort]` narrows nothing down."""
    patch.setattr(parsing, "_cohorts", lambda _: None)


@defect("V3-FMT-10", "V3-LIST-4")
def ids_are_not_looked_at(patch):
    """Filters by id narrow nothing down."""
    patch.setattr(parsing, "_ids", lambda _: None)


@defect("V3-FMT-11", "V3-LIST-5")
def updated_since_is_forgotten(patch):
    """`filter[updated_since]` narrows nothing down, whatever it is."""
    patch.setattr(parsing, "_since", lambda _: None)


@defect("V3-FMT-5")
def broken_percent_encoding_is_read(patch):
    """A % that nothing follows stands for itself."""
    patch.setattr(query, "_BROKEN", re.compile(rb"(?!)"))


@defect("V3-FMT-13")
def answers_may_not_be_kept(patch):
    """Success has no Cache-Control."""
    change_wire(patch, success_headers=())


@defect("V3-FMT-15")
def ids_match_in_lower_case_only(patch):
    """An id in capitals is nobody's."""
    change_result(
        patch, parsing, "canonical_id", lambda found, text: found if found == text else None
    )


@defect("V3-FMT-3")
def years_are_numbers(patch):
    """A statement's year is a number."""

    def statement(found, *_):
        attributes = {**found["attributes"], "year": int(found["attributes"]["year"])}
        return {**found, "attributes": attributes}

    change_result(patch, serializers, "statement", statement)


@defect("V3-FMT-2")
def an_attribute_is_left_out(patch):
    """A participant has no list of id changes."""

    def participant(found, *_):
        attributes = dict(found["attributes"])
        del attributes["participant_id_changes"]
        return {**found, "attributes": attributes}

    change_result(patch, serializers, "participant", participant)


@defect("V3-LIST-7")
def every_page_is_the_first(patch):
    """The number of a page does not matter."""
    change_result(
        patch,
        parsing,
        "list_query",
        lambda found, *_, **__: replace(found, page=replace(found.page, number=1)),
    )


@defect("V3-TIME-2")
def an_unreadable_date_is_ignored(patch):
    """A header that is no date counts as none."""
    true = server_date.read

    def read(text, zone):
        try:
            return true(text, zone)
        except server_date.WrongServerDate:
            return None

    patch.setattr(server_date, "read", read)


@defect("V3-TIME-1")
def no_zone_is_utc(patch):
    """A date-time without a zone is read as UTC."""
    change_arguments(patch, server_date, "read", lambda text, _: (text, UTC))
