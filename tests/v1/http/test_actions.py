"""Defer, resume and withdraw."""

import pytest

from tests.kit.sandbox import ADDED, NOW, attributes, titles
from tests.kit.traces import everything

PATHS = ["/participants/ecf/{id}/{action}", "/participants/{id}/{action}"]
ACTIONS = ["defer", "resume", "withdraw"]
REASONS = {"defer": {"reason": "other"}, "resume": {}, "withdraw": {"reason": "other"}}
BECOMES = {"defer": "deferred", "resume": "active", "withdraw": "withdrawn"}
DEFERRALS = ["bereavement", "long-term-sickness", "parental-leave", "career-break", "other"]
WITHDRAWALS = [
    "left-teaching-profession",
    "moved-school",
    "mentor-no-longer-being-mentor",
    "school-left-fip",
    "started-in-error",
    "other",
]
UNKNOWN = "5eaf00d0-0000-4000-8000-000000000009"


def ready_to(action, sandbox, kind="ect"):
    """Return somebody whom the action suits, and their provider."""
    somebody, north_star = sandbox.add(kind), sandbox.provider()
    if action == "resume":
        attributes(north_star.act("defer", somebody))
    return somebody, north_star


@pytest.mark.rule("ACT-1")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_answers_with_the_participant_on_either_path(either_sandbox, action, path):
    ect, north_star = ready_to(action, either_sandbox)
    said = {"course_identifier": "ecf-induction", **REASONS[action]}

    answer = north_star.send("PUT", path.format(id=ect.id, action=action), said)
    assert attributes(answer)["training_status"] == BECOMES[action]
    assert answer.json() == north_star.get(f"/participants/ecf/{ect.id}").json()


@pytest.mark.rule("ACT-1")
@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [
        pytest.param("ect", "ecf-mentor", "ecf-induction", id="an ECT as a mentor"),
        pytest.param("mentor", "ecf-induction", "ecf-mentor", id="a mentor as an ECT"),
        pytest.param("ect", "npq-headship", "ecf-induction", id="a course of no ECF"),
        pytest.param("ect", "", "ecf-induction", id="blank"),
        pytest.param("ect", None, "ecf-induction", id="missing"),
        pytest.param("ect", 1, "ecf-induction", id="no text"),
    ],
)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_wrong_course_fails_on_participant_and_course(either_sandbox, action, kind, wrong, right):
    somebody, north_star = ready_to(action, either_sandbox, kind)

    refused = north_star.act(action, somebody, course_identifier=wrong)
    assert titles(refused) == ["participant_id", "course_identifier"]
    assert attributes(north_star.act(action, somebody, course_identifier=right))


@pytest.mark.rule("ACT-1")
@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_is_a_422_and_never_a_404(either_sandbox, action):
    ect, north_star = ready_to(action, either_sandbox)

    for nobody in (UNKNOWN, "ada-okoro", "42", ect.id + "0"):
        refused = north_star.act(action, nobody)
        assert titles(refused) == ["participant_id", "course_identifier"]
    assert attributes(north_star.act(action, ect.id.upper()))


@pytest.mark.rule("ACT-1", "AUTH-3")
@pytest.mark.parametrize("action", ACTIONS)
def test_another_providers_participant_fails_alone(either_sandbox, action):
    ect, north_star = ready_to(action, either_sandbox)
    before = everything(either_sandbox)

    assert titles(either_sandbox.provider("riverbank").act(action, ect)) == ["participant_id"]
    assert everything(either_sandbox) == before
    assert attributes(north_star.act(action, ect))


@pytest.mark.rule("ACT-1", "AUTH-3")
def test_another_providers_participant_on_a_wrong_course_is_nobody(either_sandbox):
    ect, riverbank = either_sandbox.add(), either_sandbox.provider("riverbank")

    refused = riverbank.act("defer", ect, course_identifier="ecf-mentor")
    assert titles(refused) == ["participant_id", "course_identifier"]


