"""Who may ask, and in which order a request is checked."""

from collections.abc import Sequence

from ecf_conformance.cases import Case, of, table
from ecf_conformance.exchange import SERVER_DATE
from ecf_conformance.reply import Reply
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.editions import EDITIONS, IN_SERVICE
from ecf_conformance.v1.provider import NOBODY, Provider
from ecf_conformance.v1.schedules import JANUARY

_READS = (
    "/participants/ecf",
    "/participants",
    "/participants/ecf.csv",
    "/participants.csv",
    f"/participants/ecf/{NOBODY}",
    "/participant-declarations",
    "/participant-declarations.csv",
    f"/participant-declarations/{NOBODY}",
)


@scenario("AUTH-1", each=of(*_READS))
def every_path_asks_for_a_token(provider: Provider, case: Case) -> None:
    """Without a known token, every path that can be read is denied."""
    provider.call("GET", case.name, headers={"Authorization": None}).denied()
    provider.call("GET", case.name, headers={"Authorization": "Bearer unknown"}).denied()
    if NOBODY in case.name:
        provider.call("GET", case.name).not_found()
    provider.participants(per_page="1").accepted()


@scenario("AUTH-1")
def writes_ask_for_a_token(provider: Provider) -> None:
    """Without a known token nothing is done, and with it the same is."""
    ect = provider.someone()
    body = {"data": {"attributes": {"reason": "other", "course_identifier": ect.course}}}
    path = f"/participants/ecf/{ect.id}/defer"
    provider.call("PUT", path, json=body, headers={"Authorization": "Bearer unknown"}).denied()
    provider.reads(ect).shows(training_status="active")
    provider.call("PUT", path, json=body).accepted().shows(training_status="deferred")


@scenario(
    "AUTH-1",
    each=table(
        Case("Bearer", "Bearer {}"),
        Case("Token", "Token {}"),
        Case("Token with its name", 'Token token="{}"'),
    ),
)
def three_schemes_are_known(provider: Provider, case: Case) -> None:
    """A token can be sent in three ways, none of them in another case."""
    right = case.said.format(provider.token)
    wrong = right.replace("Bearer", "bearer").replace("Token ", "token ")
    provider.call("GET", "/participants/ecf", headers={"Authorization": wrong}).denied()
    provider.call("GET", "/participants/ecf", headers={"Authorization": right}).accepted()


