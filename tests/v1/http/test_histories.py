"""What several clients of several processes are answered has one order that explains it.

One participant and one clock in a world that is reset, restored and deleted. Each call has a
begin and an end, and for all answers together there must be an order, true to those times, in
which a sandbox for one would have given them.
"""

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.racing import another_server, control_of, folder_of
from tests.kit.sandbox import Caller

CALLS = ["defer", "resume", "started", "look", "look", "later", "reset", "restore", "delete"]
PROVIDERS = ["defer", "resume", "started", "look"]
DAY = "P1D"


@dataclass(frozen=True)
class State:
    """What the calls can change: training, a place, how often the clock moved a day, and all."""

    status: str = "active"
    declared: bool = False
    days: int = 0
    deleted: bool = False

    def after(self, call: str) -> "tuple[State, object]":
        """Return the state after a call, and what is answered."""
        if self.deleted:
            return self, 401 if call in PROVIDERS else 404
        if call in AFTER:
            return AFTER[call], 204 if call == "delete" else 200
        if call == "later":
            return replace(self, days=self.days + 1), self.days + 1
        if call == "started":
            return replace(self, declared=True), 422 if self.declared else 200
        wanted = {"defer": "deferred", "resume": "active", "look": self.status}[call]
        done = self.status if call == "look" else 422 if self.status == wanted else 200
        return replace(self, status=wanted), done


# A world begins as it is made, and its snapshot was taken when the participant had a break.
AFTER = {
    "reset": State(),
    "restore": State(status="deferred"),
    "delete": State(deleted=True),
}


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

    def __init__(self, http, world, ticks, calls):
        self.done = []
        self._world, self._ticks, self._calls = world, ticks, calls
        self._provider, self._control = Caller(http, world.token), control_of(http)

    def run(self, start):
        start.wait()
        for call in self._calls:
            began = next(self._ticks)
            answer = self._ask(call, began)
            self.done.append(Done(call, began, next(self._ticks), answer))

    def _ask(self, call, number):
        said = self._send(call, number)
        if said.status_code == 200 and call == "look":
            return said.json()["data"]["attributes"]["training_status"]
        if said.status_code == 200 and call == "later":
            return int(said.json()["now"][8:10]) - 1
        return said.status_code

    def _send(self, call, number):
        path, person = f"/worlds/{self._world.id}", self._world.person
        if call == "look":
            return self._provider.get(f"/participants/ecf/{person}")
        if call == "started":
            dated = f"2021-11-20T00:00:{number % 60:02}Z"  # another each time, or it is a copy
            return self._provider.declare(person, dated=dated)
        if call in ("defer", "resume"):
            return self._provider.act(call, person)
        if call == "later":
            return self._control.call("POST", f"{path}/clock/advance", json={"by": DAY})
        if call == "delete":
            return self._control.call("DELETE", path)
        return self._control.call(
            "POST", f"{path}/reset" if call == "reset" else f"{path}/snapshots/kept/restore"
        )


@dataclass(frozen=True)
class World:
    """A world of an example's own, and somebody in it."""

    id: str
    token: str
    person: str


def new_world(sandbox):
    """Make a world with a snapshot in which somebody, who is in training, has a break."""
    control, id_ = control_of(sandbox.http), f"history-{next(WORLDS)}"
    made = control.call("POST", "/worlds", json={"id": id_, **SETTINGS}).json()
    token = made["providers"][0]["token"]
    provider = Caller(sandbox.http, token)
    person = next(
        each["id"]
        for each in provider.get("/participants/ecf").json()["data"]
        if WANTED.items() <= each["attributes"].items()
    )
    assert provider.act("defer", person).status_code == 200
    control.call("PUT", f"/worlds/{id_}/snapshots/kept")
    assert provider.act("resume", person).status_code == 200
    return World(id_, token, person)


def history(sandbox, servers, scripts):
    """Return what clients did, the first on the first server and so on, round and round."""
    world, ticks = new_world(sandbox), count()
    start = threading.Barrier(len(scripts), timeout=30)
    clients = [
        Client(servers[number % len(servers)], world, ticks, calls)
        for number, calls in enumerate(scripts)
    ]
    threads = [threading.Thread(target=each.run, args=(start,)) for each in clients]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return [each for client in clients for each in client.done]


WORLDS = count()
SETTINGS = {"now": "2022-01-01T09:00:00Z", "ticking": False, "participants": 20, "personas": False}
WANTED = {
    "participant_type": "ect",
    "schedule_identifier": "ecf-standard-september",
    "training_status": "active",
    "status": "active",
    "cohort": "2021",
}
SCRIPTS = st.lists(st.lists(st.sampled_from(CALLS), min_size=2, max_size=6), min_size=2, max_size=4)


@pytest.fixture(params=[2, 4], ids=["two servers", "four servers"])
def servers(sandbox, request):
    """Several processes that serve one folder, as far as files can tell."""
    with ExitStack() as opened:
        yield [
            opened.enter_context(another_server(folder_of(sandbox))) for _ in range(request.param)
        ]


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
