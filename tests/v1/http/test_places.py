"""One standing declaration for each participant, course and type; two people with one TRN."""

import pytest

from tests.kit.sandbox import attributes, ids, titles
from tests.kit.traces import everything

ANOTHER_DAY = "2021-11-24T09:00:00Z"
REDUCED = "ecf-reduced-september"
TYPES = ["started", "retained-1", "retained-2", "retained-3", "retained-4", "completed"]
DECLARATIONS = "/participant-declarations"


def seeded_id(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["id"]


@pytest.mark.rule("DECL-11")
@pytest.mark.parametrize(
    ("now", "state"),
    [
        pytest.param("2021-11-30T23:59:59Z", "eligible", id="eligible"),
        pytest.param("2021-12-01T00:00:00Z", "paid", id="paid"),
    ],
)
def test_a_type_is_declared_once_while_it_stands(either_sandbox, now, state):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    made = seeded_id(north_star.declare(ect))
    before = everything(either_sandbox)

    assert attributes(north_star.get(f"{DECLARATIONS}/{made}", now=now))["state"] == state
    assert titles(north_star.declare(ect, dated=ANOTHER_DAY, now=now)) == ["base"]
    assert everything(either_sandbox) == before
    assert attributes(north_star.declare(either_sandbox.add(), dated=ANOTHER_DAY, now=now))


@pytest.mark.rule("DECL-11")
def test_what_is_only_submitted_stands_too(either_sandbox):
    ect, north_star = either_sandbox.add(eligible=None), either_sandbox.provider()
    assert attributes(north_star.declare(ect))["state"] == "submitted"

    assert titles(north_star.declare(ect, dated=ANOTHER_DAY)) == ["base"]


@pytest.mark.rule("DECL-11")
def test_what_is_payable_stands_too(either_sandbox):
    ect = either_sandbox.add(schedule="ecf-standard-january")
    north_star, made = either_sandbox.provider(), "2021-12-10T09:00:00Z"
    path = f"{DECLARATIONS}/{seeded_id(north_star.declare(ect, dated=made, now=made))}"

    payable = "2022-02-01T00:00:00Z"
    assert attributes(north_star.get(path, now=payable))["state"] == "payable"
    assert titles(north_star.declare(ect, dated="2021-12-11T09:00:00Z", now=payable)) == ["base"]


@pytest.mark.rule("DECL-11")
def test_each_type_has_its_own_place(either_sandbox):
    ect, north_star = either_sandbox.add(schedule=REDUCED), either_sandbox.provider()

    for declaration_type in TYPES:
        assert attributes(north_star.declare(ect, declaration_type))
        again = north_star.declare(ect, declaration_type, ANOTHER_DAY)
        assert titles(again) == ["base"]
    assert len(ids(north_star.get(DECLARATIONS))) == len(TYPES)


@pytest.mark.rule("DECL-11", "VOID-1", "VOID-2")
@pytest.mark.parametrize(
    ("voided", "state"),
    [
        pytest.param("2021-11-26T09:00:00Z", "voided", id="voided"),
        pytest.param("2021-12-05T09:00:00Z", "awaiting-clawback", id="awaiting-clawback"),
    ],
)
def test_a_void_frees_the_place_for_one_more(either_sandbox, voided, state):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    first = seeded_id(north_star.declare(ect))
    assert attributes(north_star.void(first, now=voided))["state"] == state

    second = north_star.declare(ect, dated=ANOTHER_DAY, now=voided)
    assert attributes(second)["state"] == "eligible"
    third = north_star.declare(ect, dated="2021-11-23T09:00:00Z", now=voided)
    assert titles(third) == ["base"]


@pytest.mark.rule("DECL-11", "PAY-7", edition="guidance")
def test_what_an_early_withdrawal_forfeited_leaves_the_place_free(sandbox):
    ect, north_star = sandbox.add(), sandbox.provider()
    attributes(north_star.declare(ect))
    attributes(north_star.act("withdraw", ect, now="2021-11-26T09:00:00Z"))

    again = north_star.declare(ect, dated=ANOTHER_DAY, now="2021-11-26T09:00:00Z")
    assert attributes(again)["state"] == "ineligible"


@pytest.mark.rule("DECL-11", "PART-3")
def test_another_providers_declaration_takes_the_place_too(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    riverbank = either_sandbox.provider("riverbank")
    made = seeded_id(north_star.declare(ect))
    either_sandbox.transfer(ect, "riverbank")

    assert titles(riverbank.declare(ect, dated=ANOTHER_DAY)) == ["base"]
    attributes(north_star.void(made))
    assert attributes(riverbank.declare(ect, dated=ANOTHER_DAY))
    assert titles(north_star.declare(ect)) == ["base"]


@pytest.mark.rule("DECL-11", "PAY-7", edition="guidance")
def test_what_the_earlier_provider_forfeited_the_next_can_declare(sandbox):
    ect, north_star = sandbox.add(), sandbox.provider()
    attributes(north_star.declare(ect))
    attributes(north_star.act("withdraw", ect, now="2021-11-26T09:00:00Z"))
    sandbox.transfer(ect, "riverbank", at="2021-11-26T09:00:00Z")

    declared = sandbox.provider("riverbank").declare(ect, now="2021-11-26T09:00:00Z")
    assert attributes(declared)["state"] == "eligible"


def two_of_one_trn(sandbox, **facts):
    """Return two people whom one TRN names; all else may differ."""
    return (
        sandbox.add(teacher_reference_number="1234567"),
        sandbox.add(**{"teacher_reference_number": "1234567", **facts}),
    )


@pytest.mark.rule("DECL-13")
def test_the_second_with_a_trn_is_accepted_and_ineligible(either_sandbox):
    first, second = two_of_one_trn(either_sandbox)
    north_star = either_sandbox.provider()

    assert attributes(north_star.declare(first))["state"] == "eligible"
    made = attributes(north_star.declare(second))
    assert (made["state"], made["eligible_for_payment"]) == ("ineligible", False)
    for year in range(2021, 2030):
        later = north_star.get(DECLARATIONS, now=f"{year}-12-31T00:00:00Z").json()["data"]
        assert later[1]["attributes"]["state"] == "ineligible"


@pytest.mark.rule("DECL-13")
@pytest.mark.parametrize("eligible", [None, False, True])
def test_the_second_is_ineligible_whatever_is_known_of_funding(either_sandbox, eligible):
    first, second = two_of_one_trn(either_sandbox, eligible=eligible)
    attributes(either_sandbox.provider().declare(first))

    assert attributes(either_sandbox.provider().declare(second))["state"] == "ineligible"


@pytest.mark.rule("DECL-13")
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param({}, {"declaration_type": "retained-1"}, id="another type"),
        pytest.param({"kind": "mentor"}, {}, id="another course"),
        pytest.param({"teacher_reference_number": "7654321"}, {}, id="another TRN"),
        pytest.param({"teacher_reference_number": None}, {}, id="no TRN"),
    ],
)
def test_only_the_same_trn_type_and_course_make_a_second(either_sandbox, facts, said):
    first, second = two_of_one_trn(either_sandbox, **{"schedule": REDUCED, **facts})
    attributes(either_sandbox.provider().declare(first))

    assert attributes(either_sandbox.provider().declare(second, **said))["state"] == "eligible"


