"""Statements: what providers are paid and when, as the control API shows it (PAY-8)."""

import pytest

from tests.kit.control import refused
from tests.kit.sandbox import NOW, PROVIDERS, attributes
from tests.kit.school import WORLD, School

STARTED = {"declaration_type": "started", "state": "eligible", "declarations": 1, "share": 20}
FIRST, SECOND = "2021-11-30", "2022-01-31"


@pytest.fixture
def school(either_sandbox):
    return School(either_sandbox)


@pytest.fixture
def north_star(either_sandbox):
    return either_sandbox.provider()


def of(school, milestone=FIRST, provider="north-star"):
    """Return a provider's statement of a payment of the first cohort."""
    (found,) = (
        each
        for each in school.statements()
        if (each["milestone_date"], each["provider"]) == (milestone, provider)
    )
    return found


def not_empty(school):
    return [
        (each["milestone_date"], each["provider"], each["share"])
        for each in school.statements()
        if each["lines"] or each["clawbacks"]
    ]


def declare(provider, somebody, what="started", dated=NOW, now=None):
    answer = provider.declare(somebody, what, dated, now=now or dated)
    attributes(answer)
    return answer.json()["data"]["id"]


@pytest.mark.rule("PAY-8")
def test_payments_are_listed_by_date_cohort_and_provider_while_empty(school):
    found = school.statements()

    assert found[0] == {
        "provider": "north-star",
        "cohort": "2021",
        "milestone_date": "2021-11-30",
        "payment_date": "2021-11-30",
        "state": "open",
        "lines": [],
        "clawbacks": [],
        "share": 0,
    }
    order = [
        (each["payment_date"], each["cohort"], PROVIDERS.index(each["provider"])) for each in found
    ]
    assert order == sorted(order)
    assert len(set(order)) == len(found)


@pytest.mark.rule("PAY-8")
def test_what_is_declared_is_in_its_payment_by_type_and_state(either_sandbox, school, north_star):
    for _ in range(3):
        declare(north_star, either_sandbox.add())
    on_extended = either_sandbox.add(schedule="ecf-extended-september")
    declare(north_star, on_extended, "retained-1")

    assert of(school)["lines"] == [
        {**STARTED, "declarations": 3, "share": 60},
        {"declaration_type": "retained-1", "state": "eligible", "declarations": 1, "share": 15},
    ]
    assert not_empty(school) == [(FIRST, "north-star", 75)]


@pytest.mark.rule("PAY-8")
def test_the_world_s_clock_moves_statements_and_a_header_does_not(
    either_sandbox, school, north_star
):
    declare(north_star, either_sandbox.add())
    later = {"X-With-Server-Date": "2021-12-01"}
    (first, *_) = school.control.get(f"{WORLD}/statements", headers=later).json()["statements"]
    assert (first["state"], first["lines"]) == ("open", [STARTED])

    school.set_clock("2021-12-01T00:00:00Z")
    assert (of(school)["state"], of(school)["lines"]) == ("paid", [{**STARTED, "state": "paid"}])
    school.set_clock("2021-11-26T00:00:00Z")
    assert of(school)["lines"] == [STARTED]
    school.set_clock("2022-02-01T00:00:00Z")
    assert of(school, SECOND)["state"] == "payable"


@pytest.mark.rule("PAY-8")
def test_a_provider_is_paid_for_what_it_declared(either_sandbox, school, north_star):
    ect, other = either_sandbox.add(), either_sandbox.add(provider="riverbank")
    declare(north_star, ect)
    declare(either_sandbox.provider("riverbank"), other)
    school.move(ect.id, "riverbank")

    assert not_empty(school) == [(FIRST, "north-star", 20), (FIRST, "riverbank", 20)]


@pytest.mark.rule("PAY-8")
def test_one_provider_s_can_be_asked_for(either_sandbox, school, north_star):
    declare(north_star, either_sandbox.add())

    for provider, share in (("north-star", 20), ("riverbank", 0)):
        found = school.statements(provider=provider)
        assert {each["provider"] for each in found} == {provider}
        assert found[0]["share"] == share
    assert refused(school.control.get(f"{WORLD}/statements?provider=nobody")) == (
        400,
        "invalid_request",
    )
    assert refused(school.control.get("/worlds/nowhere/statements")) == (404, "not_found")


@pytest.mark.rule("PAY-8")
def test_what_is_submitted_ineligible_or_voided_is_in_no_payment(
    either_sandbox, school, north_star
):
    declare(north_star, either_sandbox.add(eligible=None))
    twins = [either_sandbox.add(teacher_reference_number="1234567") for _ in range(2)]
    made = [declare(north_star, each) for each in twins]
    assert not_empty(school) == [(FIRST, "north-star", 20)]

    attributes(north_star.void(made[0]))
    assert not_empty(school) == []


