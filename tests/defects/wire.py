"""Defects of the wire: media types, envelopes, problems, routes, tags (FMT)."""

import json
from dataclasses import replace
from types import SimpleNamespace

import orjson

from ecf_sandbox.engine.domain.instants import SECOND, moment
from ecf_sandbox.engine.domain.problems import BadRequest, Rejected
from ecf_sandbox.engine.http import endpoint
from ecf_sandbox.v1.http import parsing, serializers, validation, wire
from ecf_sandbox.v1.service import declarations, participants
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_handler, change_result

SERVICES = (declarations, participants)


def sends(patch, change):
    """Let replies be changed before they are sent."""
    change_arguments(patch, endpoint, "send_reply", lambda reply, *rest: (change(reply), *rest))


@defect("FMT-1", also="FMT-6 LIM-1")
def json_is_plain(patch):
    """Answers come as application/json."""
    sends(patch, lambda it: _typed(it, b"application/json"))


@defect("FMT-1", also="FMT-6 LIM-1")
def answers_have_a_charset(patch):
    """The media type of answers has a charset."""
    sends(patch, lambda it: _typed(it, b"application/vnd.api+json; charset=utf-8"))


@defect("FMT-1", also="FMT-6 LIM-1")
def refusals_are_plain_json(patch):
    """Only what is refused comes as application/json."""
    sends(patch, lambda it: _typed(it, b"application/json") if it.status >= 400 else it)


def _typed(reply, media_type):
    return replace(reply, media_type=media_type) if reply.media_type != b"text/csv" else reply


@defect("FMT-1")
def any_type_of_body_is_read(patch):
    """Nobody looks at the type of a body."""
    change_arguments(
        patch, validation.Checks, "body", lambda it, _, raw: (it, b"application/json", raw)
    )


@defect("FMT-1")
def a_charset_is_refused(patch):
    """The type of a body is compared with its parameters."""
    true = validation.Checks.body

    def body(self, content_type, raw):
        return true(self, b"" if b";" in content_type else content_type, raw)

    patch.setattr(validation.Checks, "body", body)


@defect("FMT-1")
def types_in_small_letters_alone(patch):
    """A media type in capitals is another one."""
    true = validation.Checks.body

    def body(self, content_type, raw):
        return true(self, b"" if content_type != content_type.lower() else content_type, raw)

    patch.setattr(validation.Checks, "body", body)


@defect("FMT-1", "VOID-1", also="AUTH-4 FMT-8 FMT-9 PART-3 PAY-5 PAY-6 TIME-1 VOID-2 VOID-3")
def void_wants_a_body(patch):
    """Void asks for JSON as every write does."""

    def wanting(checks, document, node, envelope):
        return checks if node.method == "GET" else replace(checks, envelope=envelope)

    change_result(patch, validation, "_checks", wanting)


@defect("FMT-2")
def lists_count_themselves(patch):
    """A list has a meta member."""
    for name in ("getParticipants", "getDeclarations"):
        change_handler(patch, name, _counted)


def _counted(handle):
    return lambda request: {**handle(request), "meta": {"total": 0}}


@defect("FMT-2")
def types_must_be_right(patch):
    """A request whose `data.type` is not the operation's is refused."""

    def attributes(found, body):
        if not str(body["data"].get("type", "participant")).startswith(("participant", "any")):
            raise BadRequest("#/data/type is not what this operation is about")
        return found

    change_result(patch, parsing, "attributes", attributes)


@defect("FMT-2")
def unknown_attributes_are_refused(patch):
    """A request says nothing but what the operation knows."""

    def attributes(found, _):
        if "unknown" in found:
            raise BadRequest("#/unknown is unknown")
        return found

    change_result(patch, parsing, "attributes", attributes)


@defect("FMT-3", also="PART-3 PAY-5 PAY-7 REG-1 REG-2 REG-3 TIME-1 TIME-3 TIME-4")
def dates_have_fractions(patch):
    """Date-times go out with their microseconds."""
    patch.setattr(serializers, "wire", lambda at: moment(at).isoformat().replace("+00:00", "Z"))


