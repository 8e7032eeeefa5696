"""Defects of who may ask, in which order requests are checked, and what refusals look like."""

from dataclasses import replace

from ecf_sandbox.engine.domain import problems
from ecf_sandbox.engine.domain.problems import (
    BadRequest,
    NotFound,
    NotServed,
    Problem,
    Unauthorised,
)
from ecf_sandbox.engine.http import fault_injection, pipeline
from ecf_sandbox.engine.store.world_file import WorldFile
from ecf_sandbox.v3.api import V3
from ecf_sandbox.v3.domain.london import LONDON
from ecf_sandbox.v3.http import parsing, validation, wire
from ecf_sandbox.v3.http.query import parsed
from ecf_sandbox.v3.store import listing
from tests.defects import defect
from tests.defects.v3.wire import change_replies, change_wire
from tests.kit.breaking import change_arguments, change_result


@defect("V3-AUTH-2")
def every_token_is_north_star_s(patch):
    """Every token of a world speaks for the same provider."""
    change_result(patch, WorldFile, "provider_of", lambda slug, *_: slug and "north-star")


@defect("V3-AUTH-3")
def partnerships_of_others_are_shown(patch):
    """Whose partnership it is does not matter to who looks."""
    change_result(
        patch, listing, "partnerships", lambda found, *_: replace(found, where=found.where[1:])
    )


@defect("V3-AUTH-4")
def the_time_is_read_before_the_token(patch):
    """A bad time with a bad token is a 400."""
    true = pipeline.answer

    async def answer(api, route, worlds, incoming):
        pipeline.asked_now(incoming.scope, LONDON)
        return await true(api, route, worlds, incoming)

    patch.setattr(pipeline, "answer", answer)


@defect("V3-AUTH-5")
def attributes_come_before_the_partnership(patch):
    """A change without attributes is a 400, whether or not there is such a partnership."""
    change_arguments(
        patch,
        validation.Checks,
        "body",
        lambda it, *sent: (replace(it, looks_up_first=False), *sent),
    )


@defect("V3-AUTH-6")
def a_token_of_the_other_api_is_unknown(patch):
    """A token of a world that does not serve the path is a 401."""
    change_wire(
        patch,
        refused=lambda refusal: V3.wire.refused(
            Unauthorised() if isinstance(refusal, NotServed) else refusal
        ),
    )


@defect("V3-FMT-4")
def entries_stand_as_they_came(patch):
    """Entries of one title do not stand together, and may be there twice."""
    patch.setattr(problems, "joined", tuple)


@defect("V3-FMT-6")
def a_404_has_another_title(patch):
    """A 404 is titled `Not found`."""
    patch.setitem(wire._BY_KIND, NotFound, Problem("Not found", "Nothing is there", "V3-FMT-6"))


@defect("V3-FMT-12")
def an_unknown_filter_is_refused(patch):
    """A filter that a list does not have is a 400."""
    true = validation.Checks.query

    def query(self, raw):
        unknown = set(parsing.filter_object(parsed(raw) if raw else {})) - self.filters
        if unknown:
            raise BadRequest("There is no such filter", rule="V3-FMT-12")
        return true(self, raw)

    patch.setattr(validation.Checks, "query", query)


@defect("V3-FMT-14")
def a_bad_request_has_a_status_of_its_own(patch):
    """What cannot be read is answered with 406, which the document does not know."""
    change_replies(patch, lambda it: replace(it, status=406) if it.status == 400 else it)


@defect("V3-LIM-1")
def the_limit_is_never_reached(patch):
    """The limit is set and shown, and that is all."""
    patch.setattr(fault_injection, "_wait", lambda *_: 0)