@scenario(
    "AUTH-1",
    each=table(
        Case("Basic", "Basic {}"),
        Case("no scheme", "{}"),
        Case("a token with something after it", "Bearer {}x"),
        Case("part of a token", "Bearer {half}"),
        Case("nothing after the scheme", "Bearer"),
        Case("no quotes", "Token token={}", ours=IN_SERVICE),
        Case("two spaces", "Bearer  {}"),
        Case("a very long one", "Bearer a." + "x" * 300 + ".b"),
        Case("a path", "Bearer a./etc.b"),
        Case("blank", ""),
    ),
)
def anything_else_is_denied(provider: Provider, case: Case) -> None:
    """Any other Authorization is denied."""
    half = provider.token[: len(provider.token) // 2]
    said = case.said.replace("{half}", half).replace("{}", provider.token)
    provider.call("GET", "/participants/ecf", headers={"Authorization": said}).denied()
    provider.participants(per_page="1").accepted()


@scenario("AUTH-2", needs={Ability.CONTROL})
def a_token_is_not_told(provider: Provider) -> None:
    """The journal and every answer keep a token to themselves."""
    alone = provider.elsewhere()
    tokens = [alone.token, alone.other.token]
    copies = {"X-Copy": ",".join(tokens)}
    replies = [
        alone.get("/participants/ecf", t=alone.other.token, headers=copies),
        alone.participants(),
        alone.reads(NOBODY),
        alone.call("GET", "/participants/ecf", headers={"Authorization": f"bearer {alone.token}"}),
        alone.other.participants(),
    ]
    replies[0].accepted()
    journal = alone.control("GET", "/journal")
    har = alone.control("GET", "/journal.har")
    for told in (*(each.text for each in replies), str(journal), str(har)):
        assert not any(token in told for token in tokens), f"a token is told: {told[:200]}"


@scenario("AUTH-2", needs={Ability.CONTROL})
def a_token_stands_for_one_world(provider: Provider) -> None:
    """A token opens its own world and no other, and nothing once that is gone."""
    one, two = provider.elsewhere(), provider.elsewhere()
    ect = one.someone()
    one.reads(ect).accepted()
    two.reads(ect).not_found()
    guess = f"Bearer {one.token.rpartition('.')[0]}.guess"
    one.call("GET", "/participants/ecf", headers={"Authorization": guess}).denied()
    mixed = two.call("GET", "/participants/ecf", headers={"Authorization": f"Bearer {one.token}"})
    assert mixed.accepted().ids == [ect.id], "a token does not lead to its own world"


@scenario("AUTH-3", needs={Ability.OTHER})
def another_providers_participant_is_not_listed(provider: Provider) -> None:
    """Another provider's participant is in none of its lists, and not found by id."""
    ect = provider.someone()
    provider.defers(ect).done()
    provider.reads(ect).accepted()
    provider.other.reads(ect).not_found()
    assert ect.id in _everyone(provider), "a provider's own participant is not in its list"
    assert ect.id not in _everyone(provider.other), "another provider's participant is listed"
    for path in ("/participants/ecf.csv", "/participants.csv"):
        assert ect.id in provider.get(path).text, f"{path} leaves a participant out"
        assert ect.id not in provider.other.get(path).text, f"{path} tells another provider's"


def _everyone(provider: Provider) -> set[str]:
    """Return the ids of every page of the list."""
    found: set[str] = set()
    for page in range(1, 50):
        ids = provider.participants(page=str(page), per_page="3000").ids
        found |= set(ids)
        if len(ids) < 3000:
            break
    return found


@scenario(
    "AUTH-3", needs={Ability.OTHER}, each=of("defer", "resume", "withdraw", "change-schedule")
)
def another_providers_participant_cannot_be_acted_on(provider: Provider, case: Case) -> None:
    """An action on another provider's participant is refused by participant_id alone."""
    ect = provider.someone()
    if case.name == "resume":
        provider.defers(ect).done()
    is_move = case.name == "change-schedule"
    said = {"schedule_identifier": JANUARY, "cohort": "2021"} if is_move else {}
    provider.other.acts(case.name, ect, **said).refused(naming="participant_id", by="AUTH-3")
    provider.acts(case.name, ect, **said).accepted()


@scenario("AUTH-3", "DECL-9", needs={Ability.OTHER})
def another_providers_participant_cannot_be_declared(provider: Provider) -> None:
    """Another provider's participant cannot be declared, and whoever trains them can."""
    ect = provider.someone()
    provider.other.declares(ect).refused(naming="participant_id", by="AUTH-3")
    provider.declares(ect).accepted()


@scenario("AUTH-3", "DECL-9", "DECL-1", edition="guidance", needs={Ability.OTHER})
def another_providers_participant_is_judged_no_further(provider: Provider) -> None:
    """The guidance names participant_id alone, whatever else is wrong with a declaration."""
    ect = provider.someone()
    odd = {"evidence_held": "none", "declaration_date": "2021-01-01T00:00:00Z"}
    provider.other.declares(ect).refused(naming="participant_id", by="AUTH-3")
    provider.other.declares(ect, "retained-1", **odd).refused(naming="participant_id", by="AUTH-3")
    provider.declares(ect).accepted()


@scenario("AUTH-4", needs={Ability.OTHER})
def another_providers_declaration_is_not_found(provider: Provider) -> None:
    """Another provider's declaration is not listed, and a 404 to read and to void."""
    made = provider.declares(provider.someone()).done()
    of_them = {"participant_id": made.attributes["participant_id"]}
    provider.other.reads_declaration(made.id).not_found()
    provider.other.voids(made).not_found()
    assert made.id not in provider.other.declarations(**of_them).ids, "another's is listed"
    assert made.id in provider.declarations(**of_them).ids, "one's own declaration is not listed"
    csv = provider.other.get("/participant-declarations.csv").accepted()
    assert made.id not in csv.text, "another provider's declaration is in the CSV"
    provider.reads_declaration(made.id).accepted().shows(voided=False)
    provider.voids(made).accepted()


_RIGHT = b'{"data":{"attributes":{"reason":"other","course_identifier":"%s"}}}'


@scenario("AUTH-5", needs={Ability.HEADER}, ours=IN_SERVICE)
def the_first_check_that_fails_answers(provider: Provider) -> None:
    """Path, method, token, date, shape and rules are checked in that order."""
    _checked_in_order(provider, b"[", ((b'{"data":{"id":1}}', 400),))


@scenario("AUTH-5", needs={Ability.HEADER}, ours=EDITIONS)
def size_has_its_place_among_the_checks(provider: Provider) -> None:
    """Size is checked after path, method, token and date, and before shape and rules."""
    _checked_in_order(provider, b"[" * 1_000_001, ((b"[", 413), (b'{"data":{"id":1}}', 400)))


def _checked_in_order(provider: Provider, body: bytes, better: Sequence[tuple[bytes, int]]) -> None:
    """Put one thing right after the other, the body last, in steps with what is answered before."""
    ect = provider.someone()
    wrong: dict[str, object] = {
        "method": "PATCH",
        "path": f"/participants/ecf/{ect.id}/defer/",
        "token": "Bearer unknown",
        "date": "yesterday",
        "body": body,
    }
    steps: tuple[tuple[str, object, int], ...] = (
        ("path", f"/participants/ecf/{ect.id}/defer", 404),
        ("method", "PUT", 405),
        ("token", f"Bearer {provider.token}", 401),
        ("date", "2021-11-25T09:00:00Z", 400),
        *(("body", each, status) for each, status in better),
        ("body", _RIGHT % ect.course.encode(), 422),
    )
    for name, put_right, status in steps:
        _answers(_asked(provider, wrong), status)
        wrong[name] = put_right
    _asked(provider, wrong).accepted()


def _asked(provider: Provider, said: dict[str, object]) -> Reply:
    headers = {
        "Authorization": str(said["token"]),
        SERVER_DATE: str(said["date"]),
        "Content-Type": "application/json",
    }
    method, path = str(said["method"]), str(said["path"])
    return provider.call(method, path, headers=headers, content=said["body"])


def _answers(reply: Reply, status: int) -> None:
    line = reply.exchange.line
    assert reply.status == status, f"{line}; expected {status}, as that check comes first"


@scenario("AUTH-5", ours=IN_SERVICE)
def a_bad_token_answers_before_bad_json(provider: Provider) -> None:
    """Bad JSON with a bad token is a 401, and with a good one a 400."""
    json = {"Content-Type": "application/json"}
    path = "/participant-declarations"
    unknown = {**json, "Authorization": "Bearer unknown"}
    provider.call("POST", path, content=b"{", headers=unknown).denied()
    provider.call("POST", path, content=b"{", headers=json).bad_request()
    odd = "/participants/ecf?page[page]=0"
    provider.call("GET", odd, headers={"Authorization": "Bearer unknown"}).denied()
    provider.call("GET", odd).bad_request()
    provider.declares(provider.someone()).accepted()
