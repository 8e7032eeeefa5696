"""Tags of lists, by which a client asks whether anything changed."""

import pytest

from tests.v3.kit.server import Server

LISTS = ("/participants", "/participants/transfers", "/participant-declarations")


def tag(server, path, **headers):
    return server.call("GET", path, headers=headers).headers["ETag"]


@pytest.mark.parametrize("path", [*LISTS, "/schools?filter[cohort]=2026"])
def test_two_servers_of_equal_worlds_give_the_same_tag(register_template, tmp_path, path):
    tags = []
    for folder in ("one", "other"):
        server = Server(tmp_path / folder, register_template)
        tags.append(tag(server, path))
        server.close()
    assert tags[0] == tags[1]


def test_what_a_client_has_is_not_sent_again_until_a_record_changes(server):
    known = tag(server, "/participants")
    again = server.call("GET", "/participants", headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")
    person = server.call("GET", "/participants").json()["data"][0]
    (kind,) = {each["participant_type"] for each in person["attributes"]["ecf_enrolments"]}
    course = {"ect": "ecf-induction", "mentor": "ecf-mentor"}[kind]
    said = {"course_identifier": course, "reason": "other"}
    answered = server.send("PUT", f"/participants/{person['id']}/withdraw", said)
    assert answered.status_code == 200, answered.text
    anew = server.call("GET", "/participants", headers={"If-None-Match": known})
    assert anew.status_code == 200
    assert anew.headers["ETag"] != known


def test_pages_and_lists_of_the_same_records_differ_as_their_bodies_do(server):
    """Or the journal would take one body for the other."""
    bodies = {}
    for path in (
        *LISTS,
        *(f"{each}?page[per_page]=1" for each in LISTS),
        "/participants?sort=updated_at",
    ):
        got = server.call("GET", path)
        bodies.setdefault(got.headers["ETag"], set()).add(got.content)
    one = server.call("GET", "/participants?page[per_page]=1").json()["data"][0]["id"]
    alone = server.call("GET", f"/participants/{one}")
    assert alone.headers["ETag"] not in bodies
    assert all(len(each) == 1 for each in bodies.values())
