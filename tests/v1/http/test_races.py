"""Many at once: from several servers of one world, in threads and in processes."""

import pytest

from tests.kit.racing import at_once, in_processes
from tests.kit.sandbox import NOW, attributes, ids, titles

SERVERS = 4
DECLARATIONS = "/participant-declarations"


def declared_at_once(sandbox, people):
    """Return, for each of some people, the answers of every server to one and the same POST."""
    every = at_once(sandbox, SERVERS, lambda caller: [caller.declare(each) for each in people])
    return [list(answers) for answers in zip(*every, strict=True)]


@pytest.mark.rule("DECL-14", "DECL-10", edition="guidance")
def test_copies_sent_at_once_all_get_the_one_declaration(sandbox):
    people = [sandbox.add() for _ in range(8)]

    for answers in declared_at_once(sandbox, people):
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
    assert len(ids(sandbox.provider().get(DECLARATIONS))) == len(people)


@pytest.mark.rule("DECL-14", "DECL-10", edition="service")
def test_of_copies_sent_at_once_the_service_takes_one(service_sandbox):
    people = [service_sandbox.add() for _ in range(8)]

    for answers in declared_at_once(service_sandbox, people):
        assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
        assert {tuple(titles(each)) for each in answers if each.status_code == 422} == {("base",)}
    assert len(ids(service_sandbox.provider().get(DECLARATIONS))) == len(people)


@pytest.mark.rule("DECL-14", "DECL-11")
def test_of_different_dates_sent_at_once_one_takes_the_place(either_sandbox):
    ect = either_sandbox.add()
    dates = iter([f"2021-11-2{day}T09:00:00Z" for day in range(1, 1 + SERVERS)])

    answers = at_once(
        either_sandbox, SERVERS, lambda caller: caller.declare(ect, dated=next(dates))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    assert len(ids(either_sandbox.provider().get(DECLARATIONS))) == 1


@pytest.mark.rule("DECL-14", edition="guidance")
def test_copies_from_two_processes_leave_one_declaration_each(sandbox):
    people = [sandbox.add().id for _ in range(20)]

    mine, theirs = in_processes(sandbox, 2, people, NOW)
    assert [status for status, _ in mine] == [200] * len(people)
    assert mine == theirs
    listed = ids(sandbox.provider().get(DECLARATIONS))
    assert sorted(listed) == sorted(body["data"]["id"] for _, body in mine)


@pytest.mark.rule("VOID-3")
def test_of_voids_sent_at_once_one_is_made(either_sandbox):
    made = either_sandbox.provider().declare(either_sandbox.add()).json()["data"]["id"]

    answers = at_once(either_sandbox, SERVERS, lambda caller: caller.void(made))
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]


@pytest.mark.rule("ACT-4")
def test_of_withdrawals_sent_at_once_one_is_made(either_sandbox):
    ect = either_sandbox.add()

    answers = at_once(either_sandbox, SERVERS, lambda caller: caller.act("withdraw", ect))
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    seen = attributes(either_sandbox.provider().get(f"/participants/ecf/{ect.id}"))
    assert seen["training_status"] == "withdrawn"


@pytest.mark.rule("TIME-3")
def test_writes_at_one_frozen_instant_keep_an_order_of_their_own(either_sandbox):
    people = [either_sandbox.add() for _ in range(SERVERS)]
    waiting = iter(people)

    answers = at_once(either_sandbox, SERVERS, lambda caller: caller.declare(next(waiting)))
    assert {attributes(answer)["updated_at"] for answer in answers} == {NOW}
    listed = ids(either_sandbox.provider().get(DECLARATIONS))
    assert len(set(listed)) == SERVERS
    for page, made in enumerate(listed, start=1):
        one = {"page[per_page]": 1, "page[page]": page}
        assert ids(either_sandbox.provider().get(DECLARATIONS, params=one)) == [made]
