"""Who may ask (AUTH)."""

from io import StringIO

import pytest

from ecf_sandbox.engine.clock import frozen_at
from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.http.access_log import AccessLog
from ecf_sandbox.engine.store.world_file import Origin
from tests.kit.sandbox import NOBODY, NOW, PROVIDERS, Caller, attributes, ids, titles
from tests.kit.wire import UNKNOWN_ID, bad, operations

LIST = "/api/v1/participants/ecf"
DENIED = {"error": "HTTP Token: Access denied"}


def by_name(rows):
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


@pytest.fixture
def second_world(sandbox, template):
    """Add a world beside the default one, with tokens that name it."""

    def add(world_id="second"):
        origin = Origin(world_id, sandbox.edition.name, 2, NOBODY, None, True)
        return sandbox.worlds.add(
            template(sandbox.edition.name),
            origin,
            frozen_at(parse_date_time(NOW)),
            lambda slug: f"{slug}.{world_id}.s3cret",
        )

    return add


@pytest.mark.rule("AUTH-1")
@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param("Bearer north-star-token", id="Bearer"),
        pytest.param("Token north-star-token", id="Token"),
        pytest.param('Token token="north-star-token"', id="Token token="),
    ],
)
def test_a_token_is_read_under_three_spellings(either_sandbox, authorization):
    person = either_sandbox.add()
    answer = either_sandbox.http.get(LIST, headers={"Authorization": authorization})
    assert ids(answer) == [person.id]


@pytest.mark.rule("AUTH-1")
@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Bearer", id="no token"),
        pytest.param(b"Bearer ", id="blank token"),
        pytest.param(b"north-star-token", id="no scheme"),
        pytest.param(b"bearer north-star-token", id="bearer in small letters"),
        pytest.param(b"BEARER north-star-token", id="bearer in capitals"),
        pytest.param(b"token north-star-token", id="token in small letters"),
        pytest.param(b"Basic north-star-token", id="another scheme"),
        pytest.param(b"Bearer  north-star-token", id="two spaces"),
        pytest.param(b"Bearer\tnorth-star-token", id="a tab"),
        pytest.param(b"Bearer north-star-token x", id="something after it"),
        pytest.param(b"Bearer north-star-toke", id="a letter short"),
        pytest.param(b"Bearer North-Star-Token", id="token in capitals"),
        pytest.param(b'Bearer "north-star-token"', id="quoted"),
        pytest.param(b'Bearer token="north-star-token"', id="Bearer token="),
        pytest.param(b"Token token=north-star-token", id="Token token= without quotes"),
        pytest.param(b'Token token="', id="one quote"),
        pytest.param(b'Token token=""', id="empty quotes"),
        pytest.param(b"Bearer north-star", id="the provider's name"),
        pytest.param(b"Bearer unknown", id="unknown"),
        pytest.param("Bearer north-star-töken".encode("latin-1"), id="not ASCII"),
        pytest.param(b"Bearer ..", id="two dots"),
        pytest.param(b"Bearer north-star.default.s3cret", id="the default world by name"),
        pytest.param(b"Bearer north-star.nowhere.s3cret", id="a world that is not there"),
        pytest.param(b"Bearer a./etc.b", id="a world outside the folder"),
        pytest.param(b"Bearer a." + b"x" * 300 + b".b", id="a world too long for a file name"),
    ],
)
def test_anything_else_is_denied(sandbox, authorization):
    answer = sandbox.http.get(LIST, headers={"Authorization": authorization})
    assert answer.status_code == 401
    assert answer.json() == DENIED
    assert answer.headers["WWW-Authenticate"] == 'Token realm="Application"'


@pytest.mark.rule("AUTH-1")
@pytest.mark.parametrize(("method", "path"), by_name(operations()))
def test_every_operation_asks_for_a_token(sandbox, method, path):
    without = sandbox.http.request(method, path)
    assert (without.status_code, without.json()) == (401, DENIED)
    with_one = sandbox.http.request(method, path, headers={"Authorization": "Bearer fenland-token"})
    assert with_one.status_code != 401


