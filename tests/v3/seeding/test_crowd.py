"""The crowd: mixed, legal, in time, and as recording would have written it."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from ecf_sandbox.engine.store import stamps
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.periods import within
from ecf_sandbox.v3.domain.training import Attendance, ParticipantStatus, TrainingStatus
from ecf_sandbox.v3.rules import enrolments, paying, schools
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.recording import record, summarise
from ecf_sandbox.v3.service.school_summaries import summarise_school
from ecf_sandbox.v3.store import people
from ecf_sandbox.v3.store.codes import ECT, ROLES
from ecf_sandbox.v3.store.ids import shown
from ecf_sandbox.v3.store.records import PERIOD_KEYS
from ecf_sandbox.v3.store.tick_rows import Ticking
from tests.v3.seeding.worlds import BEGINNING, END, NOW, world

CROWD = "hex(id) NOT LIKE '00000000%'"
INSTANTS = {
    "people": ("recorded_at", "stamp", "unfunded_stamp"),
    "school_periods": ("recorded_at",),
    "training_periods": ("recorded_at", "transfer_stamp", "withdrawn_at", "deferred_at"),
    "partnerships": ("recorded_at", "stamp"),
    "schools": ("recorded_at", "stamp"),
    "delivery_partners": ("recorded_at", "stamp"),
    "declarations": ("recorded_at", "stamp", "voided_at", "clawed_at", "declared_at"),
    "school_cohorts": ("stamp",),
    "statements": ("recorded_at", "stamp"),
}


@pytest.fixture(scope="session")
def everybody(seeded) -> dict[str, History]:
    """Everybody of the crowd, with all that is recorded."""
    ids = seeded.ids(f"SELECT id FROM people WHERE {CROWD} ORDER BY id")
    return seeded.records.histories(ids)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        pytest.param(table, column, id=f"{table}-{column}")
        for table, columns in INSTANTS.items()
        for column in columns
    ],
)
def test_everything_was_recorded_between_june_2021_and_the_world_s_beginning(seeded, table, column):
    known = seeded.column(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")

    assert known
    assert min(known) >= BEGINNING
    assert max(known) <= END


def test_each_provider_has_as_many_people_as_asked(seeded):
    counts = seeded.rows(f"SELECT provider, count(*) FROM listed WHERE {CROWD} GROUP BY provider")
    assert counts == [(key, 250) for key in (1, 2, 3, 4)]


@pytest.mark.parametrize("participants", [1, 2, 7, 12])
def test_any_number_of_people_comes(participants):
    asked = "SELECT provider, count(*) FROM listed GROUP BY provider"
    few = world(participants=participants, personas=False)
    assert few.rows(asked) == [(key, participants) for key in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("provider", "shares"),
    [
        ("north-star", {2021: 4, 2022: 6, 2023: 10, 2024: 20, 2025: 30, 2026: 30}),
        ("fenland", {2021: 10, 2022: 15, 2023: 25, 2024: 50}),
    ],
)
def test_cohorts_have_their_shares(seeded, provider, shares):
    key = seeded.records.provider_keys[provider]
    found = Counter(
        seeded.column(
            "SELECT cohort FROM enrolments JOIN people ON key = person"
            f" WHERE provider = ? AND {CROWD}",
            key,
        )
    )
    for cohort, share in shares.items():
        assert abs(found[cohort] / sum(found.values()) - share / 100) < 0.03
    assert set(found) == set(shares)


def test_six_of_ten_are_ects_two_thirds_of_whom_have_a_mentor(seeded, everybody):
    ects = [each for each in everybody.values() if each.training(Role.ECT)]
    mentored = [each for each in ects if each.mentorships]
    assert abs(len(ects) / len(everybody) - 0.6) < 0.03
    assert abs(len(mentored) / len(ects) - 0.67) < 0.05


def test_seven_of_ten_are_active_and_the_rest_is_mixed(seeded, everybody):
    statuses = Counter()
    for history in everybody.values():
        (training,) = latest(history)
        today = seeded_today()
        status = enrolments.participant_status(training, history, today)
        statuses[enrolments.training_status(training), status] += 1
    active = statuses[TrainingStatus.ACTIVE, ParticipantStatus.ACTIVE]
    assert abs(active / len(everybody) - 0.7) < 0.1
    assert {status for status, _ in statuses} == set(TrainingStatus)
    assert {status for _, status in statuses} == set(ParticipantStatus)


def test_half_have_declarations_in_every_state_that_the_beginning_can_show(seeded, everybody):
    known = seeded.records.statements().values()
    states = Counter(
        paying.state_at(each, history.person, known, NOW)
        for history in everybody.values()
        for each in history.declarations
    )
    declared = sum(bool(each.declarations) for each in everybody.values())
    assert abs(declared / len(everybody) - 0.5) < 0.1
    # Payments are made this morning, and no deadline has passed since.
    assert set(states) == set(State) - {State.PAYABLE}


def latest(history):
    """Return the latest training with the one provider that each of the crowd has."""
    (provider,) = {each.provider for each in history.training_periods if each.provider}
    return [each for role in Role if (each := history.latest(role, provider))]


def seeded_today():
    return WorldContext(None, NOW).today


def test_periods_lie_inside_one_another_and_never_overlap(everybody):
    for history in everybody.values():
        trained = (history.training(role) for role in Role)
        for periods in (history.at_school(Role.ECT), *trained):
            for one, following in pairwise(periods):
                assert not one.overlaps(following)
        for training in history.training_periods:
            assert within(training, history.school_period_of(training))
        for mentorship in history.mentorships:
            sides = (mentorship.ect_school_period_id, mentorship.mentor_school_period_id)
            own = [each for each in history.school_periods if each.id in sides]
            assert len(own) == 1
            assert within(mentorship, own[0])


def test_training_is_under_partnerships_of_the_school_and_on_schedules_of_the_cohort(
    seeded, everybody
):
    periods = seeded.records.contract_periods()
    for history in everybody.values():
        for training in history.training_periods:
            if training.partnership is None:
                continue
            school = history.school_period_of(training).school_id
            assert training.partnership.school_id == school
            assert training.schedule_identifier in periods[training.cohort].schedules


def test_mentors_are_at_the_school_of_their_ects(seeded):
    pairs = seeded.rows(
        "SELECT e.school = m.school, e.role, m.role FROM mentorship_periods p"
        " JOIN school_periods e ON e.key = p.ect_school_period"
        " JOIN school_periods m ON m.key = p.mentor_school_period"
    )
    assert len(pairs) > 100
    assert set(pairs) == {(1, ECT, ROLES[Role.MENTOR])}


def test_the_crowd_is_at_partner_schools_and_at_two_with_fixed_ids(seeded):
    at = seeded.ids(
        "SELECT DISTINCT o.id FROM school_periods s JOIN schools o ON o.key = s.school"
        f" JOIN (SELECT key FROM people WHERE {CROWD}) p ON p.key = s.person"
    )
    fixed = {each[-2:] for each in at if each.startswith("5c000000-")}
    assert fixed == {"01", "02"}
    assert len(at) > 40


def test_declarations_are_what_a_provider_s_claim_makes(seeded, everybody):
    periods = seeded.records.contract_periods()
    for history in everybody.values():
        training = {each.id: each for each in history.training_periods}
        for each in history.declarations:
            under = training[each.training_period_id]
            assert (each.provider, each.cohort) == (under.provider, under.cohort)
            assert each.delivery_partner_id == under.partnership.delivery_partner_id
            milestone = (
                periods[each.cohort]
                .schedules[under.schedule_identifier]
                .milestones[each.declaration_type]
            )
            assert milestone.opens <= each.declared_at <= each.recorded_at
            for settled in (each.settled, each.clawback):
                if settled:
                    statement = settled.statement
                    assert (statement.provider, statement.cohort) == (each.provider, each.cohort)


def test_uplifts_go_with_what_the_school_has(seeded, everybody):
    periods, kept = seeded.records.contract_periods(), 0
    for history in everybody.values():
        for each in history.declarations:
            school_id = seeded.ids(
                "SELECT s.id FROM training_periods t JOIN partnerships p ON p.key = t.partnership"
                " JOIN schools s ON s.key = p.school WHERE t.key = ?",
                each.training_period_id,
            )[0]
            has = seeded.records.school(school_id).uplifts.get(each.cohort)
            pays = each.declaration_type == "started" and periods[each.cohort].uplifts
            assert bool(each.uplifts) == bool(pays and has)
            kept += bool(each.uplifts)
    assert kept


def test_ids_are_uuids_and_nobody_s_comes_twice(seeded):
    tables = ("people", "declarations", "partnerships", "schools")
    ids = [each for table in tables for each in seeded.ids(f"SELECT id FROM {table}")]
    ids += seeded.ids("SELECT ect_record_id FROM people")
    ids += seeded.ids("SELECT mentor_record_id FROM people")
    assert len(ids) == len(set(ids))
    form = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    made_up = [each for each in ids if not re.match("(00|ba|ec|ed|de)[c0]0000", each)]
    assert all(re.fullmatch(form, each) for each in ids if each in set(made_up))


def test_no_two_periods_of_whatever_kind_have_one_key_nor_does_the_next(seeded):
    tables = ("school_periods", "training_periods", "mentorship_periods", "induction_periods")
    keys = [each for table in tables for each in seeded.column(f"SELECT key FROM {table}")]
    assert len(keys) == len(set(keys))
    (given,) = seeded.column("SELECT given FROM serials WHERE kind = ?", PERIOD_KEYS)
    assert max(keys) <= given


def test_numbers_and_emails_are_nobody_else_s(seeded):
    numbers = seeded.column("SELECT trn FROM people WHERE trn IS NOT NULL")
    assert len(numbers) == len(set(numbers))
    assert all(re.fullmatch(r"[1-9]\d{6}", each) for each in numbers)
    emails = seeded.rows("SELECT DISTINCT person, email FROM school_periods WHERE email NOT NULL")
    assert len(emails) == len({email for _, email in emails})


def test_a_later_write_takes_a_stamp_that_nobody_has():
    few = world(participants=20)
    given = set(few.column("SELECT stamp FROM people UNION SELECT stamp FROM declarations"))
    few.db.execute("BEGIN")
    firsts = few.column("SELECT first FROM stamps")
    assert not {stamps.take(few.db, first - 1) for first in firsts} & given


def test_no_two_people_and_no_two_declarations_have_one_stamp(seeded):
    for table in ("people", "declarations"):
        found = Counter(seeded.column(f"SELECT stamp FROM {table}"))
        assert max(found.values()) <= 2, table


def test_summaries_and_ticks_are_what_recording_writes():
    few = world(participants=60, personas=False)
    tables = (
        "enrolments",
        "listed",
        "ticks",
        "transferred",
        "school_interests",
        "never_trained_mentors",
    )
    before = {table: set(few.rows(f"SELECT * FROM {table}")) for table in tables}
    choices = set(few.rows("SELECT school, year, choice FROM school_cohorts"))
    few.db.execute("BEGIN")
    context = WorldContext(few.records, NOW)
    for table in (each for each in tables if each != "ticks"):
        few.db.execute(f"DELETE FROM {table}")
    few.db.execute("DELETE FROM ticks WHERE resource <> ?", (Ticking.STATEMENT,))
    few.db.execute("UPDATE school_cohorts SET choice = 'not_yet_known'")
    write = people.write
    people.write = lambda *_, **__: None
    try:
        for history in few.records.histories(few.ids("SELECT id FROM people")).values():
            empty = History(person=history.person)
            record(context, None, history, NOW)
            assert empty.person == history.person
            summarise(context, history)
    finally:
        people.write = write
    for school in few.ids("SELECT id FROM schools"):
        summarise_school(context, school, NOW)
    for table in tables:
        assert without_stamp(table, set(few.rows(f"SELECT * FROM {table}"))) == without_stamp(
            table, before[table]
        ), table
    assert set(few.rows("SELECT school, year, choice FROM school_cohorts")) == choices


def without_stamp(table, rows):
    return {row[:4] for row in rows} if table == "transferred" else rows


def test_what_schools_show_follows_from_their_people(seeded):
    asked = "SELECT id, year, choice FROM school_cohorts JOIN schools ON key = school"
    for school_id, year, choice in seeded.rows(asked):
        attendances: list[Attendance] = seeded.records.attendances(shown(school_id))
        period = seeded.records.contract_periods()[year]
        assert schools.programme_choice(period, attendances) == choice


def test_the_same_seed_makes_the_same_people_and_another_one_others():
    asked = "SELECT id, full_name, trn FROM people ORDER BY id"
    first, again, other = (
        world(participants=30, personas=False, seed=seed).rows(asked) for seed in (1, 1, 2)
    )
    assert first == again
    assert not {id_ for id_, *_ in first} & {id_ for id_, *_ in other}
