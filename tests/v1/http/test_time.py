"""Now: the header, its bounds, one instant a request (TIME-1 to TIME-3)."""

from contextlib import ExitStack

import pytest

from ecf_sandbox.engine.clock import ticking_from
from ecf_sandbox.engine.domain.instants import SECOND, parse_date_time
from ecf_sandbox.engine.http import pipeline
from ecf_sandbox.engine.store.world_file import write_clock
from tests.kit.sandbox import NOW, attributes, ids, titles
from tests.kit.waiting import waiting_to_write
from tests.kit.wire import bad, operations

DECLARATIONS = "/participant-declarations"
LAST_INSTANT = "2021-11-30T23:59:59.999999Z"
MIDNIGHT = "2021-12-01T00:00:00Z"


def by_name(rows):
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


@pytest.mark.rule("TIME-1")
@pytest.mark.parametrize(
    ("header", "shown"),
    [
        pytest.param("2022-01-15T12:00:00Z", "2022-01-15T12:00:00Z", id="forwards"),
        pytest.param("2021-10-01T12:00:00Z", "2021-10-01T12:00:00Z", id="backwards"),
        pytest.param("2022-01-15T12:00:00", "2022-01-15T12:00:00Z", id="no zone"),
        pytest.param("2022-01-15t12:00:00z", "2022-01-15T12:00:00Z", id="small letters"),
        pytest.param("2022-01-15T12:00:00+01:30", "2022-01-15T10:30:00Z", id="an offset"),
        pytest.param("2022-01-15T12:00:00-14:00", "2022-01-16T02:00:00Z", id="the widest offset"),
        pytest.param("2022-01-15T12:00:00.25Z", "2022-01-15T12:00:00Z", id="a fraction"),
        pytest.param("2022-01-15T12:00:00,123456789Z", "2022-01-15T12:00:00Z", id="a comma"),
        pytest.param("2022-01-15", "2022-01-15T00:00:00Z", id="a date is its midnight"),
        pytest.param("2024-02-29", "2024-02-29T00:00:00Z", id="a leap day"),
    ],
)
def test_the_header_is_now_for_its_request(either_sandbox, header, shown):
    ect, provider = either_sandbox.add(added="2021-06-01T09:00:00Z"), either_sandbox.provider()
    assert attributes(provider.act("defer", ect, now=header))["updated_at"] == shown
    assert attributes(provider.act("resume", ect))["updated_at"] == NOW


@pytest.mark.rule("TIME-1")
def test_rules_go_by_the_header(sandbox, north_star):
    ect, dated = sandbox.add(), "2021-11-26T10:00:00Z"
    assert titles(north_star.declare(ect, dated=dated)) == ["declaration_date"]
    early = north_star.declare(ect, dated=dated, now="2021-11-26T09:59:59Z")
    assert titles(early) == ["declaration_date"]
    assert north_star.declare(ect, dated=dated, now=dated).status_code == 200


@pytest.mark.rule("TIME-1")
def test_reads_go_by_the_header_forwards_and_back(sandbox, north_star):
    declared = north_star.declare(sandbox.add()).json()["data"]["id"]
    read = [f"{DECLARATIONS}/{declared}", DECLARATIONS, f"{DECLARATIONS}.csv"]
    for now, state in ((MIDNIGHT, "paid"), (LAST_INSTANT, "eligible"), ("2021-01-01", "eligible")):
        for path in read:
            assert f"{state}" in north_star.get(path, now=now).text
    assert attributes(north_star.get(read[0]))["state"] == "eligible"


@pytest.mark.rule("TIME-1")
@pytest.mark.parametrize(("method", "path"), by_name(operations()))
def test_every_operation_reads_the_header(north_star, method, path):
    body = {"data": {"attributes": {}}} if method != "GET" else None
    asked = {"method": method, "path": path.removeprefix("/api/v1"), "json": body}
    assert "X-With-Server-Date" in bad(north_star.call(**asked, now="soon"))
    assert north_star.call(**asked, now=NOW).status_code in (200, 404, 422)


