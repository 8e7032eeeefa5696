"""Whom a provider can declare."""

import pytest

from tests.kit.sandbox import NOW, attributes, titles
from tests.kit.traces import everything

UNKNOWN = "5eaf00d0-0000-4000-8000-000000000009"
BOTH = ["participant_id", "course_identifier"]


@pytest.mark.rule("DECL-9")
@pytest.mark.parametrize("kind", ["ect", "mentor"])
def test_a_wrong_or_blank_course_fails_on_participant_and_course(either_sandbox, kind):
    somebody, north_star = either_sandbox.add(kind), either_sandbox.provider()
    other = {"ect": "ecf-mentor", "mentor": "ecf-induction"}[kind]

    for wrong in (other, "npq-headship", "ECF-INDUCTION", "", "  ", None, 1, ["ecf-mentor"]):
        assert titles(north_star.declare(somebody, course_identifier=wrong)) == BOTH
    assert attributes(north_star.declare(somebody))


@pytest.mark.rule("DECL-9")
def test_nobody_fails_on_participant_and_course(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()

    for nobody in (UNKNOWN, "ada-okoro", "", None, 42, [ect.id], f"{{{ect.id}}}", f" {ect.id}"):
        assert titles(north_star.declare(ect, participant_id=nobody)) == BOTH
    assert attributes(north_star.declare(ect))


@pytest.mark.rule("DECL-9", "FMT-9")
def test_an_id_matches_in_any_case_and_is_answered_in_lower(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()

    accepted = north_star.declare(ect, participant_id=ect.id.upper())
    assert attributes(accepted)["participant_id"] == ect.id


@pytest.mark.rule("DECL-9", "AUTH-3")
def test_another_providers_participant_fails_alone(either_sandbox):
    ect, riverbank = either_sandbox.add(), either_sandbox.provider("riverbank")
    before = everything(either_sandbox)

    assert titles(riverbank.declare(ect)) == ["participant_id"]
    assert titles(riverbank.declare(ect, course_identifier="ecf-mentor")) == BOTH
    assert everything(either_sandbox) == before
    assert attributes(either_sandbox.provider().declare(ect))


@pytest.mark.rule("DECL-1", "AUTH-3", edition="guidance")
def test_another_providers_participant_is_not_judged_further(sandbox):
    ect = sandbox.add()
    attributes(sandbox.provider().declare(ect))

    riverbank = sandbox.provider("riverbank")
    assert titles(riverbank.declare(ect, dated="2021-01-01T00:00:00Z")) == ["participant_id"]
    assert titles(riverbank.declare(ect, "retained-1", evidence_held="x")) == ["participant_id"]


@pytest.mark.rule("DECL-7")
@pytest.mark.parametrize("action", ["withdraw", "defer"])
def test_only_a_withdrawal_limits_the_dates(either_sandbox, action):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    attributes(north_star.act(action, ect, now="2021-11-25T09:00:00.5Z"))

    at = north_star.declare(ect, dated="2021-11-25T09:00:00.5Z", now="2021-11-26")
    later = north_star.declare(
        ect, "retained-1", "2021-12-15T09:00:00Z", now="2021-12-15T09:00:00Z"
    )
    if action == "withdraw":
        assert titles(at) == titles(later) == ["participant_id"]
        assert attributes(
            north_star.declare(ect, dated="2021-11-25T09:00:00.499999Z", now="2021-11-26")
        )
    else:
        assert attributes(at)
        assert attributes(later)


@pytest.mark.rule("DECL-7")
def test_a_withdrawal_counts_whatever_now_is(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    attributes(north_star.act("withdraw", ect, now="2021-11-22T09:00:00Z"))

    earlier = {"now": "2021-11-21T09:00:00Z"}
    assert attributes(north_star.declare(ect, dated="2021-11-21T09:00:00Z", **earlier))
    assert titles(north_star.act("defer", ect, **earlier)) == ["participant_profile"]


@pytest.mark.rule("DECL-7", "PART-3")
def test_another_providers_withdrawal_does_not_matter(either_sandbox):
    ect, riverbank = either_sandbox.add(), either_sandbox.provider("riverbank")
    attributes(either_sandbox.provider().act("withdraw", ect, now="2021-11-20T09:00:00Z"))
    either_sandbox.transfer(ect, "riverbank", at="2021-11-21T09:00:00Z")

    assert titles(either_sandbox.provider().declare(ect)) == ["participant_id"]
    assert attributes(riverbank.declare(ect))


@pytest.mark.rule("DECL-12", edition="guidance")
def test_whom_the_school_withdrew_can_be_declared(sandbox):
    gone = sandbox.add(status="withdrawn")
    assert attributes(sandbox.provider().declare(gone))["state"] == "eligible"


@pytest.mark.rule("DECL-12", edition="service")
def test_whom_the_school_withdrew_the_service_does_not_know(service_sandbox):
    gone, present = service_sandbox.add(status="withdrawn"), service_sandbox.add()
    north_star, riverbank = service_sandbox.provider(), service_sandbox.provider("riverbank")

    assert titles(north_star.declare(gone)) == BOTH
    assert titles(riverbank.declare(gone)) == BOTH
    assert attributes(north_star.declare(present))


@pytest.mark.rule("DECL-12")
@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"eligible": None}, id="not yet known to be eligible"),
        pytest.param({"eligible": False}, id="not eligible"),
        pytest.param({"qts": False}, id="without QTS"),
        pytest.param({"email_validated": False}, id="with an email nobody validated"),
        pytest.param(
            {"teacher_reference_number": "1234567", "trn_validated": False},
            id="with an invalid TRN",
        ),
    ],
)
def test_registration_is_not_asked_about(either_sandbox, facts):
    ect = either_sandbox.add(**facts)
    assert attributes(either_sandbox.provider().declare(ect, now=NOW))["declaration_date"] == NOW
