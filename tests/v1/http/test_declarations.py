"""What a declaration must say, and when it is accepted."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import instant, moment, wire
from tests.kit.facts import at
from tests.kit.sandbox import NOW, SEPTEMBER, attributes, ids, participant, titles
from tests.kit.traces import everything

TYPES = ["started", "retained-1", "retained-2", "retained-3", "retained-4", "completed"]
UNKNOWN = "5eaf00d0-0000-4000-8000-000000000009"
DECLARATIONS = "/participant-declarations"


def started(somebody, **said):
    """Return what is said to declare `started`; what is None is sent as null."""
    known = {"declaration_type": "started", "declaration_date": NOW}
    return {**participant(somebody), **known, **said}


@pytest.mark.rule("DECL-1")
def test_a_declaration_answers_what_was_declared_in_order(either_sandbox):
    ect = either_sandbox.add()

    answer = either_sandbox.provider().declare(ect)
    assert answer.json()["data"]["type"] == "participant-declaration"
    assert list(attributes(answer).items()) == [
        ("participant_id", ect.id),
        ("declaration_type", "started"),
        ("course_identifier", "ecf-induction"),
        ("eligible_for_payment", True),
        ("declaration_date", NOW),
        ("updated_at", NOW),
        ("voided", False),
        ("state", "eligible"),
        ("has_passed", None),
    ]


@pytest.mark.rule("DECL-1")
@pytest.mark.parametrize("said", [{}, None, [], "all", 3, True], ids=repr)
def test_with_nothing_said_four_titles_come_in_order(either_sandbox, said):
    refused = either_sandbox.provider().send("POST", DECLARATIONS, said)
    assert titles(refused) == [
        "declaration_date",
        "declaration_type",
        "participant_id",
        "course_identifier",
    ]


@pytest.mark.rule("DECL-1")
def test_everything_wrong_is_said_in_order(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    attributes(north_star.declare(ect, "retained-1", "2021-12-02T09:00:00Z", now="2021-12-03"))
    attributes(north_star.act("withdraw", ect, now="2021-12-04"))
    before = everything(either_sandbox)

    again = {"now": "2021-12-05", "evidence_held": "hearsay"}
    late = north_star.declare(ect, "retained-1", "2022-02-01T00:00:00Z", **again)
    odd = north_star.declare(ect, "retained-9", "2022-02-01T00:00:00Z", **again)
    assert titles(late) == ["declaration_date", "participant_id", "evidence_held", "base"]
    assert titles(odd) == [
        "declaration_date",
        "participant_id",
        "evidence_held",
        "declaration_type",
    ]
    assert everything(either_sandbox) == before


@pytest.mark.rule("DECL-1")
@pytest.mark.parametrize("field", ["declaration_date", "declaration_type"])
def test_each_field_is_required_and_blank_is_missing(either_sandbox, field):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()

    for blank in (None, "", "   ", False, [], {}):
        said = started(ect, **{field: blank})
        assert titles(north_star.send("POST", DECLARATIONS, said)) == [field]
    said = started(ect)
    del said[field]
    assert titles(north_star.send("POST", DECLARATIONS, said)) == [field]
    assert attributes(north_star.send("POST", DECLARATIONS, started(ect)))


@pytest.mark.rule("DECL-1")
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"participant_id": UNKNOWN}, id="an unknown participant"),
        pytest.param({"course_identifier": "ecf-mentor"}, id="a wrong course"),
    ],
)
def test_window_evidence_schedule_and_place_wait_for_a_participant(either_sandbox, wrong):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    attributes(north_star.declare(ect))

    for what, dated in (("started", "2021-01-01T00:00:00Z"), ("retained-9", NOW)):
        said = {"evidence_held": "hearsay", **wrong}
        refused = north_star.declare(ect, what, dated, **said)
        assert titles(refused) == ["participant_id", "course_identifier"]


@pytest.mark.rule("DECL-2")
@pytest.mark.parametrize("declaration_type", TYPES)
def test_each_milestone_of_the_schedule_can_be_declared(either_sandbox, declaration_type):
    ect = either_sandbox.add(schedule="ecf-extended-september")

    accepted = either_sandbox.provider().declare(ect, declaration_type)
    assert attributes(accepted)["declaration_type"] == declaration_type


@pytest.mark.rule("DECL-2")
@pytest.mark.parametrize("unknown", ["retained-5", "retained", "Started", "paused", 1, ["started"]])
def test_a_type_that_is_no_milestone_is_refused(either_sandbox, unknown):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()

    with_evidence = north_star.declare(ect, declaration_type=unknown)
    without = north_star.declare(ect, declaration_type=unknown, evidence_held=None)
    assert titles(with_evidence) == ["declaration_type"]
    assert titles(without) == ["evidence_held", "declaration_type"]
    assert attributes(north_star.declare(ect))


@pytest.mark.rule("DECL-3")
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2021-11-24T23:30:00Z", "2021-11-24T23:30:00Z"),
        ("2021-11-24t23:30:00z", "2021-11-24T23:30:00Z"),
        ("2021-11-24T23:30:00", "2021-11-24T23:30:00Z"),
        ("2021-11-24T23:30:00.999999Z", "2021-11-24T23:30:00Z"),
        ("2021-11-24T23:30:00,123456789123Z", "2021-11-24T23:30:00Z"),
        ("2021-11-25T00:30:00+01:00", "2021-11-24T23:30:00Z"),
        ("2021-11-24T09:30:00-14:00", "2021-11-24T23:30:00Z"),
        ("2021-11-25T13:30:00+14:00", "2021-11-24T23:30:00Z"),
        ("2021-11-24T23:30:00-00:00", "2021-11-24T23:30:00Z"),
    ],
    ids=lambda value: value,
)
def test_a_date_is_an_rfc_3339_date_time(either_sandbox, text, meant):
    ect = either_sandbox.add()

    accepted = either_sandbox.provider().declare(ect, dated=text)
    assert attributes(accepted)["declaration_date"] == meant


@pytest.mark.rule("DECL-3")
@pytest.mark.parametrize(
    "text",
    [
        "2021-11-24",
        "2021-11-24 23:30:00Z",
        "2021-11-24T23:30Z",
        "2021-11-24T24:00:00Z",
        "2021-11-24T23:59:60Z",
        "2021-11-24T23:30:00.Z",
        "2021-11-24T23:30:00+14:01",
        "2021-11-24T23:30:00-15:00",
        "2021-11-24T23:30:00+00:60",
        "2021-11-24T23:30:00 01:00",
        "2021-11-31T09:00:00Z",
        "2021-02-29T09:00:00Z",
        "0000-01-01T09:00:00Z",
        "20211124T233000Z",
        "2021-W47-3T09:00:00Z",
        "٢٠٢١-11-24T09:00:00Z",
        "2021-11-24T09:00:00Z\n",
        "yesterday",
        1637744400,
        ["2021-11-24T09:00:00Z"],
        "0001-01-01T00:00:00+14:00",  # moments that exist, but not for long
        "9999-12-31T23:59:59-14:00",
    ],
    ids=repr,
)
def test_anything_else_is_no_date(either_sandbox, text):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()

    assert titles(north_star.declare(ect, declaration_date=text)) == ["declaration_date"]
    assert attributes(north_star.declare(ect, dated="2021-11-24T09:00:00Z"))


@pytest.mark.rule("DECL-3")
@given(
    local=st.datetimes(
        *(moment(at(day)).replace(tzinfo=None) for day in ("2021-11-20T00:00:00Z", NOW))
    ),
    minutes=st.integers(-14 * 60, 14 * 60),
)
def test_an_offset_is_taken_off(sandbox, local, minutes):
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    text = f"{local.isoformat(timespec='microseconds')}{sign}{size // 60:02}:{size % 60:02}"
    meant = moment(at(f"{local.isoformat()}Z")) - timedelta(minutes=minutes)

    answer = sandbox.provider().declare(sandbox.add(), dated=text, now="2021-11-30T12:00:00Z")
    assert attributes(answer)["declaration_date"] == wire(instant(meant))


@pytest.mark.rule("DECL-4")
@pytest.mark.parametrize(
    "future", ["2021-11-25T09:00:01Z", "2021-11-25T09:00:00.000001Z", "2021-11-25T08:00:00-01:01"]
)
def test_a_date_is_not_after_now(either_sandbox, future):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()

    assert titles(north_star.declare(ect, dated=future, now=NOW)) == ["declaration_date"]
    assert attributes(north_star.declare(ect, dated=NOW, now=NOW))


@pytest.mark.rule("DECL-4")
def test_the_same_date_is_accepted_once_it_came(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    dated = "2021-11-29T12:00:00Z"

    assert titles(north_star.declare(ect, dated=dated)) == ["declaration_date"]
    assert attributes(north_star.declare(ect, dated=dated, now=dated))


@pytest.mark.rule("DECL-5")
@pytest.mark.parametrize(
    ("edition", "outside", "inside"),
    [
        ("guidance", "2021-11-18T23:59:59.999999Z", "2021-11-19T00:00:00Z"),
        ("guidance", "2021-12-01T00:00:00Z", "2021-11-30T23:59:59.999999Z"),
        ("guidance", "2021-11-19T00:59:59+01:00", "2021-11-18T23:00:00-01:00"),
        ("service", "2021-08-31T23:59:59.999999Z", "2021-09-01T00:00:00Z"),
        ("service", "2021-12-01T00:00:00Z", "2021-11-30T23:59:59.999999Z"),
    ],
    ids=lambda value: value,
)
def test_a_standard_schedule_asks_for_the_days_of_its_milestone(
    sandbox_of, edition, outside, inside
):
    sandbox = sandbox_of(edition)
    ect, north_star = sandbox.add(), sandbox.provider()

    refused = north_star.declare(ect, dated=outside, now="2021-12-02T09:00:00Z")
    assert titles(refused) == ["declaration_date"]
    assert ids(north_star.get(DECLARATIONS)) == []
    assert attributes(north_star.declare(ect, dated=inside, now="2021-12-02T09:00:00Z"))


@pytest.mark.rule("DECL-5")
def test_a_late_declaration_may_be_backdated(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    late = "2023-06-01T09:00:00Z"

    assert titles(north_star.declare(ect, dated=late, now=late)) == ["declaration_date"]
    assert attributes(north_star.declare(ect, dated=NOW, now=late))["declaration_date"] == NOW


@pytest.mark.rule("DECL-5")
def test_after_a_change_the_new_schedules_milestones_apply(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    december = {"dated": "2021-12-15T09:00:00Z", "now": "2021-12-15T09:00:00Z"}

    assert titles(north_star.declare(ect, **december)) == ["declaration_date"]
    attributes(north_star.act("change-schedule", ect, schedule_identifier="ecf-standard-january"))
    assert attributes(north_star.declare(ect, **december))


@pytest.mark.rule("DECL-6")
@pytest.mark.parametrize(
    ("kind", "schedule", "before", "start"),
    [
        ("ect", "ecf-extended-september", "2021-08-31T23:59:59Z", "2021-09-01T00:00:00Z"),
        ("ect", "ecf-reduced-january", "2021-12-31T23:59:59Z", "2022-01-01T00:00:00Z"),
        ("mentor", "ecf-replacement-april", "2022-03-31T23:59:59Z", "2022-04-01T00:00:00Z"),
    ],
    ids=lambda value: value,
)
def test_other_schedules_ask_for_any_date_from_their_start_on(
    either_sandbox, kind, schedule, before, start
):
    somebody, north_star = either_sandbox.add(kind, schedule), either_sandbox.provider()
    later = "2026-01-01T00:00:00Z"

    assert titles(north_star.declare(somebody, dated=before, now=later)) == ["declaration_date"]
    for declaration_type, dated in (("started", later), ("completed", start)):
        assert attributes(north_star.declare(somebody, declaration_type, dated, now=later))


@pytest.mark.rule("DECL-12")
def test_types_may_come_in_any_order(either_sandbox):
    ect = either_sandbox.add(schedule=SEPTEMBER.replace("standard", "reduced"))

    for declaration_type in reversed(TYPES):
        assert attributes(either_sandbox.provider().declare(ect, declaration_type))
