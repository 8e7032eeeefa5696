"""The wire: media types, envelopes, errors, queries, caching."""

import re

from ecf_conformance.cases import Case, of, table
from ecf_conformance.moments import SECOND, parse
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import IN_REGISTER
from ecf_conformance.v3.provider import NOBODY, NOW, Provider

_JSON = "application/json; charset=utf-8"
_CACHED = "max-age=0, private, must-revalidate"
_PLAIN = {"Accept-Encoding": "identity"}  # a packed answer may carry the second of its packing
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_LISTS = (
    "/participants",
    "/participants/transfers",
    "/unfunded-mentors",
    "/participant-declarations",
    "/partnerships",
    "/schools?filter[cohort]=2026",
    "/delivery-partners",
    "/statements",
)


@scenario("V3-FMT-1", "V3-FMT-2", "V3-FMT-13", each=of(*_LISTS))
def lists_are_json_under_data(provider: Provider, case: Case) -> None:
    """A list is JSON with a charset, and has data and nothing else at its top."""
    answer = provider.call("GET", case.name).accepted()
    found = answer.headers.get("content-type")
    assert found == _JSON, f"{answer.exchange.line} as {found!r}; expected {_JSON!r}"
    assert list(answer.exchange.json()) == ["data"], f"{answer.exchange.line} has more at its top"
    for each in answer.records:
        keys = list(each)
        assert keys == ["id", "type", "attributes"], f"{answer.exchange.line} with {keys}"


@scenario("V3-FMT-1")
def refusals_are_json_too(provider: Provider) -> None:
    """Refusals come as JSON with a charset."""
    ect = provider.someone()
    for answer in (
        provider.reads(NOBODY).not_found(),
        provider.participants(page="0").bad_request(),
        provider.defers(ect, reason="").refused(naming="reason"),
    ):
        found = answer.headers.get("content-type")
        assert found == _JSON, f"{answer.exchange.line} as {found!r}; expected {_JSON!r}"
    provider.defers(ect).accepted()


@scenario("V3-FMT-1", ours=IN_REGISTER, each=of("text/html", "application/xml", "image/*"))
def answers_are_json_whatever_is_asked(provider: Provider, case: Case) -> None:
    """Whatever Accept says, the answer is JSON."""
    answer = provider.call("GET", "/participants", headers={"Accept": case.name}).accepted()
    assert answer.headers.get("content-type") == _JSON, answer.headers.get("content-type")


@scenario("V3-FMT-3")
def timestamps_are_in_utc_to_the_second(provider: Provider) -> None:
    """Date-times go out in UTC, with Z and without a fraction; years are text."""
    ect = provider.someone()
    made = provider.declares(ect, dated="2026-11-24T08:00:00.999Z").accepted()
    made.shows(declaration_date="2026-11-24T08:00:00Z")
    shown = provider.enrolment(ect)
    times = [made.attributes["created_at"], made.attributes["updated_at"], shown["created_at"]]
    times.append(provider.reads(ect).attributes["updated_at"])
    for found in times:
        assert _TIMESTAMP.fullmatch(str(found)), f"{found!r} is not a time in UTC to the second"
    assert isinstance(shown["cohort"], str), shown
    statement = provider.reads_statement(made.attributes["statement_id"]).accepted().attributes
    assert isinstance(statement["year"], str), statement
    assert isinstance(shown["school_urn"], str), shown


@scenario("V3-FMT-4")
def a_refusal_explains_itself(provider: Provider) -> None:
    """A 422 has entries of a title and a detail, and nothing else."""
    refusal = provider.defers(provider.someone(), reason="", course_identifier="")
    refusal.refused(naming=["course_identifier", "reason"])
    for error in refusal.exchange.json()["errors"]:
        assert sorted(error) == ["detail", "title"], f"{refusal.exchange.line} with {error}"
    provider.defers(provider.someone()).accepted()


@scenario("V3-FMT-5", "V3-FMT-8", each=of("0", "-1", "abc", "", " "))
def a_page_is_a_number(provider: Provider, case: Case) -> None:
    """A page that is no number above 0 is a bad request, as its size is."""
    provider.participants(page=case.name).bad_request()
    provider.participants(per_page=case.name).bad_request()
    provider.participants(page="1", per_page="1").accepted()


@scenario("V3-FMT-8", each=of("1.9", " 1", "+1", "1abc"))
def a_page_is_read_leniently(provider: Provider, case: Case) -> None:
    """A page is the number that the text begins with."""
    first = provider.statements(page="1", per_page="2").ids
    assert provider.statements(page=case.name, per_page="2").accepted().ids == first


@scenario("V3-FMT-8")
def pages_end_empty(provider: Provider) -> None:
    """A page past the end is empty; a page holds what is asked, and never more than 3000."""
    assert provider.statements(page="100000").accepted().records == []
    assert len(provider.statements(per_page="2").accepted().records) == 2
    assert len(provider.statements(per_page="999999").accepted().records) <= 3000


@scenario("V3-FMT-5", each=of("filter=", "filter=x", "page=", "page=x"))
def filter_and_page_are_objects(provider: Provider, case: Case) -> None:
    """A filter or a page that is no object is a bad request."""
    title = "Bad parameter" if case.name.startswith("filter") else "Bad request"
    provider.call("GET", f"/participants?{case.name}").bad_request(title)
    provider.call("GET", "/participants?filter&page").accepted()


