"""The registry: people and records, added one by one or as a crowd."""

from dataclasses import replace

import pytest

from ecf_sandbox.engine.domain.instants import DAY, SECOND, Instant
from ecf_sandbox.engine.domain.instants import parse_date_time as at
from ecf_sandbox.engine.store import new_file, stamps
from ecf_sandbox.engine.store.world_file import (
    VERSION,
    Origin,
    Provider,
    read_origin,
    read_providers,
)
from ecf_sandbox.v1.domain.declarations import Declaration, Settlement, State
from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.domain.participants import (
    Course,
    ParticipantType,
    Person,
    Status,
    TrainingRecord,
    TrainingStatus,
)
from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.store import additions
from ecf_sandbox.v1.store.additions import Backdating, Placement, TrainingHistory
from ecf_sandbox.v1.store.records import Records
from ecf_sandbox.v1.store.schema import SCHEMA
from tests.kit.sandbox import NOBODY

ADDED = at("2021-09-01T09:00:00Z")
LATER = at("2021-10-01T09:00:00Z")
NOW = at("2023-01-01T12:00:00Z")
HERE = Placement("000042", "ecf-standard-september", "a-mentor")
THERE = Placement("900101", "ecf-standard-january")
ADA = Person(
    id="5eaf00d0-0000-4000-8000-000000000001",
    participant_type=ParticipantType.ECT,
    cohort=2021,
    full_name="Ada Okoro",
    email="ada.okoro@example.com",
    email_validated=True,
    teacher_reference_number="1234567",
    teacher_reference_number_validated=False,
    qts=None,
    eligible=None,
    pupil_premium_uplift=True,
    sparsity_uplift=False,
    added_at=ADDED,
)
ORIGIN = Origin("a-world", EditionName.SERVICE, 7, NOBODY, NOW, True)
PROVIDERS = (
    Provider(1, "north-star", "North Star Teaching", "one"),
    Provider(2, "riverbank", "Riverbank Learning", "two"),
)


@pytest.fixture
def store():
    db = new_file.create(":memory:", ORIGIN, SCHEMA, PROVIDERS)
    yield Records(db, 7, {1: "north-star", 2: "riverbank"}, {"north-star": 1, "riverbank": 2})
    db.close()


@pytest.fixture
def record(store):
    """North-star's record of Ada, opened when she was added."""
    additions.add_person(store, ADA)
    return additions.open_record(store, ADA, "north-star", HERE, at=ADDED)


def declare(store, record, *, made_at=LATER):
    stamp = store.stamp(made_at)
    made = Declaration(
        id=store.next_declaration_id(),
        provider=record.provider,
        participant_id=record.person.id,
        cohort=record.person.cohort,
        declaration_type=DeclarationType.STARTED,
        declaration_date=made_at,
        course_identifier=Course.INDUCTION,
        evidence_held=None,
        schedule_identifier=record.schedule_identifier,
        made_at=made_at,
        first_state=State.SUBMITTED,
        settlement=Settlement(),
        created=stamp,
        recorded=stamp,
    )
    store.add_declaration(made, record)
    return made


def runs(store):
    return store.db.execute("SELECT first, last FROM stamps ORDER BY first").fetchall()


def test_a_new_world_has_its_origin_its_providers_and_real_time(store):
    assert read_origin(store.db) == ORIGIN
    assert read_providers(store.db) == PROVIDERS
    clock = store.db.execute("SELECT clock_shift, clock_stopped_at FROM world").fetchall()
    assert clock == [(0, None)]
    assert store.db.execute("SELECT version FROM world").fetchall() == [(VERSION,)]


def test_a_person_comes_back_as_added_with_a_record_that_is_active(store, record):
    assert record == TrainingRecord(
        key=record.key,
        person=ADA,
        provider="north-star",
        school_urn="000042",
        schedule_identifier="ecf-standard-september",
        training_status=TrainingStatus.ACTIVE,
        status=Status.ACTIVE,
        mentor_id="a-mentor",
        withdrawn_at=None,
        opened=Instant(ADDED + 1),
        recorded=Instant(ADDED + 1),
    )
    assert store.own_record(ADA.id, "north-star") == record