@pytest.mark.rule("TIME-1")
def test_the_header_outranks_the_worlds_clock_and_leaves_it_alone(sandbox, north_star):
    ect = sandbox.add()
    set_clock(sandbox, "2022-06-01T09:00:00Z")
    assert attributes(north_star.act("defer", ect, now=NOW))["updated_at"] == NOW
    resumed = attributes(north_star.act("resume", ect))
    assert resumed["updated_at"].startswith("2022-06-01T09:")


@pytest.mark.rule("TIME-2")
@pytest.mark.parametrize("blank", ["", " ", "\t "])
def test_a_blank_header_is_ignored(sandbox, north_star, blank):
    deferred = north_star.act("defer", sandbox.add(), now=blank)
    assert attributes(deferred)["updated_at"] == NOW


@pytest.mark.rule("TIME-2")
@pytest.mark.parametrize(
    "header",
    [
        pytest.param("soon", id="a word"),
        pytest.param("09:00:00Z", id="time only"),
        pytest.param("T09:00:00Z", id="time only, with T"),
        pytest.param("1637830800", id="a Unix time"),
        pytest.param("2021-11", id="a month"),
        pytest.param("2021-11-25T", id="T and no time"),
        pytest.param("2021-11-25Z", id="a date and a zone"),
        pytest.param("2021-11-25 09:00:00Z", id="a space for T"),
        pytest.param("2021-11-25T09:00Z", id="no seconds"),
        pytest.param("2021-11-25T09:00:00 Z", id="a space before Z"),
        pytest.param("2021-11-31", id="a day that is not"),
        pytest.param("2021-02-29T09:00:00Z", id="a leap day that is not"),
        pytest.param("2021-11-25T24:00:00Z", id="24:00"),
        pytest.param("2021-11-25T23:59:60Z", id="a leap second"),
        pytest.param("2021-11-25T09:00:00+14:01", id="too wide an offset"),
        pytest.param("2021-11-25T09:00:00+0100", id="an offset without a colon"),
        pytest.param("Thu, 25 Nov 2021 09:00:00 GMT", id="an HTTP date"),
        pytest.param("20211125T090000Z", id="the basic format"),
        pytest.param("2021-W47-4", id="a week date"),
        pytest.param("202\xb9-11-25", id="a superscript"),
        pytest.param("2021-11-25T09:00:00Z, 2021-11-25T09:00:00Z", id="two in one"),
        pytest.param('"2021-11-25T09:00:00Z"', id="quoted"),
        pytest.param("9" * 5000, id="very long"),
    ],
)
def test_what_is_no_date_is_refused(sandbox, header):
    path = "/api/v1/participants"
    token = {b"Authorization": b"Bearer north-star-token"}
    asked = {**token, b"X-With-Server-Date": header.encode("latin-1")}
    assert "2021-11-25T09:00:00Z" in bad(sandbox.http.get(path, headers=asked))
    asked[b"X-With-Server-Date"] = NOW.encode()
    assert sandbox.http.get(path, headers=asked).status_code == 200


@pytest.mark.rule("TIME-2")
@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        pytest.param("1999-12-31T23:59:59.999999Z", "2000-01-01T00:00:00Z", id="too early"),
        pytest.param("1999-12-31", "2000-01-01", id="a date too early"),
        pytest.param("2000-01-01T00:00:00+00:01", "2000-01-01T00:01:00+00:01", id="in its zone"),
        pytest.param("2100-01-01T00:00:00Z", "2099-12-31T23:59:59.999999Z", id="too late"),
        pytest.param("2100-01-01", "2099-12-31", id="a date too late"),
        pytest.param("2099-12-31T23:59:59-00:01", "2099-12-31T23:58:59-00:01", id="late, zoned"),
        pytest.param("9999-12-31T23:59:59-14:00", "2099-12-31", id="the last date there is"),
        pytest.param("0001-01-01T00:00:00+14:00", "2000-01-01", id="the first date there is"),
    ],
)
def test_now_lies_in_this_century(sandbox, north_star, outside, inside):
    ect = sandbox.add()
    assert "2099-12-31" in bad(north_star.act("defer", ect, now=outside))
    assert north_star.act("defer", ect, now=inside).status_code == 200


