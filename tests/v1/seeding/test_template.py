"""Templates: finished worlds, equal wherever their makings are equal."""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from ecf_sandbox.engine import template_inputs, templates
from ecf_sandbox.engine.domain.instants import parse_date_time as at
from ecf_sandbox.engine.store import new_file
from ecf_sandbox.engine.store.world_file import VERSION, read_origin
from ecf_sandbox.engine.template_inputs import builder_of
from ecf_sandbox.engine.templates import Kind
from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.seeding import filling
from ecf_sandbox.v1.store import additions
from ecf_sandbox.v1.store.schema import SCHEMA
from tests.v1.seeding.worlds import PROVIDERS, open_store

OPTIONS = {"participants": 250, "personas": True}
KIND = Kind("guidance", 1, OPTIONS)
PEOPLE = "SELECT id, full_name, email, teacher_reference_number FROM people ORDER BY key"
PERSONAS = "WHERE p.id LIKE '00000000-%'"
CROWD = "WHERE p.id NOT LIKE '00000000-%'"


def key(kind):
    return templates.key(builder_of("v1"), SCHEMA, kind)


def rows(path, query):
    db = sqlite3.connect(path)
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()


def lives(path, whom):
    """Return all that is kept of some people, but for keys and stamps' places among others'."""
    records = (
        "SELECT p.*, r.provider, r.school_urn, r.schedule_identifier, r.training_status, r.status,"
        " r.mentor_id, r.withdrawn_at, r.transferred_at, r.recorded"
        f" FROM people p JOIN records r ON r.person = p.key {whom} ORDER BY p.id, r.provider"
    )
    declarations = (
        "SELECT d.*, p.id FROM declarations d JOIN people p ON p.key = d.person"
        f" {whom} ORDER BY d.id"
    )
    return [row[1:] for row in rows(path, records)], [
        (row[1], *row[4:]) for row in rows(path, declarations)
    ]


@pytest.mark.parametrize("edition", list(EditionName))
def test_equal_arguments_make_equal_files(edition, built, tmp_path):
    again = tmp_path / "again.sqlite3"

    templates.write(again, Kind(edition, 1, {**OPTIONS, "participants": 150}), filling.write)

    assert again.read_bytes() == built(edition).read_bytes()


def test_the_crowd_of_a_seed_is_the_same_everywhere_and_for_ever(built):
    """A change here is one that every kept world of that seed would notice: say so."""
    path = built("guidance", 1, 3, personas=False)

    assert rows(path, PEOPLE)[:3] == [
        (
            "933bd2cd-8633-4026-ad04-d5a32a24332f",
            "Jay Baker",
            "jay.baker1@example.com",
            "5141593",
        ),
        (
            "36011f43-e8f7-4455-befc-81ac8b885d49",
            "Dominic Adams",
            "dominic.adams2@example.com",
            "8283186",
        ),
        (
            "40181aa1-fabc-458b-b4e0-0ef6b8692953",
            "Brandon Hunt",
            "brandon.hunt3@example.com",
            "3424779",
        ),
    ]
    assert rows(path, "SELECT min(added_at), max(added_at) FROM people") == [
        (at("2021-06-02T07:17:00Z"), at("2021-08-13T07:17:00Z"))
    ]


def test_another_seed_is_another_crowd_with_the_same_personas(built):
    one, two = built("guidance", 1), built("guidance", 2)

    assert {row[0] for row in rows(one, PEOPLE)} & {row[0] for row in rows(two, PEOPLE)} == {
        row[0] for row in rows(one, f"SELECT id FROM people p {PERSONAS}")
    }
    assert lives(one, PERSONAS) == lives(two, PERSONAS)


def test_personas_are_the_same_people_in_both_editions(built):
    people = f"SELECT p.* FROM people p {PERSONAS} ORDER BY id"
    made = (
        "SELECT d.id, d.declaration_date, d.made_at, d.declaration_type"
        f" FROM declarations d JOIN people p ON p.key = d.person {PERSONAS} ORDER BY d.id"
    )

    for query in (people, made):
        assert rows(built("guidance"), query) == rows(built("service"), query)


def test_a_crowd_is_the_same_with_personas_and_without(built):
    assert lives(built(), CROWD) == lives(built(personas=False), CROWD)


def test_each_provider_gets_as_many_people_as_asked(built):
    counted = "SELECT provider, count(*) FROM records GROUP BY provider ORDER BY provider"

    assert rows(built(personas=False), counted) == [(key, 150) for key in (1, 2, 3, 4)]


