"""What several clients of several processes are answered has one order that explains it.

One participant, one clock: each call has a begin and an end, and for all answers together
there must be an order, true to those times, in which a sandbox for one would have given them.
"""

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.control import Control
from tests.kit.racing import another_server, folder_of
from tests.kit.sandbox import Caller

CALLS = ["defer", "resume", "started", "look", "look", "later"]
DAY = "P1D"


@dataclass(frozen=True)
class State:
    """What the calls can change: training, a place, and how often the clock moved a day."""

    status: str = "active"
    declared: bool = False
    days: int = 0

    def after(self, call: str) -> "tuple[State, object]":
        """Return the state after a call, and what is answered."""
        if call == "look":
            return self, self.status
        if call == "later":
            return State(self.status, self.declared, self.days + 1), self.days + 1
        if call == "started":
            return State(self.status, True, self.days), 422 if self.declared else 200
        wanted = {"defer": "deferred", "resume": "active"}[call]
        if self.status == wanted:
            return self, 422
        return State(wanted, self.declared, self.days), 200


@dataclass(frozen=True)
class Done:
    """A call, when it began and ended, and what was answered."""

    call: str
    began: int
    ended: int
    answer: object


def explained(done: Sequence[Done], state: State = State()) -> bool:
    """Return whether some order of calls gives all their answers.

    A call comes before another if it had ended when the other began.
    """
    if not done:
        return True
    first_end = min(each.ended for each in done)
    for each in done:
        if each.began < first_end:
            after, answer = state.after(each.call)
            rest = [other for other in done if other is not each]
            if answer == each.answer and explained(rest, after):
                return True
    return False


class Client:
    """Makes its calls one after another, and notes what was answered."""

    def __init__(self, http, person, ticks, calls):
        self.done = []
        self._north_star, self._control = Caller(http, "north-star-token"), Control(_With(http))
        self._person, self._ticks, self._calls = person, ticks, calls

    def run(self, start):
        start.wait()
        for call in self._calls:
            began = next(self._ticks)
            answer = self._ask(call, began)
            self.done.append(Done(call, began, next(self._ticks), answer))

    def _ask(self, call, number):
        if call == "look":
            path = f"/participants/ecf/{self._person.id}"
            return self._north_star.get(path).json()["data"]["attributes"]["training_status"]
        if call == "later":
            told = self._control.call("POST", "/worlds/default/clock/advance", json={"by": DAY})
            return int(told.json()["now"][8:10]) - 1
        if call == "started":
            dated = f"2021-11-20T00:00:{number:02}Z"  # another each time, or it would be a copy
            return self._north_star.declare(self._person, dated=dated).status_code
        return self._north_star.act(call, self._person).status_code


@dataclass
class _With:
    http: object


def history(sandbox, servers, scripts):
    """Return what clients did, the first on the first server and so on, round and round."""
    person, ticks = sandbox.add(), count()
    Control(sandbox).call("PUT", "/worlds/default/clock", json=FROZEN)
    start = threading.Barrier(len(scripts), timeout=30)
    clients = [
        Client(servers[number % len(servers)], person, ticks, calls)
        for number, calls in enumerate(scripts)
    ]
    threads = [threading.Thread(target=each.run, args=(start,)) for each in clients]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return [each for client in clients for each in client.done]


FROZEN = {"now": "2022-01-01T09:00:00Z", "ticking": False}
SCRIPTS = st.lists(st.lists(st.sampled_from(CALLS), min_size=2, max_size=6), min_size=2, max_size=4)


@pytest.fixture
def servers(sandbox):
    """Two processes that serve one folder, as far as files can tell."""
    with ExitStack() as opened:
        yield [opened.enter_context(another_server(folder_of(sandbox))) for _ in range(2)]


@settings(max_examples=40)
@given(SCRIPTS)
def test_any_calls_at_once_have_an_order_that_explains_them(sandbox, servers, scripts):
    done = history(sandbox, servers, scripts)
    assert len(done) == sum(map(len, scripts))
    assert explained(done), sorted(done, key=lambda each: each.began)


@pytest.mark.parametrize(
    "done",
    [
        pytest.param(
            [Done("defer", 0, 1, 200), Done("look", 2, 3, "active")], id="a write is not seen"
        ),
        pytest.param(
            [Done("started", 0, 3, 200), Done("started", 1, 2, 200)], id="a place is given twice"
        ),
        pytest.param(
            [Done("later", 0, 3, 1), Done("later", 1, 2, 1)], id="a move of the clock is lost"
        ),
    ],
)
def test_what_no_order_explains_is_noticed(done):
    assert not explained(done)
