"""What a page costs, counted in steps of SQLite."""

from contextlib import closing

import pytest

from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.store.world_file import Origin, connect
from ecf_sandbox.v3.domain.queries import ListQuery, Sorting, SortKey
from ecf_sandbox.v3.seeding import filling
from ecf_sandbox.v3.store import listing, paging
from ecf_sandbox.v3.store.tick_rows import Ticking

NOW = parse_date_time("2026-11-25T09:00:00Z")
PEOPLE, PROVIDER, EVERY = 1_000, 1, 10
OPTIONS = {"personas": False, "participants": PEOPLE}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A world of many people, few of whom have transfers."""
    path = tmp_path_factory.mktemp("many") / "world.sqlite3"
    filling.write(path, Origin("template", "register", 1, OPTIONS, None, True))
    return path


@pytest.fixture
def db(path):
    """A connection to it, which changes nothing."""
    with closing(connect(path)) as db:
        db.execute("BEGIN")
        yield db
        db.execute("ROLLBACK")


def steps(db, listed, query):
    """Return how many rows a page has, and how many times ten steps it takes."""
    counted = 0

    def count():
        nonlocal counted
        counted += 1

    db.set_progress_handler(count, EVERY)
    rows = listed.page(db, query, NOW)
    db.set_progress_handler(None, 0)
    return len(rows), counted


@pytest.mark.rule("V3-LIST-6")
@pytest.mark.parametrize("descending", [False, True], ids=["oldest first", "newest first"])
def test_transfers_by_change_do_not_cost_more_for_those_who_have_none(db, descending):
    query = ListQuery(sort=(Sorting(SortKey.UPDATED_AT, descending=descending),))
    listed = listing.transfers_by_person(PROVIDER, None)
    rows, among_all = steps(db, listed, query)
    db.execute(
        "DELETE FROM ticks WHERE resource = ? AND record NOT IN (SELECT person FROM transferred)",
        (Ticking.PARTICIPANT,),
    )
    assert rows > 0
    assert among_all <= 1.1 * steps(db, listed, query)[1]


DAY_BEFORE, MONTH_BEFORE, YEAR_BEFORE = (
    "2026-11-24T00:00:00Z",
    "2026-10-25T00:00:00Z",
    "2025-11-25T00:00:00Z",
)


def test_what_changed_lately_is_looked_up_though_it_is_much(db, monkeypatch):
    query = ListQuery(updated_since=parse_date_time(DAY_BEFORE))
    listed = listing.declarations(PROVIDER, query)
    monkeypatch.setattr(paging, "_FEW", 50)
    rows, looked_up = steps(db, listed, query)
    monkeypatch.setattr(paging, "_SHARE", 10**9)
    assert rows == 100
    assert looked_up < steps(db, listed, query)[1] / 2


@pytest.mark.rule("V3-LIST-6")
@pytest.mark.parametrize("since", [DAY_BEFORE, MONTH_BEFORE, YEAR_BEFORE])
@pytest.mark.parametrize("of", [listing.declarations, listing.participants, listing.partnerships])
def test_a_page_is_the_same_whichever_way_it_is_found(db, monkeypatch, of, since):
    query = ListQuery(updated_since=parse_date_time(since))
    monkeypatch.setattr(paging, "_FEW", 10**9)
    looked_up = of(PROVIDER, query).page(db, query, NOW)
    monkeypatch.setattr(paging, "_FEW", 1)
    monkeypatch.setattr(paging, "_SHARE", 10**9)
    assert of(PROVIDER, query).page(db, query, NOW) == looked_up
