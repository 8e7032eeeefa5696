"""Now, as a request's header sets it."""

from ecf_conformance.cases import Case, table
from ecf_conformance.exchange import SERVER_DATE
from ecf_conformance.moments import parse, wire
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.editions import EDITIONS, IN_SERVICE
from ecf_conformance.v1.provider import NOBODY, NOW, Provider

_HEADER = {Ability.HEADER}
_FIRST, _BEYOND = parse("2000-01-01T00:00:00Z"), parse("2100-01-01T00:00:00Z")
"""The first instant that a clock can show, and the first that it cannot."""


@scenario("TIME-1", needs=_HEADER)
def the_header_sets_now_backwards_and_forwards(provider: Provider) -> None:
    """X-With-Server-Date decides of one request what is in the future, both ways."""
    ect = provider.someone()
    with provider.on(provider.before(parse(NOW))):
        provider.declares(ect).refused(naming="declaration_date", by="DECL-4")
    with provider.on("2024-01-01T00:00:00Z"):
        made = provider.declares(ect).accepted()
        provider.changed_at(made, "2024-01-01T00:00:00Z")
    with provider.on("2021-11-27T00:00:00Z"):
        provider.changed_at(provider.defers(ect).accepted(), "2021-11-27T00:00:00Z")
    with provider.on("2021-11-20T00:00:00Z"):
        provider.voids(made).accepted().shows(voided=True)


@scenario("TIME-1", "PAY-3", needs=_HEADER | {Ability.PAYMENTS})
def reads_are_dated_too(provider: Provider) -> None:
    """A read by id, in a list and in CSV shows the state of its own moment."""
    made = provider.declares(provider.someone(untouched=True)).done().shows(state="eligible")
    of_them = {"filter[participant_id]": made.attributes["participant_id"]}
    for now, state in (("2021-12-01T00:00:00Z", "paid"), (NOW, "eligible")):
        with provider.on(now):
            provider.reads_declaration(made.id).accepted().shows(state=state)
            listed = provider.get("/participant-declarations", params=of_them).only
            found = listed.get("state")
            assert found == state, f"the list at {now} has {found!r}; expected {state!r}"
            rows = provider.get("/participant-declarations.csv", params=of_them).text
            assert f",{state}," in rows, f"the CSV at {now} has another state than {state}"


@scenario(
    "TIME-1",
    "TIME-2",
    needs=_HEADER,
    each=table(
        Case("a day", "2021-11-27", "2021-11-27T00:00:00Z"),
        Case("no zone", "2021-11-27T08:00:00", "2021-11-27T08:00:00Z"),
        Case("offset", "2021-11-27T08:00:00+05:30", "2021-11-27T02:30:00Z"),
        Case("small letters", "2021-11-27t08:00:00z", "2021-11-27T08:00:00Z"),
        Case("fraction", "2021-11-27T08:00:00.999Z", "2021-11-27T08:00:00Z"),
    ),
)
def a_readable_date_is_now(provider: Provider, case: Case) -> None:
    """The header takes a date-time as a declaration does, and a day for its midnight."""
    ect = provider.someone()
    with provider.on(case.said):
        provider.changed_at(provider.defers(ect).accepted(), case.expected)


@scenario("TIME-2", needs=_HEADER, ours=EDITIONS)
def the_first_day_is_now_too(provider: Provider) -> None:
    """The header takes the first day that a clock can show: what was done later is to come."""
    ect = provider.someone()
    with provider.on("2000-01-01T00:00:00Z"):
        provider.declares(ect).refused(naming="declaration_date")
    provider.declares(ect).accepted()


@scenario("TIME-2", needs=_HEADER, ours=EDITIONS)
def a_century_can_be_read(provider: Provider) -> None:
    """Lists can be read at the first day of 2000 and in the last second of 2099."""
    for now in (_FIRST, provider.before(_BEYOND)):
        with provider.on(now):
            provider.participants(per_page="1").accepted()


