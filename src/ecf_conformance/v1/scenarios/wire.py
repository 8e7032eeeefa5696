"""The wire: media types, envelopes, errors, caching."""

import gzip
import re

from ecf_conformance.cases import Case, of, table
from ecf_conformance.moments import SECOND
from ecf_conformance.reply import Reply
from ecf_conformance.scenario import scenario
from ecf_conformance.v1.editions import EDITIONS, IN_SERVICE
from ecf_conformance.v1.provider import LATE, NOBODY, Provider

_JSON = "application/vnd.api+json"
_DECLARATIONS = "/participant-declarations"
_PLAIN = {"Accept-Encoding": "identity"}  # a packed answer may carry the second of its packing
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def _has_type(provider: Provider, reply: Reply, expected: str = _JSON) -> None:
    found = reply.headers.get("content-type")
    is_fine = found == expected or provider.target.excuses_type(reply.exchange)
    assert is_fine, f"{reply.exchange.line} as {found!r}; expected {expected!r}"


@scenario("FMT-1")
def answers_are_json_api(provider: Provider) -> None:
    """Records, lists and refusals come as application/vnd.api+json, without a charset."""
    ect = provider.someone(untouched=True)
    made = provider.declares(ect).accepted()
    for reply in (
        made,
        provider.participants(per_page="1").accepted(),
        provider.reads(ect).accepted(),
        provider.reads_declaration(made.id).accepted(),
        provider.declared_for(ect).accepted(),
        provider.reads(NOBODY).not_found(),
        provider.participants(updated_since="yesterday").bad_request(),
        provider.declares(provider.someone(untouched=True), dated="soon").refused(
            naming="declaration_date"
        ),
        provider.voids(made).accepted(),
    ):
        _has_type(provider, reply)


@scenario("FMT-2")
def records_and_lists_are_under_data(provider: Provider) -> None:
    """An answer has data at its top and nothing else; a record has id, type and attributes."""
    ect = provider.someone(untouched=True)
    made = provider.declares(ect).accepted()
    one, some = provider.reads(ect).accepted(), provider.declared_for(ect).accepted()
    for reply in (made, one, some, provider.participants(per_page="2").accepted()):
        top = list(reply.exchange.json())
        assert top == ["data"], f"{reply.exchange.line} with {top} at its top; expected data"
        records = reply.data if isinstance(reply.data, list) else [reply.data]
        for each in records:
            keys = list(each)
            wrong = f"{reply.exchange.line} with a record of {keys}"
            assert keys == ["id", "type", "attributes"], wrong


@scenario("FMT-3")
def timestamps_are_in_utc_to_the_second(provider: Provider) -> None:
    """Every date-time that goes out is in UTC, with Z and without a fraction."""
    ect = provider.someone()
    made = provider.declares(ect, dated="2021-11-25T08:00:00.999Z").accepted()
    made.shows(declaration_date="2021-11-25T08:00:00Z")
    for reply in (made, provider.reads(ect), provider.defers(ect)):
        for name in ("declaration_date", "updated_at"):
            found = reply.attributes.get(name, "2021-11-25T08:00:00Z")
            wrong = f"{reply.exchange.line} with {name} {found!r}"
            assert _TIMESTAMP.fullmatch(str(found)), wrong


@scenario("FMT-4")
def a_refusal_explains_itself(provider: Provider) -> None:
    """A 422 has one entry for each title, and each has a detail that says more."""
    ect = provider.someone(schedule="ecf-extended-september")
    refusal = provider.declares(ect, "retained-1", dated="soon", evidence_held="none")
    refusal.refused(naming=["declaration_date", "evidence_held"])
    for error in refusal.exchange.json()["errors"]:
        keys = sorted(error)
        assert keys == ["detail", "title"], f"{refusal.exchange.line} with an entry of {keys}"
    provider.declares(ect, "retained-1").accepted()


@scenario(
    "FMT-6",
    each=of(
        "/nothing",
        "/participants/",
        "/participants/ecf/",
        "/participants/ecf.json",
        "/participants/ecf.xml",
        "/participant-declarations/",
        "/participants/ecf/x/y/z",
        "/statements-of-nobody",
    ),
    ours=IN_SERVICE,
)
def unrouted_paths_are_not_found(provider: Provider, case: Case) -> None:
    """An unknown path, a trailing slash and another suffix are a 404, as JSON."""
    provider.call("GET", case.name).not_found()
    provider.participants(per_page="1").accepted()


@scenario(
    "FMT-6",
    each=table(
        Case("/participants/ecf", "DELETE", "GET"),
        Case("/participants/ecf.csv", "POST", "GET"),
        Case(f"/participants/ecf/{NOBODY}", "PUT", "GET"),
        Case(f"/participants/ecf/{NOBODY}/defer", "POST", "PUT"),
        Case(f"/participants/{NOBODY}/resume", "GET", "PUT"),
        Case("/participant-declarations", "PUT", "POST"),
        Case(f"/participant-declarations/{NOBODY}", "DELETE", "GET"),
        Case(f"/participant-declarations/{NOBODY}/void", "GET", "PUT"),
    ),
    ours=IN_SERVICE,
)
def other_methods_are_not_allowed(provider: Provider, case: Case) -> None:
    """A known path with another method is a 405 that says which are allowed."""
    reply = provider.call(case.said, case.name).not_allowed()
    allowed = [each.strip() for each in reply.headers["allow"].split(",")]
    assert case.expected in allowed, (
        f"{reply.exchange.line} allowing {allowed}, {case.expected} not"
    )
    heads = case.expected != "GET" or "HEAD" in allowed
    assert heads, f"{reply.exchange.line} allowing {allowed}, HEAD not"
    assert case.said not in allowed, f"{reply.exchange.line} allowing {case.said} all the same"
    provider.participants(per_page="1").accepted()


