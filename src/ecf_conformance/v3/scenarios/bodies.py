"""Bodies of requests: their media types, their form, their size."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.v3.edition import IN_REGISTER
from ecf_conformance.v3.provider import NOBODY, Provider


@scenario(
    "V3-FMT-1", each=of("application/json", "APPLICATION/JSON", "application/json; charset=utf-8")
)
def bodies_come_as_json(provider: Provider, case: Case) -> None:
    """A body as application/json is read, in any case and with a charset."""
    body = b'{"data":{"attributes":{"course_identifier":"ecf-induction","reason":"other"}}}'
    path = f"/participants/{provider.someone().id}/defer"
    provider.call("PUT", path, content=body, headers={"Content-Type": case.name}).accepted()


@scenario(
    "V3-FMT-1",
    ours=IN_REGISTER,
    each=table(
        Case("plain text", "text/plain"), Case("a form", "application/x-www-form-urlencoded")
    ),
)
def other_bodies_are_not_read(provider: Provider, case: Case) -> None:
    """A body of another type is a bad request."""
    body = b'{"data":{"attributes":{"course_identifier":"ecf-induction","reason":"other"}}}'
    path = f"/participants/{provider.someone().id}/defer"
    provider.call("PUT", path, content=body, headers={"Content-Type": case.said}).bad_request()
    json = {"Content-Type": "application/json"}
    provider.call("PUT", path, content=body, headers=json).accepted()


@scenario("V3-FMT-6", ours=IN_REGISTER)
def a_body_has_a_limit(provider: Provider) -> None:
    """A body of more than a megabyte is too large."""
    said = {"course_identifier": "ecf-induction", "reason": "x" * 1_000_001}
    provider.send("PUT", f"/participants/{NOBODY}/defer", said).too_large()
    provider.defers(provider.someone()).accepted()


@scenario(
    "V3-FMT-7",
    each=table(
        Case("no data", {}),
        Case("data as text", {"data": "text"}, ours=IN_REGISTER),
        Case("data as an array", {"data": [1]}, ours=IN_REGISTER),
        Case("no attributes", {"data": {"type": "participant-defer"}}),
        Case("attributes as text", {"data": {"attributes": "text"}}),
        Case("no attribute", {"data": {"attributes": {}}}),
        Case("unknown attributes", {"data": {"attributes": {"unknown": 1}}}),
        Case("arrays alone", {"data": {"attributes": {"reason": ["other"]}}}),
    ),
)
def a_body_holds_attributes(provider: Provider, case: Case) -> None:
    """A body without an attribute that the operation knows is a bad request."""
    ect = provider.someone()
    provider.call("PUT", f"/participants/{ect.id}/defer", json=case.said).bad_request()
    provider.defers(ect).accepted()


@scenario(
    "V3-FMT-7",
    ours=IN_REGISTER,
    each=of('{"data":', "not JSON", '{"data":{"attributes":{"reason":NaN}}}', ""),
)
def a_body_is_json(provider: Provider, case: Case) -> None:
    """A body that cannot be read is a bad request, as JSON."""
    path, json = (
        f"/participants/{provider.someone().id}/defer",
        {"Content-Type": "application/json"},
    )
    provider.call("PUT", path, content=case.name.encode(), headers=json).bad_request()
    good = b'{"data":{"attributes":{"course_identifier":"ecf-induction","reason":"other"}}}'
    provider.call("PUT", path, content=good, headers=json).accepted()


@scenario("V3-FMT-2", "V3-FMT-7")
def what_is_not_known_is_ignored(provider: Provider) -> None:
    """Another type, an id and unknown attributes in a body change nothing."""
    ect = provider.someone()
    attributes = {"course_identifier": ect.course, "reason": "other", "unknown": {"a": 1}}
    body = {"data": {"type": "anything", "id": NOBODY, "attributes": attributes}, "more": 1}
    provider.call("PUT", f"/participants/{ect.id}/defer", json=body).accepted()
