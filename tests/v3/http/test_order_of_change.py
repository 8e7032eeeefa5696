"""Lists by change: pages are merged from stamps and ticks, and lose or repeat nobody."""

import pytest

LISTS = {
    "participants": "/participants",
    "transfers": "/participants/transfers",
    "unfunded mentors": "/unfunded-mentors",
    "partnerships": "/partnerships",
    "schools": "/schools?filter[cohort]=2026",
}
BY_PERSON = "transfers"


def whole(server, path, size=500):
    """Return every row of a list, read page by page."""
    rows, joint = [], "&" if "?" in path else "?"
    while True:
        page = len(rows) // size + 1
        got = server.call("GET", f"{path}{joint}page[per_page]={size}&page[page]={page}")
        rows += got.json()["data"]
        if len(got.json()["data"]) < size:
            return rows


def changes(server, name, rows):
    """Return when each row changed, as its list is sorted: transfers as their people changed."""
    shown = rows
    if name == BY_PERSON:
        people = {each["id"]: each for each in whole(server, LISTS["participants"])}
        shown = [people[each["id"]] for each in rows]
    return [each["attributes"]["updated_at"] for each in shown]


@pytest.mark.parametrize("now", ["2024-09-15T09:00:00Z", "2026-11-25T09:00:00Z"])
@pytest.mark.parametrize(("sort", "descending"), [("updated_at", False), ("-updated_at", True)])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_by_change_is_in_order_and_has_everybody_once(server, name, sort, descending, now):
    server.set_now(now)
    path = LISTS[name]
    sorted_path = f"{path}{'&' if '?' in path else '?'}sort={sort}"
    plain = whole(server, path)
    by_change = whole(server, sorted_path, size=3)
    assert sorted(each["id"] for each in by_change) == sorted(each["id"] for each in plain)
    assert by_change == whole(server, sorted_path)
    times = changes(server, name, by_change)
    assert times == sorted(times, reverse=descending)


def test_what_a_list_shows_of_a_day_is_not_shown_the_day_after(server):
    def status():
        (enrolment,) = next(
            each["attributes"]["ecf_enrolments"]
            for each in whole(server, "/participants")
            if each["id"].endswith("3202")
        )
        return enrolment["participant_status"]

    server.set_now("2026-12-30T23:00:00Z")
    assert status() == "leaving"
    server.set_now("2026-12-31T00:00:00Z")
    assert status() == "left"