@pytest.mark.rule("DECL-13")
def test_nobody_without_a_trn_is_a_second(either_sandbox):
    north_star = either_sandbox.provider()
    for _ in range(2):
        assert attributes(north_star.declare(either_sandbox.add()))["state"] == "eligible"


@pytest.mark.rule("DECL-13")
def test_a_trn_counts_across_providers(either_sandbox):
    first, second = two_of_one_trn(either_sandbox, provider="riverbank")
    attributes(either_sandbox.provider().declare(first))

    declared = either_sandbox.provider("riverbank").declare(second)
    assert attributes(declared)["state"] == "ineligible"


@pytest.mark.rule("DECL-13", "DECL-11")
def test_the_seconds_declaration_takes_no_place(either_sandbox):
    first, second = two_of_one_trn(either_sandbox)
    north_star = either_sandbox.provider()
    made = seeded_id(north_star.declare(first))
    ineligible = seeded_id(north_star.declare(second))

    attributes(north_star.void(made))
    again = north_star.declare(second, dated=ANOTHER_DAY)
    assert attributes(again)["state"] == "eligible"
    assert attributes(north_star.declare(first))["state"] == "ineligible"
    assert attributes(north_star.get(f"{DECLARATIONS}/{ineligible}"))["state"] == "ineligible"


@pytest.mark.rule("DECL-13", "ACT-7")
def test_the_seconds_declaration_holds_no_schedule(either_sandbox):
    first, second = two_of_one_trn(either_sandbox)
    north_star = either_sandbox.provider()
    january = {"schedule_identifier": "ecf-standard-january"}
    for each in (first, second):
        attributes(north_star.declare(each))

    assert titles(north_star.act("change-schedule", first, **january)) == ["schedule_identifier"]
    assert attributes(north_star.act("change-schedule", second, **january))