@pytest.mark.rule("ACT-1", edition="guidance")
@pytest.mark.parametrize("action", ACTIONS)
def test_whom_the_school_withdrew_can_be_acted_on(sandbox, action):
    ect, north_star = sandbox.add(status="withdrawn"), sandbox.provider()
    if action == "resume":
        attributes(north_star.act("defer", ect))

    seen = attributes(north_star.act(action, ect))
    assert (seen["status"], seen["training_status"]) == ("withdrawn", BECOMES[action])


@pytest.mark.rule("ACT-1", edition="service")
@pytest.mark.parametrize("action", [*ACTIONS, "change-schedule"])
def test_whom_the_school_withdrew_the_service_does_not_know(service_sandbox, action):
    gone, present = service_sandbox.add(status="withdrawn"), service_sandbox.add()
    north_star = service_sandbox.provider()
    if action == "resume":
        attributes(north_star.act("defer", present))
    said = {"schedule_identifier": "ecf-standard-january"} if action == "change-schedule" else {}

    refused = titles(north_star.act(action, gone, **said))
    assert set(refused) == {"participant_id", "course_identifier"}
    assert attributes(north_star.act(action, present, **said))


@pytest.mark.rule("ACT-1")
@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("defer", ["participant_id", "reason", "course_identifier"]),
        ("withdraw", ["participant_id", "course_identifier"]),
        ("resume", ["participant_id", "course_identifier"]),
        ("change-schedule", ["course_identifier", "participant_id", "schedule_identifier"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_with_nothing_said_the_titles_come_in_order(either_sandbox, action, expected):
    path = f"/participants/ecf/{UNKNOWN}/{action}"

    for said in ({}, None, [], "all", 3):
        assert titles(either_sandbox.provider().send("PUT", path, said)) == expected


@pytest.mark.rule("ACT-1")
@pytest.mark.parametrize("action", ["defer", "withdraw"])
def test_reason_and_training_status_fail_in_this_order(either_sandbox, action):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    attributes(north_star.act("withdraw", ect))

    refused = north_star.act(action, ect, reason="holiday")
    assert titles(refused) == ["reason", "participant_profile"]


@pytest.mark.rule("ACT-2")
@pytest.mark.parametrize("reason", DEFERRALS)
def test_a_break_has_one_of_five_reasons(either_sandbox, reason):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()

    assert titles(north_star.act("defer", ect, reason=reason.upper())) == ["reason"]
    assert attributes(north_star.act("defer", ect, reason=reason))["training_status"] == "deferred"


@pytest.mark.rule("ACT-4")
@pytest.mark.parametrize("reason", WITHDRAWALS)
def test_leaving_has_one_of_six_reasons(either_sandbox, reason):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()

    assert titles(north_star.act("withdraw", ect, reason=f"{reason}s")) == ["reason"]
    seen = attributes(north_star.act("withdraw", ect, reason=reason))
    assert seen["training_status"] == "withdrawn"


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        pytest.param("defer", "moved-school", marks=pytest.mark.rule("ACT-2"), id="defer"),
        pytest.param("withdraw", "career-break", marks=pytest.mark.rule("ACT-4"), id="withdraw"),
    ],
)
def test_a_reason_of_the_other_action_is_as_good_as_none(either_sandbox, action, reason):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()

    for bad in (reason, None, "", "  ", 0, ["other"], {}):
        assert titles(north_star.act(action, ect, reason=bad)) == ["reason"]
    assert attributes(north_star.act(action, ect))


@pytest.mark.rule("ACT-2", "ACT-3", "ACT-4")
@pytest.mark.parametrize(
    ("done", "action", "refused"),
    [
        pytest.param([], "defer", False, id="defer the active"),
        pytest.param(["defer"], "defer", True, id="defer the deferred"),
        pytest.param(["withdraw"], "defer", True, id="defer the withdrawn"),
        pytest.param(["defer", "resume"], "defer", False, id="defer the resumed"),
        pytest.param([], "resume", True, id="resume the active"),
        pytest.param(["defer"], "resume", False, id="resume the deferred"),
        pytest.param(["defer", "resume"], "resume", True, id="resume the resumed"),
        pytest.param(["withdraw"], "resume", True, id="resume the withdrawn"),
        pytest.param([], "withdraw", False, id="withdraw the active"),
        pytest.param(["defer"], "withdraw", False, id="withdraw the deferred"),
        pytest.param(["withdraw"], "withdraw", True, id="withdraw the withdrawn"),
    ],
)
def test_each_action_asks_for_its_training_status(either_sandbox, done, action, refused):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    for each in done:
        attributes(north_star.act(each, ect))
    before = everything(either_sandbox)

    answer = north_star.act(action, ect)
    if refused:
        assert titles(answer) == ["participant_profile"]
        assert everything(either_sandbox) == before
    else:
        assert attributes(answer)["training_status"] == BECOMES[action]