def test_the_next_participant_s_id_comes_from_the_seed_and_is_new_each_time(store, record):
    following = additions.next_participant_id(store)
    additions.add_person(store, replace(ADA, id=following))

    assert additions.next_participant_id(store) not in (following, ADA.id)
    assert additions.next_participant_id(store) == additions.next_participant_id(store)
    other = Records(store.db, 8, store.providers, store.provider_keys)
    assert additions.next_participant_id(other) != additions.next_participant_id(store)


def test_a_transfer_opens_a_record_that_is_current_and_leaves_the_other(store, record):
    moved = additions.open_record(store, ADA, "riverbank", THERE, at=LATER, transferred=True)

    assert (moved.provider, moved.school_urn) == ("riverbank", "900101")
    assert moved.schedule_identifier == "ecf-standard-january"
    assert moved.mentor_id is None
    assert store.record(ADA.id, "riverbank") == moved
    assert store.own_record(ADA.id, "north-star") == record
    assert transfers(store) == {"north-star": None, "riverbank": LATER}


def transfers(store):
    rows = store.db.execute("SELECT provider, transferred_at FROM records").fetchall()
    return {store.providers[provider]: when for provider, when in rows}


def test_a_transfer_back_opens_the_earlier_record_again(store, record):
    withdrawn = replace(record, training_status=TrainingStatus.WITHDRAWN, withdrawn_at=LATER)
    store.change_training(withdrawn, "withdraw", reason="moved-school", at=LATER)
    additions.open_record(store, ADA, "riverbank", THERE, at=LATER, transferred=True)

    back = additions.open_record(store, ADA, "north-star", THERE, at=NOW, transferred=True)

    assert back.key == record.key
    assert (back.training_status, back.withdrawn_at) == (TrainingStatus.ACTIVE, None)
    assert (back.school_urn, back.mentor_id) == ("900101", None)
    assert back.opened == back.recorded == NOW + 1
    created = store.db.execute("SELECT created FROM records WHERE key = ?", (record.key,))
    assert created.fetchall() == [(record.opened,)]
    assert transfers(store)["north-star"] == NOW


def test_a_school_changes_its_own_view_and_the_mentor_and_nothing_else(store, record):
    left = replace(record, status=Status.WITHDRAWN, mentor_id="another", school_urn="ignored")

    changed = additions.change_enrolment(store, left, at=LATER)

    kept = store.own_record(ADA.id, "north-star")
    assert (kept.status, kept.mentor_id) == (Status.WITHDRAWN, "another")
    assert kept.recorded == changed.recorded == LATER + 1
    assert kept.school_urn == "000042"
    assert kept.training_status is TrainingStatus.ACTIVE


def test_actions_come_back_in_order_with_their_reasons(store, record):
    deferred = replace(record, training_status=TrainingStatus.DEFERRED)
    store.change_training(deferred, "defer", reason="bereavement", at=LATER)
    store.change_training(record, "resume", reason=None, at=NOW)

    assert additions.actions_of(store, record) == (
        ("defer", "bereavement", "ecf-standard-september", LATER),
        ("resume", None, "ecf-standard-september", NOW),
    )


def test_a_declaration_can_be_given_a_name(store, record):
    made = declare(store, record)

    known = additions.name_declaration(store, made, "dec00001-0000-4000-8000-000000000101")

    assert store.declaration(known.id, "north-star") == known == replace(made, id=known.id)
    assert store.declaration(made.id, "north-star") is None


def test_backdating_records_past_facts_with_stamps_of_the_moment(store):
    late = Backdating.of(store, NOW)
    additions.add_person(late, ADA)
    record = additions.open_record(late, ADA, "north-star", HERE, at=ADDED, transferred=True)
    deferred = late.change_training(
        replace(record, training_status=TrainingStatus.DEFERRED), "defer", reason=None, at=LATER
    )
    made = declare(late, record)

    assert (record.opened, deferred.recorded, made.created) == (NOW + 1, NOW + 2, NOW + 3)
    assert made.made_at == LATER
    assert additions.actions_of(store, record)[0].at == LATER
    assert transfers(store) == {"north-star": ADDED}
    assert runs(store) == [(NOW + 1, NOW + 3)]


