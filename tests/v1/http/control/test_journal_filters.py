"""Reading the journal: which entries, how many, in which order."""

import asyncio

import pytest

from ecf_sandbox.engine.store import journal as product
from tests.kit.control import refused
from tests.kit.faults import DECLARATIONS, LIST, Faults, call
from tests.kit.journals import JOURNAL, Journal, paths

ASKED = (
    ("north-star", LIST),
    ("riverbank", f"{LIST}?page=1"),
    ("north-star", DECLARATIONS),
    ("north-star", f"{LIST}/x"),
    ("riverbank", f"{LIST}.csv"),
)


@pytest.fixture
def journal(sandbox):
    """A journal with five entries, 1 to 5."""
    for provider, path in ASKED:
        sandbox.provider(provider).get(path)
    return Journal(sandbox)


def numbers(entries):
    return [each["id"] for each in entries]


def test_the_newest_comes_first(journal):
    assert numbers(journal()) == [5, 4, 3, 2, 1]
    assert paths(journal()) == [f"{LIST}.csv", f"{LIST}/x", DECLARATIONS, LIST, LIST]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param({"provider": "riverbank"}, [5, 2], id="provider"),
        pytest.param({"provider": "fenland"}, [], id="a provider that was silent"),
        pytest.param({"status": "200"}, [5, 3, 1], id="status"),
        pytest.param({"status": "404"}, [4], id="another status"),
        pytest.param({"status": "401"}, [], id="a status in between"),
        pytest.param({"status": "4xx"}, [4, 2], id="class"),
        pytest.param({"status": "2xx"}, [5, 3, 1], id="another class"),
        pytest.param({"status": "5xx"}, [], id="a class that did not come"),
        pytest.param({"path": f"/api/v1{LIST}"}, [2, 1], id="path"),
        pytest.param({"path": "/api/v1/participants/*"}, [5, 4, 2, 1], id="star"),
        pytest.param({"path": "*/ecf*"}, [5, 4, 2, 1], id="two stars"),
        pytest.param({"path": "/api/v1/participants"}, [], id="the start of a path"),
        pytest.param({"path": "*[x]"}, [], id="brackets"),
        pytest.param({"after": 3}, [5, 4], id="after"),
        pytest.param({"after": 0}, [5, 4, 3, 2, 1], id="after nothing"),
        pytest.param({"after": 5}, [], id="after the newest"),
        pytest.param({"after": 9_007_199_254_740_991}, [], id="after what will never be"),
        pytest.param({"limit": 2}, [5, 4], id="limit"),
        pytest.param({"limit": 10_000}, [5, 4, 3, 2, 1], id="a limit that is not reached"),
        pytest.param({"provider": "north-star", "limit": 2}, [4, 3], id="the newest that match"),
        pytest.param({"status": "200", "after": 1, "path": "/api/*"}, [5, 3], id="all at once"),
    ],
)
def test_only_what_is_wanted_is_shown(journal, wanted, found):
    assert numbers(journal(**wanted)) == found
    assert [each["_provider"] for each in journal.har(**wanted)] == [
        ASKED[number - 1][0] for number in reversed(found)
    ]


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param({"provider": "nobody"}, id="unknown provider"),
        pytest.param({"status": "600"}, id="no status"),
        pytest.param({"status": "20x"}, id="half a class"),
        pytest.param({"status": "ok"}, id="a word for a status"),
        pytest.param({"path": "participants"}, id="no path"),
        pytest.param({"path": "/api?x"}, id="a query"),
        pytest.param({"limit": 0}, id="none"),
        pytest.param({"limit": 10_001}, id="too many"),
        pytest.param({"limit": "all"}, id="a word for a number"),
        pytest.param({"after": -1}, id="before all"),
        pytest.param({"since": 3}, id="unknown parameter"),
        pytest.param([("limit", 1), ("limit", 2)], id="twice"),
    ],
)
def test_what_cannot_be_wanted_is_refused(journal, wanted):
    for path in (JOURNAL, f"{JOURNAL}.har"):
        answer = journal.control.get(path, params=wanted)
        assert refused(answer) == (400, "invalid_request")


def test_a_dropped_connection_has_no_status_to_be_found_by(sandbox, journal):
    Faults(sandbox)({"drop": True})
    asyncio.run(call(sandbox.app, "GET", f"/api/v1{LIST}"))
    assert numbers(journal(limit=1)) == [6]
    assert [numbers(journal(status=f"{each}xx", limit=1)) for each in "12345"] == [
        [], [5], [], [4], []
    ]  # fmt: skip


def test_a_hundred_are_shown_unless_more_are_wanted_and_all_in_the_archive(journal, north_star):
    for _ in range(120):
        north_star.get(LIST)
    assert numbers(journal()) == list(range(125, 25, -1))
    assert numbers(journal(limit=110)) == list(range(125, 15, -1))
    assert len(journal.har()) == 125
    assert len(journal.har(limit=3)) == 3


def test_following_misses_nothing_and_repeats_nothing(journal, north_star):
    seen = numbers(reversed(journal()))
    for _ in range(3):
        north_star.get(LIST)
        north_star.get(DECLARATIONS)
        seen += numbers(reversed(journal(after=seen[-1])))
    assert seen == list(range(1, 12))
    assert journal(after=seen[-1]) == []


def test_the_newest_are_kept(monkeypatch, journal, north_star):
    monkeypatch.setattr(product, "MOST_ENTRIES", 7)
    for _ in range(4):
        north_star.get(LIST)
    assert numbers(journal()) == [9, 8, 7, 6, 5, 4, 3]
    assert numbers(journal(provider="riverbank")) == [5]
    assert len(journal.har()) == 7


def test_emptying_it_leaves_nothing_and_ids_go_on(journal, north_star):
    journal.clear()
    assert journal() == journal.har() == []
    north_star.get(LIST)
    assert numbers(journal()) == [6]
    journal.clear()
    journal.clear()
    assert journal() == []


def test_a_world_that_is_not_there_has_none(journal):
    for path in ("/worlds/nowhere/journal", "/worlds/nowhere/journal.har"):
        assert refused(journal.control.get(path)) == (404, "not_found")
    assert refused(journal.control.delete("/worlds/nowhere/journal")) == (404, "not_found")


def test_a_long_journal_is_sent_all_the_same(sandbox, journal, north_star):
    for number in range(100):
        sandbox.add(full_name=f"{number} {'x' * 200}")
    for _ in range(25):
        north_star.get(LIST)
    bodies = [each["response"]["body"] for each in journal(limit=25)]
    assert len(set(bodies)) == 1
    assert sum(map(len, bodies)) > 1_000_000
