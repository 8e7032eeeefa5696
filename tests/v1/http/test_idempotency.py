"""An exact copy of a declaration: answered as at first, or refused by the service."""

import pytest

from ecf_sandbox.v1.domain.participants import Status
from tests.kit.sandbox import NOW, attributes, ids, titles
from tests.kit.traces import everything

LATER = "2021-11-26T09:00:00Z"
PAID = "2021-12-01T00:00:00Z"
EXTENDED = "ecf-extended-september"
DECLARATIONS = "/participant-declarations"


def declared(sandbox, **facts):
    """Return somebody, their provider, and the answer to their first declaration."""
    ect, north_star = sandbox.add(**facts), sandbox.provider()
    answer = north_star.declare(ect)
    assert answer.status_code == 200
    return ect, north_star, answer


@pytest.mark.rule("DECL-10", edition="guidance")
def test_a_copy_gets_the_very_first_body_and_leaves_no_trace(sandbox):
    ect, north_star, first = declared(sandbox)
    before = everything(sandbox)

    for now in (None, LATER, PAID, "2021-11-01T00:00:00Z", "2099-12-31T23:59:59Z"):
        assert north_star.declare(ect, now=now).content == first.content
    assert everything(sandbox) == before
    assert len(ids(north_star.get(DECLARATIONS))) == 1


@pytest.mark.rule("DECL-10", edition="service")
def test_the_service_refuses_a_copy_as_a_second(service_sandbox):
    ect, north_star, first = declared(service_sandbox)
    before = everything(service_sandbox)

    assert titles(north_star.declare(ect)) == ["base"]
    assert everything(service_sandbox) == before
    attributes(north_star.void(first.json()["data"]["id"]))
    assert attributes(north_star.declare(ect))


@pytest.mark.rule("DECL-10", edition="guidance")
@pytest.mark.parametrize(
    "same",
    [
        pytest.param({"dated": "2021-11-25T10:00:00+01:00"}, id="in another zone"),
        pytest.param({"dated": "2021-11-25t09:00:00.000000z"}, id="with a fraction of nothing"),
        pytest.param({"dated": "2021-11-25T09:00:00"}, id="without a zone"),
        pytest.param({"evidence_held": "other"}, id="with evidence that started ignores"),
        pytest.param({"colour": "blue"}, id="with a key that nobody knows"),
    ],
)
def test_the_same_instant_in_other_words_is_a_copy(sandbox, same):
    ect, north_star, first = declared(sandbox)
    assert north_star.declare(ect, **same).content == first.content


@pytest.mark.rule("DECL-10", edition="guidance")
def test_an_id_in_capitals_is_the_same_participant(sandbox):
    ect, north_star, first = declared(sandbox)
    assert north_star.declare(ect, participant_id=ect.id.upper()).content == first.content


@pytest.mark.rule("DECL-10", edition="guidance")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"dated": "2021-11-25T08:59:59Z"}, ["base"], id="a second earlier"),
        pytest.param({"dated": "2021-11-25T08:59:59.999999Z"}, ["base"], id="a microsecond"),
        pytest.param(
            {"course_identifier": "ecf-mentor"},
            ["participant_id", "course_identifier"],
            id="another course",
        ),
    ],
)
def test_with_one_thing_changed_it_is_no_copy(sandbox, changed, expected):
    ect, north_star, first = declared(sandbox)

    assert titles(north_star.declare(ect, **changed)) == expected
    assert north_star.declare(ect).content == first.content


@pytest.mark.rule("DECL-10", edition="guidance")
def test_a_copy_of_each_type_finds_its_own(sandbox):
    ect, north_star = sandbox.add(schedule=EXTENDED), sandbox.provider()

    types = ("started", "retained-1", "completed")
    first = {each: north_star.declare(ect, each).content for each in types}
    again = {each: north_star.declare(ect, each).content for each in types}
    assert again == first
    assert len(set(first.values())) == 3


def withdraw(sandbox, ect):
    attributes(sandbox.provider().act("withdraw", ect, now="2021-11-22T09:00:00Z"))


def reschedule(sandbox, ect):
    chosen = {"schedule_identifier": "ecf-reduced-september", "cohort": 2021}
    attributes(sandbox.provider().act("change-schedule", ect, **chosen))


def lose_the_window(sandbox, ect):
    """Take the declaration's own schedule away, as nothing over HTTP could while it stands."""
    with sandbox.world.writing(patient=True) as store:
        store.db.execute("UPDATE records SET schedule_identifier = 'ecf-standard-april'")


def transfer(sandbox, ect):
    sandbox.transfer(ect, "riverbank")


def leave_school(sandbox, ect):
    with sandbox.world.writing(patient=True) as store:
        store.db.execute("UPDATE records SET status = ?", (Status.WITHDRAWN,))


def lose_eligibility(sandbox, ect):
    with sandbox.world.writing(patient=True) as store:
        store.db.execute("UPDATE people SET eligible = 0")


