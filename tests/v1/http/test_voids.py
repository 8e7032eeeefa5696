"""Voids and clawbacks."""

import pytest

from tests.kit.sandbox import NOW, attributes, ids, titles
from tests.kit.traces import everything

DECLARATIONS = "/participant-declarations"
JANUARY = "ecf-standard-january"
MADE = "2021-12-10T09:00:00Z"
PAYABLE = "2022-02-01T00:00:00Z"
PAID = "2022-02-28T00:00:00Z"
UNKNOWN = "5eaf00d0-0000-4000-8000-000000000009"


def declared(sandbox, **facts):
    """Return the id of a January declaration: payable from February, paid at its end."""
    ect = sandbox.add(**{"schedule": JANUARY, **facts})
    answer = sandbox.provider().declare(ect, dated=MADE, now=MADE)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["id"]


def state(sandbox, made, now):
    return attributes(sandbox.provider().get(f"{DECLARATIONS}/{made}", now=now))["state"]


@pytest.mark.rule("VOID-1")
@pytest.mark.parametrize(
    ("facts", "now", "was"),
    [
        pytest.param({"eligible": None}, MADE, "submitted", id="submitted"),
        pytest.param({}, MADE, "eligible", id="eligible"),
        pytest.param({}, PAYABLE, "payable", id="payable"),
        pytest.param({"teacher_reference_number": "1234567"}, MADE, "ineligible", id="ineligible"),
    ],
)
def test_what_was_not_paid_becomes_voided(either_sandbox, facts, now, was):
    if "teacher_reference_number" in facts:
        declared(either_sandbox, **facts)
    made = declared(either_sandbox, **facts)
    assert state(either_sandbox, made, now) == was

    voided = attributes(either_sandbox.provider().void(made, now=now))
    assert (voided["state"], voided["voided"]) == ("voided", True)
    assert voided["eligible_for_payment"] is False
    assert voided["updated_at"] == now


@pytest.mark.rule("VOID-1", "PAY-5")
@pytest.mark.parametrize("voided_at", [MADE, PAYABLE], ids=["eligible", "payable"])
def test_voided_is_voided_at_every_date(either_sandbox, voided_at):
    made, north_star = declared(either_sandbox), either_sandbox.provider()
    attributes(north_star.void(made, now=voided_at))

    for now in ("2021-06-01T00:00:00Z", MADE, PAYABLE, PAID, "2099-12-31T23:59:59Z"):
        seen = attributes(north_star.get(f"{DECLARATIONS}/{made}", now=now))
        assert (seen["state"], seen["voided"]) == ("voided", True)
        assert seen["updated_at"] == voided_at


@pytest.mark.rule("VOID-1", "AUTH-4")
def test_the_answer_to_a_void_is_what_can_be_read_then(either_sandbox):
    made, north_star = declared(either_sandbox), either_sandbox.provider()

    voided = north_star.void(made.upper())
    assert voided.json() == north_star.get(f"{DECLARATIONS}/{made}").json()
    assert ids(north_star.get(DECLARATIONS)) == [made]


@pytest.mark.rule("VOID-1")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="none"),
        pytest.param({"json": {"data": {"attributes": {"state": "paid"}}}}, id="JSON"),
        pytest.param({"content": b"{"}, id="what is no JSON"),
        pytest.param({"content": b"<void/>", "headers": {"Content-Type": "text/xml"}}, id="XML"),
        pytest.param({"content": b"\xff\x00"}, id="bytes"),
        pytest.param({"json": []}, id="an empty list"),
    ],
)
def test_a_void_takes_any_body_and_needs_none(either_sandbox, body):
    path = f"{DECLARATIONS}/{declared(either_sandbox)}/void"
    voided = either_sandbox.provider().call("PUT", path, **body)
    assert attributes(voided)["state"] == "voided"


@pytest.mark.rule("VOID-2")
@pytest.mark.parametrize(
    ("now", "expected", "flag"),
    [
        pytest.param("2022-02-27T23:59:59Z", "voided", True, id="a second before payment"),
        pytest.param(PAID, "awaiting-clawback", False, id="at payment"),
    ],
)
def test_what_was_paid_awaits_clawback_and_is_not_voided(either_sandbox, now, expected, flag):
    made = declared(either_sandbox)

    answer = attributes(either_sandbox.provider().void(made, now=now))
    assert (answer["state"], answer["voided"]) == (expected, flag)
    assert (answer["eligible_for_payment"], answer["updated_at"]) == (False, now)