@pytest.mark.rule("PAY-8", "REG-3")
def test_what_becomes_eligible_later_is_in_the_payment_of_that_time(
    either_sandbox, school, north_star
):
    ect = either_sandbox.add(eligible=None)
    declare(north_star, ect)

    school.change(ect.id, now="2021-12-01", eligible_for_funding=True)

    assert not_empty(school) == [(SECOND, "north-star", 20)]


@pytest.mark.rule("PAY-8", "PAY-2")
def test_what_becomes_eligible_past_the_last_milestone_is_in_none(
    either_sandbox, school, north_star
):
    declare(north_star, either_sandbox.add(), now="2024-02-01")
    assert not_empty(school) == []

    declare(north_star, either_sandbox.add(), now="2024-01-31T23:59:59Z")
    assert not_empty(school) == [("2024-01-31", "north-star", 20)]


@pytest.mark.rule("PAY-8")
@pytest.mark.rule("PAY-7", edition="guidance")
def test_the_guidance_does_not_pay_for_who_left_early(sandbox):
    assert not_empty(_left_early(sandbox)) == []


@pytest.mark.rule("PAY-8")
@pytest.mark.rule("PAY-7", edition="service")
def test_the_service_pays_for_who_left_early(service_sandbox):
    assert not_empty(_left_early(service_sandbox)) == [(FIRST, "north-star", 20)]


def _left_early(sandbox):
    ect, provider = sandbox.add(), sandbox.provider()
    declare(provider, ect)
    attributes(provider.act("withdraw", ect))
    return School(sandbox)


@pytest.mark.rule("PAY-8", "PAY-6")
def test_a_clawback_is_a_line_of_its_own_in_a_later_payment(either_sandbox, school, north_star):
    made = [declare(north_star, either_sandbox.add()) for _ in range(3)]
    declare(
        north_star, either_sandbox.add(), "retained-1", "2021-12-01T09:00:00Z", now="2021-12-02"
    )
    for each, now in ((made[0], "2021-12-06"), (made[1], "2022-01-31T23:59:59Z")):
        attributes(north_star.void(each, now=now))
    school.set_clock("2022-02-27T23:59:59Z")

    back = {"declaration_type": "started", "state": "awaiting-clawback", "declarations": 2}
    assert of(school)["lines"] == [{**STARTED, "state": "paid"}, {**back, "share": 40}]
    assert of(school)["clawbacks"] == []
    assert of(school, SECOND)["clawbacks"] == [{**back, "share": -40}]
    assert not_empty(school) == [(FIRST, "north-star", 60), (SECOND, "north-star", 15 - 40)]

    school.set_clock("2022-02-28T00:00:00Z")
    assert [each["state"] for each in of(school)["lines"]] == ["paid", "clawed-back"]
    assert of(school, SECOND)["clawbacks"] == [{**back, "state": "clawed-back", "share": -40}]
    assert not_empty(school) == [(FIRST, "north-star", 60), (SECOND, "north-star", 15 - 40)]


@pytest.mark.rule("PAY-8", "PAY-6")
def test_a_clawback_with_no_payment_left_is_in_none(either_sandbox, school, north_star):
    made = declare(north_star, either_sandbox.add())
    attributes(north_star.void(made, now="2024-02-01"))
    school.set_clock("2025-01-01T00:00:00Z")

    assert not_empty(school) == [(FIRST, "north-star", 20)]
    assert of(school)["lines"] == [{**STARTED, "state": "awaiting-clawback"}]


@pytest.mark.rule("PAY-8")
def test_a_declaration_of_2022_is_in_a_payment_of_its_cohort(service_sandbox):
    school, provider = School(service_sandbox), service_sandbox.provider()
    ect = service_sandbox.add(cohort=2022)
    declare(provider, ect, dated="2022-11-25T09:00:00Z")

    (found,) = (each for each in school.statements() if each["lines"])
    assert (found["cohort"], found["milestone_date"], found["payment_date"]) == (
        "2022",
        "2022-12-31",
        "2022-11-30",
    )
    school.set_clock("2022-12-31T23:59:59Z")
    assert {each["state"] for each in school.statements() if each["lines"]} == {"open"}
    school.set_clock("2023-01-01T00:00:00Z")
    assert {each["state"] for each in school.statements() if each["lines"]} == {"paid"}
