"""Where a clock can be sent by name, and what a move passes."""

import pytest

from ecf_sandbox.engine.domain.instants import parse_date_time
from tests.v3.kit import facts
from tests.v3.kit.people import add_mentorship, add_partnership, add_person, declare

NAOMI = "00000000-0000-4000-8000-000000003101"
JOINING = "00000000-0000-4000-8000-000000003201"
LEAVING = "00000000-0000-4000-8000-000000003202"
NOBODY = "00000000-0000-4000-8000-00000000ffff"
SEPTEMBER = "ecf-standard-september"


def events(moved, *kinds):
    return [each for each in moved["passed"] if each["what"] in kinds]


def counted(moved, kind, name):
    """Return what events of a kind counted by cohort, where they counted anything."""
    return {each["cohort"]: each[name] for each in events(moved, kind) if each[name]}


@pytest.mark.rule("V3-PAY-3", "V3-PAY-4", "V3-DECL-7", "V3-TIME-3")
@pytest.mark.parametrize(
    ("said", "arrival"),
    [
        pytest.param({"to": "tomorrow"}, "2026-11-26T00:00:00Z", id="tomorrow"),
        pytest.param({"to": "next-statement-deadline"}, "2027-01-01T00:00:00Z", id="deadline"),
        pytest.param({"to": "next-payment"}, "2027-01-25T00:00:00Z", id="payment"),
        pytest.param(
            {"to": "next-payment", "cohort": 2026}, "2027-01-25T00:00:00Z", id="payment-of-2026"
        ),
        pytest.param(
            {"to": "next-milestone-start", "schedule": "ecf-standard-january", "cohort": "2026"},
            "2027-01-01T00:00:00Z",
            id="milestone-start",
        ),
        pytest.param(
            {"to": "next-milestone-end", "schedule": "ecf-standard-april", "cohort": "2024"},
            "2027-01-01T00:00:00Z",
            id="milestone-end",
        ),
        pytest.param(
            {"to": "next-training-start", "participant_id": JOINING},
            "2027-01-04T00:00:00Z",
            id="training-start",
        ),
        pytest.param(
            {"to": "next-training-end", "participant_id": LEAVING.upper()},
            "2027-01-01T00:00:00Z",
            id="training-end",
        ),
    ],
)
def test_a_clock_goes_to_what_comes_next(control, said, arrival):
    assert control.advance(**said)["now"] == arrival
    assert control.get("/clock") == {"now": arrival, "ticking": False}


def test_a_clock_goes_to_where_anybodys_training_begins_or_ends(bare, department):
    department.refused("POST", "/clock/advance", {"to": "next-training-start"})
    add_partnership(department)
    add_person(bare, "2027-01-04", "2027-01-31")
    add_person(bare, "2026-11-25", school_led=True)
    assert department.advance(to="next-training-start")["now"] == "2027-01-04T00:00:00Z"
    department.refused("POST", "/clock/advance", {"to": "next-training-start"})
    assert department.advance(to="next-training-end")["now"] == "2027-02-01T00:00:00Z"
    department.refused("POST", "/clock/advance", {"to": "next-training-end"})


@pytest.mark.rule("V3-REG-17")
def test_what_is_authorised_is_not_paid_again(bare, department):
    add_partnership(department)
    declare(bare, add_person(bare))
    department.advance(to="2027-01-05T00:00:00Z")
    path = "/statements/57000000-0000-4000-8000-012026202701/authorise"
    department.done("POST", path)
    moved = department.advance(to="next-payment", cohort="2026")
    assert moved["now"] == "2027-01-25T00:00:00Z", "other providers' are still to be paid"
    assert counted(moved, "payment-made", "declarations") == {}


@pytest.mark.rule("V3-PAY-3", "V3-PAY-4")
def test_what_comes_next_is_strictly_after_now(control):
    assert control.advance(to="next-payment")["now"] == "2027-01-25T00:00:00Z"
    assert control.advance(to="next-payment")["now"] == "2027-04-24T23:00:00Z"
    assert control.advance(to="next-statement-deadline")["now"] == "2027-07-31T23:00:00Z"
    assert control.advance(to="tomorrow")["now"] == "2027-08-01T23:00:00Z"


@pytest.mark.rule("V3-TIME-3")
@pytest.mark.parametrize(
    ("start", "by", "arrival"),
    [
        pytest.param("2027-03-27T12:00:00Z", "P1D", "2027-03-28T11:00:00Z", id="spring"),
        pytest.param("2027-10-30T12:00:00Z", "P1D", "2027-10-31T13:00:00Z", id="autumn"),
        pytest.param("2027-03-28T11:00:00Z", "-P1D", "2027-03-27T12:00:00Z", id="spring-back"),
        pytest.param("2027-10-31T13:00:00Z", "-P1D", "2027-10-30T12:00:00Z", id="autumn-back"),
    ],
)
def test_a_day_is_londons_when_the_clocks_change(server, control, start, by, arrival):
    server.set_now(start)
    assert control.advance(by=by)["now"] == arrival


