"""A poller misses nothing (LIST-7): whoever asks for what changed since the newest it saw."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import SECOND, moment, parse_date_time
from ecf_sandbox.v1.store import declaration_changes
from tests.kit.population import empty
from tests.kit.sandbox import NOW, ids

PARTICIPANTS, DECLARATIONS = "/participants/ecf", "/participant-declarations"
DATED = "2021-11-20T09:00:00Z"
START = parse_date_time(NOW)
EVE, MIDNIGHT = "2021-11-30T23:59:59.999999Z", "2021-12-01T00:00:00Z"
PAYDAYS = [
    parse_date_time(f"{day}T00:00:00Z")
    for day in ("2021-12-01", "2022-02-01", "2022-02-28", "2022-05-01", "2022-05-31")
]
TYPES = ["started", "retained-1", "retained-2", "retained-3", "retained-4", "completed"]


class Poller:
    """Keeps a copy of a list by asking only for what changed."""

    def __init__(self, caller, path):
        self.caller, self.path = caller, path
        self.seen, self.newest = {}, ""

    def poll(self, now, size=100):
        page = 1
        asked = f"{self.path}?filter[updated_since]={self.newest}&page[per_page]={size}"
        while found := self.caller.get(f"{asked}&page[page]={page}", now=now).json()["data"]:
            self.seen |= {each["id"]: each["attributes"] for each in found}
            page += 1
        shown = (each["updated_at"] for each in self.seen.values())
        self.newest = max(shown, default=self.newest)

    def has_seen_everything(self, now):
        listed = self.caller.get(f"{self.path}?page[per_page]=3000", now=now).json()["data"]
        assert self.seen == {each["id"]: each["attributes"] for each in listed}


class Story:
    """What happens while two pollers watch; time stands still or moves forward."""

    def __init__(self, sandbox):
        self.sandbox, self.caller, self.now = sandbox, sandbox.provider(), START
        self.people, self.made = [], []
        self.pollers = [Poller(self.caller, path) for path in (PARTICIPANTS, DECLARATIONS)]
        for eligible in (True, True, None):
            self.add(eligible)
        self.people.append(sandbox.add(schedule="ecf-standard-september"))

    @property
    def date(self):
        return moment(self.now).isoformat().replace("+00:00", "Z")

    def wait(self, micros):
        self.now += micros

    def go_to_payday(self, number, micros):
        self.now = max(self.now, PAYDAYS[number] + micros)

    def add(self, eligible):
        schedule = "ecf-extended-september"
        self.people.append(self.sandbox.add("ect", schedule, eligible=eligible, added=self.date))

    def act(self, action, person):
        self.caller.act(action, self.someone(person), now=self.date)

    def declare(self, declaration_type, person):
        made = self.caller.declare(self.someone(person), declaration_type, DATED, now=self.date)
        if made.status_code == 200:
            self.made.append(made.json()["data"]["id"])

    def void(self, number):
        if self.made:
            self.caller.void(self.made[number % len(self.made)], now=self.date)

    def transfer(self, person, to):
        self.sandbox.transfer(self.someone(person), to, at=self.date)

    def poll(self, size):
        for poller in self.pollers:
            poller.poll(self.date, size)
            poller.has_seen_everything(self.date)

    def someone(self, number):
        return self.people[number % len(self.people)]


def step(verb, *arguments):
    return st.tuples(st.just(verb), st.tuples(*arguments))


somebody, anything_made = st.integers(0, 7), st.integers(0, 15)
steps = st.one_of(
    step("wait", st.sampled_from([0, 1, SECOND - 1, SECOND, 3600 * SECOND])),
    step(
        "go_to_payday", st.sampled_from(range(len(PAYDAYS))), st.sampled_from([-1, 0, 1, -SECOND])
    ),
    step("add", st.sampled_from([True, None])),
    step("act", st.sampled_from(["defer", "resume", "withdraw"]), somebody),
    step("declare", st.sampled_from(TYPES), somebody),
    step("declare", st.sampled_from(TYPES), somebody),
    step("void", anything_made),
    step("transfer", somebody, st.sampled_from(["riverbank", "north-star"])),
    step("poll", st.sampled_from([1, 3, 100])),
)


@pytest.mark.rule("LIST-7", "PAY-5", "TIME-3")
@pytest.mark.parametrize("many", [5_000, 2], ids=["few changes", "many changes"])
@settings(max_examples=25)
@given(st.lists(steps, min_size=10, max_size=40))
@example(
    [
        ("declare", ("started", 0)),
        ("go_to_payday", (0, -1)),
        ("declare", ("started", 1)),
        ("poll", (1,)),
        ("declare", ("retained-1", 1)),
        ("poll", (1,)),
        ("wait", (1,)),
    ]
)
def test_a_poller_sees_every_change_there_was(sandbox, monkeypatch, many, steps):
    monkeypatch.setattr(declaration_changes, "_MANY", many)
    story = Story(empty(sandbox))
    for verb, arguments in [*steps, ("poll", (100,))]:
        getattr(story, verb)(*arguments)


@pytest.mark.rule("LIST-7")
@pytest.mark.parametrize("edition", ["guidance", "service"])
def test_several_changes_at_one_frozen_instant_are_all_seen(sandbox_of, edition):
    sandbox = sandbox_of(edition)
    people, caller = [sandbox.add() for _ in range(4)], sandbox.provider()
    pollers = [Poller(caller, path) for path in (PARTICIPANTS, DECLARATIONS)]
    for person in people:
        caller.declare(person)
        caller.act("defer", person)
        for poller in pollers:
            poller.poll(NOW)
            poller.has_seen_everything(NOW)


@pytest.mark.rule("LIST-7")
def test_what_a_midnight_brings_is_seen_by_who_saw_that_second_before_it_came(sandbox, north_star):
    before, after = sandbox.add(), sandbox.add()
    paid = north_star.declare(before).json()["data"]["id"]
    early = north_star.declare(after, now=EVE)
    assert early.json()["data"]["attributes"]["updated_at"] == MIDNIGHT
    since = f"{DECLARATIONS}?filter[updated_since]={MIDNIGHT}"
    assert paid not in ids(north_star.get(since, now=EVE))
    assert paid in ids(north_star.get(since, now=MIDNIGHT))


@pytest.mark.rule("LIST-7", "PAY-5")
@pytest.mark.parametrize(
    ("since", "now", "state"),
    [
        pytest.param("2021-12-02T09:00:01Z", "2022-02-01T00:00:00Z", "payable", id="payable"),
        pytest.param("2022-02-01T00:00:00Z", "2022-02-28T00:00:00Z", "paid", id="paid"),
        pytest.param("2021-12-02T09:00:01Z", "2022-02-28T00:00:00Z", "paid", id="both at once"),
    ],
)
def test_each_state_that_time_brings_is_a_change(sandbox, north_star, since, now, state):
    ect = sandbox.add(schedule="ecf-standard-january")
    asked = {"dated": "2021-12-02T09:00:00Z", "now": "2021-12-02T09:00:00Z"}
    north_star.declare(ect, **asked)
    path = f"{DECLARATIONS}?filter[updated_since]={since}"
    (seen,) = north_star.get(path, now=now).json()["data"]
    assert (seen["attributes"]["state"], seen["attributes"]["updated_at"]) == (state, now)
    path = f"{DECLARATIONS}?filter[updated_since]={now}"
    assert ids(north_star.get(path, now=now)) == []


@pytest.mark.rule("LIST-7")
def test_a_clawback_is_a_change_when_it_is_asked_for_and_when_it_comes(sandbox, north_star):
    declared = north_star.declare(sandbox.add()).json()["data"]["id"]
    north_star.void(declared, now="2021-12-10T09:00:00Z")
    for since, now, state in (
        ("2021-12-01T00:00:00Z", "2021-12-10T09:00:00.000001Z", "awaiting-clawback"),
        ("2021-12-10T09:00:01Z", "2022-02-28T00:00:00Z", "clawed-back"),
    ):
        path = f"{DECLARATIONS}?filter[updated_since]={since}"
        (seen,) = north_star.get(path, now=now).json()["data"]
        assert seen["attributes"]["state"] == state
