"""Advisories: accepted by the provider API, told by the control API (ADV)."""

import pytest

from ecf_sandbox.engine.http import replies
from tests.kit.control import refused
from tests.kit.sandbox import NOW, attributes
from tests.kit.school import WORLD, School

REPLACEMENT = "ecf-replacement-september"
EXTENDED = "ecf-extended-september"


@pytest.fixture
def school(either_sandbox):
    return School(either_sandbox)


@pytest.fixture
def north_star(either_sandbox):
    return either_sandbox.provider()


def told(school, *rules, **query):
    """Return whom some rules name, in order, with the rule."""
    return [
        (each["rule"], each["participant_id"])
        for each in school.advisories(**query)
        if each["rule"] in rules
    ]


def declare(provider, somebody, what="started", dated=NOW):
    attributes(provider.declare(somebody, what, dated, now=max(dated, NOW)))


def move(provider, somebody, schedule):
    attributes(provider.act("change-schedule", somebody, schedule_identifier=schedule, cohort=2021))


def test_of_nobody_there_is_nothing_to_say(school):
    assert school.advisories() == []


@pytest.mark.rule("ADV-1")
def test_nothing_standing_when_a_period_has_ended(either_sandbox, school, north_star):
    idle, busy, gone = (either_sandbox.add() for _ in range(3))
    late = either_sandbox.add(added="2021-12-01T00:00:00Z")
    declare(north_star, busy)
    attributes(north_star.act("withdraw", gone))
    assert school.advisories() == []

    school.set_clock("2021-12-01T00:00:00Z")
    (found,) = school.advisories()
    assert (found["rule"], found["participant_id"]) == ("ADV-1", idle.id)
    assert found["provider"] == "north-star"
    assert "started" in found["what"]

    school.set_clock("2022-02-01T00:00:00Z")
    missing = [(each["participant_id"], each["what"].split(",")[0]) for each in school.advisories()]
    assert missing == [
        (idle.id, "Nothing standing for started"),
        (idle.id, "Nothing standing for retained-1"),
        (busy.id, "Nothing standing for retained-1"),
        (late.id, "Nothing standing for retained-1"),
    ]


@pytest.mark.rule("ADV-1")
def test_what_was_voided_does_not_stand(either_sandbox, school, north_star):
    ect = either_sandbox.add()
    made = north_star.declare(ect).json()["data"]["id"]
    school.set_clock("2021-12-01T00:00:00Z")
    assert told(school, "ADV-1") == []

    attributes(north_star.void(made))
    assert told(school, "ADV-1") == [("ADV-1", ect.id)]


@pytest.mark.rule("ADV-1", "PART-3")
def test_after_a_transfer_the_new_provider_is_asked(either_sandbox, school, north_star):
    declared, idle = either_sandbox.add(), either_sandbox.add()
    declare(north_star, declared)
    for each in (declared, idle):
        school.move(each.id, "riverbank")
    school.set_clock("2021-12-01T00:00:00Z")

    (found,) = school.advisories()
    assert (found["participant_id"], found["provider"]) == (idle.id, "riverbank")


@pytest.mark.rule("ADV-2")
def test_a_replacement_mentor_out_of_step_with_the_ect(either_sandbox, school, north_star):
    mentor, other = (either_sandbox.add("mentor", REPLACEMENT) for _ in range(2))
    ect = either_sandbox.add(mentor_id=mentor.id)
    declare(north_star, ect, "retained-1", "2021-12-13T10:00:00Z")
    for each in (mentor, other):
        declare(north_star, each, "started", "2021-12-20T10:00:00Z")

    assert told(school, "ADV-2") == [("ADV-2", mentor.id)]
    school.change(ect.id, mentor_id=other.id)
    assert told(school, "ADV-2") == [("ADV-2", other.id)]


@pytest.mark.rule("ADV-2")
def test_a_replacement_mentor_in_step_with_the_ect(either_sandbox, school, north_star):
    mentor = either_sandbox.add("mentor", REPLACEMENT)
    ect = either_sandbox.add(mentor_id=mentor.id)
    for each in (ect, mentor):
        declare(north_star, each, "retained-1", "2021-12-13T10:00:00Z")

    assert told(school, "ADV-2") == []


@pytest.mark.rule("ADV-2", "PART-3")
def test_an_ect_who_went_to_another_school_is_not_the_mentor_s_any_more(
    either_sandbox, school, north_star
):
    mentor = either_sandbox.add("mentor", REPLACEMENT)
    ect = either_sandbox.add(mentor_id=mentor.id)
    declare(north_star, ect, "retained-1", "2021-12-13T10:00:00Z")
    declare(north_star, mentor, "started", "2021-12-20T10:00:00Z")

    school.move(ect.id, "riverbank")

    assert told(school, "ADV-2") == []


@pytest.mark.rule("ADV-3")
@pytest.mark.parametrize("order", ["before the second", "after the second"])
def test_a_mentor_of_one_moved_to_a_replacement_schedule_for_a_second(
    either_sandbox, school, north_star, order
):
    mentor, first, second = either_sandbox.add("mentor"), either_sandbox.add(), either_sandbox.add()
    school.change(first.id, mentor_id=mentor.id)
    if order == "after the second":
        school.change(second.id, mentor_id=mentor.id)
    move(north_star, mentor, REPLACEMENT)
    assert len(told(school, "ADV-3")) == (order == "after the second")
    if order == "before the second":
        school.change(second.id, mentor_id=mentor.id)

    assert told(school, "ADV-3") == [("ADV-3", mentor.id)]
    move(north_star, mentor, "ecf-standard-september")
    assert told(school, "ADV-3") == []


