"""Becoming eligible for funding, and what it makes of declarations (REG-3)."""

import pytest

from tests.kit.sandbox import NOW, attributes, ids
from tests.kit.school import VALIDATED, School

LATER = "2021-11-26T10:00:00Z"


@pytest.fixture
def school(either_sandbox):
    return School(either_sandbox)


@pytest.fixture
def north_star(either_sandbox):
    return either_sandbox.provider()


def state(provider, id_, now=NOW):
    found = provider.get(
        "/participant-declarations", params={"filter[participant_id]": id_}, now=now
    )
    return [each["attributes"]["state"] for each in found.json()["data"]]


@pytest.mark.rule("REG-3", "PAY-1")
@pytest.mark.parametrize(
    ("unknown", "known"),
    [
        pytest.param({"eligible_for_funding": None}, {"eligible_for_funding": True}, id="unknown"),
        pytest.param({"eligible_for_funding": False}, {"eligible_for_funding": True}, id="refused"),
        pytest.param({"qts": False}, {"qts": True}, id="qts denied"),
        pytest.param({"qts": False}, {"qts": None}, id="qts denied by mistake"),
    ],
)
def test_becoming_eligible_makes_what_was_submitted_eligible(school, north_star, unknown, known):
    ect = school.add(**{**VALIDATED, **unknown})
    made = north_star.declare(ect["id"]).json()["data"]["id"]
    assert state(north_star, ect["id"]) == ["submitted"]

    school.change(ect["id"], now=LATER, **known)

    shown = attributes(north_star.get(f"/participant-declarations/{made}"))
    assert (shown["state"], shown["updated_at"]) == ("eligible", LATER)
    assert state(north_star, ect["id"], now="2021-12-01T00:00:00Z") == ["paid"]


@pytest.mark.rule("REG-3", "PAY-2")
def test_what_becomes_eligible_joins_the_payment_of_that_moment(school, north_star):
    ect = school.add()
    north_star.declare(ect["id"])

    school.change(ect["id"], now="2022-01-31T23:59:59Z", eligible_for_funding=True)

    when = ("2022-01-31T23:59:59Z", "2022-02-01", "2022-02-27T23:59:59Z", "2022-02-28")
    assert [state(north_star, ect["id"], now=each) for each in when] == [
        ["eligible"],
        ["payable"],
        ["payable"],
        ["paid"],
    ]


@pytest.mark.rule("REG-3")
@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"eligible_for_funding": True, "qts": False}, id="qts denied"),
        pytest.param({"qts": True}, id="qts alone"),
        pytest.param({"eligible_for_funding": False}, id="not eligible"),
        pytest.param(
            {k: v for k, v in VALIDATED.items() if k != "eligible_for_funding"}, id="all but that"
        ),
    ],
)
def test_nothing_else_makes_it_eligible(school, north_star, facts):
    ect = school.add()
    north_star.declare(ect["id"])

    school.change(ect["id"], **facts)

    assert state(north_star, ect["id"]) == ["submitted"]


@pytest.mark.rule("REG-3")
@pytest.mark.parametrize(
    "facts",
    [{"eligible_for_funding": False}, {"eligible_for_funding": None}, {"qts": False}],
    ids=["refused", "unknown", "qts denied"],
)
def test_ceasing_to_be_eligible_reverts_nothing(school, north_star, facts):
    ect = school.add(**VALIDATED)
    north_star.declare(ect["id"])

    school.change(ect["id"], **facts)
    north_star.declare(ect["id"], "retained-1", now="2021-12-02", dated="2021-12-01T09:00:00Z")

    assert state(north_star, ect["id"]) == ["eligible", "submitted"]
    assert state(north_star, ect["id"], now="2022-03-01") == ["paid", "submitted"]


@pytest.mark.rule("REG-3")
def test_becoming_eligible_again_promotes_only_what_is_still_submitted(school, north_star):
    ect = school.add()
    voided = north_star.declare(ect["id"]).json()["data"]["id"]
    north_star.void(voided)
    north_star.declare(ect["id"], dated="2021-11-24T09:00:00Z")
    school.change(ect["id"], eligible_for_funding=True)
    school.change(ect["id"], eligible_for_funding=False)
    north_star.declare(ect["id"], "retained-1", now="2021-12-02", dated="2021-12-01T09:00:00Z")

    again = "2022-02-10T09:00:00Z"
    school.change(ect["id"], now=again, eligible_for_funding=True)

    assert state(north_star, ect["id"], now=again) == ["voided", "paid", "eligible"]
    found = north_star.get("/participant-declarations", now=again).json()["data"]
    moved = [each["attributes"]["updated_at"] == again for each in found]
    assert moved == [False, False, True]


@pytest.mark.rule("REG-3")
def test_becoming_eligible_again_leaves_the_payment_that_was_joined_first(school, north_star):
    ect = school.add(**VALIDATED)
    north_star.declare(ect["id"])
    school.change(ect["id"], eligible_for_funding=False)

    school.change(ect["id"], now="2022-02-10T09:00:00Z", eligible_for_funding=True)

    assert state(north_star, ect["id"], now="2021-12-01") == ["paid"]


@pytest.mark.rule("REG-3", "DECL-13")
def test_what_is_ineligible_stays_so(school, north_star):
    one, other = (school.add(teacher_reference_number="1234567")["id"] for _ in range(2))
    for each in (one, other):
        north_star.declare(each)

    for each in (one, other):
        school.change(each, eligible_for_funding=True)

    assert state(north_star, one) + state(north_star, other) == ["eligible", "ineligible"]


@pytest.mark.rule("REG-3", "LIST-7")
def test_a_poller_of_declarations_finds_those_that_became_eligible(school, north_star):
    ect, other = school.add(), school.add()
    for each in (ect, other):
        north_star.declare(each["id"])
    path, since = "/participant-declarations", {"filter[updated_since]": "2021-11-25T09:00:01Z"}

    assert ids(north_star.get(path, params=since, now=LATER)) == []
    school.change(ect["id"], now=LATER, eligible_for_funding=True)
    (found,) = north_star.get(path, params=since, now=LATER).json()["data"]
    assert found["attributes"]["participant_id"] == ect["id"]


@pytest.mark.rule("REG-3", "PART-3")
def test_every_provider_s_declarations_become_eligible(either_sandbox, school, north_star):
    ect, riverbank = school.add(), either_sandbox.provider("riverbank")
    north_star.declare(ect["id"])
    school.move(ect["id"], "riverbank")
    riverbank.declare(ect["id"], "retained-1", now="2021-12-02", dated="2021-12-01T09:00:00Z")

    school.change(ect["id"], eligible_for_funding=True)

    assert state(north_star, ect["id"]) == ["eligible"]
    assert state(riverbank, ect["id"])[-1] == "eligible"