@pytest.mark.rule("V3-TIME-3")
@pytest.mark.parametrize(
    ("start", "arrival"),
    [
        pytest.param("2027-03-27T12:00:00Z", "2027-03-28T00:00:00Z", id="before-spring"),
        pytest.param("2027-03-28T12:00:00Z", "2027-03-28T23:00:00Z", id="spring"),
        pytest.param("2027-10-30T12:00:00Z", "2027-10-30T23:00:00Z", id="before-autumn"),
        pytest.param("2027-10-31T12:00:00Z", "2027-11-01T00:00:00Z", id="autumn"),
        pytest.param("2027-07-01T23:30:00Z", "2027-07-02T23:00:00Z", id="after-londons-midnight"),
    ],
)
def test_tomorrow_begins_at_londons_midnight(server, control, start, arrival):
    server.set_now(start)
    assert control.advance(to="tomorrow")["now"] == arrival


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        pytest.param({"to": "next-cohort"}, 409, "no next-cohort", id="none-left"),
        pytest.param({"to": "next-payment", "cohort": "2030"}, 409, "no cohort 2030", id="cohort"),
        pytest.param({"to": "next-payment", "cohort": "2021"}, 409, "for 2021", id="ended"),
        pytest.param(
            {"to": "next-milestone-end", "schedule": SEPTEMBER, "cohort": "2026"},
            409,
            "no next-milestone-end",
            id="no-ends",
        ),
        pytest.param(
            {"to": "next-milestone-start", "schedule": SEPTEMBER, "cohort": "2030"},
            409,
            "no cohort 2030",
            id="schedule-of-no-cohort",
        ),
        pytest.param(
            {"to": "next-training-end", "participant_id": NAOMI}, 409, NAOMI, id="open-training"
        ),
        pytest.param(
            {"to": "next-training-start", "participant_id": NOBODY}, 404, NOBODY, id="nobody"
        ),
        pytest.param({"to": "next-milestone-end"}, 400, "schedule", id="milestone-of-nothing"),
        pytest.param({"to": "yesterday"}, 400, "to", id="unknown-word"),
        pytest.param({"to": "tomorrow", "cohort": "2026"}, 400, "#/to", id="unknown-key"),
    ],
)
def test_a_move_that_leads_nowhere_is_refused(control, said, status, told):
    message = control.refused("POST", "/clock/advance", said, status=status)
    assert told in message
    assert control.get("/clock")["now"] == "2026-11-25T09:00:00Z"


def test_tomorrow_is_not_after_the_last_day(server, control):
    server.set_now("2099-12-31T10:00:00Z")
    control.refused("POST", "/clock/advance", {"to": "tomorrow"})
    server.set_now("2099-12-30T10:00:00Z")
    assert control.advance(to="tomorrow")["now"] == "2099-12-31T00:00:00Z"


@pytest.mark.rule("V3-PAY-3", "V3-PAY-4", "V3-PAY-5", "V3-REG-17")
def test_a_move_tells_what_closed_and_what_was_paid(bare, department):
    add_partnership(department)
    declare(bare, add_person(bare))
    voided = declare(bare, add_person(bare))
    bare.call("PUT", f"/participant-declarations/{voided}/void")
    moved = department.advance(to="2027-01-25T00:00:00Z")
    assert counted(moved, "statement-closed", "declarations") == {"2026": 1}
    assert counted(moved, "payment-made", "declarations") == {"2026": 1}
    assert counted(moved, "payment-made", "clawbacks") == {}
    assert {each["at"] for each in events(moved, "statement-closed")} == {"2027-01-01T00:00:00Z"}
    assert {each["at"] for each in events(moved, "payment-made")} == {"2027-01-25T00:00:00Z"}
    assert [each["cohort"] for each in events(moved, "payment-made")] == [
        str(year) for year in range(2023, 2027)
    ]


@pytest.mark.rule("V3-PAY-5")
def test_a_move_tells_what_was_clawed_back(bare, department):
    add_partnership(department)
    paid = declare(bare, add_person(bare))
    department.advance(to="2027-02-01T00:00:00Z")
    bare.now = parse_date_time("2027-02-01T00:00:00Z")
    bare.call("PUT", f"/participant-declarations/{paid}/void")
    moved = department.advance(to="2027-04-25T00:00:00Z")
    assert counted(moved, "statement-closed", "declarations") == {}
    assert counted(moved, "payment-made", "clawbacks") == {"2026": 1}
    assert counted(moved, "payment-made", "declarations") == {}