@pytest.mark.rule("PART-2")
def test_a_withdrawal_is_the_providers_view_and_leaves_the_schools_and_the_email(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    before = attributes(north_star.get(f"/participants/ecf/{ect.id}"))

    for after in (
        attributes(north_star.act("withdraw", ect)),
        attributes(north_star.get(f"/participants/ecf/{ect.id}")),
    ):
        assert after["status"] == "active"
        assert after["email"] == before["email"] == "ada.okoro@example.com"
        assert after["training_status"] == "withdrawn"


@pytest.mark.rule("ACT-8")
@pytest.mark.parametrize(
    "now",
    [
        pytest.param("2021-11-25T09:00:00Z", id="now"),
        pytest.param("2022-03-01T10:20:30Z", id="later"),
        pytest.param("2021-10-01T00:00:00Z", id="before the participant was last changed"),
    ],
)
@pytest.mark.parametrize("action", [*ACTIONS, "change-schedule"])
def test_an_action_sets_updated_at_to_now_even_backwards(either_sandbox, action, now):
    ect, north_star = ready_to(action, either_sandbox)
    said = {"schedule_identifier": "ecf-standard-january", "cohort": 2021}

    answer = north_star.act(action, ect, now=now, **(said if action == "change-schedule" else {}))
    assert attributes(answer)["updated_at"] == now
    assert attributes(north_star.get(f"/participants/ecf/{ect.id}"))["updated_at"] == now


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        pytest.param(
            "guidance",
            "2021-06-01T00:00:00Z",
            id="guidance",
            marks=pytest.mark.rule("ACT-8", edition="guidance"),
        ),
        pytest.param(
            "service", ADDED, id="service", marks=pytest.mark.rule("ACT-8", edition="service")
        ),
    ],
)
@pytest.mark.parametrize("action", [*ACTIONS, "change-schedule"])
def test_the_service_updates_nobody_before_they_were_added(sandbox_of, action, edition, expected):
    sandbox = sandbox_of(edition)
    ect, north_star = ready_to(action, sandbox)
    said = {"schedule_identifier": "ecf-standard-january", "cohort": 2021}
    early = "2021-06-01T00:00:00Z"

    answer = north_star.act(action, ect, now=early, **(said if action == "change-schedule" else {}))
    assert attributes(answer)["updated_at"] == expected
    assert attributes(north_star.get(f"/participants/ecf/{ect.id}"))["updated_at"] == expected


@pytest.mark.rule("ACT-8")
@pytest.mark.parametrize("action", ACTIONS)
def test_attributes_that_an_action_does_not_know_are_ignored(either_sandbox, action):
    ect, north_star = ready_to(action, either_sandbox)
    odd = {"full_name": "Eve", "training_status": "active", "participant_id": UNKNOWN, "cohort": 1}
    said = {**odd, "course_identifier": "ecf-induction", **REASONS[action]}

    seen = attributes(north_star.send("PUT", f"/participants/ecf/{ect.id}/{action}", said))
    assert (seen["full_name"], seen["cohort"]) == ("Ada Okoro", "2021")
    assert seen["training_status"] == BECOMES[action]


@pytest.mark.rule("ACT-8")
def test_the_deferred_can_be_declared_rescheduled_and_withdrawn(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    attributes(north_star.act("defer", ect, now=NOW))

    declared = attributes(north_star.declare(ect))
    moved = attributes(
        north_star.act("change-schedule", ect, schedule_identifier="ecf-extended-september")
    )
    left = attributes(north_star.act("withdraw", ect))
    assert declared["state"] == "eligible"
    assert (moved["training_status"], left["training_status"]) == ("deferred", "withdrawn")