@pytest.mark.rule("AUTH-2")
def test_a_token_names_one_provider(sandbox):
    people = {slug: sandbox.add(provider=slug).id for slug in PROVIDERS}
    for slug, person in people.items():
        assert ids(sandbox.provider(slug).get("/participants/ecf")) == [person]


@pytest.mark.rule("AUTH-2")
def test_a_token_names_one_world(sandbox, second_world):
    here = sandbox.add()
    second_world()
    there = Caller(sandbox.http, "north-star.second.s3cret")
    assert ids(sandbox.provider().get("/participants/ecf")) == [here.id]
    assert ids(there.get("/participants/ecf")) == []
    assert there.get(f"/participants/ecf/{here.id}").status_code == 404


@pytest.mark.rule("AUTH-2")
def test_a_world_does_not_know_the_tokens_of_another(sandbox, second_world):
    second_world("second")
    second_world("third")
    mixed = Caller(sandbox.http, "north-star.third.s3cret")
    assert mixed.get("/participants/ecf").status_code == 200
    mixed.token = "north-star-token.third.s3cret"
    assert mixed.get("/participants/ecf").status_code == 401


@pytest.mark.rule("AUTH-2")
def test_no_answer_and_no_line_of_the_log_shows_a_token(sandbox, monkeypatch):
    log, north_star, person = StringIO(), sandbox.provider(), sandbox.add()
    app = AccessLog(sandbox.app, log)
    monkeypatch.setattr(sandbox.http._transport, "app", app)
    seen = [
        north_star.get("/participants/ecf?token=north-star-token"),
        north_star.get("/participants.csv"),
        north_star.get("/participants/ecf?page=north-star-token"),
        north_star.get("/nowhere"),
        north_star.call("PATCH", "/participants"),
        north_star.get("/participants", now="north-star-token"),
        north_star.act("defer", person, reason="unknown"),
        north_star.declare(person),
        sandbox.http.get("/", headers={"Authorization": "Bearer north-star-token"}),
    ]
    lines = log.getvalue().splitlines()
    assert len(lines) == len(seen)
    shown = [answer.text + str(answer.headers) for answer in seen] + lines
    assert not [each for each in shown if "-token" in each]


@pytest.mark.rule("AUTH-3")
def test_another_providers_participant_is_in_no_list(either_sandbox):
    person = either_sandbox.add(provider="riverbank")
    ours, theirs = either_sandbox.provider("north-star"), either_sandbox.provider("riverbank")
    for path in ("/participants/ecf", "/participants"):
        assert ids(ours.get(path)) == []
        assert ids(theirs.get(path)) == [person.id]
        assert ours.get(f"{path}.csv").text == ""
        assert person.id in theirs.get(f"{path}.csv").text


@pytest.mark.rule("AUTH-3")
def test_another_providers_participant_is_not_found_by_id(either_sandbox):
    person = either_sandbox.add(provider="riverbank")
    path = f"/participants/ecf/{person.id}"
    assert either_sandbox.provider("north-star").get(path).status_code == 404
    assert either_sandbox.provider("riverbank").get(path).status_code == 200


@pytest.mark.rule("AUTH-3")
@pytest.mark.parametrize(
    ("before", "action", "said"),
    [
        pytest.param(None, "defer", {}, id="defer"),
        pytest.param("defer", "resume", {}, id="resume"),
        pytest.param(None, "withdraw", {}, id="withdraw"),
        pytest.param(
            None,
            "change-schedule",
            {"schedule_identifier": "ecf-standard-january", "cohort": "2021"},
            id="change-schedule",
        ),
    ],
)
def test_no_action_is_possible_on_another_providers_participant(
    either_sandbox, before, action, said
):
    ect = either_sandbox.add(provider="riverbank")
    riverbank = either_sandbox.provider("riverbank")
    if before:
        riverbank.act(before, ect)
    assert titles(either_sandbox.provider().act(action, ect, **said)) == ["participant_id"]
    assert riverbank.act(action, ect, **said).status_code == 200


