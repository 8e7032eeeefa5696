"""The crowd: mixed, legal, in time, and never in anybody's way."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from ecf_sandbox.engine.providers import lead_providers
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.v1.domain.declarations import Settlement, State
from ecf_sandbox.v1.domain.participants import ParticipantType, Status, TrainingStatus
from ecf_sandbox.v1.rules import declaring, paying
from ecf_sandbox.v1.seeding.schools import school_urns
from tests.v1.seeding.worlds import BEGINNING, END, open_store

INSTANTS = {
    "people": ("added_at",),
    "records": ("withdrawn_at", "transferred_at", "created", "opened", "recorded"),
    "actions": ("at",),
    "declarations": (
        "declaration_date",
        "made_at",
        "eligible_at",
        "ineligible_at",
        "voided_at",
        "created",
        "recorded",
    ),
}
CROWD = "p.id NOT LIKE '00000000-%'"
RECORDED = (
    "SELECT created FROM records UNION SELECT opened FROM records"
    " UNION SELECT recorded FROM records"
    " UNION SELECT created FROM declarations UNION SELECT recorded FROM declarations"
)


@pytest.fixture(scope="session")
def everybody(seeded):
    """Every record of the crowd, with what its provider declared."""
    ids = seeded.rows(
        "SELECT p.id, r.provider FROM people p JOIN records r ON r.person = p.key"
        f" WHERE {CROWD} ORDER BY r.created"
    )
    store = seeded.store
    records = [store.own_record(id_, store.providers[provider]) for id_, provider in ids]
    return [(record, store.declarations_of(record.person)) for record in records]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        pytest.param(table, column, id=f"{table}-{column}")
        for table, columns in INSTANTS.items()
        for column in columns
    ],
)
def test_everything_happened_between_june_and_the_world_s_beginning(seeded, table, column):
    known = seeded.column(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")

    assert known
    assert min(known) >= BEGINNING
    assert max(known) <= END


def test_no_two_records_or_declarations_were_made_or_changed_at_one_stamp(seeded):
    for query in (
        "SELECT created FROM records",
        "SELECT recorded FROM records",
        "SELECT opened FROM records",
        "SELECT created FROM declarations",
    ):
        assert len(seeded.column(query)) == len(set(seeded.column(query)))
    made = seeded.column("SELECT created FROM records UNION ALL SELECT created FROM declarations")
    assert len(made) == len(set(made))


def test_the_stamps_taken_are_those_that_were_given(seeded):
    runs = seeded.rows("SELECT first, last FROM stamps ORDER BY first")
    taken = {stamp for first, last in runs for stamp in range(first, last + 1)}

    assert taken >= set(seeded.column(RECORDED))
    assert all(last < following - 1 for (_, last), (following, _) in pairwise(runs))


def test_a_later_write_takes_a_stamp_that_nobody_has(built):
    store = open_store(built())
    store.db.execute("BEGIN")
    given = set(store.db.execute(RECORDED).fetchall())

    firsts = store.db.execute("SELECT first FROM stamps").fetchall()
    following = [stamps.take(store.db, first - 1) for (first,) in firsts]

    assert not {(stamp,) for stamp in following} & given
    store.db.execute("ROLLBACK")
    store.db.close()


def test_ids_are_uuids_of_version_4_and_nobody_s_comes_twice(seeded):
    ids = seeded.column("SELECT id FROM people UNION ALL SELECT id FROM declarations")

    assert len(ids) == len(set(ids))
    for each in ids:
        assert re.fullmatch(
            r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", each
        )


def test_reference_numbers_have_seven_digits_and_only_namesakes_share_one(seeded):
    numbers = Counter(
        seeded.column(
            "SELECT teacher_reference_number FROM people WHERE teacher_reference_number IS NOT NULL"
        )
    )

    assert all(re.fullmatch(r"[1-9]\d{6}", each) for each in numbers)
    assert sorted(each for each, people in numbers.items() if people > 1) == ["1000609", "1000704"]


def test_emails_are_at_domains_that_belong_to_nobody(seeded):
    emails = seeded.column("SELECT email FROM people")

    assert len(set(emails)) == len(emails)
    for each in emails:
        assert re.fullmatch(r"[a-z0-9.'-]+@example\.(com|org)", each)


def test_everybody_is_at_a_school_that_is_made_up(seeded):
    assert set(seeded.column("SELECT school_urn FROM records")) <= set(school_urns())


def test_everybody_is_on_a_schedule_that_they_can_be_on(seeded):
    for kind, identifier, cohort in seeded.rows(
        "SELECT DISTINCT participant_type, schedule_identifier, cohort"
        " FROM records r JOIN people p ON p.key = r.person"
    ):
        schedule = seeded.edition.schedules.get(identifier, cohort)
        assert schedule is not None
        assert kind == ParticipantType.MENTOR or not schedule.is_for_mentors_only


def test_mentors_are_mentors_of_the_same_provider_and_school(seeded):
    mentored = seeded.rows(
        "SELECT p.participant_type, m.participant_type, r.provider = n.provider,"
        " r.school_urn = n.school_urn"
        " FROM records r JOIN people p ON p.key = r.person"
        " LEFT JOIN people m ON m.id = r.mentor_id"
        " LEFT JOIN records n ON n.person = m.key"
        " WHERE r.mentor_id IS NOT NULL"
    )

    assert len(mentored) > 50
    assert set(mentored) == {("ect", "mentor", 1, 1)}


def test_the_crowd_is_mixed(everybody):
    records = [record for record, _ in everybody]
    people = [record.person for record in records]

    assert {each.participant_type for each in people} == set(ParticipantType)
    assert {each.training_status for each in records} == set(TrainingStatus)
    assert {each.status for each in records} == set(Status)
    assert {each.email_validated for each in people} == {True, False}
    assert {each.teacher_reference_number_validated for each in people} == {True, False, None}
    assert {each.qts for each in people} == {True, False, None}
    assert {each.eligible for each in people} == {True, False, None}
    assert {each.pupil_premium_uplift for each in people} == {True, False}
    assert {each.sparsity_uplift for each in people} == {True, False}
    assert len({each.schedule_identifier for each in records}) >= 10
    assert len({each.full_name for each in people}) > 0.9 * len(people)


def test_declarations_are_in_every_state_that_the_beginning_can_show(seeded, everybody):
    states = {paying.state_at(END, each.settlement) for _, made in everybody for each in made}

    early = {State.INELIGIBLE} if seeded.edition.early_withdrawal_forfeits else set()
    assert states == {State.SUBMITTED, State.ELIGIBLE, State.VOIDED} | early


def test_the_next_cohort_is_there_where_the_edition_has_one(seeded, everybody):
    cohorts = {record.person.cohort for record, _ in everybody}

    assert cohorts == set(seeded.edition.schedules.cohorts)


def test_declarations_were_accepted_by_the_rules(seeded, everybody):
    for record, made in everybody:
        for each in made:
            schedule = seeded.edition.schedules.get(each.schedule_identifier, each.cohort)
            milestone = schedule.milestones[each.declaration_type]
            assert declaring.in_period(each.declaration_date, milestone, schedule)
            assert each.declaration_date <= each.made_at
            assert each.course_identifier is record.person.participant_type.course
            assert each.provider == record.provider
            assert each.participant_id == record.person.id


def test_declarations_are_settled_as_their_facts_say(seeded, everybody):
    calendar = seeded.edition.schedules.calendar(2021)
    for record, made in everybody:
        for each in made:
            facts = Settlement()
            if record.person.eligible_for_funding:
                facts = paying.become_eligible(facts, calendar, at=each.made_at)
            assert each.first_state is paying.state_at(each.made_at, facts)
            if each.settlement.voided_at is not None:
                facts = paying.become_void(facts, calendar, at=each.settlement.voided_at)
            if each.settlement.ineligible_at is not None:
                facts = paying.become_ineligible(facts, at=record.withdrawn_at)
            assert each.settlement == facts


def test_stamps_tell_when_things_were_recorded(everybody):
    for record, made in everybody:
        assert 0 < record.opened - record.person.added_at < 1_000_000
        assert record.recorded >= record.opened
        for each in made:
            assert 0 < each.created - each.made_at < 1_000_000
            changed = each.settlement.voided_at or each.settlement.ineligible_at
            assert 0 < each.recorded - (changed or each.made_at) < 1_000_000


def test_withdrawals_and_breaks_are_on_record(seeded, everybody):
    acted = Counter(
        seeded.column(
            "SELECT action FROM actions a JOIN records r ON r.key = a.record"
            f" JOIN people p ON p.key = r.person WHERE {CROWD}"
        )
    )
    standing = Counter(record.training_status for record, _ in everybody)

    assert acted["withdraw"] == standing[TrainingStatus.WITHDRAWN]
    assert acted["defer"] - acted["resume"] == standing[TrainingStatus.DEFERRED]
    assert acted["change-schedule"] > 0
    for record, _ in everybody:
        withdrawn = record.training_status is TrainingStatus.WITHDRAWN
        assert (record.withdrawn_at is not None) == withdrawn


def test_lists_are_in_the_order_in_which_people_were_added(everybody):
    assert [record.person.added_at for record, _ in everybody] == sorted(
        record.person.added_at for record, _ in everybody
    )


def test_providers_and_schools_are_as_documented():
    assert [each.slug for each in lead_providers()] == [
        "north-star",
        "riverbank",
        "beacon-hill",
        "fenland",
    ]
    assert lead_providers()[0].name == "North Star Teaching"
    assert len(school_urns()) == len(set(school_urns())) == 60
    assert all(re.fullmatch(r"\d{6}", each) for each in school_urns())
    assert sum(each.startswith("0") for each in school_urns()) >= 5