@scenario(
    "TIME-2",
    needs=_HEADER,
    each=table(
        Case("words", "yesterday"),
        Case("a time alone", "09:00:00"),
        Case("30 February", "2022-02-30T00:00:00Z"),
        Case("a month", "2021-11"),
        Case("before 2000", _FIRST),
        Case("after 2099", wire(_BEYOND)),
        Case("hour 24", "2021-11-25T24:00:00Z"),
        Case("a number", "1637830800"),
        Case("two in one", "2021-11-25T09:00:00Z, 2021-11-25T09:00:00Z"),
    ),
    ours=EDITIONS,
)
def an_unreadable_date_is_a_bad_request(provider: Provider, case: Case) -> None:
    """A date that cannot be read, or is far off, is a 400 for reads and writes."""
    is_early = case.said == _FIRST
    odd = {SERVER_DATE: wire(provider.before(_FIRST)) if is_early else case.said}
    provider.get("/participants/ecf", headers=odd).bad_request()
    provider.get("/participants/ecf.csv", headers=odd).bad_request()
    provider.call("PUT", f"/participants/ecf/{NOBODY}/defer", headers=odd).bad_request()
    provider.get("/participants/ecf", headers={SERVER_DATE: NOW}).accepted()


@scenario("TIME-2", needs=_HEADER, ours=EDITIONS)
def a_repeated_date_is_a_bad_request(provider: Provider) -> None:
    """A date sent twice is a 400, even if it is the same twice."""
    headers = [("Authorization", f"Bearer {provider.token}")]
    twice = [*headers, (SERVER_DATE, NOW), (SERVER_DATE, NOW)]
    provider.raw("GET", "/participants/ecf", twice).bad_request()
    provider.raw("GET", "/participants/ecf", twice[:2]).accepted()


@scenario("TIME-2", needs=_HEADER, each=table(Case("empty", "")), ours=EDITIONS)
def a_blank_date_is_ignored(provider: Provider, case: Case) -> None:
    """A blank date is as good as none."""
    provider.get("/participants/ecf", headers={SERVER_DATE: case.said}).accepted()
    provider.get("/participants/ecf", headers={SERVER_DATE: "soon"}).bad_request()


@scenario("TIME-3", needs={Ability.TIME})
def a_request_happens_at_one_instant(provider: Provider) -> None:
    """What is checked, stamped and derived in one request agree on now."""
    it = provider.milestone()
    ect, last = provider.someone(), provider.before(it.closes)
    with provider.on(last):
        provider.declares(ect, dated=it.closes).refused(
            naming="declaration_date", by=["DECL-4", "DECL-5"]
        )
        made = provider.declares(ect, dated=last).accepted()
        provider.changed_at(made.shows(declaration_date=wire(last), state="eligible"), last)
    if Ability.PAYMENTS in provider.target.abilities:
        with provider.on(it.closes):
            provider.reads_declaration(made.id).shows(updated_at=wire(it.closes), state="paid")


@scenario("TIME-3", "LIST-2", needs={Ability.TIME, Ability.STATES}, ours=IN_SERVICE)
def writes_at_one_instant_keep_their_order(provider: Provider) -> None:
    """What changes at one instant is listed in the order in which it changed."""
    people = [provider.someone() for _ in range(5)][::-1]
    ids = [each.id for each in people]
    moment = "2023-05-05T05:05:05Z"
    with provider.on(moment):
        for each in people:
            provider.changed_at(provider.defers(each).accepted(), moment)
        listed = provider.participants(updated_since=moment, per_page="3000").accepted().ids
    found = [each for each in listed if each in ids]
    assert found == ids, f"changed at one instant as {ids}, listed as {found}"


@scenario("TIME-3", needs=_HEADER, ours=IN_SERVICE)
def rules_compare_instants_to_the_microsecond(provider: Provider) -> None:
    """The last microsecond of a milestone is inside, and that of a withdrawal is too late."""
    last, ect = "2021-11-30T23:59:59.999999Z", provider.someone()
    with provider.on(last):
        made = provider.declares(ect, dated=last).accepted().shows(state="eligible")
    if Ability.PAYMENTS in provider.target.abilities:
        with provider.on("2021-12-01T00:00:00Z"):
            provider.reads_declaration(made.id).accepted().shows(state="paid")
    with provider.on("2022-02-01T10:00:00Z"):
        provider.withdraws(ect).accepted()
    with provider.on("2022-02-02T10:00:00Z"):
        at_it, before = "2022-02-01T10:00:00Z", "2022-02-01T09:59:59.999999Z"
        provider.declares(ect, "retained-2", at_it).refused(naming="participant_id")
        provider.declares(ect, "retained-2", before).accepted()


@scenario("TIME-3", "ACT-8", needs=_HEADER)
def a_write_before_the_last_happens_then(provider: Provider) -> None:
    """What is done at an earlier now than the last change is dated there all the same."""
    ect = provider.someone()
    for action, now in (("defer", "2022-03-01T09:00:00Z"), ("resume", "2022-02-01T09:00:00Z")):
        with provider.on(now):
            provider.changed_at(provider.acts(action, ect).accepted(), now)
