"""What schools, appropriate bodies and the department do."""

from dataclasses import replace

import pytest

from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.people import IdChange
from ecf_sandbox.v3.domain.schedules import ScheduleKind
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.training import Interest, Programme
from ecf_sandbox.v3.rules import (
    department,
    inductions,
    leaving,
    mentoring,
    merging,
    placing,
    registering,
    switching,
)
from tests.v3.kit.facts import (
    ECT,
    MENTOR,
    OTHER,
    PERIODS,
    PROVIDER,
    at,
    day,
    declaration,
    history,
    induction,
    interest,
    mentor_history,
    mentorship,
    partnership,
    person,
    role_facts,
    school_led,
    school_period,
    statement,
    training,
)

NOW, TODAY, YESTERDAY = at("2026-11-25"), day("2026-11-25"), day("2026-11-24")


def placed(known, on="2026-11-25", role=ECT, kind=ScheduleKind.STANDARD):
    found = placing.placement(known, role, day(on), PERIODS, NOW, kind)
    return found and (found.cohort, found.schedule_identifier.value)


@pytest.mark.rule("V3-REG-3", "V3-REG-4")
@pytest.mark.parametrize(
    ("known", "on", "role", "where"),
    [
        pytest.param(history(), "2026-11-25", ECT, (2026, "ecf-standard-january"), id="by day"),
        pytest.param(history(), "2024-09-01", ECT, (2026, "ecf-standard-january"), id="past day"),
        pytest.param(history(), "2027-03-01", ECT, (2026, "ecf-standard-april"), id="later"),
        pytest.param(history(), "2027-06-01", ECT, None, id="no cohort then or later"),
        pytest.param(
            history(training(cohort=2024)),
            "2026-11-25",
            ECT,
            (2024, "ecf-standard-september"),
            id="kept",
        ),
        pytest.param(
            history(training(cohort=2022)),
            "2026-11-25",
            ECT,
            (2024, "ecf-extended-september"),
            id="an ECT out of a frozen cohort",
        ),
        pytest.param(
            mentor_history(training(cohort=2022)),
            "2026-11-25",
            MENTOR,
            (2026, "ecf-standard-september"),
            id="a mentor out of one",
        ),
    ],
)
def test_where_somebody_comes_to(known, on, role, where):
    assert placed(known, on, role) == where


@pytest.mark.rule("V3-REG-4")
def test_a_replacement_is_for_who_follows_a_declared_mentor():
    before = mentorship("2026-09-01", "2026-10-31", mentor="old")
    declared = declaration(role=MENTOR, dated="2026-10-01")
    old = history(declared, who=person(id="old"))
    assert placing.takes_over([before], [old])
    voided = replace(declared, voided_at=NOW)
    late = replace(declared, declared_at=at("2026-11-01"))
    for other in (voided, late, replace(declared, role=ECT)):
        assert not placing.takes_over([before], [history(other, who=person(id="old"))])
    found = placed(history(), role=MENTOR, kind=ScheduleKind.REPLACEMENT)
    assert found == (2026, "ecf-replacement-january")


@pytest.mark.rule("V3-REG-4")
def test_training_is_under_the_earliest_partnership_else_on_interest():
    late = partnership(partner="D02", recorded=at("2026-06-02"))
    early = partnership(partner="D01", recorded=at("2026-06-01"))
    assert placing.owner("S01", PROVIDER, 2026, [late, early]) == early
    assert placing.owner("S01", OTHER, 2026, [late, early]) == Interest(OTHER, 2026)
    assert placing.owner("S01", PROVIDER, 2025, [late]) == Interest(PROVIDER, 2025)


def arrival(school, *, role=ECT, on=TODAY, only_here=False):
    return registering.Arrival(role=role, school_id=school, started_on=on, only_here=only_here)


@pytest.mark.rule("V3-REG-1", "V3-REG-2")
def test_registering_elsewhere_ends_an_ects_school_period_and_a_mentors_if_asked():
    known = history(training(), mentorship())
    assert list(registering.registering(known, arrival("S02"), [], NOW)) == []
    (refused,) = registering.registering(known, arrival("S01"), [], NOW)
    assert refused.title == "school_id"
    after = known.after(registering.moved_away(known, arrival("S02")))
    for period in (*after.school_periods, *after.training_periods, *after.mentorships):
        assert period.finished_on == YESTERDAY
    mentor = mentor_history(training())
    assert registering.moved_away(mentor, arrival("S02", role=MENTOR)).school_periods == ()
    here = arrival("S02", role=MENTOR, only_here=True)
    assert len(registering.moved_away(mentor, here).school_periods) == 1


@pytest.mark.rule("V3-REG-1", "V3-REG-2")
def test_when_training_starts_and_whether_a_mentor_is_trained():
    past = day("2026-09-01")
    assert registering.training_starts(ECT, past, TODAY, out_of_frozen=False) == TODAY
    assert registering.training_starts(ECT, past, TODAY, out_of_frozen=True) == past
    assert registering.training_starts(MENTOR, past, TODAY, out_of_frozen=False) == past
    ended = history(who=person(mentor=role_facts(ineligible_on=TODAY)))
    elsewhere = mentor_history(training())
    assert registering.mentor_trains(history(), TODAY, only_here=False)
    assert not registering.mentor_trains(elsewhere, TODAY, only_here=False)
    assert registering.mentor_trains(elsewhere, TODAY, only_here=True)
    assert not registering.mentor_trains(ended, TODAY, only_here=False)


