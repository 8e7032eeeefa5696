"""The events of a world: what somebody who looks at it sees change."""

import json

import pytest
from jsonschema_rs import validator_for

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.http.control.context import ServerContext
from ecf_sandbox.engine.http.control.events import Watch
from ecf_sandbox.engine.http.control.guard import Guard
from tests.kit.control import Control, refused
from tests.kit.faults import LIST
from tests.kit.sandbox import DOCUMENTS, app_of

WORLD = "/worlds/default"
EVENTS = f"{WORLD}/events"


@pytest.fixture
def control(sandbox):
    return Control(sandbox)


def told(response):
    """Return the events of an answer: kind, data and id; each as the document has it."""
    assert response.status_code == 200, response.text
    document = DOCUMENTS.control["v1"].read()
    check = document.compile({"$ref": "#/components/schemas/WorldEvent"})
    found = []
    for block in response.text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        assert check.is_valid(fields), fields
        found.append((fields["event"], json.loads(fields["data"]), fields.get("id")))
    return found


def of_kind(kind, events):
    return [data for event, data, _ in events if event == kind]


def documented(schema, value):
    document = DOCUMENTS.control["v1"].read().json
    whole = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}
    return validator_for(whole).is_valid(value)


@pytest.fixture
def watching(sandbox):
    """Return what somebody sees who has looked since now, one look after the other."""
    watch = Watch(app_context(sandbox), "default", None)

    def look():
        sandbox.world.journal.flush()
        return [(each.kind, each.data) for each in watch.poll()]

    look()
    return look


def app_context(sandbox):
    return ServerContext(sandbox.worlds, APIS.world_kinds)


def test_the_state_comes_at_once(control):
    (state,) = of_kind("state", told(control.get(EVENTS, params={"seconds": 0})))
    assert documented("WorldState", state)
    assert state["clock"] == {"now": "2021-11-25T09:00:00Z", "ticking": False}
    assert (state["faults"], state["rate_limit"]) == (0, None)


def test_entries_after_an_id_come_oldest_first_with_their_ids(control, north_star):
    for size in (1, 2, 3):
        north_star.get(f"{LIST}?page[per_page]={size}")
    events = told(control.get(EVENTS, params={"after": 1, "seconds": 0}))
    rows = of_kind("entry", events)
    assert [row["query"] for row in rows] == ["page[per_page]=2", "page[per_page]=3"]
    assert [number for kind, _, number in events if kind == "entry"] == ["2", "3"]
    assert all(documented("JournalRow", row) for row in rows)


def test_the_header_of_browsers_says_where_to_go_on_and_the_query_outranks_it(control, north_star):
    for _ in range(3):
        north_star.get(LIST)

    def count(last, **query):
        headers = {"Last-Event-ID": last}
        response = control.get(EVENTS, params={"seconds": 0, **query}, headers=headers)
        return len(of_kind("entry", told(response)))

    assert (count("1"), count("1", after=2), count("what"), count("9" * 40)) == (2, 1, 0, 0)


def test_nothing_new_is_nothing_told(watching):
    assert watching() == []


def test_a_request_is_told_once(watching, north_star):
    north_star.get(LIST)
    ((kind, row),) = watching()
    assert (kind, row["path"], row["status"]) == ("entry", f"/api/v1{LIST}", 200)
    assert watching() == []


def test_what_nobody_could_read_is_counted(watching, north_star):
    for _ in range(150):
        north_star.get(LIST)
    assert [kind for kind, _ in watching()][:2] == ["skipped", "entry"]
    for _ in range(50):
        north_star.get(LIST)
    first, *rows = watching()
    assert (first, len(rows)) == (("skipped", {"entries": 30}), 20)
    assert rows[-1][1]["id"] == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("POST", "/clock/advance", {"by": "P1D"}, id="the clock moves"),
        pytest.param("PUT", "/faults", [{"status": 503}], id="faults are set"),
        pytest.param("PUT", "/limits", {"rate_limit": {"requests": 9, "seconds": 9}}, id="a limit"),
        pytest.param("POST", "/reset", None, id="the world is reset"),
        pytest.param(
            "POST",
            "/participants",
            {"provider": "north-star", "participant_type": "ect"},
            id="somebody is added",
        ),
    ],
)
def test_a_change_is_told_with_the_state(control, watching, method, path, body):
    assert control.call(method, f"{WORLD}{path}", json=body).status_code < 300
    (kind, state), *_ = watching()
    shown = control.get(f"{WORLD}/clock").json()
    limit = control.get(f"{WORLD}/limits").json()["rate_limit"]
    faults = len(control.get(f"{WORLD}/faults").json()["faults"])
    assert (kind, state["clock"], state["rate_limit"], state["faults"]) == (
        "state",
        shown,
        limit,
        faults,
    )
    assert watching() == []


def test_an_emptied_journal_is_told_and_what_follows_is_new(control, watching, north_star):
    north_star.get(LIST)
    control.delete(f"{WORLD}/journal")
    north_star.get(f"{LIST}?page[page]=2")
    (cleared, entry) = watching()
    assert cleared == ("cleared", {})
    assert entry[1]["query"] == "page[page]=2"


def test_a_deleted_world_ends_it(control, watching):
    control.delete(WORLD)
    assert watching() == [("gone", {})]


def test_a_world_made_again_under_its_id_begins_with_an_empty_journal(control, watching, template):
    control.delete(WORLD)
    control.post("/worlds", {"id": "default", "participants": 0, "personas": False})
    assert [kind for kind, _ in watching()] == ["state", "cleared"]


@pytest.mark.parametrize(
    ("query", "headers", "refusal"),
    [
        pytest.param("?seconds=-1", {}, (400, "invalid_request"), id="a time before now"),
        pytest.param("?after=x", {}, (400, "invalid_request"), id="an id that is none"),
        pytest.param("?since=1", {}, (400, "invalid_request"), id="an unknown word"),
        pytest.param("", {"Host": "evil.example"}, (403, "forbidden"), id="another host"),
        pytest.param("", {"Sec-Fetch-Site": "cross-site"}, (403, "forbidden"), id="another site"),
    ],
)
def test_what_cannot_be_is_refused(control, query, headers, refusal):
    assert refused(control.get(f"{EVENTS}{query}", headers=headers)) == refusal


def test_it_is_closed_without_the_admin_token(sandbox):
    sandbox.http._transport.app = app_of(sandbox.worlds, guard=Guard("secret"))
    assert refused(Control(sandbox).get(EVENTS)) == (401, "unauthorized")
