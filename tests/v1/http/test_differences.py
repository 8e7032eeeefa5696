"""docs/differences.md, version 1: each line is what ours answers."""

import re
from pathlib import Path

import pytest

from tests.kit.control import Control
from tests.kit.racing import at_once
from tests.kit.sandbox import NOW, attributes, ids, titles

DOCUMENT = Path(__file__).parents[3] / "docs" / "differences.md"
LINE = re.compile(r"^- \*\*(.+)\.\*\* ", re.MULTILINE)
JSON = "application/vnd.api+json"
LIST = "/participants/ecf"
LISTS = (LIST, "/participants", "/participant-declarations")
DECLARATIONS = "/participant-declarations"


def faults(sandbox):
    provider, ect = sandbox.provider(), sandbox.add()
    for odd in ({}, [], "x", 1, {"attributes": None}):
        answer = provider.call("POST", DECLARATIONS, json={"data": odd})
        assert answer.status_code in (400, 422)
        assert answer.json()["errors"]
    assert titles(provider.declare(ect, declaration_date=None)) == ["declaration_date"]
    assert attributes(provider.declare(ect))


def details(sandbox):
    refused = sandbox.provider().declare(sandbox.add(), dated="x").json()["errors"]
    assert [each["title"] for each in refused] == ["declaration_date"]
    assert refused[0]["detail"].startswith("#/declaration_date ")


def emails(sandbox_of):
    for edition, expected in (("guidance", None), ("service", "a@example.com")):
        sandbox = sandbox_of(edition)
        ect = sandbox.add(email="a@example.com", email_validated=False)
        shown = attributes(sandbox.provider().get(f"{LIST}/{ect.id}"))
        assert shown["email"] == expected


def payments(sandbox):
    provider = sandbox.provider()
    made = provider.declare(sandbox.add()).json()["data"]["id"]
    for now, state in ((NOW, "eligible"), ("2021-12-01T00:00:00Z", "paid")):
        shown = attributes(provider.get(f"{DECLARATIONS}/{made}", now=now))
        assert shown["state"] == state


def going_back(sandbox):
    ect, provider = sandbox.add(), sandbox.provider()
    attributes(provider.act("withdraw", ect, now="2021-08-01T00:00:00Z"))
    assert titles(provider.declare(ect)) == ["participant_id"]


def one_now(sandbox):
    ect, now = sandbox.add(), "2021-11-25T09:00:00.5Z"
    made = attributes(sandbox.provider().declare(ect, dated=now, now=now))
    assert made["declaration_date"] == made["updated_at"] == NOW


def header(sandbox):
    provider = sandbox.provider()
    for odd in ("x", "09:00:00Z", "1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z"):
        assert provider.get(LIST, now=odd).status_code == 400
    twice = [("X-With-Server-Date", NOW), ("X-With-Server-Date", NOW)]
    token = ("Authorization", f"Bearer {provider.token}")
    assert sandbox.http.get(f"/api/v1{LIST}", headers=[token, *twice]).status_code == 400
    assert provider.get(LIST, now="2021-11-25").status_code == 200


def copies_at_once(sandbox):
    ect = sandbox.add()
    answers = at_once(sandbox, 3, lambda caller: caller.declare(ect))
    assert sorted(each.status_code for each in answers) == [200, 422, 422]
    assert len(ids(sandbox.provider().get(DECLARATIONS))) == 1


def order(sandbox):
    def status(token, path=DECLARATIONS, now="x", body=b"{"):
        headers = {"Authorization": f"Bearer {token}", "X-With-Server-Date": now}
        return sandbox.http.post(f"/api/v1{path}", headers=headers, content=body).status_code

    good = sandbox.provider().token
    assert status("x", "/nowhere") == 404
    assert status("x") == 401
    assert status(good, body=b" " * 1_100_000) == 400
    assert status(good, now=NOW, body=b" " * 1_100_000) == 413
    assert status(good, now=NOW) == 400


def declared_dates(sandbox):
    ect, provider = sandbox.add(), sandbox.provider()
    for odd in ("24T24:00:00Z", "24T23:59:60Z", "24T09:00:00+14:30", "24T09:00:00-15:00"):
        assert titles(provider.declare(ect, dated=f"2021-11-{odd}")) == ["declaration_date"]
    assert titles(provider.declare(ect, declaration_date=20211124)) == ["declaration_date"]
    assert attributes(provider.declare(ect, dated=f"2021-11-24T09:00:00.{'1' * 120}Z"))


def unreadable_and_withdrawn(sandbox):
    ect, provider = sandbox.add(), sandbox.provider()
    attributes(provider.act("withdraw", ect, now="2021-11-20T09:00:00Z"))
    for given in ({"dated": "x"}, {"declaration_date": None}):
        assert titles(provider.declare(ect, **given)) == ["declaration_date"]
    day = provider.declare(ect, dated="2021-11-24")
    assert titles(day) == ["declaration_date", "participant_id"]


