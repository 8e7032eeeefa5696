"""A file of bounded size: what it keeps, what it forgets, what a killed writer leaves."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.store import ring as product
from ecf_sandbox.engine.store.ring import Batch, Ring

SIZE = 2_000
ALWAYS = 1
TAIL = 24


@pytest.fixture
def ring(tmp_path):
    return made(tmp_path)


def made(folder, size=SIZE):
    path = folder / "ring"
    path.touch()
    return Ring(path, size)


def batch(*records, at=ALWAYS):
    """Return records on their way, each a label and what is more than its content."""
    found = Batch()
    for label, more in records:
        found.add(label, b"<" + label + b">", more, at=at)
    return found


def everything(ring):
    """Return every record, the oldest first: its id, label, content and more."""
    found = [(each, ring.content(each)) for each in ring.newest_first()]
    return [(each.id, each.label, *content) for each, content in reversed(found) if content]


def labels(ring):
    return [label for _, label, _, _ in everything(ring)]


def test_what_is_written_is_found(ring):
    ring.append(batch((b"a", b"more"), (b"b", b"")))
    ring.append(batch((b"", b"c" * 100), at=7))
    assert everything(ring) == [
        (1, b"a", b"<a>", b"more"),
        (2, b"b", b"<b>", b""),
        (3, b"", b"<>", b"c" * 100),
    ]
    assert [each.at for each in ring.newest_first()] == [7, ALWAYS, ALWAYS]


@given(
    batches=st.lists(
        st.lists(
            st.tuples(st.binary(max_size=20), st.sampled_from((0, *range(2, 300)))),
            min_size=1,
            max_size=4,
        ),
        max_size=40,
    )
)
def test_the_newest_are_found_and_as_many_as_there_is_room_for(tmp_path_factory, batches):
    ring, written = made(tmp_path_factory.mktemp("ring")), []
    for records in batches:
        fresh = [(label, bytes([len(written) % 256]) * size) for label, size in records]
        ring.append(batch(*fresh))
        written += [(label, b"<" + label + b">", more) for label, more in fresh]
    kept = everything(ring)
    first = len(written) - len(kept)
    assert kept == [(number, *written[number - 1]) for number in range(first + 1, len(written) + 1)]
    lengths = [sum(map(len, each)) + TAIL for each in written]
    assert sum(lengths[first:]) <= SIZE
    assert first == 0 or sum(lengths[first - 1 :]) > SIZE
    assert ring._path.stat().st_size <= SIZE + product._START


def test_records_are_whole_across_the_edge_of_the_file(ring):
    for number in range(500):
        ring.append(batch((b"%d" % number, b"%d" % number * 100)))
        *_, newest = everything(ring)
        assert newest == (number + 1, b"%d" % number, b"<%d>" % number, b"%d" % number * 100)


def test_what_two_records_share_is_written_once(ring):
    shared, alike = b"x" * 1500, bytes(bytearray(b"x" * 1500))
    assert shared is not alike
    ring.append(batch((b"a", shared), (b"b", shared), (b"c", shared)))
    assert [more for *_, more in everything(ring)] == [shared] * 3
    ring.append(batch((b"d", alike)))
    assert labels(ring) == [b"d"]


def test_a_record_whose_share_was_overwritten_is_gone(ring):
    shared = b"x" * 900
    ring.append(batch((b"a", shared), (b"b", b"y" * 100), (b"c", shared)))
    assert labels(ring) == [b"a", b"b", b"c"]
    ring.append(batch((b"d", b"z" * 900)))
    assert labels(ring) == [b"d"], "the bytes that c shared with a are gone"


def test_clearing_forgets_what_was_before(ring):
    ring.append(batch((b"a", b"")))
    ring.clear(at=100)
    assert everything(ring) == []
    ring.append(batch((b"early", b""), at=99))
    assert everything(ring) == []
    ring.append(batch((b"late", b""), at=100))
    assert [number for number, *_ in everything(ring)] == [3]


def test_in_one_batch_only_what_is_newer_than_the_clearing_is_found(ring):
    ring.clear(at=100)
    found = Batch()
    for at, label in ((98, b"a"), (99, b"b"), (100, b"c"), (101, b"d")):
        found.add(label, b"", b"shared", at=at)
    ring.append(found)
    assert labels(ring) == [b"c", b"d"]


def test_whoever_is_killed_while_writing_leaves_the_others_records_whole(monkeypatch, ring):
    """The head says what was to be written, so what may be half overwritten is not shown."""
    for label in (b"a", b"b", b"c"):
        ring.append(batch((label, label * 550)))
    assert labels(ring) == [b"a", b"b", b"c"]
    true, heads = product._write_head, []

    def killed(file, head):
        if heads:
            raise KeyboardInterrupt
        heads.append(head)
        true(file, head)

    with monkeypatch.context() as patch:
        patch.setattr(product, "_write_head", killed)
        with pytest.raises(KeyboardInterrupt):
            ring.append(batch((b"d", b"d" * 550)))
    assert labels(ring) == [b"b", b"c"]
    ring.append(batch((b"e", b"e" * 550)))
    assert [(number, label) for number, label, _, _ in everything(ring)] == [
        (2, b"b"),
        (3, b"c"),
        (4, b"e"),
    ]


def test_a_record_overwritten_while_it_is_read_is_not_shown(ring):
    ring.append(batch((b"a", b"a" * 900), (b"b", b"b" * 900)))
    walk = ring.newest_first()
    newest = next(walk)
    ring.append(batch((b"c", b"c" * 1900)))
    assert ring.content(newest) is None
    assert list(walk) == []


def test_a_file_of_another_version_is_begun_anew(ring):
    ring._path.write_bytes(b"\xff" * 6000)
    assert everything(ring) == []
    ring.append(batch((b"a", b"")))
    assert labels(ring) == [b"a"]


def test_a_file_that_is_not_there_takes_nothing_and_has_nothing(ring):
    ring._path.unlink()
    ring.append(batch((b"a", b"")))
    ring.clear(at=1)
    assert everything(ring) == []
    assert not ring._path.exists()


def test_more_parts_than_the_system_takes_at_once_are_written(tmp_path):
    ring = made(tmp_path, 1_000_000)
    ring.append(batch(*((b"%d" % number, b"%d." % number) for number in range(3000))))
    assert [more for *_, more in everything(ring)] == [b"%d." % number for number in range(3000)]


def test_a_disk_that_takes_only_half_is_full(monkeypatch, ring):
    monkeypatch.setattr(product.os, "pwritev", lambda *_: 1)
    with pytest.raises(OSError, match="No space"):
        ring.append(batch((b"a", b"more")))
    monkeypatch.undo()
    assert everything(ring) == []


def test_many_write_at_once(tmp_path):
    ring = made(tmp_path, 100_000)

    def write(name):
        for number in range(50):
            ring.append(batch((b"%s %d" % (name, number), b"x" * 20), (b"", b"")))

    threads = [threading.Thread(target=write, args=(name,)) for name in (b"a", b"b", b"c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = everything(ring)
    assert [number for number, *_ in kept] == list(range(1, 301))
    for name in (b"a", b"b", b"c"):
        mine = [label for _, label, _, _ in kept if label.startswith(name)]
        assert mine == [b"%s %d" % (name, number) for number in range(50)]
