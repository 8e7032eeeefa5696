"""What all processes see change without looking: never late, and right after a kill (FMT-7)."""

import pytest

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.clock import frozen_at
from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.http import pipeline
from ecf_sandbox.engine.store import answer_cache, fault_settings, files
from ecf_sandbox.engine.store.answer_cache import Answer, AnswerCache
from ecf_sandbox.engine.store.epoch import Epoch, Gone, moving
from ecf_sandbox.engine.store.worlds import DEFAULT, Worlds
from tests.kit.racing import another_server, folder_of
from tests.kit.sandbox import NOW, Caller, attributes, ids

LIST = "/participants/ecf"
CLOCK = frozen_at(parse_date_time(NOW))
FAULT = '[{"status": 503}]'


class Killed(BaseException):
    """The process is no more."""


@pytest.fixture
def elsewhere(sandbox):
    """North-star, served by another process."""
    with another_server(folder_of(sandbox)) as http:
        yield Caller(http, "north-star-token")


@pytest.fixture
def neighbour(sandbox):
    """The default world as another process has it open."""
    opened = Worlds(sandbox.worlds.folder.parent, APIS.schema_of)
    yield opened.get(DEFAULT)
    opened.close()


@pytest.fixture
def answered(monkeypatch):
    """Return the list of answers that were worked out, not remembered."""
    made, read = [], pipeline.Work._read

    def watched(self, patient):
        made.append(self.request)
        return read(self, patient)

    monkeypatch.setattr(pipeline.Work, "_read", watched)
    return made


def status(caller, person):
    return attributes(caller.get(f"{LIST}/{person.id}"))["training_status"]


def test_each_process_sees_what_the_other_has_just_written(sandbox, north_star, elsewhere):
    person = sandbox.add()
    both = north_star, elsewhere
    for number in range(6):
        action, wanted = (("defer", "deferred"), ("resume", "active"))[number % 2]
        assert both[number % 2].act(action, person).status_code == 200
        assert [status(each, person) for each in both * 2] == [wanted] * 4


def test_an_answer_is_worked_out_once_until_anybody_writes(
    sandbox, north_star, elsewhere, answered
):
    person = sandbox.add()
    for _ in range(3):
        north_star.get(LIST)
    assert len(answered) == 1
    elsewhere.act("defer", person)
    for _ in range(3):
        north_star.get(LIST)
    assert len(answered) == 2


@pytest.mark.parametrize("refused", [True, False], ids=["a refusal", "a copy of a declaration"])
def test_what_changes_nothing_leaves_answers_right(sandbox, north_star, answered, refused):
    person = sandbox.add()
    if not refused:
        north_star.declare(person)
    north_star.get(LIST)
    again = north_star.act("resume", person) if refused else north_star.declare(person)
    assert again.status_code == (422 if refused else 200)
    north_star.get(LIST)
    assert len(answered) == 1


def test_answers_are_remembered_again_after_a_reset(sandbox, north_star, answered, template):
    sandbox.add()
    north_star.get(LIST)
    sandbox.worlds.replace(sandbox.world, template(sandbox.edition.name), CLOCK)
    for _ in range(3):
        assert ids(north_star.get(LIST)) == []
    assert len(answered) == 2


def test_who_is_killed_before_the_commit_costs_only_the_next_answers(
    sandbox, north_star, elsewhere, answered
):
    person = sandbox.add()
    north_star.get(LIST)
    Epoch(sandbox.world.folder).written += 1  # and then nothing
    for _ in range(2):
        assert len(ids(north_star.get(LIST))) == 1
    assert len(answered) == 3
    elsewhere.act("defer", person)
    for _ in range(2):
        assert status(north_star, person) == "deferred"
    assert len(answered) == 4


@pytest.mark.parametrize("moved", [False, True], ids=["before the link moves", "after it"])
def test_who_is_killed_in_a_move_makes_everybody_look(
    sandbox, north_star, elsewhere, template, monkeypatch, moved
):
    sandbox.add()
    assert len(ids(elsewhere.get(LIST))) == 1
    point = files._point

    def killed(link, target):
        if moved:
            point(link, target)
        raise Killed

    epoch = Epoch(sandbox.world.folder)
    monkeypatch.setattr(files, "_point", killed)
    with pytest.raises(Killed):
        sandbox.worlds.replace(sandbox.world, template(sandbox.edition.name), CLOCK)
    monkeypatch.setattr(files, "_point", point)
    _leave_odd(epoch)
    assert len(ids(elsewhere.get(LIST))) == (0 if moved else 1)
    sandbox.worlds.replace(sandbox.world, template(sandbox.edition.name), CLOCK)
    assert (ids(elsewhere.get(LIST)), epoch.moves % 2) == ([], 0)
    assert ids(north_star.get(LIST)) == []


def _leave_odd(epoch):
    """Undo what a killed process would not have done."""
    epoch._counts[0] -= 1
    assert epoch.moves % 2


def test_a_count_is_odd_while_files_move_and_another_afterwards(tmp_path):
    epoch = Epoch(tmp_path)
    before = epoch.moves
    with moving(tmp_path):
        assert epoch.moves % 2
    after = epoch.moves
    with pytest.raises(Killed), moving(tmp_path):
        raise Killed
    assert (before, after, epoch.moves) == (0, 2, 4)


def test_faults_are_met_by_every_process_at_once(sandbox, neighbour):
    assert not neighbour.has_faults_or_limit
    fault_settings.set_faults(sandbox.world, FAULT)
    assert neighbour.has_faults_or_limit
    fault_settings.set_faults(sandbox.world, "[]")
    assert not neighbour.has_faults_or_limit


@pytest.mark.rule("AUTH-2")
def test_a_world_that_is_removed_is_gone_for_every_process(sandbox, elsewhere):
    assert elsewhere.get(LIST).status_code == 200
    sandbox.worlds.remove(DEFAULT)
    assert elsewhere.get(LIST).status_code == 401


def test_a_world_made_again_under_its_id_is_another_for_every_process(
    sandbox, elsewhere, neighbour, template
):
    person = sandbox.add()
    assert ids(elsewhere.get(LIST)) == [person.id]
    origin = sandbox.world.file.origin
    sandbox.worlds.remove(DEFAULT)
    with pytest.raises(Gone):
        neighbour.refresh()
    source = template(sandbox.edition.name)
    sandbox.worlds.add(source, origin, CLOCK, lambda slug: f"{slug}-token")
    assert ids(elsewhere.get(LIST)) == []
    elsewhere.act("defer", person)
    sandbox.worlds.replace(sandbox.worlds.get(DEFAULT), source, CLOCK)
    assert ids(elsewhere.get(LIST)) == []


def test_an_answer_that_comes_late_replaces_none_of_a_later_state():
    kept, nows = AnswerCache(), range(10)
    kept.keep(5, CLOCK, "a", Answer(b"new", b"", nows))
    kept.keep(4, CLOCK, "a", Answer(b"old", b"", nows))
    kept.keep(4, CLOCK, "b", Answer(b"old", b"", nows))
    assert kept.find(5, "a", 1)[1].content == b"new"
    assert kept.find(4, "a", 1) is kept.find(5, "b", 1) is None


def test_the_oldest_answers_go_when_there_are_too_many_bytes(monkeypatch):
    monkeypatch.setattr(answer_cache, "_MOST_BYTES", 2_000)
    kept = AnswerCache()
    for number in range(5):
        kept.keep(1, CLOCK, number, Answer(b"x" * 400, b"", range(10)))
    assert [kept.find(1, number, 1) is not None for number in range(5)] == [0, 0, 0, 1, 1]