def filter_dates(sandbox):
    provider = sandbox.provider()
    for text, status in (
        ("2021-11-25T09:00:00,5Z", 200),
        ("2021-02-30T09:00:00Z", 400),
        ("2021-11-25T09:00:00+0100", 400),
    ):
        for path in LISTS:
            found = provider.get(path, params={"filter[updated_since]": text})
            assert found.status_code == status


def pages(sandbox):
    for page in ("1.9", "1e3"):
        for key in ("page", "per_page"):
            refused = sandbox.provider().get(LIST, params={f"page[{key}]": page})
            assert refused.status_code == 400


def bare(sandbox):
    for path in LISTS:
        for query in ("page", "filter", "page=2"):
            refused = sandbox.provider().get(f"{path}?{query}")
            assert refused.status_code == 400
            assert refused.json()["errors"]


def lists_in_filters(sandbox):
    for key in ("filter[updated_since][]", "filter[updated_since][a]", "page[page][]"):
        refused = sandbox.provider().get(LIST, params={key: "2"})
        assert refused.status_code == 400


def no_dashes(sandbox):
    ect, provider = sandbox.add(), sandbox.provider()
    for id_, statuses in ((ect.id.replace("-", ""), (404, 400, 422)), (ect.id, (200, 200, 200))):
        mine = {"filter[participant_id]": id_}
        answers = (
            provider.get(f"{LIST}/{id_}"),
            provider.get(DECLARATIONS, params=mine),
            provider.declare(ect, participant_id=id_),
        )
        assert tuple(each.status_code for each in answers) == statuses


def no_quotes(sandbox):
    token = sandbox.provider().token
    for header, status in (
        (f"Token token={token}", 401),
        (f'Token token="{token}"', 200),
        (f"Bearer {token}", 200),
    ):
        found = sandbox.http.get(f"/api/v1{LIST}", headers={"Authorization": header})
        assert found.status_code == status


def slashes(sandbox):
    for end in ("/", ".json", ".csv/"):
        refused = sandbox.provider().get(f"{LIST}{end}")
        assert (refused.status_code, refused.json()) == (404, {"error": "Resource not Found"})


def methods(sandbox):
    refused = sandbox.provider().call("DELETE", LIST)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")


def nowhere(sandbox):
    refused = sandbox.provider().get("/nowhere")
    assert (refused.status_code, refused.headers["Content-Type"]) == (404, JSON)


def large(sandbox):
    body = b" " * 1_100_000
    refused = sandbox.provider().call("POST", DECLARATIONS, content=body)
    assert refused.status_code == 413


def csv_errors(sandbox):
    for path in LISTS:
        params = {"filter[updated_since]": "x"}
        refused = sandbox.provider().get(f"{path}.csv", params=params)
        assert (refused.status_code, refused.headers["Content-Type"]) == (400, JSON)


def npq(sandbox):
    asked = {"schedule_identifier": "npq-leadership-spring", "cohort": 2021}
    refused = sandbox.provider().act("change-schedule", sandbox.add("mentor"), **asked)
    assert titles(refused) == ["Invalid action"]


def too_many(sandbox):
    provider = sandbox.provider()
    assert {provider.get(LIST).status_code for _ in range(5)} == {200}
    limit = {"rate_limit": {"requests": 1, "seconds": 60}}
    assert Control(sandbox).call("PUT", "/worlds/default/limits", json=limit).status_code == 200
    assert provider.get(LIST).status_code == 200
    refused = provider.get(LIST)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


CHECKS = {
    "Faults": faults,
    "Details of errors": details,
    "Emails": emails,
    "Payments": payments,
    "Going back in time": going_back,
    "A clock that stands": one_now,
    "The header for time": header,
    "Copies sent at once": copies_at_once,
    "Order of checks": order,
    "Odd dates declared": declared_dates,
    "The withdrawn without a readable date": unreadable_and_withdrawn,
    "Odd dates in filters": filter_dates,
    "Odd pages": pages,
    "Bare parameters": bare,
    "Lists in filters": lists_in_filters,
    "Ids without dashes": no_dashes,
    "Tokens without quotes": no_quotes,
    "Slashes and suffixes": slashes,
    "Wrong methods": methods,
    "Paths that do not exist": nowhere,
    "Large bodies": large,
    "Errors on CSV paths": csv_errors,
    "NPQ schedules": npq,
    "Too many requests": too_many,
}


@pytest.mark.parametrize("name", CHECKS)
def test_ours_answers_as_the_line_says(service_sandbox, sandbox_of, name):
    check = CHECKS[name]
    check(sandbox_of if check is emails else service_sandbox)


def test_every_line_of_the_list_has_its_check():
    text = DOCUMENT.read_text(encoding="utf-8")
    _, _, after = text.partition("## Version 1")
    assert LINE.findall(after.partition("\n## ")[0]) == list(CHECKS)
