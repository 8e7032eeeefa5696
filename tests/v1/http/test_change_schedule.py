"""Change schedule."""

import pytest

from tests.kit.sandbox import SEPTEMBER, attributes, participant, titles
from tests.kit.traces import everything

JANUARY = "ecf-standard-january"
EXTENDED = "ecf-extended-september"
REPLACEMENT = "ecf-replacement-september"
SCHEDULES = [
    f"ecf-{kind}-{month}"
    for kind in ("standard", "extended", "reduced", "replacement")
    for month in ("september", "january", "april")
]
ACADEMIC_YEAR_ENDS = "2022-08-31T23:59:59Z"
NEXT_ACADEMIC_YEAR = "2022-09-01T00:00:00Z"


def move(sandbox, somebody, schedule, **said):
    return sandbox.provider().act("change-schedule", somebody, schedule_identifier=schedule, **said)


@pytest.mark.rule("ACT-5", "ACT-9")
def test_a_mentor_can_be_on_each_of_the_twelve(either_sandbox):
    mentor = either_sandbox.add("mentor", schedule=SCHEDULES[-1])

    for schedule in SCHEDULES:
        assert attributes(move(either_sandbox, mentor, schedule))["schedule_identifier"] == schedule
        seen = attributes(either_sandbox.provider().get(f"/participants/ecf/{mentor.id}"))
        assert seen["schedule_identifier"] == schedule


@pytest.mark.rule("ACT-1")
@pytest.mark.parametrize("path", ["/participants/ecf/{}", "/participants/{}"])
def test_either_path_moves(either_sandbox, path):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    said = {"schedule_identifier": JANUARY, "course_identifier": "ecf-induction"}

    answer = north_star.send("PUT", f"{path.format(ect.id)}/change-schedule", said)
    assert attributes(answer)["schedule_identifier"] == JANUARY


@pytest.mark.rule("ACT-5", "ACT-9")
@pytest.mark.parametrize(
    "unknown",
    [
        "cf-replacement-january",  # the guidance's slip
        "ecf-standard-july",
        "ECF-STANDARD-JANUARY",
        "npq-leadership-spring",
        "ecf-standard-january ",
        "standard",
    ],
)
def test_an_unknown_schedule_is_an_invalid_action(either_sandbox, unknown):
    mentor = either_sandbox.add("mentor")

    assert titles(move(either_sandbox, mentor, unknown)) == ["Invalid action"]
    assert attributes(move(either_sandbox, mentor, JANUARY))


@pytest.mark.rule("ACT-1", "ACT-5")
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"cohort": "2020"}, ["cohort"], id="with another cohort"),
        pytest.param(
            {"course_identifier": "ecf-mentor"},
            ["course_identifier", "participant_id"],
            id="with a wrong course",
        ),
    ],
)
def test_an_invalid_action_stands_alone(either_sandbox, said, expected):
    ect = either_sandbox.add()

    assert titles(move(either_sandbox, ect, "ecf-standard-july", **said)) == expected
    assert titles(move(either_sandbox, ect, "ecf-standard-july")) == ["Invalid action"]


