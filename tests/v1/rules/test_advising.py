"""What the department would query about whoever is trained, without a store."""

import pytest

from ecf_sandbox.v1.domain.advisories import ParticipantFacts
from ecf_sandbox.v1.domain.participants import Status, TrainingStatus
from ecf_sandbox.v1.rules import advising
from tests.kit.facts import at, declaration, edition, person, record

REPLACEMENT = "ecf-replacement-september"
EXTENDED = "ecf-extended-september"
SEPTEMBER = "ecf-standard-september"
CLOSES = at("2021-12-01T00:00:00Z")
EARLY = at("2021-11-20T00:00:00Z")


def advice(case, rule, *, now=EARLY, of="guidance"):
    """Return what is said under one rule."""
    found = advising.advise(case, edition(of).schedules, now=now)
    return [each for each in found if each.rule == rule]


def case(*declarations, **facts):
    return ParticipantFacts(record(**facts), declarations)


# ADV-1


@pytest.mark.rule("ADV-1")
@pytest.mark.parametrize(("now", "expected"), [(CLOSES - 1, 0), (CLOSES, 1)])
def test_a_milestone_is_missing_from_when_its_period_has_ended(now, expected):
    found = advice(case(), "ADV-1", now=now)

    assert len(found) == expected
    for each in found:
        assert each.participant_id == case().record.person.id
        assert each.provider == "north-star"
        assert "started" in each.what
        assert "2021-11-30" in each.what


@pytest.mark.rule("ADV-1")
def test_every_milestone_that_ended_is_looked_at():
    found = advice(case(declaration("retained-1")), "ADV-1", now=at("2022-05-01T00:00:00Z"))

    missing = [each.what.split(",")[0].removeprefix("Nothing standing for ") for each in found]
    assert missing == ["started", "retained-2"]


@pytest.mark.rule("ADV-1")
def test_nothing_is_missing_where_something_stands_whoever_declared_it():
    theirs = declaration("started", provider="riverbank")

    assert advice(case(theirs), "ADV-1", now=CLOSES) == []


@pytest.mark.rule("ADV-1")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, 1, id="active"),
        pytest.param({"training_status": TrainingStatus.DEFERRED}, 0, id="deferred"),
        pytest.param({"training_status": TrainingStatus.WITHDRAWN}, 0, id="withdrawn"),
        pytest.param({"status": Status.WITHDRAWN}, 0, id="withdrawn by the school"),
    ],
)
def test_only_of_the_active_something_is_missing(facts, expected):
    assert len(advice(case(**facts), "ADV-1", now=CLOSES)) == expected


@pytest.mark.rule("ADV-1")
@pytest.mark.parametrize(
    ("added_at", "expected"),
    [
        pytest.param(CLOSES - 1, 1, id="in the last instant"),
        pytest.param(CLOSES, 0, id="when it was over"),
        pytest.param(at("2022-01-10T09:00:00Z"), 0, id="later"),
    ],
)
def test_a_period_that_closed_before_somebody_was_added_is_left_out(added_at, expected):
    new_person = case(person=person(added_at=added_at))

    assert len(advice(new_person, "ADV-1", now=at("2022-01-31T23:59:59Z"))) == expected
    both = advice(new_person, "ADV-1", now=at("2022-02-01T00:00:00Z"))
    assert len(both) == expected + 1


@pytest.mark.rule("ADV-1")
@pytest.mark.parametrize("schedule", [EXTENDED, "ecf-reduced-april"])
def test_schedules_without_periods_miss_nothing(schedule):
    late = at("2030-01-01T00:00:00Z")
    assert advice(case(schedule_identifier=schedule), "ADV-1", now=late) == []


# ADV-4


@pytest.mark.rule("ADV-4")
@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        pytest.param({"started": "20", "retained-1": "21"}, [], id="in order"),
        pytest.param({"started": "20", "retained-1": "20"}, [], id="at one instant"),
        pytest.param({"started": "21", "retained-1": "20"}, ["retained-1"], id="the second first"),
        pytest.param({"retained-1": "20", "completed": "21"}, [], id="some missing"),
        pytest.param({"started": "21", "completed": "20"}, ["completed"], id="the last first"),
        pytest.param(
            {"started": "23", "retained-1": "22", "retained-2": "21"},
            ["retained-1", "retained-2"],
            id="all backwards",
        ),
    ],
)
@pytest.mark.parametrize("made", ["in this order", "the other way round"])
def test_types_are_expected_in_order_of_date_however_they_were_made(dates, expected, made):
    declared = [declaration(what, f"2021-11-{day}T09:00:00Z") for what, day in dates.items()]
    if made == "the other way round":
        declared.reverse()

    found = advice(case(*declared), "ADV-4")

    assert [each.what.split()[0] for each in found] == expected


