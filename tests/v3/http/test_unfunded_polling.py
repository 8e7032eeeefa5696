"""A poll finds whom an assignment makes an unfunded mentor, by act and by time."""

import pytest

from tests.v3.kit import facts
from tests.v3.kit.people import add_mentorship, add_person


def polled(server, since):
    path = f"/unfunded-mentors?filter[updated_since]={since}"
    return {each["id"]: each["attributes"]["updated_at"] for each in _rows(server, path)}


def _rows(server, path):
    return server.call("GET", path).json()["data"]


def mentor_of_another(server):
    return add_person(server, role=facts.MENTOR, provider="riverbank")


@pytest.mark.rule("V3-UNFUNDED-3", "V3-LIST-13")
def test_an_assignment_is_found_though_nothing_of_the_mentor_changed(server):
    ect, mentor = add_person(server), mentor_of_another(server)
    server.set_now("2026-12-01T10:00:00Z")
    assert mentor not in polled(server, "2026-12-01T10:00:00Z")
    add_mentorship(server, ect, mentor)
    assert polled(server, "2026-12-01T10:00:00Z")[mentor] == "2026-12-01T10:00:00Z"


@pytest.mark.rule("V3-UNFUNDED-3", "V3-LIST-13")
def test_a_mentor_who_takes_over_by_time_is_found_from_that_midnight_on(server):
    ect, first, later = add_person(server), mentor_of_another(server), mentor_of_another(server)
    add_mentorship(server, ect, first, finished="2026-12-05")
    add_mentorship(server, ect, later, started="2026-12-06")
    server.set_now("2026-12-05T23:59:59Z")
    assert later not in polled(server, "2026-12-01T00:00:00Z")
    server.set_now("2026-12-06T00:00:00Z")
    assert polled(server, "2026-12-01T00:00:00Z")[later] == "2026-12-06T00:00:00Z"
