"""Which changes of school are transfers."""

import pytest

from ecf_sandbox.v3.rules import transfers
from tests.v3.kit.facts import (
    MENTOR,
    OTHER,
    PROVIDER,
    day,
    history,
    induction,
    interest,
    person,
    school_led,
    school_period,
    training,
)

TODAY = day("2026-11-25")
LEFT = school_period("2026-09-01", "2026-10-31", id="left")
JOINED = school_period("2026-11-02", school="S02", id="joined")


def leaving(finished="2026-10-31", **facts):
    return training("2026-09-01", finished, school_period_id="left", **facts)


def joining(started="2026-11-02", kind=training, **facts):
    return kind(started, school_period_id="joined", **facts)


def seen(*facts, by=PROVIDER, who=None):
    return transfers.transfers(history(*facts, who=who), by)


@pytest.mark.rule("V3-TRANSFER-1", "V3-TRANSFER-2")
def test_a_change_of_school_is_a_transfer_with_two_sides():
    (found,) = seen(LEFT, JOINED, old := leaving(), new := joining())
    assert (found.leaving.training, found.joining.training) == (old, new)
    assert (found.left_on, found.joined_on) == (day("2026-10-31"), day("2026-11-02"))


@pytest.mark.rule("V3-TRANSFER-1")
@pytest.mark.parametrize(
    "facts",
    [
        pytest.param([school_period(id="left"), leaving(None)], id="still there"),
        pytest.param(
            [school_period(id="left"), leaving(withdrawn="2026-10-31")], id="withdrawn is not left"
        ),
        pytest.param([LEFT, leaving(None)], id="training without end"),
        pytest.param([LEFT], id="no training"),
        pytest.param(
            [LEFT, school_period("2026-11-02", id="joined"), leaving(), joining()],
            id="back to the same school",
        ),
        pytest.param(
            [LEFT, leaving(), induction(finished="2026-10-31", outcome="pass")], id="done"
        ),
        pytest.param([LEFT, leaving(provider=OTHER)], id="none of this provider's"),
        pytest.param(
            [LEFT, JOINED, leaving(provider=OTHER), joining(kind=interest)], id="on interest alone"
        ),
    ],
)
def test_what_is_no_transfer(facts):
    assert seen(*facts) == []


@pytest.mark.rule("V3-TRANSFER-1")
def test_both_providers_see_it_and_nobody_else():
    facts = [LEFT, JOINED, leaving(), joining(provider=OTHER)]
    assert len(seen(*facts)) == len(seen(*facts, by=OTHER)) == 1
    assert seen(*facts, by="beacon-hill") == []


@pytest.mark.rule("V3-TRANSFER-1")
def test_completed_induction_does_not_hide_a_change_to_another_school():
    done = induction(finished="2026-10-31", outcome="pass")
    assert len(seen(LEFT, JOINED, leaving(), joining(), done)) == 1
    recorded = person(record_completed_on=day("2026-10-31"))
    assert seen(LEFT, leaving(), who=recorded) == []


@pytest.mark.rule("V3-TRANSFER-1")
def test_the_last_training_leaves_and_the_first_joins():
    first = training("2026-09-01", "2026-09-30", school_period_id="left", provider=OTHER)
    last = training("2026-10-01", "2026-10-31", school_period_id="left")
    after = joining("2026-12-01", provider=OTHER)
    (found,) = seen(LEFT, JOINED, last, first, after, joining("2026-11-02"))
    assert found.leaving.training == last
    assert found.joining.training.started_on == day("2026-11-02")


@pytest.mark.rule("V3-TRANSFER-3", "V3-TRANSFER-2")
@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        pytest.param([LEFT, leaving()], "unknown", id="nowhere known"),
        pytest.param([LEFT, JOINED, leaving()], "unknown", id="no training there"),
        pytest.param([LEFT, JOINED, leaving(), joining()], "new_school", id="same provider"),
        pytest.param(
            [LEFT, JOINED, leaving(), joining(provider=OTHER)], "new_provider", id="another one"
        ),
        pytest.param(
            [LEFT, JOINED, leaving(), joining(kind=interest)], "new_provider", id="on interest"
        ),
        pytest.param(
            [LEFT, JOINED, leaving(), joining(kind=school_led)], "new_provider", id="school-led"
        ),
    ],
)
def test_what_changes_with_the_school(facts, kind):
    (found,) = seen(*facts)
    assert transfers.transfer_type(found) == kind
    assert (found.joining is None) == (kind == "unknown")


@pytest.mark.rule("V3-TRANSFER-3")
@pytest.mark.parametrize(
    ("today", "status"),
    [
        pytest.param("2026-10-30", "incomplete", id="before both"),
        pytest.param("2026-10-31", "incomplete", id="on the last day"),
        pytest.param("2026-11-01", "incomplete", id="between"),
        pytest.param("2026-11-02", "complete", id="on the first day"),
    ],
)
def test_a_transfer_is_complete_once_no_date_is_in_the_future(today, status):
    (found,) = seen(LEFT, JOINED, leaving(), joining())
    assert transfers.transfer_status(found, day(today)) == status
    (alone,) = seen(LEFT, leaving())
    expected = "incomplete" if day(today) < day("2026-10-31") else "complete"
    assert transfers.transfer_status(alone, day(today)) == expected


@pytest.mark.rule("V3-TRANSFER-2")
def test_transfers_of_both_roles_come_by_start_of_the_leaving_period():
    places = [
        school_period("2025-09-01", "2026-01-31", role=MENTOR, id="m1"),
        school_period("2026-02-01", "2026-06-30", role=MENTOR, school="S02", id="m2"),
        school_period("2025-10-01", "2025-12-31", id="e1"),
    ]
    trained = [
        training("2025-09-01", "2026-01-31", role=MENTOR, school_period_id="m1"),
        training("2026-02-01", "2026-06-30", role=MENTOR, school_period_id="m2"),
        training("2025-10-01", "2025-12-31", school_period_id="e1"),
    ]
    found = [each.leaving.school_period.id for each in seen(*places, *trained)]
    assert found == ["m1", "e1", "m2"]


@pytest.mark.rule("V3-TRANSFER-2")
def test_where_a_withdrawal_came_first_the_date_is_its_day():
    (found,) = seen(LEFT, leaving("2026-10-15", withdrawn="2026-10-15"))
    assert found.left_on == day("2026-10-15")
    assert transfers.transfer_status(found, TODAY) == "complete"