@scenario(
    "V3-FMT-6",
    ours=IN_REGISTER,
    each=of(
        "/nothing", "/participants/", "/participants.json", "/participants.csv", "//participants"
    ),
)
def unrouted_paths_are_not_found(provider: Provider, case: Case) -> None:
    """An unknown path, a trailing slash and a suffix are a 404, as JSON."""
    provider.call("GET", case.name).not_found()
    provider.participants(per_page="1").accepted()


@scenario(
    "V3-FMT-6",
    ours=IN_REGISTER,
    each=table(
        Case("/participants", "DELETE", "GET"),
        Case("/statements", "POST", "GET"),
        Case(f"/participants/{NOBODY}/defer", "GET", "PUT"),
        Case("/partnerships", "PUT", "POST"),
        Case("/participant-declarations", "OPTIONS", "POST"),
    ),
)
def wrong_methods_are_not_allowed(provider: Provider, case: Case) -> None:
    """A known path asked by another method is a 405 that says which it has."""
    answer = provider.call(case.said, case.name).not_allowed()
    assert case.expected in answer.headers["allow"], answer.headers["allow"]
    provider.statements().accepted()


@scenario("V3-FMT-12", each=of("filter[unknown]=x", "filter[urn]=1", "unknown=x"))
def unknown_filters_are_ignored(provider: Provider, case: Case) -> None:
    """A filter that a list does not have changes nothing."""
    plain = provider.call("GET", "/statements?page[per_page]=5").accepted()
    assert provider.call("GET", f"/statements?page[per_page]=5&{case.name}").ids == plain.ids


@scenario("V3-FMT-13")
def an_answer_can_be_kept(provider: Provider) -> None:
    """A GET has a weak ETag, which answers 304 until it changes; HEAD has the same head."""
    ect = provider.someone()
    path = f"/participants/{ect.id}"
    first = provider.call("GET", path, headers=_PLAIN).accepted()
    tag = first.headers.get("etag", "")
    assert tag.startswith('W/"'), f"{first.exchange.line} with ETag {tag!r}"
    kept = first.headers.get("cache-control")
    assert kept == _CACHED, f"{first.exchange.line} with Cache-Control {kept!r}"
    again = provider.call("GET", path, headers={**_PLAIN, "If-None-Match": tag})
    assert again.status == 304, f"{again.exchange.line}; expected 304"
    head = provider.call("HEAD", path, headers=_PLAIN)
    assert (head.status, head.text) == (200, ""), head.exchange.line
    provider.defers(ect).done()
    changed = provider.call("GET", path, headers={**_PLAIN, "If-None-Match": tag}).accepted()
    assert changed.headers.get("etag") != tag, "the ETag stayed the same after a change"


@scenario("V3-FMT-13")
def an_answer_is_packed_where_it_may_be(provider: Provider) -> None:
    """An answer comes in gzip where that is asked for, or plain, with the same content."""
    plain = provider.call("GET", "/statements", headers=_PLAIN).accepted()
    packed = provider.call("GET", "/statements", headers={"Accept-Encoding": "gzip"}).accepted()
    assert packed.data == plain.data, "the content differs"


@scenario("V3-FMT-15")
def ids_are_known_in_any_case(provider: Provider) -> None:
    """An id is known in capitals too, and goes out in small letters."""
    ect = provider.someone()
    answer = provider.reads(ect.id.upper()).accepted()
    assert answer.id == ect.id.lower(), answer.id
    provider.declares(ect, participant_id=ect.id.upper()).accepted()


@scenario("V3-FMT-15", each=of("not-a-uuid", "1", "00000000-0000-4000-8000"))
def malformed_ids_are_not_found(provider: Provider, case: Case) -> None:
    """An id that is none is a 404, wherever a path has one."""
    for path in ("participants", "participant-declarations", "partnerships", "statements"):
        provider.get(f"/{path}/{case.name}").not_found()
    provider.get(f"/participants/{provider.someone().id}").accepted()


@scenario("V3-FMT-11", needs={Ability.TIME})
def updated_since_includes_its_instant(provider: Provider) -> None:
    """A list since an instant has what changed at it, and not what changed a second before."""
    ect = provider.someone()
    provider.defers(ect).done()
    changed = provider.reads(ect).attributes["updated_at"]
    after = (parse(changed) + SECOND).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert ect.id in provider.participants(updated_since=changed, per_page="3000").ids
    assert ect.id not in provider.participants(updated_since=after, per_page="3000").ids
    offset = NOW.replace("T09", "T10").replace("Z", "%2B01:00")
    assert ect.id in provider.participants(updated_since=offset, per_page="3000").accepted().ids


@scenario(
    "V3-FMT-11",
    each=of(
        "2026-11-25", "2026-11-25 09:00:00", "20261125T090000Z", "yesterday", "2026-13-01T00:00:00Z"
    ),
)
def updated_since_is_a_date_time(provider: Provider, case: Case) -> None:
    """What is no date-time with seconds is a bad request; blank is no filter."""
    provider.participants(updated_since=case.name).bad_request()
    provider.participants(updated_since="").accepted()