@scenario("FMT-6", ours=IN_SERVICE)
def errors_of_csv_paths_are_json(provider: Provider) -> None:
    """A refusal on a .csv path is JSON like all others."""
    for path in ("/participants/ecf.csv", _DECLARATIONS + ".csv"):
        refusal = provider.get(path, params={"filter[updated_since]": "soon"})
        _has_type(provider, refusal.bad_request())
        provider.get(path).accepted()


@scenario("FMT-8")
def a_get_answers_with_a_weak_etag(provider: Provider) -> None:
    """GET answers carry a weak ETag, and If-None-Match with it gets a 304 without a body."""
    ect = provider.someone()
    for path in (f"/participants/ecf/{ect.id}", "/participants/ecf.csv"):
        first = provider.get(path, headers=_PLAIN).accepted()
        tag = first.headers.get("etag", "")
        assert tag.startswith('W/"'), (
            f"{first.exchange.line} with the ETag {tag!r}; expected a weak one"
        )
    path = f"/participants/ecf/{ect.id}"
    tag = provider.get(path, headers=_PLAIN).headers.get("etag", "")
    again = provider.get(path, headers={"If-None-Match": tag, **_PLAIN})
    assert again.status == 304, f"{again.exchange.line} with its own ETag; expected 304"
    assert not again.text, f"{again.exchange.line} with a body"
    provider.defers(ect).done()
    changed = provider.get(path, headers={"If-None-Match": tag, **_PLAIN})
    changed.accepted().shows(training_status="deferred")


@scenario("FMT-8", each=of("/participants/ecf", "/participants.csv", "/participant-declarations"))
def head_works_where_get_does(provider: Provider, case: Case) -> None:
    """HEAD answers as GET does, without the body."""
    query = {"filter[cohort]": "1901", "filter[participant_id]": NOBODY}
    got = provider.get(case.name, params=query, headers=_PLAIN).accepted()
    head = provider.call("HEAD", case.name, params=query, headers=_PLAIN).accepted()
    assert not head.text, f"{head.exchange.line} with a body"
    for name in ("content-type", "etag"):
        ours, theirs = head.headers.get(name), got.headers.get(name)
        assert ours == theirs, f"{head.exchange.line} with {name} {ours!r}; GET has {theirs!r}"


@scenario("FMT-8")
def answers_are_compressed_when_asked(provider: Provider) -> None:
    """Gzip is used when it is accepted, and not when it is not."""
    ect = provider.someone()
    asked = provider.get("/participants.csv", headers={"Accept-Encoding": "gzip"}).accepted()
    plain = provider.get("/participants.csv", headers={"Accept-Encoding": "identity"}).accepted()
    assert ect.id in asked.text, f"{asked.exchange.line} with something that gzip cannot read"
    found = asked.headers.get("content-encoding")
    is_short = len(gzip.compress(asked.exchange.body)) >= len(asked.exchange.body)
    assert found == "gzip" or is_short, f"{asked.exchange.line} without gzip, which was accepted"
    unasked = plain.headers.get("content-encoding", "identity")
    assert unasked == "identity", f"{plain.exchange.line} as {unasked}, which was not accepted"


@scenario("FMT-8", "DECL-1")
def success_is_always_200(provider: Provider) -> None:
    """What is created, changed, read and voided is answered with 200."""
    ect = provider.someone()
    made = provider.declares(ect).accepted()
    provider.voids(made).accepted()
    provider.defers(ect).accepted()
    provider.resumes(ect).accepted()
    provider.reads(ect).accepted()


@scenario("FMT-6", "FMT-9")
def an_unknown_participant_is_not_found(provider: Provider) -> None:
    """An unknown or malformed participant is a 404 to read."""
    ect = provider.someone()
    for unknown in (NOBODY, "ada", ect.id + "0"):
        provider.reads(unknown).not_found()
    provider.reads(ect).accepted()


@scenario("FMT-9", ours=IN_SERVICE)
def an_id_without_dashes_is_no_id(provider: Provider) -> None:
    """A participant's id without its dashes is a 404 to read."""
    ect = provider.someone()
    provider.reads(ect.id.replace("-", "")).not_found()
    provider.reads(ect).accepted()


@scenario("FMT-4")
def messages_of_one_title_are_one_entry(provider: Provider) -> None:
    """A date that is in the future and outside its milestone is named once."""
    ect = provider.someone()
    provider.declares(ect, dated="2098-01-01T00:00:00Z").refused(naming="declaration_date")
    provider.declares(ect).accepted()


@scenario("FMT-3", "DECL-5")
def days_are_days_in_utc(provider: Provider) -> None:
    """In summer too a milestone begins and ends at midnight UTC, whatever the clocks do."""
    it = provider.milestone("retained-3")
    early, late = provider.someone(), provider.someone()
    with provider.on(LATE):
        for outside, inside, who in (
            (it.opens - SECOND, it.opens, early),
            (it.closes, it.last, late),
        ):
            wrong = provider.declares(who, "retained-3", outside)
            wrong.refused(naming="declaration_date")
            provider.declares(who, "retained-3", inside).accepted()


@scenario(
    "FMT-7", each=of("filter[cohort]=%FF", "filter[colour]=%00", "%FF=%FF", "x&&=&y"), ours=EDITIONS
)
def odd_queries_are_not_failed_on(provider: Provider, case: Case) -> None:
    """Odd bytes in a query are answered, never with a 5xx."""
    odd = provider.get(f"/participants/ecf?{case.name}")
    known = odd.status in (200, 400)
    assert known, f"{odd.exchange.line}; expected 200 or 400"
    provider.participants(per_page="1").accepted()
