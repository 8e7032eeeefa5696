"""Answers that are given again: only while they are the right ones (TIME-1, TIME-4, LIST-7)."""

from dataclasses import replace

import pytest

from ecf_sandbox.engine.domain.problems import NotFound
from ecf_sandbox.engine.store import answer_cache
from ecf_sandbox.v1.http import operations
from ecf_sandbox.v1.store.records import Records
from tests.kit.control import told
from tests.kit.sandbox import NOW, ids
from tests.kit.workers import working

LIST = "/participants"
PAID = "2022-06-01T09:00:00Z"


@pytest.fixture(autouse=True)
def made(monkeypatch):
    """Count the answers that were made, by operation."""
    counted = []

    def counting(name, operation):
        def count(request):
            counted.append(name)
            return operation.handle(request)

        return replace(operation, handle=count)

    for name, each in operations.OPERATIONS.items():
        monkeypatch.setitem(operations.OPERATIONS, name, counting(name, each))
    return counted


def declared(sandbox, provider):
    return ids_of(provider.declare(sandbox.add().id))


def ids_of(answer):
    return answer.json()["data"]["id"]


def state(provider, declaration, **when):
    found = provider.get(f"/participant-declarations/{declaration}", **when)
    return found.json()["data"]["attributes"]["state"]


def test_the_same_question_is_answered_once(sandbox, north_star, made):
    declaration = declared(sandbox, north_star)
    paths = [LIST, f"{LIST}?page[per_page]=5", f"/participant-declarations/{declaration}"]
    first = [north_star.get(path).content for path in paths]
    made.clear()
    assert [north_star.get(path).content for path in paths] == first
    assert made == []
    assert north_star.get(LIST, headers={"If-None-Match": "*"}).status_code == 304


def test_two_providers_never_share_an_answer(sandbox, north_star):
    riverbank = sandbox.provider("riverbank")
    mine = sandbox.add()
    assert [ids(each.get(LIST)) for each in (north_star, riverbank, north_star)] == [
        [mine.id],
        [],
        [mine.id],
    ]


@pytest.mark.rule("LIST-7")
def test_what_another_process_wrote_is_seen_at_once(sandbox, north_star):
    somebody = sandbox.add()
    path = f"/participants/ecf/{somebody.id}"
    with working(sandbox) as other:
        for action, status in (("defer", "deferred"), ("resume", "active"), ("defer", "deferred")):
            north_star.get(path)
            assert other.provider().act(action, somebody.id).status_code == 200
            found = north_star.get(path).json()["data"]["attributes"]["training_status"]
            assert found == status


@pytest.mark.rule("PAY-3", "TIME-1")
def test_time_alone_changes_an_answer_forwards_and_backwards(sandbox, north_star):
    person = sandbox.add()
    made_at = "2022-01-10T09:00:00Z"
    declaration = ids_of(
        north_star.declare(person.id, "retained-1", made_at, now=made_at, evidence_held="other")
    )
    moments = {
        "2022-01-31T23:59:59Z": "eligible",
        "2022-02-01T00:00:00Z": "payable",
        "2022-02-27T23:59:59Z": "payable",
        "2022-02-28T00:00:00Z": "paid",
    }
    for now in [*moments, *reversed(moments), *moments]:
        assert state(north_star, declaration, now=now) == moments[now]


@pytest.mark.rule("TIME-4")
def test_a_clock_moved_by_another_process_is_seen_at_once(sandbox, north_star):
    declaration = declared(sandbox, north_star)
    with working(sandbox) as other:
        for now, expected in ((NOW, "eligible"), ("2022-06-01T00:00:00Z", "paid")) * 2:
            told(other.control.put("/worlds/default/clock", {"now": now, "ticking": False}))
            assert state(north_star, declaration, now=NOW) == "eligible"
            assert [state(north_star, declaration) for _ in "12"] == [expected] * 2


@pytest.mark.parametrize("is_refused", [False, True], ids=["answered", "refused"])
def test_what_is_written_before_the_first_look_is_seen_with_its_clock(
    sandbox, north_star, monkeypatch, is_refused
):
    declaration = declared(sandbox, north_star)
    assert state(north_star, declaration) == "eligible"  # and the clock is known from now on
    look = Records.declaration
    looked = []

    def moved_first(self, *asked):
        if not looked:
            told(other.control.put("/worlds/default/clock", {"now": PAID, "ticking": False}))
        looked.append(look(self, *asked))
        if is_refused and len(looked) == 1:
            raise NotFound
        return looked[-1]

    with working(sandbox) as other:
        monkeypatch.setattr(Records, "declaration", moved_first)
        assert state(north_star, f"{declaration}?asked=anew") == "paid"
    assert len(looked) == 2


def test_a_page_of_declarations_is_right_at_its_moment_only(sandbox, north_star, made):
    declared(sandbox, north_star)
    for now, times in ((NOW, 1), (NOW, 0), ("2021-11-25T09:00:01Z", 1)):
        made.clear()
        north_star.get("/participant-declarations", now=now)
        assert made == ["getDeclarations"] * times


def test_an_answer_that_was_refused_later_is_not_given_again(sandbox, north_star):
    declaration = declared(sandbox, north_star)
    path = f"/participant-declarations/{declaration}"
    assert north_star.get(path).status_code == 200
    with sandbox.world.writing(patient=True) as store:
        store.db.execute("DELETE FROM declarations")
    assert north_star.get(path).status_code == 404


def test_the_oldest_answers_go_when_there_is_no_room(sandbox, north_star, made, monkeypatch):
    monkeypatch.setattr(answer_cache, "_MOST_BYTES", 3_000)
    sandbox.add()
    pages = [f"{LIST}?page[page]={number}" for number in range(1, 9)]
    for path in pages:
        north_star.get(path)
    made.clear()
    north_star.get(pages[-1])
    assert made == []
    north_star.get(pages[0])
    assert made == ["getParticipantsAlias"]


def test_an_answer_too_large_to_keep_is_made_each_time(sandbox, north_star, made, monkeypatch):
    monkeypatch.setattr(answer_cache, "_MOST_BYTES", 600)
    person = sandbox.add()
    for _ in range(2):
        assert ids(north_star.get(LIST)) == [person.id]
    assert len(made) == 2
