"""Refusals of the control API say what would have been right."""

import pytest

from tests.kit.control import Control, refused

WORLD = "/worlds/default"


@pytest.mark.parametrize(
    ("method", "path", "body", "says"),
    [
        pytest.param(
            "PUT", "/clock", {"now": "tomorrow"}, "#/now must be like 2021-11-25", id="moment"
        ),
        pytest.param(
            "POST", "/clock/advance", {"by": "3 days"}, "#/by must be like P30D", id="duration"
        ),
        pytest.param(
            "PUT",
            "/clock",
            {"now": "2150-01-01T00:00:00Z"},
            "#/now must be like 2021-11-25T09:00:00Z, from 2000-01-01 to 2099-12-31.",
            id="moment out of range",
        ),
        pytest.param(
            "POST",
            "/clock/advance",
            {"to": "2021-13-01T00:00:00Z"},
            "#/to must be like 2021-11-25T09:00:00Z, from 2000-01-01 to 2099-12-31,"
            " or one of next-milestone-start, next-milestone-end, next-payment.",
            id="no moment of a calendar",
        ),
        pytest.param(
            "POST",
            "/clock/advance",
            {"to": "next-payment", "schedule": "ecf-standard-april", "cohort": 2050},
            "#/cohort must be one of 2021, 2022.",
            id="text or number",
        ),
        pytest.param(
            "POST", "/clock/advance", {"to": "next-payment"}, "The body lacks schedule.", id="part"
        ),
        pytest.param(
            "POST",
            "/clock/advance",
            {"to": "next-milestone-end", "cohort": "2021"},
            "The body lacks schedule.",
            id="part of a landmark",
        ),
        pytest.param(
            "POST",
            "/participants",
            {"provider": "fenland", "participant_type": "ect", "school_urn": "12345"},
            "#/school_urn must be like 012345",
            id="school",
        ),
        pytest.param(
            "POST",
            "/participants",
            {"provider": "fenland", "participant_type": "ect", "email": "ada"},
            "#/email must be like ada.okoro@example.com",
            id="email",
        ),
        pytest.param(
            "PUT",
            "/faults",
            [{"path": "participants", "status": 500}],
            "#/0/path must be like /api/v1/participants*",
            id="path",
        ),
        pytest.param(
            "GET", "/journal?rule=decl", None, "parameter rule must be like DECL-5", id="rule"
        ),
    ],
)
def test_a_form_is_shown_by_an_example(sandbox, method, path, body, says):
    answer = Control(sandbox).call(method, WORLD + path, json=body)
    assert refused(answer)[0] == 400
    assert says in answer.json()["error"]["message"]


def test_an_id_of_a_world_is_told_in_words(sandbox):
    answer = Control(sandbox).call("POST", "/worlds", json={"id": "My World"})
    told = "#/id must be like my-test, from lower-case letters, digits and inner hyphens."
    assert refused(answer)[0] == 400
    assert answer.json()["error"]["message"] == told