@pytest.mark.rule("V3-REG-11", "V3-PAY-2")
def test_a_move_tells_whose_training_began_or_ended_and_who_became_eligible(bare, department):
    add_partnership(department)
    add_person(bare, "2027-01-04")
    add_person(bare, "2027-01-04", school_led=True)
    add_person(bare, "2026-09-01", "2026-11-30", induction="2026-12-01")
    add_person(bare, "2026-09-01", "2026-11-24")
    mentor = add_person(bare, role=facts.MENTOR)
    add_mentorship(bare, add_person(bare), mentor, finished="2026-12-04")
    moved = department.advance(to="2027-01-04T00:00:00Z")
    people = ("training-began", "training-ended", "mentorship-ended", "became-eligible")
    assert [tuple(each.values())[:3] for each in events(moved, *people)] == [
        ("2026-12-01T00:00:00Z", "training-ended", 1),
        ("2026-12-01T00:00:00Z", "became-eligible", 1),
        ("2026-12-05T00:00:00Z", "mentorship-ended", 1),
        ("2027-01-04T00:00:00Z", "training-began", 2),
        ("2027-01-04T00:00:00Z", "became-eligible", 2),
    ]
    department.advance(to="2026-12-01T00:00:00Z")
    assert events(department.advance(to="2026-12-04T23:59:59Z"), *people) == []


@pytest.mark.rule("V3-DECL-7", "V3-COHORT-1")
def test_at_one_moment_closings_come_first_then_payments_then_openings(control):
    moved = control.advance(to="2027-06-01T00:00:00Z")
    order = ["closed", "ended", "frozen", "payment", "opened", "began", "eligible"]
    places = [
        (each["at"], next(i for i, word in enumerate(order) if word in each["what"]) > 2)
        for each in moved["passed"]
    ]
    assert places == sorted(places)
    assert events(moved, "cohort-ended") == [
        {"at": "2027-05-31T23:00:00Z", "what": "cohort-ended", "cohort": "2026"}
    ]
    opened = [each["schedule"] for each in events(moved, "milestone-opened")]
    assert {"ecf-standard-january", "ecf-extended-april", "ecf-reduced-january"} <= set(opened)
    (closed,) = (
        each
        for each in events(moved, "milestone-closed")
        if each["at"] == "2027-01-01T00:00:00Z" and each["schedule"] == "ecf-standard-january"
    )
    assert (closed["cohort"], closed["declaration_type"]) == ("2024", "completed")


@pytest.mark.rule("V3-COHORT-2")
def test_a_move_over_a_cohorts_freeze_and_beginning_tells_it(server, control):
    server.set_now("2024-05-31T12:00:00Z")
    moved = control.advance(to="2024-06-18T00:00:00Z")
    assert [each["what"] for each in events(moved, "cohort-began", "cohort-ended")] == [
        "cohort-ended",
        "cohort-began",
    ]
    assert events(moved, "cohort-frozen") == [
        {"at": "2024-06-17T23:00:00Z", "what": "cohort-frozen", "cohort": "2021"}
    ]


def test_going_back_passes_nothing_and_going_on_again_the_same(control):
    first = control.advance(to="2027-01-04T00:00:00Z")
    assert control.advance(to="2026-11-25T09:00:00Z")["passed"] == []
    assert control.advance(to="2027-01-04T00:00:00Z") == first
    assert first["passed"]


@pytest.mark.rule("V3-PAY-2")
def test_a_declaration_that_becomes_eligible_as_a_statement_closes_is_not_counted(bare, department):
    add_partnership(department)
    declare(bare, add_person(bare, induction="2027-01-01"))
    moved = department.advance(to="2027-01-25T00:00:00Z")
    assert counted(moved, "statement-closed", "declarations") == {}
    assert counted(moved, "payment-made", "declarations") == {}
    moved = department.advance(to="2027-05-01T00:00:00Z")
    assert counted(moved, "statement-closed", "declarations") == {"2026": 1}
    assert counted(moved, "payment-made", "declarations") == {"2026": 1}


@pytest.mark.rule("V3-PAY-3", "V3-PAY-4")
def test_a_move_names_those_to_whom_something_happened(bare, department):
    add_partnership(department)
    people = [add_person(bare) for _ in range(12)]
    for each in people:
        declare(bare, each)
    moved = department.advance(to="2027-01-25T00:00:00Z")
    for kind in ("statement-closed", "payment-made"):
        (event,) = (each for each in events(moved, kind) if each["declarations"])
        assert event["declarations"] == 12
        assert [each["id"] for each in event["people"]] == people[:1:-1]
    assert all(len(each["people"]) <= 10 for each in moved["passed"] if "people" in each)


def test_people_who_begin_end_or_become_eligible_are_named_as_they_are_counted(control):
    moved = control.advance(to="2027-09-02T00:00:00Z")
    kinds = ("training-began", "training-ended", "mentorship-ended", "became-eligible")
    found = events(moved, *kinds)
    assert {each["what"] for each in found} > {"training-began", "became-eligible"}
    for each in found:
        assert len({one["id"] for one in each["people"]}) == min(each["participants"], 10)
