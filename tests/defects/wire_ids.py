"""Defects of ids (FMT-9)."""

import re
from dataclasses import replace

from ecf_sandbox.engine.domain.problems import BadRequest, NotFound
from ecf_sandbox.v1.http import operations, parsing
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_handler, change_result


@defect("FMT-9")
def ids_are_compared_as_they_come(patch):
    """An id in capitals is another id."""
    patch.setattr(parsing, "path_id", lambda text: text)
    patch.setattr(parsing, "_UUID", re.compile(parsing._UUID.pattern))


@defect("FMT-9")
def ids_are_answered_as_they_came(patch):
    """A record shows its id in the case of the request."""

    def as_asked(true):
        return lambda request: {"data": {**true(request)["data"], "id": request.path["id"]}}

    change_handler(patch, "getParticipant", as_asked)


@defect("FMT-9")
def the_filter_minds_the_case(patch):
    """`filter[participant_id]` in capitals finds nothing."""

    def declaration_query(found, query):
        asked = query.get("filter", {}).get("participant_id")
        return replace(found, participant_id=asked)

    change_result(patch, parsing, "declaration_query", declaration_query)


@defect("FMT-9", also="AUTH-5")
def a_malformed_id_is_a_bad_request(patch):
    """GET by an id that is none is a 400."""
    true = parsing.path_id

    def path_id(text):
        try:
            return true(text)
        except NotFound:
            raise BadRequest("The id is not a UUID") from None

    patch.setattr(parsing, "path_id", path_id)


@defect("FMT-9", also="ACT-1")
def a_malformed_id_in_an_action_is_not_found(patch):
    """Actions look at the id of their path as GET does."""
    change_arguments(patch, operations, "_said_of_participant", _with_a_good_id)


def _with_a_good_id(call):
    parsing.path_id(call.path["id"])
    return (call,)


@defect("FMT-9")
def ids_may_have_something_around_them(patch):
    """An id is looked for in what was sent."""
    uuid = parsing._UUID

    def path_id(text):
        if not (found := uuid.search(text)):
            raise NotFound
        return found[0].lower()

    patch.setattr(parsing, "path_id", path_id)