@pytest.mark.rule("TIME-2")
@pytest.mark.parametrize(
    "twice",
    [
        pytest.param([NOW, NOW], id="the same"),
        pytest.param([NOW, "2021-11-26"], id="another"),
        pytest.param(["", NOW], id="blank first"),
        pytest.param([NOW, ""], id="blank last"),
    ],
)
def test_the_header_is_sent_once(sandbox, north_star, twice):
    name, token = "X-With-Server-Date", ("Authorization", f"Bearer {north_star.token}")
    for spelling in (name, name.lower()):
        headers = [token, (name, twice[0]), (spelling, twice[1])]
        assert bad(sandbox.http.get("/api/v1/participants", headers=headers))
    assert sandbox.http.get("/api/v1/participants", headers=[token, (name, NOW)]).status_code == 200


@pytest.mark.rule("TIME-3")
def test_checks_timestamps_and_states_agree_on_now(sandbox, north_star):
    declared = north_star.declare(sandbox.add(), dated=LAST_INSTANT, now=LAST_INSTANT)
    assert attributes(declared)["state"] == "eligible"
    path = f"{DECLARATIONS}/{declared.json()['data']['id']}"
    assert attributes(north_star.get(path, now=LAST_INSTANT))["state"] == "eligible"
    assert attributes(north_star.get(path, now=MIDNIGHT))["state"] == "paid"


@pytest.mark.rule("TIME-3")
def test_rules_compare_instants_and_not_the_stamps_that_record_them(sandbox, north_star):
    """The stamps lie after now: a rule that took them for the time would be wrong by one."""
    ect = sandbox.add()
    north_star.act("withdraw", ect, now="2022-02-01T10:00:00Z")
    at_the_withdrawal = north_star.declare(ect, "retained-1", "2022-01-31T10:00:00Z", now=NOW)
    assert titles(at_the_withdrawal) == ["declaration_date"]
    after = {"declaration_type": "retained-2", "now": "2022-02-02T10:00:00Z"}
    same = north_star.declare(ect, dated="2022-02-01T10:00:00Z", **after)
    assert titles(same) == ["participant_id"]
    before = north_star.declare(ect, dated="2022-02-01T09:59:59.999999Z", **after)
    assert before.status_code == 200


@pytest.mark.rule("TIME-3")
def test_writes_at_one_instant_are_told_apart(sandbox, north_star):
    people = [sandbox.add() for _ in range(3)]
    made = [north_star.declare(each).json()["data"]["id"] for each in reversed(people)]
    assert ids(north_star.get(DECLARATIONS)) == made
    since = f"{DECLARATIONS}?filter[updated_since]=2021-11-25T09:00:00.00000{{}}Z"
    assert [ids(north_star.get(since.format(n))) for n in range(4)] == [
        made,
        made[1:],
        made[2:],
        [],
    ]
    shown = {
        each["attributes"]["updated_at"] for each in north_star.get(DECLARATIONS).json()["data"]
    }
    assert shown == {NOW}


@pytest.mark.rule("TIME-3", "ACT-8")
def test_a_write_before_the_last_one_is_recorded_then(sandbox, north_star):
    ect = sandbox.add()
    north_star.act("defer", ect, now="2022-03-01T09:00:00Z")
    resumed = north_star.act("resume", ect, now="2022-02-01T09:00:00Z")
    assert attributes(resumed)["updated_at"] == "2022-02-01T09:00:00Z"


@pytest.mark.rule("TIME-3")
def test_a_write_reads_now_once_it_holds_the_lock(sandbox, north_star, monkeypatch):
    ect, real, answers = sandbox.add(), [parse_date_time(NOW)], []
    monkeypatch.setattr(pipeline, "real_now", lambda: real[0])
    set_clock(sandbox, NOW, real=real[0])
    with ExitStack() as until_answered, sandbox.world.writing():
        asking = waiting_to_write(monkeypatch, lambda: answers.append(north_star.act("defer", ect)))
        until_answered.enter_context(asking)
        real[0] += 60 * SECOND
    assert attributes(answers[0])["updated_at"] == "2021-11-25T09:01:00Z"


def set_clock(sandbox, now, *, real=None):
    clock = ticking_from(parse_date_time(now), real=pipeline.real_now() if real is None else real)
    with sandbox.world.writing(patient=True) as store:
        write_clock(store.db, clock)