@pytest.mark.rule("V3-REG-5")
def test_leaving_ends_what_contains_the_day_and_deletes_what_starts_then_or_later():
    place = school_period("2026-09-01", "2027-07-31")
    past, now = training("2026-09-01", "2026-10-31"), training("2026-11-01")
    then, later = mentorship("2026-11-25"), training("2027-01-04")
    known = history(place, past, now, then, later)
    after = known.after(leaving.left(known, place, TODAY))
    assert after.school_periods[0].finished_on == TODAY
    assert after.training_periods == (past, replace(now, finished_on=TODAY))
    assert after.mentorships == ()
    early = leaving.left(known, replace(place, finished_on=YESTERDAY), TODAY)
    assert early.school_periods[0].finished_on == YESTERDAY


@pytest.mark.rule("V3-REG-5")
@pytest.mark.parametrize(
    ("made", "refused"),
    [
        pytest.param({"settled": statement()}, True, id="eligible"),
        pytest.param({"settled": statement(), "voided": "2026-11-25"}, False, id="voided"),
        pytest.param({}, False, id="submitted"),
    ],
)
def test_a_deleted_period_bears_no_declaration_that_counts(made, refused):
    place = school_period()
    bearing = declaration(training_period_id="later", **made)
    who = person(ect=role_facts(False))
    known = history(place, training("2027-01-04", id="later"), bearing, who=who)
    assert bool(list(leaving.leaving(known, place, TODAY, [], NOW))) is refused
    assert list(leaving.leaving(known, place, day("2026-08-31"), [], NOW))


def setting(*partnerships):
    return switching.Setting(
        contract_periods=PERIODS, partnerships=partnerships, new_id="new", now=NOW
    )


@pytest.mark.rule("V3-REG-6")
def test_another_provider_takes_over_today_or_in_place():
    begun, known = training(), history(training())
    begun = known.training_periods[0]
    new_one = partnership(provider=OTHER)
    after = known.after(switching.provider_changed(begun, known, OTHER, setting(new_one)))
    ended, new = after.training_periods
    assert (ended.finished_on, ended.provider) == (YESTERDAY, PROVIDER)
    assert (new.started_on, new.provider, new.cohort) == (TODAY, OTHER, 2026)
    assert new.schedule_identifier == begun.schedule_identifier
    due = history(training("2027-01-04"))
    (moved,) = due.after(
        switching.provider_changed(due.training_periods[0], due, OTHER, setting())
    ).training_periods
    assert (moved.provider, moved.interest) == (None, Interest(OTHER, 2026))
    wished = history(interest())
    (only,) = wished.after(
        switching.provider_changed(wished.training_periods[0], wished, OTHER, setting())
    ).training_periods
    assert (only.id, only.started_on) == ("new", TODAY)


@pytest.mark.rule("V3-REG-6", "V3-COHORT-3")
def test_an_ect_of_a_frozen_cohort_comes_to_2024_and_keeps_the_year():
    known = history(training(cohort=2022))
    changed = switching.provider_changed(known.training_periods[0], known, OTHER, setting())
    new = changed.training_periods[-1]
    assert (new.cohort, new.schedule_identifier) == (2024, "ecf-extended-september")
    assert changed.person.ect.frozen_year == 2022


@pytest.mark.rule("V3-REG-7")
def test_an_ect_goes_school_led_and_back():
    known = history(training())
    led = known.after(switching.made_school_led(known, known.school_periods[0], setting()))
    assert led.training_periods[0].finished_on == YESTERDAY
    assert (led.training_periods[1].programme, led.training_periods[1].started_on) == (
        Programme.SCHOOL_LED,
        TODAY,
    )
    back = led.after(
        switching.made_provider_led(led, led.school_periods[0], PROVIDER, setting(partnership()))
    )
    assert back.training_periods[-1].provider == PROVIDER
    assert all(each.programme is not Programme.SCHOOL_LED for each in back.training_periods)
    (refused,) = switching.switching(
        history(school_led()), school_period(), Programme.SCHOOL_LED, TODAY
    )
    assert refused.title == "programme"


@pytest.mark.rule("V3-REG-15")
def test_training_moves_to_another_partnership():
    other = partnership(partner="D02")
    old = training()
    ended, new = switching.moved_to(old, other, setting()).training_periods
    assert (ended.finished_on, new.started_on, new.partnership) == (YESTERDAY, TODAY, other)
    for in_place in (training("2026-11-25"), training("2026-09-01", "2027-01-01")):
        (moved,) = switching.moved_to(in_place, other, setting()).training_periods
        assert moved == replace(in_place, partnership=other)


