"""Now, as a request's header sets it, in London's days."""

from ecf_conformance.cases import Case, table
from ecf_conformance.exchange import SERVER_DATE
from ecf_conformance.moments import parse
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import IN_REGISTER
from ecf_conformance.v3.provider import NOW, Provider

_HEADER = {Ability.HEADER}


@scenario("V3-TIME-1", "V3-TIME-3", needs=_HEADER)
def the_header_sets_now_backwards_and_forwards(provider: Provider) -> None:
    """X-With-Server-Date decides of one request what is in the future, both ways."""
    ect = provider.someone()
    with provider.on(provider.before(parse(NOW))):
        provider.declares(ect).refused(naming="declaration_date")
    with provider.on("2026-12-10T00:00:00Z"):
        made = provider.declares(ect).accepted()
    with provider.on("2026-11-20T00:00:00Z"):
        provider.voids(made).accepted().shows(state="voided")


@scenario(
    "V3-TIME-1",
    needs=_HEADER,
    each=table(
        Case("no zone in winter", "2026-12-01T08:00:00", "2026-12-01T08:00:00Z"),
        Case("no zone in summer", "2027-06-01T08:00:00", "2027-06-01T07:00:00Z"),
        Case("a day in winter", "2026-12-01", "2026-12-01T00:00:00Z"),
        Case("a day in summer", "2027-06-01", "2027-05-31T23:00:00Z"),
        Case("an offset", "2026-12-01T08:00:00+05:30", "2026-12-01T02:30:00Z"),
        Case("a fraction", "2026-12-01T08:00:00.999Z", "2026-12-01T08:00:00Z"),
    ),
)
def a_readable_date_is_now(provider: Provider, case: Case) -> None:
    """The header takes a date-time, and a day for its midnight, London's where no zone is given."""
    ect = provider.someone()
    with provider.on(case.said):
        answer = provider.defers(ect).accepted()
    with provider.on(case.expected):
        provider.changed_at(answer, case.expected)


@scenario("V3-TIME-2", needs=_HEADER, ours=IN_REGISTER)
def a_blank_date_is_none(provider: Provider) -> None:
    """A blank header is as none."""
    provider.call("GET", "/statements", headers={SERVER_DATE: ""}).accepted()


@scenario(
    "V3-TIME-2",
    needs=_HEADER,
    ours=IN_REGISTER,
    each=table(
        Case("a word", "tomorrow"),
        Case("a time alone", "12:30"),
        Case("a day that its month lacks", "2026-02-29"),
        Case("long ago", "1999-12-31"),
        Case("far ahead", "2100-01-01"),
    ),
)
def an_unreadable_date_is_a_bad_request(provider: Provider, case: Case) -> None:
    """A header that cannot be read, or is out of this century, is a bad request."""
    provider.call("GET", "/statements", headers={SERVER_DATE: case.said}).bad_request()
    provider.call("GET", "/statements", headers={SERVER_DATE: NOW}).accepted()


@scenario("V3-STATUS-4", "V3-TIME-3", needs=_HEADER | {Ability.STATES})
def midnight_is_londons(provider: Provider) -> None:
    """Who leaves on a day has left from the first instant of the day in London."""
    ect = provider.someone(state="an ECT who leaves")
    midnight = parse("2026-12-31T00:00:00Z")
    with provider.on(provider.before(midnight)):
        assert provider.enrolment(ect)["participant_status"] == "leaving"
    with provider.on(midnight):
        assert provider.enrolment(ect)["participant_status"] == "left"