@defect("FMT-3", also="TIME-4")
def dates_are_rounded(patch):
    """Fractions are rounded to the next second."""
    change_arguments(patch, serializers, "wire", lambda at: (at + SECOND // 2,))


@defect("FMT-3", also="DECL-1 PART-3 PAY-5 PAY-6 PAY-7 REG-1 REG-2 REG-3 TIME-1 TIME-3 TIME-4")
def dates_go_out_with_an_offset(patch):
    """UTC is written as +00:00."""
    change_result(patch, serializers, "wire", lambda text, _: text.replace("Z", "+00:00"))


@defect("FMT-3", also="DECL-5 DECL-6 TIME-3")
def days_are_london_summer_days(patch):
    """Days begin and end an hour earlier than in UTC."""
    from ecf_sandbox.v1.rules import declaring  # noqa: PLC0415  # the one defect that needs it

    change_arguments(patch, declaring, "in_period", lambda at, *rest: (at + 3600 * SECOND, *rest))


def refuses(patch, change):
    """Let the problems of a 422 be changed before they are told."""
    for service in SERVICES:
        patch.setattr(service, "refuse_any", _refusing(service.refuse_any, change))


def _refusing(true, change):
    def refuse_any(*chapters):
        try:
            true(*chapters)
        except Rejected as refusal:
            raise Rejected(*change(refusal.problems)) from None

    return refuse_any


@defect("FMT-4", also="ACT-1 ACT-2 DECL-2 DECL-9 DECL-12 FMT-5 FMT-7")
def only_the_first_title_is_told(patch):
    """The first rule that fails hides the others."""
    refuses(patch, lambda problems: problems[:1])


@defect("FMT-4", also="ACT-1 ACT-2 DECL-2 DECL-9 DECL-12 FMT-5 FMT-7")
def problems_come_in_another_order(patch):
    """The last rule that fails is told first."""
    refuses(patch, lambda problems: problems[::-1])


@defect("FMT-4", also="TIME-3")
def messages_of_one_title_come_apart(patch):
    """A title has an entry for each of its messages."""
    patch.setattr(
        wire,
        "_entries",
        lambda problems: [{"title": each.title, "detail": each.detail} for each in problems],
    )


@defect("FMT-4")
def details_say_nothing(patch):
    """A detail says that something is wrong, and no more."""
    refuses(patch, lambda problems: [replace(each, detail="is invalid") for each in problems])


@defect(
    "FMT-4",
    also=(
        "ACT-1 ACT-2 ACT-3 ACT-4 ACT-5 ACT-6 ACT-7 AUTH-3 DECL-1 DECL-2 DECL-3 DECL-4 "
        "DECL-5 DECL-6 DECL-7 DECL-8 DECL-9 DECL-10 DECL-11 DECL-12 FMT-1 FMT-5 FMT-7 "
        "TIME-1 TIME-3"
    ),
)
def titles_are_for_people(patch):
    """Titles are written out in words."""
    refuses(patch, lambda problems: [_titled(each) for each in problems])


def _titled(problem):
    return replace(problem, title=problem.title.replace("_", " ").capitalize())


@defect("FMT-5")
def bodies_of_any_shape_reach_the_rules(patch):
    """A body without data is a 422."""

    def body(self, _, raw):
        try:
            found = orjson.loads(raw or b"{}")
        except orjson.JSONDecodeError:
            raise BadRequest("That is not JSON") from None
        data = found.get("data") if isinstance(found, dict) else None
        return {"data": data if isinstance(data, dict) else {}} if self.envelope else None

    patch.setattr(validation.Checks, "body", body)


@defect("FMT-5")
def empty_data_reaches_the_rules(patch):
    """`{"data":{}}` is a 422, since there are no attributes in it."""
    change_arguments(
        patch,
        validation.Checks,
        "body",
        lambda it, kind, raw: (it, kind, raw.replace(b'"data":{}', b'"data":{"a":1}')),
    )


@defect("FMT-5", also="AUTH-5")
def attributes_must_be_there(patch):
    """A record without attributes is a bad request."""

    def attributes(found, _):
        if not found:
            raise BadRequest("#/data/attributes is missing")
        return found

    change_result(patch, parsing, "attributes", attributes)


@defect("FMT-5")
def a_filter_is_a_bad_request(patch):
    """A filter that is no object has the title of other bad requests."""

    def put(*arguments):
        try:
            true(*arguments)
        except BadRequest as refusal:
            raise BadRequest(refusal.problems[0].detail) from None

    true = validation._put
    patch.setattr(validation, "_put", put)


@defect("FMT-5", "FMT-7")
def any_json_that_python_reads(patch):
    """The standard library's parser reads NaN and lone surrogates, and gives up in the deep."""
    reader = SimpleNamespace(loads=json.loads, JSONDecodeError=ValueError)
    patch.setattr(validation, "orjson", reader)