@pytest.mark.rule("V3-REG-8")
def test_a_new_mentor_follows_the_one_before():
    ect = school_period("2026-09-01", "2027-07-31")
    mentor = replace(school_period("2026-10-01", role=MENTOR, id="m"), person_id="mentor-2")
    new = mentoring.assigned_mentorship(ect, mentor, "new", TODAY)
    assert (new.started_on, new.finished_on) == (TODAY, day("2027-07-31"))
    before, future = mentorship(), mentorship("2026-11-25", mentor="other")
    for old, kept in [(before, True), (future, False)]:
        known = history(training(), old)
        after = known.after(mentoring.assigned(known, new)).mentorships
        expected = (replace(old, finished_on=YESTERDAY), new) if kept else (new,)
        assert after == expected
    assert list(mentoring.assigning(new, ect, mentor)) == []
    ects = history(training(), ect)
    mentors = history(mentor, who=person(id="mentor-2"))
    assert list(mentoring.meeting(ects, mentors, TODAY)) == []
    assert mentoring.school_periods(ects, mentors, TODAY) == (ect, mentor)
    elsewhere = history(replace(mentor, school_id="S02"), who=person(id="mentor-2"))
    gone = history(replace(ect, finished_on=YESTERDAY))
    for one, other in [(ects, elsewhere), (ects, ects), (gone, mentors)]:
        assert len(list(mentoring.meeting(one, other, TODAY))) == 1
    assert list(mentoring.assigning(replace(new, started_on=day("2026-08-01")), ect, mentor))


@pytest.mark.rule("V3-REG-9")
def test_inductions_neither_overlap_nor_have_two_outcomes():
    done = induction("2025-09-01", "2026-07-01", "pass")
    known = history(training(), done)
    assert list(inductions.recording_induction(known, induction())) == []
    assert list(inductions.recording_induction(known, induction("2026-07-01")))
    assert list(
        inductions.recording_induction(known, induction("2026-09-01", "2026-10-01", "fail"))
    )
    after = known.after(inductions.concluded(known, TODAY))
    assert after.school_periods[0].finished_on == after.training_periods[0].finished_on == TODAY
    due = history(training("2026-11-25"))
    assert due.after(inductions.concluded(due, TODAY)).school_periods == ()


@pytest.mark.rule("V3-REG-11")
def test_an_ect_becomes_eligible_with_an_induction_that_contains_today():
    new = person(ect=role_facts(False), mentor=role_facts(False))
    assert inductions.ect_eligibility(history(training(), induction(), who=new), NOW) == Since(NOW)
    assert inductions.ect_eligibility(history(training(), who=new), NOW) is None
    assert inductions.ect_eligibility(history(induction(), who=new), NOW) is None
    ahead = history(training(), induction("2026-12-01"), who=new)
    morning = london.start_of(day("2026-12-01"))
    assert inductions.ect_eligibility(ahead, NOW) == Since(morning, by_time=True)
    known = history(training(), who=person())
    assert inductions.ect_eligibility(known, NOW) == known.person.ect.eligible
    mentor = mentor_history(interest(), who=new)
    assert inductions.mentor_eligibility(mentor, NOW) == Since(NOW)
    ended = person(mentor=role_facts(False, ineligible_on=TODAY))
    assert inductions.mentor_eligibility(mentor_history(training(), who=ended), NOW) is None


@pytest.mark.rule("V3-REG-12", "V3-IDCHANGE-1")
def test_a_merged_person_leaves_everything_to_the_survivor():
    gone = history(training("2024-09-01", "2025-07-31"), who=person(id="gone"))
    gone = replace(
        gone,
        school_periods=(school_period("2024-09-01", "2025-07-31", id="old"),),
        id_changes=(IdChange("earlier", "gone", at("2025-01-01")),),
    )
    stays = history(training())
    assert list(merging.merging(gone, stays)) == []
    both, retired = merging.merged(gone, stays, [], NOW)
    assert both.person == stays.person
    assert len(both.training_periods) == len(both.school_periods) == 2
    assert [each.from_id for each in both.id_changes] == ["earlier", "gone"]
    assert (retired.merged_into, retired.full_name, retired.trn) == (stays.person.id, None, None)
    clash = history(training("2026-10-01"), who=person(id="gone"))
    assert [each.title for each in merging.merging(clash, stays)] == ["into"]


@pytest.mark.rule("V3-REG-17")
def test_only_a_payable_statement_with_something_in_it_is_authorised():
    after = at("2027-01-02")
    assert list(department.authorising(statement(), [State.PAYABLE], after)) == []
    assert list(department.authorising(statement(), [State.AWAITING_CLAWBACK], after)) == []
    assert list(department.authorising(statement(), [State.VOIDED], after))
    assert list(department.authorising(statement(), [State.PAYABLE], NOW))
    assert list(department.authorising(statement(), [State.PAYABLE], at("2027-01-26")))


@pytest.mark.rule("V3-COHORT-4")
def test_the_next_cohort_has_its_days_a_year_later():
    opened = department.following(PERIODS[2026])
    assert (opened.year, opened.started_on, opened.frozen) == (2027, day("2027-06-01"), None)
    assert opened.finished_on == day("2028-05-31")