def test_an_empty_world_has_providers_and_nobody_else(built):
    path = built("service", 7, 0, personas=False)

    for table in ("people", "records", "declarations", "actions", "stamps", "overrun_seconds"):
        assert rows(path, f"SELECT count(*) FROM {table}") == [(0,)]
    assert [slug for (slug,) in rows(path, "SELECT slug FROM providers ORDER BY key")] == list(
        PROVIDERS
    )


def test_a_template_tells_what_it_was_made_from(built):
    path = built("service", 7, 0, personas=False)
    db = sqlite3.connect(path)
    origin = read_origin(db)
    db.close()

    assert (origin.id, origin.edition, origin.seed) == ("template", EditionName.SERVICE, 7)
    assert origin.options == {"participants": 0, "personas": False}
    assert (origin.starting_now, origin.starting_ticking) == (None, True)
    assert rows(path, "SELECT version, clock_shift, clock_stopped_at FROM world") == [
        (VERSION, 0, None)
    ]


def test_a_template_is_one_whole_file_for_many_readers(built):
    path = built()

    assert list(path.parent.glob(f"{path.name}-*")) == []
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_a_template_has_every_index_of_the_schema(built):
    schema = sqlite3.connect(":memory:")
    schema.executescript(new_file.statements(SCHEMA))
    indexes = "SELECT name, sql FROM sqlite_master ORDER BY name"

    assert rows(built(), indexes) == schema.execute(indexes).fetchall()
    schema.close()


def test_a_failure_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "kept.sqlite3"
    path.write_text("kept")

    def fails(*_):
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(filling, "fill", fails)

    with pytest.raises(sqlite3.OperationalError):
        templates.write(path, KIND, filling.write)
    assert [each.name for each in tmp_path.iterdir()] == ["kept.sqlite3"]
    assert path.read_text() == "kept"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"edition": "service"}, id="edition"),
        pytest.param({"seed": 2}, id="seed"),
        pytest.param({"options": {**OPTIONS, "participants": 251}}, id="participants"),
        pytest.param({"options": {**OPTIONS, "personas": False}}, id="personas"),
    ],
)
def test_another_template_has_another_key(change):
    assert key(KIND) == key(KIND)
    assert key(replace(KIND, **change)) != key(KIND)


@pytest.mark.parametrize(
    "name",
    [
        "schema.sql",
        "personas.yaml",
        "providers.yaml",
        "schools.csv",
        "guidance.csv",
        "service.csv",
        "crowd.py",
        "paying.py",
        "schedules.py",
        "declarations.py",
        "records.py",
    ],
)
def test_a_key_depends_on_every_ingredient(name, monkeypatch, tmp_path):
    before = key(KIND)
    inputs = list(template_inputs.files_of("v1"))
    changed = tmp_path / name
    changed.write_text("changed")
    swapped = [changed if each.name == name else each for each in inputs]
    monkeypatch.setattr(template_inputs, "files_of", lambda _: iter(swapped))
    assert key(KIND) != before


def test_a_key_needs_neither_faker_nor_yaml():
    program = (
        "import json, sys; from ecf_sandbox.engine import templates;"
        "print(json.dumps([each in sys.modules for each in ('faker', 'yaml')]))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert json.loads(said.stdout) == [False, False]


def seeding(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "ecf_sandbox.v1.seeding", *arguments],
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )


def test_a_process_of_its_own_makes_the_same_file(built, tmp_path):
    path = tmp_path / "made.sqlite3"

    said = seeding(
        *("--path", str(path), "--edition", "service", "--seed", "2"),
        *("--options", '{"participants":5,"personas":true}'),
    )

    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    assert path.read_bytes() == built("service", 2, 5).read_bytes()


def test_a_process_of_its_own_leaves_personas_out_when_told(built, tmp_path):
    path = tmp_path / "made.sqlite3"

    seeding(
        *("--path", str(path), "--edition", "guidance", "--seed", "1"),
        *("--options", '{"participants":3,"personas":false}'),
    )

    assert path.read_bytes() == built("guidance", 1, 3, personas=False).read_bytes()


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path):
    path = tmp_path / "nowhere" / "made.sqlite3"

    said = seeding(
        *("--path", str(path), "--edition", "guidance", "--seed", "1"),
        *("--options", '{"participants":0,"personas":false}'),
    )

    assert said.returncode != 0
    assert said.stderr.startswith(f"{path} cannot be written: ")
    assert said.stderr.count("\n") == 1


def test_whoever_comes_after_a_template_has_an_id_of_their_own(built):
    for path in (built(), built(personas=False)):
        store = open_store(path)
        taken = {row[0] for row in store.db.execute("SELECT id FROM people")}
        following = additions.next_participant_id(store)
        store.db.close()

        assert following not in taken