@pytest.mark.rule("ACT-5")
def test_a_blank_schedule_is_named(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    path = f"/participants/ecf/{ect.id}/change-schedule"

    for blank in (None, "", "   ", False, [], {}):
        said = {"course_identifier": "ecf-induction", "schedule_identifier": blank}
        assert titles(north_star.send("PUT", path, said)) == ["schedule_identifier"]
    assert attributes(move(either_sandbox, ect, JANUARY))


@pytest.mark.rule("ACT-5")
def test_the_schedule_already_held_is_refused(either_sandbox):
    ect = either_sandbox.add()

    assert titles(move(either_sandbox, ect, SEPTEMBER)) == ["schedule_identifier"]
    assert attributes(move(either_sandbox, ect, JANUARY))
    assert attributes(move(either_sandbox, ect, SEPTEMBER))


@pytest.mark.rule("ACT-5")
@pytest.mark.parametrize("month", ["september", "january", "april"])
def test_replacement_schedules_are_for_mentors(either_sandbox, month):
    ect, mentor = either_sandbox.add("ect"), either_sandbox.add("mentor")
    replacement = f"ecf-replacement-{month}"

    assert titles(move(either_sandbox, ect, replacement)) == ["schedule_identifier"]
    assert attributes(move(either_sandbox, mentor, replacement))


@pytest.mark.rule("ACT-5")
def test_the_withdrawn_keep_their_schedule(either_sandbox):
    gone, present = either_sandbox.add(), either_sandbox.add()
    attributes(either_sandbox.provider().act("withdraw", gone))
    before = everything(either_sandbox)

    assert titles(move(either_sandbox, gone, JANUARY)) == ["participant_id"]
    assert everything(either_sandbox) == before
    assert attributes(move(either_sandbox, present, JANUARY))


@pytest.mark.rule("ACT-5", "ACT-1", edition="guidance")
def test_everything_wrong_with_a_change_is_said_in_order(sandbox):
    gone = sandbox.add()
    attributes(sandbox.provider().act("withdraw", gone))

    refused = move(sandbox, gone, REPLACEMENT, cohort="2020")
    assert titles(refused) == ["participant_id", "schedule_identifier", "cohort"]


@pytest.mark.rule("ACT-1", "AUTH-3")
def test_another_providers_participant_is_not_moved(either_sandbox):
    ect, riverbank = either_sandbox.add(), either_sandbox.provider("riverbank")

    refused = riverbank.act("change-schedule", ect, schedule_identifier=JANUARY)
    assert titles(refused) == ["participant_id"]
    assert attributes(move(either_sandbox, ect, JANUARY))


@pytest.mark.rule("ACT-6")
@pytest.mark.parametrize("own", ["2021", 2021], ids=["text", "number"])
@pytest.mark.parametrize(
    "other", ["2020", 2022, "MMXXI", "21", 2020.9, "2021.x", True, ["2021"]], ids=repr
)
def test_a_cohort_that_is_named_is_the_participants_own(either_sandbox, own, other):
    ect = either_sandbox.add()

    assert titles(move(either_sandbox, ect, JANUARY, cohort=other)) == ["cohort"]
    assert attributes(move(either_sandbox, ect, JANUARY, cohort=own))["cohort"] == "2021"


@pytest.mark.rule("ACT-6", edition="guidance")
@pytest.mark.parametrize("said", [{}, {"cohort": ""}], ids=["absent", "blank"])
def test_without_a_cohort_it_is_the_participants_own(sandbox, said):
    ect = sandbox.add()
    assert attributes(move(sandbox, ect, JANUARY, now=NEXT_ACADEMIC_YEAR, **said))


@pytest.mark.rule("ACT-6", edition="guidance")
def test_a_null_cohort_is_none(sandbox):
    ect, north_star = sandbox.add(), sandbox.provider()
    said = {**participant(ect), "schedule_identifier": JANUARY, "cohort": None}

    path = f"/participants/ecf/{ect.id}/change-schedule"
    assert attributes(north_star.send("PUT", path, said, now=NEXT_ACADEMIC_YEAR))


@pytest.mark.rule("ACT-6", edition="service")
def test_without_a_cohort_the_service_takes_the_academic_year(service_sandbox):
    ect = service_sandbox.add()

    assert titles(move(service_sandbox, ect, JANUARY, now=NEXT_ACADEMIC_YEAR)) == ["cohort"]
    assert attributes(move(service_sandbox, ect, JANUARY, now=ACADEMIC_YEAR_ENDS))
    named = move(service_sandbox, ect, SEPTEMBER, now=NEXT_ACADEMIC_YEAR, cohort="2021")
    assert attributes(named)


@pytest.mark.rule("ACT-6", edition="service")
def test_the_cohort_of_2022_has_schedules_of_its_own(service_sandbox):
    ect = service_sandbox.add(cohort=2022)

    assert titles(move(service_sandbox, ect, JANUARY, now=ACADEMIC_YEAR_ENDS)) == ["cohort"]
    assert attributes(move(service_sandbox, ect, JANUARY, now=NEXT_ACADEMIC_YEAR))


@pytest.mark.rule("ACT-7")
def test_what_stands_outside_the_new_schedule_is_voided_first(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    made = north_star.declare(ect).json()["data"]["id"]
    before = everything(either_sandbox)

    assert titles(move(either_sandbox, ect, JANUARY)) == ["schedule_identifier"]
    assert everything(either_sandbox) == before
    attributes(north_star.void(made))
    assert attributes(move(either_sandbox, ect, JANUARY))


@pytest.mark.rule("ACT-7")
@pytest.mark.parametrize(
    ("now", "state"),
    [
        pytest.param("2022-01-31T23:59:59Z", "eligible", id="eligible"),
        pytest.param("2022-02-01T00:00:00Z", "payable", id="payable"),
        pytest.param("2022-02-28T00:00:00Z", "paid", id="paid"),
    ],
)
def test_whatever_its_state_by_now_it_stands(either_sandbox, now, state):
    ect, north_star = either_sandbox.add(schedule=JANUARY), either_sandbox.provider()
    made = north_star.declare(ect, dated="2021-12-10T09:00:00Z", now="2021-12-10T09:00:00Z")
    path = f"/participant-declarations/{made.json()['data']['id']}"

    assert attributes(north_star.get(path, now=now))["state"] == state
    refused = move(either_sandbox, ect, SEPTEMBER, now=now, cohort=2021)
    assert titles(refused) == ["schedule_identifier"]
    accepted = move(either_sandbox, ect, EXTENDED, now=now, cohort=2021)
    assert attributes(accepted)


@pytest.mark.rule("ACT-7")
def test_what_was_paid_and_taken_back_does_not_stand(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    made = north_star.declare(ect).json()["data"]["id"]

    voided = attributes(north_star.void(made, now="2021-12-05T09:00:00Z"))
    assert voided["state"] == "awaiting-clawback"
    assert attributes(move(either_sandbox, ect, JANUARY, now="2021-12-05T09:00:00Z"))


@pytest.mark.rule("ACT-7", "PART-3")
def test_every_providers_declarations_count(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    riverbank = either_sandbox.provider("riverbank")
    made = north_star.declare(ect).json()["data"]["id"]
    either_sandbox.transfer(ect, "riverbank")

    refused = riverbank.act("change-schedule", ect, schedule_identifier=JANUARY)
    assert titles(refused) == ["schedule_identifier"]
    attributes(north_star.void(made))
    assert attributes(riverbank.act("change-schedule", ect, schedule_identifier=JANUARY))


def declared_on_extended(sandbox, dated):
    """Return somebody declared on a schedule that asks for no more than a start."""
    ect = sandbox.add(schedule=EXTENDED)
    attributes(sandbox.provider().declare(ect, dated=dated, now="2021-12-02T09:00:00Z"))
    return ect


@pytest.mark.rule("ACT-7", edition="guidance")
def test_a_date_at_the_very_start_is_inside_the_new_milestone(sandbox):
    early = declared_on_extended(sandbox, "2021-11-30T23:59:59Z")
    at_start = declared_on_extended(sandbox, "2021-12-01T00:00:00Z")

    assert titles(move(sandbox, early, JANUARY)) == ["schedule_identifier"]
    assert attributes(move(sandbox, at_start, JANUARY))


@pytest.mark.rule("ACT-7", edition="service")
def test_for_the_service_a_date_at_the_very_start_is_outside(service_sandbox):
    at_start = declared_on_extended(service_sandbox, "2021-12-01T00:00:00Z")
    a_second_later = declared_on_extended(service_sandbox, "2021-12-01T00:00:01Z")

    assert titles(move(service_sandbox, at_start, JANUARY)) == ["schedule_identifier"]
    assert attributes(move(service_sandbox, a_second_later, JANUARY))