@pytest.fixture
def life(store, record):
    """All that is kept of Ada, who was deferred and declared."""
    deferred = replace(record, training_status=TrainingStatus.DEFERRED)
    changed = store.change_training(deferred, "defer", reason="other", at=LATER)
    made = declare(store, record)
    settled = Settlement(eligible_at=LATER, payable_at=Instant(LATER + 1), paid_at=Instant(NOW))
    made = store.settle(made, settled, recorded=store.stamp(NOW))
    return TrainingHistory(changed, additions.actions_of(store, changed), [made])


def copy(life, nth, provider="riverbank"):
    """Return a life like Ada's, with ids and stamps of its own."""
    person = replace(ADA, id=f"copy-{nth}")
    opened = Instant(NOW + 3 * DAY + nth)
    (made,) = life.declarations
    return TrainingHistory(
        replace(
            life.record,
            person=person,
            provider=provider,
            opened=opened,
            recorded=Instant(opened + 9),
        ),
        life.actions,
        [
            replace(
                made,
                id=f"declared-{nth}",
                provider=provider,
                participant_id=person.id,
                created=opened,
                recorded=opened,
            )
        ],
    )


def test_a_crowd_comes_back_as_it_was_added(store, life):
    crowd = [copy(life, nth) for nth in range(3)]

    additions.add_crowd(store, iter(crowd))

    for each in crowd:
        kept = store.own_record(each.record.person.id, "riverbank")
        assert kept == replace(each.record, key=kept.key)
        assert store.declarations_of(kept.person) == each.declarations
        assert additions.actions_of(store, kept) == life.actions
    assert store.own_record(ADA.id, "north-star") == life.record
    assert store.declarations_of(ADA) == life.declarations


def test_a_crowd_is_created_when_its_records_are_opened_and_came_from_nobody(store, life):
    additions.add_crowd(store, [copy(life, 5)])

    rows = store.db.execute(
        "SELECT created, opened, transferred_at FROM records WHERE provider = 2"
    )
    opened = NOW + 3 * DAY + 5
    assert rows.fetchall() == [(opened, opened, None)]


def test_a_crowd_larger_than_a_batch_keeps_its_keys_together(store, life, monkeypatch):
    """Also where there are more records than people, as after a transfer."""
    monkeypatch.setattr(additions, "_BATCH", 2)
    additions.open_record(store, ADA, "riverbank", THERE, at=LATER, transferred=True)

    additions.add_crowd(store, (copy(life, nth) for nth in range(5)))

    together = store.db.execute(
        "SELECT p.key, r.key, p.id, d.id FROM people p JOIN records r ON r.person = p.key"
        " JOIN declarations d ON d.person = p.key WHERE p.id LIKE 'copy-%' ORDER BY p.key"
    ).fetchall()
    assert together == [(nth + 2, nth + 3, f"copy-{nth}", f"declared-{nth}") for nth in range(5)]


def test_indexes_are_all_there_after_a_crowd(store, life):
    indexes = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    before = store.db.execute(indexes).fetchall()

    additions.add_crowd(store, [copy(life, 1)])

    assert store.db.execute(indexes).fetchall() == before
    assert len(before) > 10


def test_kept_runs_are_stamps_that_nobody_gets_again(store):
    stamps.keep_runs(store.db, {ADDED: Instant(ADDED + 3), LATER: LATER})

    assert runs(store) == [(ADDED + 1, ADDED + 3)]
    assert stamps.take(store.db, ADDED) == ADDED + 4
    assert stamps.take(store.db, LATER) == LATER + 1


def test_a_run_past_its_second_is_known_to_pollers(store):
    """As stamps taken one by one are: LIST-7."""
    stamps.keep_runs(store.db, {ADDED: Instant(ADDED + 2 * SECOND)})

    overrun = store.db.execute("SELECT second FROM overrun_seconds ORDER BY second").fetchall()
    assert overrun == [(ADDED // SECOND + 1,), (ADDED // SECOND + 2,)]
    following = Instant(ADDED + SECOND)
    assert stamps.floor_for_polling(store.db, following) == following - 1


def test_a_run_within_its_second_is_not(store):
    stamps.keep_runs(store.db, {ADDED: Instant(ADDED + SECOND - 1)})

    assert store.db.execute("SELECT second FROM overrun_seconds").fetchall() == []
