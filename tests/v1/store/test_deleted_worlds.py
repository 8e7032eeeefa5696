"""What was begun in a world that is deleted meanwhile, and made again under its id."""

import shutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import pytest

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.clock import frozen_at
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.http import pipeline
from ecf_sandbox.engine.http.control import endpoint
from ecf_sandbox.engine.store import counters, epoch, fault_settings, files, snapshots
from ecf_sandbox.engine.store.epoch import Gone
from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.engine.store.worlds import DEFAULT, Worlds
from tests.kit.control import Control, refused
from tests.kit.sandbox import NOBODY

CLOCK = frozen_at(Instant(0))
FAULT = '[{"path": "*", "times": 1, "status": 503}]'


@pytest.fixture
def elsewhere(sandbox):
    """The worlds as another process has them."""
    worlds = Worlds(sandbox.worlds.folder.parent, APIS.schema_of)
    yield worlds
    worlds.close()


@pytest.fixture
def made_again(elsewhere, template):
    """Delete the world in another process, and make it again under its id, of another edition."""

    def make() -> None:
        assert elsewhere.remove(DEFAULT)
        origin = Origin(DEFAULT, "service", 1, NOBODY, None, False)
        elsewhere.add(template("service"), origin, CLOCK, lambda slug: f"{slug}-token")

    return make


@pytest.fixture
def just_before(monkeypatch):
    """Let something happen just before the next call of a function."""

    def arrange(owner: object, name: str, act: Callable[[], object]) -> None:
        function = getattr(owner, name)

        @wraps(function)
        def late(*args, **kwargs):
            monkeypatch.setattr(owner, name, function)
            act()
            return function(*args, **kwargs)

        monkeypatch.setattr(owner, name, late)

    return arrange


def is_untouched(worlds):
    """Return whether a world is as it was made again, with no file that is not its own."""
    world = worlds.get(DEFAULT)
    found = {path.name for path in world.folder.iterdir() if path.suffix != ".journal"}
    own = {f"{world.file.path.name}{end}" for end in ("", "-wal", "-shm")}
    known = {"current", "pristine", "epoch", "journal", "control-journal", files.SNAPSHOTS}
    kept = [*world.folder.glob(f"{files.SNAPSHOTS}/*")]
    return (world.edition, found - own - known, kept) == ("service", set(), [])


def test_a_world_that_is_made_again_is_another(sandbox, made_again):
    before = sandbox.world
    made_again()
    for look in (before.refresh, lambda: before.journal_beside("control-journal")):
        with pytest.raises(Gone):
            look()
    assert sandbox.worlds.get(DEFAULT).edition == "service"


@pytest.mark.parametrize("step", ["copyfile", "moving"])
def test_a_reset_leaves_the_new_world_alone(sandbox, elsewhere, made_again, just_before, step):
    just_before(shutil if step == "copyfile" else files, step, made_again)
    with pytest.raises(Gone):
        sandbox.worlds.replace(sandbox.world, sandbox.world.folder / files.PRISTINE, CLOCK)
    assert is_untouched(elsewhere)


@pytest.mark.parametrize("step", ["_copy_open", "_alone_with"])
def test_a_snapshot_is_not_kept_in_the_new_world(sandbox, elsewhere, made_again, just_before, step):
    just_before(files, step, made_again)
    with pytest.raises(Gone):
        snapshots.take(sandbox.world, "kept", real=Instant(1))
    assert is_untouched(elsewhere)


def test_no_link_to_a_snapshot_appears_in_the_new_world(
    sandbox, elsewhere, made_again, just_before
):
    def with_snapshots() -> None:
        made_again()
        (sandbox.world.folder / files.SNAPSHOTS).mkdir()

    just_before(type(sandbox.world), "held", with_snapshots)
    with pytest.raises(Gone):
        snapshots.take(sandbox.world, "kept", real=Instant(1))
    assert is_untouched(elsewhere)


def test_faults_are_not_set_in_the_new_world(sandbox, elsewhere, made_again, just_before):
    just_before(fault_settings, "has_faults_or_limit", made_again)
    with pytest.raises(Gone):
        fault_settings.set_faults(sandbox.world, FAULT)
    assert is_untouched(elsewhere)


def test_no_request_is_counted_for_the_new_world(sandbox, elsewhere, made_again, just_before):
    fault_settings.set_faults(sandbox.world, FAULT)
    just_before(counters, "_open", made_again)
    sandbox.world.file.counts.close()
    with pytest.raises(Gone):
        fault_settings.hits(sandbox.world)
    assert is_untouched(elsewhere)


def test_counts_lie_beside_the_file_that_is_current(sandbox, elsewhere, template, just_before):
    fault_settings.set_faults(sandbox.world, FAULT)
    before = sandbox.world.file

    def reset() -> None:
        elsewhere.replace(elsewhere.get(DEFAULT), template(sandbox.edition.name), CLOCK)

    before.counts.close()
    just_before(counters, "_open", reset)
    assert fault_settings.hits(sandbox.world) == {}
    assert sandbox.world.file is not before
    assert not [*before.path.parent.glob(f"{before.path.name}*")]


def test_who_deletes_a_world_that_was_made_again_lets_everybody_know(
    sandbox, elsewhere, made_again, just_before
):
    """Whoever waits for the lock of a world must not get that of one that is gone."""
    just_before(epoch.fcntl, "flock", made_again)
    assert sandbox.worlds.remove(DEFAULT)
    assert elsewhere.get(DEFAULT) is None


def test_who_waited_for_a_world_that_is_gone_holds_the_one_that_is_there(
    sandbox, made_again, just_before
):
    just_before(epoch.fcntl, "flock", made_again)
    counts = sandbox.world.folder / "epoch"
    with (
        epoch.held(sandbox.world.folder),
        counts.open("rb") as file,
        pytest.raises(BlockingIOError),
    ):
        epoch.fcntl.flock(file, epoch.fcntl.LOCK_EX | epoch.fcntl.LOCK_NB)


def test_a_write_is_not_done_in_the_new_world(sandbox, elsewhere, made_again, just_before):
    person = sandbox.add()
    just_before(pipeline, "read_body", made_again)
    assert sandbox.provider().act("defer", person).status_code == 401
    assert is_untouched(elsewhere)


def test_a_control_call_is_not_done_in_the_new_world(sandbox, elsewhere, made_again, just_before):
    just_before(endpoint, "read_body", made_again)
    call = Control(sandbox).put(f"/worlds/{DEFAULT}/clock", {"now": "2022-01-01T00:00:00Z"})
    assert refused(call) == (404, "not_found")
    assert is_untouched(elsewhere)


def test_an_id_that_is_taken_and_free_again_was_taken(tmp_path, monkeypatch):
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "file").touch()
    monkeypatch.setattr(Path, "exists", lambda _: False)
    with pytest.raises(FileExistsError), files.whole_folder(taken):
        pass
