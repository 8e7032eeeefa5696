"""Many at once: copies of one request, sent to several servers of one world."""

import pytest

from tests.kit.racing import all_at_once

SERVERS = 4
HEADERS = {"Authorization": "Bearer north-star-token"}
PEOPLE = ["00000000-0000-4000-8000-000000003101", "00000000-0000-4000-8000-000000003105"]
INTEREST = {
    "cohort": 2026,
    "school_id": "5c000000-0000-4000-8000-000000000005",
    "delivery_partner_id": "de000000-0000-4000-8000-000000000001",
}


def started(participant_id):
    return {
        "participant_id": participant_id,
        "declaration_type": "started",
        "declaration_date": "2026-11-20T09:00:00Z",
        "course_identifier": "ecf-induction",
        "evidence_held": "other",
    }


def sent_by_all(server, method, path, attributes):
    """Return the answers of several servers to one and the same request."""
    body = {"data": {"attributes": attributes}}
    url = f"/api/v3{path}"
    return all_at_once(
        server.worlds.folder.parent,
        SERVERS,
        lambda http: http.request(method, url, json=body, headers=HEADERS),
        api="v3",
    )


def assert_one_made(answers, title):
    """Assert that one was made: the others were given it, or refused with a title."""
    made = {each.json()["data"]["id"] for each in answers if each.status_code == 200}
    refused = [each.json()["errors"] for each in answers if each.status_code == 422]
    assert len(made) == 1
    assert len(refused) <= SERVERS - 1
    assert all([each["title"] for each in errors] == [title] for errors in refused)
    return made.pop()


def listed(server, path):
    return [each["id"] for each in server.call("GET", f"{path}?page[per_page]=3000").json()["data"]]


@pytest.mark.rule("V3-DECL-18", "V3-DECL-10")
@pytest.mark.parametrize("person", PEOPLE)
def test_of_copies_of_a_declaration_one_is_made(server, person):
    path = "/participant-declarations"
    before = listed(server, path)
    answers = sent_by_all(server, "POST", path, started(person))
    made = assert_one_made(answers, "declaration_type")
    assert sorted(listed(server, path)) == sorted([*before, made])


@pytest.mark.rule("V3-PARTNER-4", "V3-PARTNER-3")
def test_of_copies_of_a_partnership_one_is_made(server):
    before = listed(server, "/partnerships")
    answers = sent_by_all(server, "POST", "/partnerships", INTEREST)
    made = assert_one_made(answers, "school_id")
    assert sorted(listed(server, "/partnerships")) == sorted([*before, made])


@pytest.mark.rule("V3-VOID-4")
def test_of_voids_sent_at_once_one_is_made(server):
    made = server.send("POST", "/participant-declarations", started(PEOPLE[0])).json()["data"]["id"]
    answers = sent_by_all(server, "PUT", f"/participant-declarations/{made}/void", {})
    assert sorted(each.status_code for each in answers) == [200, 422, 422, 422]


@pytest.mark.rule("V3-ACT-3")
def test_of_deferrals_sent_at_once_one_is_made(server):
    said = {"course_identifier": "ecf-induction", "reason": "other"}
    answers = sent_by_all(server, "PUT", f"/participants/{PEOPLE[0]}/defer", said)
    assert sorted(each.status_code for each in answers) == [200, 422, 422, 422]