@pytest.mark.rule("AUTH-3")
def test_another_providers_participant_cannot_be_declared(either_sandbox):
    ect = either_sandbox.add(provider="riverbank")
    assert titles(either_sandbox.provider("north-star").declare(ect)) == ["participant_id"]
    assert either_sandbox.provider("riverbank").declare(ect).status_code == 200


@pytest.mark.rule("AUTH-4")
def test_another_providers_declaration_is_not_found(either_sandbox):
    riverbank, north_star = (either_sandbox.provider(slug) for slug in ("riverbank", "north-star"))
    declared = riverbank.declare(either_sandbox.add(provider="riverbank")).json()["data"]["id"]
    assert north_star.get(f"/participant-declarations/{declared}").status_code == 404
    assert north_star.void(declared).status_code == 404
    assert ids(north_star.get("/participant-declarations")) == []
    assert ids(riverbank.get("/participant-declarations")) == [declared]
    assert riverbank.get(f"/participant-declarations/{declared}").status_code == 200
    assert attributes(riverbank.void(declared))["voided"] is True


@pytest.mark.rule("AUTH-4")
@pytest.mark.parametrize("edition", ["guidance", "service"])
def test_what_an_earlier_provider_declared_is_not_found_by_id(sandbox_of, edition):
    sandbox = sandbox_of(edition)
    ect = sandbox.add(provider="riverbank")
    declared = sandbox.provider("riverbank").declare(ect).json()["data"]["id"]
    sandbox.transfer(ect, "north-star")
    assert sandbox.provider().get(f"/participant-declarations/{declared}").status_code == 404
    assert sandbox.provider().void(declared).status_code == 404


@pytest.mark.rule("AUTH-5")
def test_the_first_check_that_fails_answers(sandbox):
    ect = sandbox.add()
    request = {
        "method": "PATCH",
        "path": f"/participants/ecf/{ect.id}/defer/",
        "token": "unknown",
        "now": "yesterday",
        "body": b"[" * 1_000_001,
    }
    put_right = [
        ("path", f"/participants/ecf/{ect.id}/defer", 404),
        ("method", "PUT", 405),
        ("token", "north-star-token", 401),
        ("now", NOW, 400),
        ("body", b"[", 413),
        ("body", b'{"data":{"id":1}}', 400),
        ("body", _defer("career-break"), 422),
    ]
    for part, right, expected in put_right:
        assert _ask(sandbox, **request).status_code == expected
        request[part] = right
    assert _ask(sandbox, **request).status_code == 200


@pytest.mark.rule("AUTH-5", "FMT-6")
def test_bad_json_with_a_bad_token_is_denied(sandbox):
    path = "/participant-declarations"
    assert _ask(sandbox, "POST", path, "unknown", NOW, b"{").status_code == 401
    assert _ask(sandbox, "POST", path, "north-star-token", NOW, b"{").status_code == 400


@pytest.mark.rule("AUTH-5", "TIME-2")
def test_a_bad_date_answers_before_a_large_body_and_a_bad_query(north_star):
    asked = {"path": "/participants/ecf?page[page]=0", "now": "yesterday"}
    assert "X-With-Server-Date" in bad(north_star.get(**asked))
    assert "page[page]" in bad(north_star.get(**{**asked, "now": NOW}))
    large = north_star.call(
        "PUT", f"/participants/{UNKNOWN_ID}/defer", now="", content="[" * 1_000_001
    )
    assert large.status_code == 413


@pytest.mark.rule("AUTH-5")
def test_an_unknown_declaration_is_not_found_before_any_rule_is_asked(north_star, sandbox):
    declared = north_star.declare(sandbox.add()).json()["data"]["id"]
    north_star.void(declared)
    assert north_star.void(UNKNOWN_ID, now="yesterday").status_code == 400
    assert north_star.void(UNKNOWN_ID).status_code == 404
    assert north_star.void(declared).status_code == 422


def _ask(sandbox, method, path, token, now, body):
    caller = Caller(sandbox.http, token)
    headers = {"Content-Type": "application/json"}
    return caller.call(method, path, now=now, content=body, headers=headers)


def _defer(reason):
    return (
        b'{"data":{"attributes":{"course_identifier":"ecf-induction","reason":"%s"}}}'
        % reason.encode()
    )