@pytest.mark.rule("VOID-3")
@pytest.mark.parametrize(
    ("first", "again", "was"),
    [
        pytest.param(MADE, MADE, "voided", id="voided"),
        pytest.param(PAID, PAID, "awaiting-clawback", id="awaiting-clawback"),
        pytest.param(PAID, "2022-05-31T00:00:00Z", "clawed-back", id="clawed-back"),
        pytest.param(PAID, MADE, "awaiting-clawback", id="before it was taken back"),
    ],
)
def test_a_void_is_final(either_sandbox, first, again, was):
    made, north_star = declared(either_sandbox), either_sandbox.provider()
    attributes(north_star.void(made, now=first))
    before = everything(either_sandbox)

    assert state(either_sandbox, made, again) == was
    assert titles(north_star.void(made, now=again)) == ["Invalid action"]
    assert everything(either_sandbox) == before


@pytest.mark.rule("AUTH-4", "VOID-1")
def test_another_providers_declaration_cannot_be_voided(either_sandbox):
    made, riverbank = declared(either_sandbox), either_sandbox.provider("riverbank")
    before = everything(either_sandbox)

    for nothing in (made, UNKNOWN, "mine", made + "0"):
        assert riverbank.void(nothing).status_code == 404
    assert everything(either_sandbox) == before
    assert attributes(either_sandbox.provider().void(made))


@pytest.mark.rule("PAY-6")
@pytest.mark.parametrize(
    ("voided_at", "before", "clawed_back_at"),
    [
        pytest.param(PAID, "2022-05-30T23:59:59Z", "2022-05-31T00:00:00Z", id="next payment"),
        pytest.param(
            "2022-04-30T23:59:59Z",
            "2022-05-30T23:59:59Z",
            "2022-05-31T00:00:00Z",
            id="last second of the milestone date",
        ),
        pytest.param(
            "2022-05-01T00:00:00Z",
            "2022-10-30T23:59:59Z",
            "2022-10-31T00:00:00Z",
            id="a second too late for it",
        ),
    ],
)
def test_a_clawback_is_made_with_the_first_payment_still_open(
    either_sandbox, voided_at, before, clawed_back_at
):
    made, north_star = declared(either_sandbox), either_sandbox.provider()
    attributes(north_star.void(made, now=voided_at))

    assert state(either_sandbox, made, before) == "awaiting-clawback"
    seen = attributes(north_star.get(f"{DECLARATIONS}/{made}", now=clawed_back_at))
    assert (seen["state"], seen["voided"]) == ("clawed-back", False)
    assert seen["updated_at"] == clawed_back_at
    assert state(either_sandbox, made, before) == "awaiting-clawback"


@pytest.mark.rule("PAY-6", "PAY-5")
def test_a_clawback_is_found_by_updated_since(either_sandbox):
    made, north_star = declared(either_sandbox), either_sandbox.provider()
    attributes(north_star.void(made, now=PAID))
    since = {"filter[updated_since]": "2022-05-30T23:59:59Z"}

    early = north_star.get(DECLARATIONS, now="2022-05-30T23:59:59Z", params=since)
    late = north_star.get(DECLARATIONS, now="2022-05-31T00:00:00Z", params=since)
    assert (ids(early), ids(late)) == ([], [made])


@pytest.mark.rule("PAY-6")
def test_with_no_payment_left_a_clawback_waits_for_ever(either_sandbox):
    made, north_star = declared(either_sandbox), either_sandbox.provider()
    attributes(north_star.void(made, now="2024-02-01T00:00:00Z"))

    assert state(either_sandbox, made, "2099-12-31T23:59:59Z") == "awaiting-clawback"


@pytest.mark.parametrize(
    ("edition", "updated_at"),
    [
        pytest.param(
            "guidance", MADE, id="guidance", marks=pytest.mark.rule("PAY-5", edition="guidance")
        ),
        pytest.param(
            "service", NOW, id="service", marks=pytest.mark.rule("PAY-5", edition="service")
        ),
    ],
)
@pytest.mark.rule("VOID-1")
def test_a_void_counts_although_now_is_before_the_declaration(sandbox_of, edition, updated_at):
    sandbox = sandbox_of(edition)
    made = declared(sandbox)

    voided = attributes(sandbox.provider().void(made, now=NOW))
    assert voided["state"] == "voided"
    assert voided["updated_at"] == updated_at
    shown = attributes(sandbox.provider().get(f"/participant-declarations/{made}", now=MADE))
    assert shown["updated_at"] == updated_at