@pytest.mark.rule("DECL-10", edition="guidance")
@pytest.mark.parametrize(
    "happen",
    [
        pytest.param(withdraw, id="a withdrawal before its date"),
        pytest.param(reschedule, id="a schedule change"),
        pytest.param(lose_the_window, id="a schedule that refuses it"),
        pytest.param(transfer, id="a transfer"),
        pytest.param(leave_school, id="the school's withdrawal"),
        pytest.param(lose_eligibility, id="a loss of eligibility"),
    ],
)
def test_a_copy_is_known_before_any_other_rule_is_asked(sandbox, happen):
    ect, north_star, first = declared(sandbox)
    happen(sandbox, ect)

    assert north_star.declare(ect, now=LATER).content == first.content


@pytest.mark.rule("DECL-10", edition="guidance")
def test_a_copy_is_answered_as_at_first_while_the_declaration_moves_on(sandbox):
    ect, north_star, first = declared(sandbox)
    path = f"{DECLARATIONS}/{first.json()['data']['id']}"

    assert attributes(north_star.get(path, now=PAID))["state"] == "paid"
    copy = attributes(north_star.declare(ect, now=PAID))
    assert (copy["state"], copy["updated_at"]) == ("eligible", NOW)
    assert copy["eligible_for_payment"] is True


@pytest.mark.rule("DECL-10", edition="guidance")
def test_a_copy_of_what_a_withdrawal_made_ineligible_is_the_first_answer(sandbox):
    ect, north_star, first = declared(sandbox)
    attributes(north_star.act("withdraw", ect, now=LATER))
    path = f"{DECLARATIONS}/{first.json()['data']['id']}"

    assert attributes(north_star.get(path))["state"] == "ineligible"
    assert north_star.declare(ect, now="2021-11-27").content == first.content


@pytest.mark.rule("DECL-10", "DECL-13", edition="guidance")
def test_a_copy_of_what_was_ineligible_from_the_first_is_the_first_answer(sandbox):
    first, second = (sandbox.add(teacher_reference_number="1234567") for _ in range(2))
    north_star = sandbox.provider()
    attributes(north_star.declare(first))

    ineligible = north_star.declare(second)
    assert attributes(ineligible)["state"] == "ineligible"
    assert north_star.declare(second).content == ineligible.content


@pytest.mark.rule("DECL-10", "VOID-1", "VOID-2")
@pytest.mark.parametrize(
    ("voided", "now", "state"),
    [
        pytest.param(LATER, LATER, "voided", id="voided"),
        pytest.param(PAID, PAID, "awaiting-clawback", id="awaiting-clawback"),
        pytest.param(PAID, "2022-02-28T00:00:00Z", "clawed-back", id="clawed-back"),
    ],
)
def test_a_copy_of_what_was_taken_back_is_a_new_declaration(either_sandbox, voided, now, state):
    ect, north_star, first = declared(either_sandbox)
    made = first.json()["data"]["id"]
    attributes(north_star.void(made, now=voided))
    assert attributes(north_star.get(f"{DECLARATIONS}/{made}", now=now))["state"] == state

    again = north_star.declare(ect, now=now)
    assert attributes(again)["state"] == "eligible"
    assert ids(north_star.get(DECLARATIONS)) == [made, again.json()["data"]["id"]]


@pytest.mark.rule("DECL-10", edition="guidance")
def test_after_a_void_a_copy_is_that_of_the_new_declaration(sandbox):
    ect, north_star, first = declared(sandbox)
    attributes(north_star.void(first.json()["data"]["id"]))

    second = north_star.declare(ect, now=LATER)
    assert second.json()["data"]["id"] != first.json()["data"]["id"]
    assert north_star.declare(ect, now=PAID).content == second.content


@pytest.mark.rule("DECL-10", "PART-3")
@pytest.mark.parametrize("slug", ["riverbank", "fenland"])
def test_another_providers_declaration_is_never_repeated(either_sandbox, slug):
    ect, _, first = declared(either_sandbox)
    either_sandbox.transfer(ect, "riverbank")

    refused = either_sandbox.provider(slug).declare(ect)
    stranger = {"guidance": ["participant_id"], "service": ["participant_id", "base"]}
    expected = ["base"] if slug == "riverbank" else stranger[either_sandbox.edition.name]
    assert titles(refused) == expected
    assert first.json()["data"]["id"] not in refused.text


@pytest.mark.rule("DECL-10", edition="guidance")
def test_a_refused_declaration_is_not_remembered(sandbox):
    ect, north_star = sandbox.add(), sandbox.provider()
    tomorrow = "2021-11-26T09:00:00Z"

    assert titles(north_star.declare(ect, dated=tomorrow)) == ["declaration_date"]
    assert attributes(north_star.declare(ect, dated=tomorrow, now=tomorrow))["state"] == "eligible"
