"""Defects of the wire: routes, sizes, robustness (FMT-6 to FMT-8)."""

import re
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from starlette.routing import Route

from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.domain.problems import NotFound, Problem, Refusal, TooLarge
from ecf_sandbox.engine.http import app, bodies, pipeline
from ecf_sandbox.engine.store import files
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.v1.http import record_cache, validation, wire
from ecf_sandbox.v1.service import declarations, participants
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_result, change_wire


@defect("FMT-6", also="AUTH-2 AUTH-3 AUTH-4 FMT-1 PART-3")
def what_is_not_there_has_an_error_list(patch):
    """A 404 is an `errors` list."""
    change_wire(patch, refused=_listing)


def _listing(true):
    def refused(refusal):
        if isinstance(refusal, NotFound):
            return replace(true(refusal), content=b'{"errors":[{"title":"Not found"}]}')
        return true(refusal)

    return refused


@defect("FMT-6", also="AUTH-2 AUTH-3 AUTH-4 FMT-1 PART-3")
def a_404_in_other_words(patch):
    """A 404 does not say what the service says."""
    patch.setitem(wire._BY_KIND, NotFound, Problem("Not found", "Nothing", "FMT-6"))


@defect("FMT-6")
def a_413_in_other_words(patch):
    """A 413 has words of its own."""
    patch.setitem(wire._BY_KIND, TooLarge, Problem("Too large", "Less", "FMT-6"))


@defect("FMT-6")
def a_slash_at_the_end_does_no_harm(patch):
    """A path with a slash after it is the path."""

    def slashed(routes, *_):
        more = [Route(f"{it.path}/", it.app, methods=list(it.methods)) for it in routes]
        return [*routes, *more]

    change_result(patch, app, "_provider_routes", slashed)


@defect("FMT-6", also="AUTH-5")
def a_method_not_allowed_is_not_found(patch):
    """A known path with another method is a 404."""
    change_wire(patch, method_not_allowed=lambda _: lambda __: wire.refused(NotFound()))


@defect("FMT-6")
def allow_names_one_method(patch):
    """`Allow` names only the first of a path's methods."""
    change_wire(patch, method_not_allowed=lambda true: lambda allowed: true(allowed.split(",")[0]))


@defect("FMT-6")
def allow_forgets_head(patch):
    """`Allow` does not say that HEAD works."""
    change_wire(
        patch, method_not_allowed=lambda true: lambda allowed: true(allowed.replace("HEAD", "GET"))
    )


@defect("FMT-6")
def a_byte_more_is_taken(patch):
    """The largest body is one byte larger."""
    patch.setattr(bodies, "LARGEST_BODY", bodies.LARGEST_BODY + 1)


@defect("FMT-6")
def a_megabyte_is_too_large(patch):
    """The largest body is one byte smaller."""
    patch.setattr(bodies, "LARGEST_BODY", bodies.LARGEST_BODY - 1)


@defect("FMT-6")
def only_a_stated_length_is_too_large(patch):
    """A body in chunks is not counted."""

    async def read_body(receive, headers):
        if int(headers.get(b"content-length", b"0")) > bodies.LARGEST_BODY:
            raise TooLarge
        return await true(receive, {})

    async def true(receive, _):
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise bodies.Disconnected
            body, more = body + message["body"], message.get("more_body")
        return body

    patch.setattr(pipeline, "read_body", read_body)


@defect("FMT-6")
def csv_paths_refuse_in_text(patch):
    """What cannot be read on a CSV path is refused in text."""
    true = app.Endpoint._reply

    async def answered(self, incoming):
        reply = await true(self, incoming)
        refused = incoming.scope["path"].endswith(".csv") and reply.status >= 400
        return replace(reply, media_type=b"text/plain") if refused else reply

    patch.setattr(app.Endpoint, "_reply", answered)


@defect("FMT-7", also="AUTH-5 FMT-6")
def whoever_leaves_has_said_enough(patch):
    """A request that is cut off is served as far as it came."""

    async def read_body(receive, _):
        body, message = b"", await receive()
        while message["type"] == "http.request":
            body += message["body"]
            if not message.get("more_body"):
                break
            message = await receive()
        return body

    patch.setattr(pipeline, "read_body", read_body)


@defect("FMT-7", unseen="what it leaves is a stamp, finer than what updated_at shows")
def a_refusal_is_recorded(patch):
    """What a request wrote before it was refused stays."""

    @contextmanager
    def writing(self, *, patient=False):
        refused = None
        with true(self, patient=patient) as store:
            try:
                yield store
            except Refusal as refusal:
                refused = refusal
        if refused:
            raise refused

    def stamped(context, participant_id):
        context.store.stamp(context.now)
        return context, participant_id

    true = World.writing
    patch.setattr(World, "writing", writing)
    for service in (declarations, participants):
        change_arguments(patch, service, "record_of", stamped)


@defect("FMT-7", "LIST-1")
def pages_without_bounds(patch):
    """An absurd page is handed to the database as it is."""
    patch.setattr(Page, "offset", property(lambda it: (it.number - 1) * it.size))


@defect("FMT-7")
def queries_must_be_utf_8(patch):
    """A query in other bytes cannot be read."""
    patch.setattr(validation, "parse_qsl", partial(validation.parse_qsl, errors="strict"))


@defect("FMT-7", "AUTH-1")
def worlds_of_any_name(patch):
    """The world that a token names is looked up on disk whatever its name."""
    patch.setattr(files, "SLUG", re.compile(".*"))


@defect("FMT-7", unseen="it takes many long pages made in several threads")
def the_oldest_piece_is_looked_for_step_by_step(patch):
    """The cache walks over its records while another thread adds one."""

    def keep(pieces, key, piece):
        while len(pieces) >= record_cache._MOST_PIECES:
            pieces.pop(next(iter(pieces)), None)
        pieces[key] = piece

    patch.setattr(record_cache, "_keep", keep)


@defect(
    "FMT-8",
    also=(
        "ACT-1 ACT-2 ACT-4 ACT-5 ACT-6 ACT-8 AUTH-1 AUTH-3 AUTH-5 DECL-1 DECL-2 DECL-3 "
        "DECL-4 DECL-5 DECL-6 DECL-8 DECL-9 DECL-10 DECL-11 DECL-12 DECL-13 DECL-14 FMT-1 "
        "FMT-2 FMT-3 FMT-4 FMT-5 FMT-6 FMT-7 FMT-9 PART-2 PART-3 PAY-1 PAY-8 REG-3 TIME-1 "
        "TIME-3 TIME-4"
    ),
)
def made_is_created(patch):
    """A POST answers 201."""
    true = pipeline.Work._write
    patch.setattr(pipeline.Work, "_write", lambda *of: replace(true(*of), status=201))


@defect("FMT-8", also="FMT-6")
def head_is_not_allowed(patch):
    """HEAD is a method that no path knows."""

    def headless(routes, *_):
        for route in routes:
            route.methods.discard("HEAD")
        return routes

    change_result(patch, app, "_provider_routes", headless)
