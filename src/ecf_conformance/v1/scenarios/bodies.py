"""Bodies of requests: what is read, what is not, and how that is said."""

from collections.abc import Iterable, Iterator

from ecf_conformance.cases import Case, table
from ecf_conformance.scenario import scenario
from ecf_conformance.v1.editions import EDITIONS, IN_SERVICE
from ecf_conformance.v1.provider import NOBODY, Provider

_JSON = "application/vnd.api+json"
_LARGEST = 1_000_000
_MEBIBYTE = 1 << 20
_DECLARATIONS = "/participant-declarations"


def _body(provider: Provider) -> tuple[str, bytes]:
    """Return a path and a body that the provider's own participant can be deferred with."""
    ect = provider.someone()
    body = b'{"data":{"attributes":{"reason":"other","course_identifier":"%s"}}}'
    return f"/participants/ecf/{ect.id}/defer", body % ect.course.encode()


@scenario(
    "FMT-1",
    each=table(
        Case("JSON", "application/json", True),
        Case("JSON with a charset", "application/json; charset=utf-8", True),
        Case("JSON API", "application/vnd.api+json", True),
        Case("JSON in capitals", "Application/JSON", True),
        Case("text", "text/plain", False),
        Case("a form", "application/x-www-form-urlencoded", False),
        Case("another JSON", "application/problem+json", False),
        Case("no type", None, False),
    ),
)
def bodies_come_as_json(provider: Provider, case: Case) -> None:
    """A body is read as JSON or JSON API, and is a 400 as anything else."""
    path, body = _body(provider)
    reply = provider.call("PUT", path, content=body, headers={"Content-Type": case.said})
    if case.expected:
        reply.accepted().shows(training_status="deferred")
        return
    reply.bad_request()
    provider.call("PUT", path, content=body, headers={"Content-Type": _JSON}).accepted()


@scenario("FMT-2")
def what_else_a_request_says_is_ignored(provider: Provider) -> None:
    """data.type, data.id and unknown keys of a request have no effect."""
    ect = provider.someone()
    body = {
        "data": {
            "id": NOBODY,
            "type": "something-else",
            "attributes": {"reason": "other", "course_identifier": ect.course, "unknown": "blue"},
            "meta": {"colour": "blue"},
        },
        "included": [],
    }
    done = provider.call("PUT", f"/participants/ecf/{ect.id}/defer", json=body).accepted()
    assert done.id == ect.id, f"{done.exchange.line} with {done.id}"


@scenario(
    "FMT-5",
    each=table(
        Case("no JSON", b"{", ours=IN_SERVICE),
        Case("nothing", b"", ours=IN_SERVICE),
        Case("null", b"null"),
        Case("a list", b"[]"),
        Case("text", b'"data"'),
        Case("an empty object", b"{}"),
        Case("no data", b'{"attributes":{}}'),
        Case("data null", b'{"data":null}'),
        Case("data a list", b'{"data":[]}'),
        Case("data text", b'{"data":"me"}'),
        Case("data empty", b'{"data":{}}'),
        Case("no number", b'{"data":{"attributes":{"reason":NaN}}}', ours=IN_SERVICE),
        Case("not UTF-8", b'{"data":{"attributes":{"reason":"\xff"}}}', ours=IN_SERVICE),
    ),
)
def what_cannot_be_read_is_a_bad_request(provider: Provider, case: Case) -> None:
    """A body that is no JSON, or has no data worth the name, is a 400."""
    path, body = _body(provider)
    headers = {"Content-Type": "application/json"}
    provider.call("PUT", path, content=case.said, headers=headers).bad_request()
    provider.call("POST", _DECLARATIONS, content=case.said, headers=headers).bad_request()
    provider.call("PUT", path, content=body, headers=headers).accepted()


@scenario(
    "FMT-5",
    each=table(
        Case("missing", {"type": "participant-declaration"}),
        Case("null", {"attributes": None}),
        Case("empty", {"attributes": {}}),
        Case("a list", {"attributes": [], "id": "1"}),
        Case("text", {"attributes": "all"}),
    ),
)
def odd_attributes_are_as_good_as_none(provider: Provider, case: Case) -> None:
    """Data with missing or odd attributes is a 422, as if every attribute were missing."""
    odd = provider.call("POST", _DECLARATIONS, json={"data": case.said})
    odd.refused(
        naming=["declaration_date", "declaration_type", "participant_id", "course_identifier"]
    )
    provider.declares(provider.someone()).accepted()


@scenario(
    "FMT-6",
    each=table(
        Case("a byte over 1 MB", _LARGEST + 1),
        Case("over 1 MiB", _MEBIBYTE + 1),
        Case("in pieces", (500_000, 500_001)),
    ),
    ours=EDITIONS,
)
def a_large_body_is_too_large(provider: Provider, case: Case) -> None:
    """A body over 1 MB is a 413, and one just under it is read."""
    path, body = _body(provider)
    headers = {"Content-Type": "application/json"}
    large = body.ljust(case.said) if isinstance(case.said, int) else _pieces(body, case.said)
    provider.call("PUT", path, content=large, headers=headers).too_large()
    provider.call("PUT", path, content=body.ljust(_LARGEST), headers=headers).accepted()


def _pieces(body: bytes, sizes: Iterable[int]) -> Iterator[bytes]:
    yield body
    yield from (b" " * size for size in sizes)


@scenario(
    "FMT-7",
    each=table(
        Case("a null byte", "\x00"),
        Case("a very long text", "x" * 20_000),
        Case("deep lists", [[[[[[[[[[]]]]]]]]]]),
        Case("an object", {"a": {"b": None}}),
        Case("true", True),
    ),
    ours=EDITIONS,
)
def odd_values_are_refused_and_not_failed_on(provider: Provider, case: Case) -> None:
    """Odd values in a declaration get a 422 that names them, never a 5xx."""
    ect = provider.someone()
    for name in ("participant_id", "course_identifier"):
        odd = provider.declares(ect, **{name: case.said})
        odd.refused(naming=["participant_id", "course_identifier"])
    provider.declares(ect, declaration_date=case.said).refused(naming="declaration_date")
    provider.declares(ect).accepted()