@pytest.mark.rule("ADV-4")
def test_the_advice_is_for_whoever_declared_the_later_type():
    started = declaration("started", "2021-11-21T09:00:00Z")
    early = declaration("retained-1", "2021-11-20T09:00:00Z", provider="riverbank")

    assert [each.provider for each in advice(case(started, early), "ADV-4")] == ["riverbank"]


# ADV-5


@pytest.mark.rule("ADV-5")
@pytest.mark.parametrize("kind", ["standard", "extended", "reduced"])
@pytest.mark.parametrize(
    ("month", "started", "expected"),
    [
        ("september", "2021-11-29T23:59:59.999999Z", 0),
        ("september", "2021-11-30T00:00:00Z", 1),
        ("september", "2021-12-10T00:00:00Z", 1),
        ("january", "2021-11-30T23:59:59.999999Z", 1),
        ("january", "2021-12-01T00:00:00Z", 0),
        ("january", "2022-02-10T00:00:00Z", 0),
        ("april", "2022-01-31T23:59:59.999999Z", 1),
        ("april", "2022-02-01T00:00:00Z", 0),
    ],
)
def test_a_schedule_fits_when_the_participant_started(kind, month, started, expected):
    on = case(declaration("started", started), schedule_identifier=f"ecf-{kind}-{month}")

    found = advice(on, "ADV-5")

    assert len(found) == expected
    for each in found:
        assert started[:10] in each.what
        assert f"ecf-{kind}-{month}" in each.what


@pytest.mark.rule("ADV-5")
@pytest.mark.parametrize(("started", "expected"), [("2022-11-29", 0), ("2022-11-30", 1)])
def test_each_cohort_has_its_own_dates(started, expected):
    made = declaration("started", f"{started}T09:00:00Z", cohort=2022)
    known = ParticipantFacts(record(person=person(cohort=2022)), (made,))

    assert len(advice(known, "ADV-5", of="service")) == expected


@pytest.mark.rule("ADV-5")
@pytest.mark.parametrize(
    "known",
    [
        pytest.param(case(), id="not started"),
        pytest.param(case(declaration("retained-1", "2021-12-10T09:00:00Z")), id="another type"),
        pytest.param(
            case(declaration("started", "2022-03-01T09:00:00Z"), schedule_identifier=REPLACEMENT),
            id="a replacement mentor",
        ),
    ],
)
def test_only_a_start_can_be_off_and_only_on_a_schedule_of_starts(known):
    assert advice(known, "ADV-5") == []


# ADV-6


@pytest.mark.rule("ADV-6")
@pytest.mark.parametrize(
    ("held", "expected"),
    [(SEPTEMBER, 0), (EXTENDED, 1), ("ecf-reduced-january", 1), (REPLACEMENT, 1)],
)
def test_a_declaration_on_another_schedule_than_the_standard_ones_is_explained(held, expected):
    """The schedule held when declared counts, not the one held now."""
    made = declaration("started", schedule_identifier=held, provider="riverbank")

    found = advice(case(made), "ADV-6")

    assert [each.provider for each in found] == ["riverbank"] * expected
    assert all(held in each.what for each in found)


@pytest.mark.rule("ADV-6")
def test_each_of_them_is_explained():
    made = [declaration(each, schedule_identifier=EXTENDED) for each in ("started", "retained-1")]

    assert len(advice(case(*made), "ADV-6")) == 2


@pytest.mark.rule("ADV-1", "ADV-4", "ADV-6")
def test_advice_comes_in_order_of_the_rules():
    made = [
        declaration("started", "2021-11-21T09:00:00Z", schedule_identifier=EXTENDED),
        declaration("retained-2", "2021-11-20T09:00:00Z"),
    ]
    late = at("2022-02-01T00:00:00Z")
    found = advising.advise(case(*made), edition("guidance").schedules, now=late)

    assert [each.rule for each in found] == ["ADV-1", "ADV-4", "ADV-6"]