@pytest.mark.rule("ADV-3")
@pytest.mark.parametrize("assigned", ["at adding", "by a change"])
def test_a_mentor_who_was_moved_with_nobody_to_mentor(school, north_star, assigned):
    mentor = school.add("mentor")
    north_star.act(
        "change-schedule",
        mentor["id"],
        course_identifier="ecf-mentor",
        schedule_identifier=REPLACEMENT,
        cohort=2021,
    )
    for _ in range(2):
        if assigned == "at adding":
            school.add(mentor_id=mentor["id"])
        else:
            school.change(school.add()["id"], mentor_id=mentor["id"])

    assert told(school, "ADV-3") == []


@pytest.mark.rule("ADV-3")
def test_a_mentor_who_had_ects_from_the_beginning(either_sandbox, school, north_star):
    mentor = either_sandbox.add("mentor")
    for _ in range(2):
        either_sandbox.add(mentor_id=mentor.id)
    assert told(school, "ADV-3") == []

    move(north_star, mentor, REPLACEMENT)
    assert told(school, "ADV-3") == [("ADV-3", mentor.id)]


@pytest.mark.rule("ADV-3")
def test_a_mentor_added_on_a_replacement_schedule(either_sandbox, school):
    mentor = either_sandbox.add("mentor", REPLACEMENT)
    for _ in range(2):
        either_sandbox.add(mentor_id=mentor.id)

    assert told(school, "ADV-3") == []


@pytest.mark.rule("ADV-4")
def test_declarations_out_of_order(either_sandbox, school, north_star):
    ordered, disordered = (either_sandbox.add(schedule=EXTENDED) for _ in range(2))
    for ect, dates in ((ordered, ("09-10", "09-20")), (disordered, ("09-20", "09-10"))):
        for what, day in zip(("started", "retained-1"), dates, strict=True):
            declare(north_star, ect, what, f"2021-{day}T10:00:00Z")

    assert told(school, "ADV-4") == [("ADV-4", disordered.id)]


@pytest.mark.rule("ADV-5")
def test_a_start_that_the_schedule_does_not_fit(either_sandbox, school, north_star):
    fits, does_not = (either_sandbox.add() for _ in range(2))
    for ect in (fits, does_not):
        declare(north_star, ect)
    move(north_star, does_not, "ecf-reduced-september")
    assert told(school, "ADV-5") == []

    made = either_sandbox.add(schedule="ecf-extended-january")
    declare(north_star, made, dated="2022-01-10T10:00:00Z")
    move(north_star, made, "ecf-extended-september")
    assert told(school, "ADV-5") == [("ADV-5", made.id)]


@pytest.mark.rule("ADV-6")
def test_declarations_on_other_schedules_than_the_standard_ones(either_sandbox, school, north_star):
    usual, extended = either_sandbox.add(), either_sandbox.add(schedule=EXTENDED)
    declare(north_star, usual)
    declare(north_star, extended)
    assert told(school, "ADV-6") == [("ADV-6", extended.id)]

    declare(north_star, extended, "retained-1")
    move(north_star, usual, "ecf-reduced-september")
    assert told(school, "ADV-6") == [("ADV-6", extended.id)] * 2


@pytest.mark.rule("ADV-1", "ADV-6")
def test_one_provider_s_advisories_can_be_asked_for(either_sandbox, school, north_star):
    moved, ours = (either_sandbox.add(schedule=EXTENDED) for _ in range(2))
    theirs = either_sandbox.add(provider="riverbank", schedule=EXTENDED)
    for each in (moved, ours):
        declare(north_star, each)
    declare(either_sandbox.provider("riverbank"), theirs)
    school.move(moved.id, "riverbank")
    declare(either_sandbox.provider("riverbank"), moved, "retained-1")
    both = [moved, moved, ours, theirs]

    assert [id_ for _, id_ in told(school, "ADV-6")] == [each.id for each in both]
    by = {each: told(school, "ADV-6", provider=each) for each in ("north-star", "riverbank")}
    assert by["north-star"] == [("ADV-6", moved.id), ("ADV-6", ours.id)]
    assert by["riverbank"] == [("ADV-6", moved.id), ("ADV-6", theirs.id)]
    assert told(school, "ADV-6", provider="fenland") == []
    assert refused(school.control.get(f"{WORLD}/advisories?provider=nobody")) == (
        400,
        "invalid_request",
    )
    assert refused(school.control.get("/worlds/nowhere/advisories")) == (404, "not_found")


@pytest.mark.rule("ADV-1")
def test_the_world_s_clock_moves_advisories_and_a_header_does_not(either_sandbox, school):
    either_sandbox.add()
    later = {"X-With-Server-Date": "2022-03-01"}
    found = school.control.get(f"{WORLD}/advisories", headers=later)
    assert found.json() == {"advisories": []}

    school.set_clock("2022-03-01T00:00:00Z")
    assert len(school.advisories()) == 2
    school.set_clock(NOW)
    assert school.advisories() == []


@pytest.mark.rule("ADV-1")
@pytest.mark.parametrize("in_memory", [100, 1_000_000], ids=["from disk", "from memory"])
def test_a_long_list_comes_whole(either_sandbox, school, monkeypatch, in_memory):
    monkeypatch.setattr(replies, "_IN_MEMORY", in_memory)
    people = [either_sandbox.add().id for _ in range(40)]
    school.set_clock("2030-01-01T00:00:00Z")

    found = school.advisories()
    assert [each["participant_id"] for each in found[::6]] == people
    assert len(found) == 6 * len(people)
