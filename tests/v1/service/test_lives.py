"""Whole lives, made up: whatever a provider tries in whatever order, some things always hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.rules.declaring import in_period
from tests.kit.facts import at
from tests.kit.sandbox import attributes, ids
from tests.kit.traces import everything

SCHEDULES = (
    "ecf-standard-september",
    "ecf-standard-january",
    "ecf-extended-september",
    "ecf-reduced-january",
)
STANDING = {"submitted", "eligible", "payable", "paid"}
NEXT = {
    ("active", "defer"): "deferred",
    ("deferred", "resume"): "active",
    ("active", "withdraw"): "withdrawn",
    ("deferred", "withdraw"): "withdrawn",
}
NOWS = (
    "2021-11-19T00:00:00Z",
    "2021-11-30T23:59:59Z",
    "2021-12-01T00:00:00Z",
    "2022-01-31T23:59:59Z",
    "2022-02-28T00:00:00Z",
    "2022-06-01T09:00:00Z",
    "2024-03-01T09:00:00Z",
)

nows = st.sampled_from(NOWS)
steps = st.one_of(
    st.tuples(st.sampled_from(("defer", "resume", "withdraw")), nows),
    st.tuples(st.just("change-schedule"), nows, st.sampled_from(SCHEDULES)),
    st.tuples(st.just("declare"), nows, st.sampled_from(DeclarationType), nows),
    st.tuples(st.just("void"), nows, st.integers(0, 5)),
)


class TrainingHistory:
    """One ECT, their provider, and what a step does."""

    def __init__(self, sandbox, schedule):
        self.sandbox, self.north_star = sandbox, sandbox.provider()
        self.ect = sandbox.add(schedule=schedule)

    def take(self, what, now, *more):
        if what == "declare":
            return self.north_star.declare(self.ect, *more, now=now)
        if what == "void":
            made = [*ids(self.declared()), "none"]
            return self.north_star.void(made[more[0] % len(made)], now=now)
        said = {"schedule_identifier": more[0], "cohort": 2021} if more else {}
        return self.north_star.act(what, self.ect, now=now, **said)

    def declared(self, now=None):
        mine = {"filter[participant_id]": self.ect.id}
        return self.north_star.get("/participant-declarations", now=now, params=mine)

    def seen(self):
        return attributes(self.north_star.get(f"/participants/ecf/{self.ect.id}"))


@pytest.mark.rule("ACT-7", "DECL-11")
def test_no_order_of_requests_breaks_what_always_holds(either_sandbox):
    edition = either_sandbox.edition

    @settings(max_examples=30)
    @given(st.sampled_from(SCHEDULES), st.lists(steps, min_size=4, max_size=14))
    def live(schedule, taken):
        life, status = TrainingHistory(either_sandbox, schedule), "active"
        for step in taken:
            before = everything(either_sandbox)
            answer = life.take(*step)
            if answer.status_code == 200:
                status = NEXT.get((status, step[0]), status)
            else:
                assert everything(either_sandbox) == before

            seen = life.seen()
            assert seen["training_status"] == status
            if answer.status_code == 200 and step[0] in ("defer", "resume", "withdraw"):
                assert seen["updated_at"] == step[1]
            held = edition.schedules.get(seen["schedule_identifier"], 2021)
            for now in (NOWS[0], NOWS[-1]):
                only_what_fits_stands(life.declared(now).json()["data"], held)

    live()


def only_what_fits_stands(declarations, schedule):
    """Hold that each type stands once at most, inside its milestone on the schedule held."""
    standing = [it["attributes"] for it in declarations if it["attributes"]["state"] in STANDING]
    types = [each["declaration_type"] for each in standing]
    assert len(types) == len(set(types))
    for each in standing:
        milestone = schedule.milestones[DeclarationType(each["declaration_type"])]
        assert in_period(at(each["declaration_date"]), milestone, schedule)


@pytest.mark.rule("PAY-5")
def test_what_is_shown_at_a_date_does_not_depend_on_the_journey_there(either_sandbox):
    @settings(max_examples=20)
    @given(st.lists(steps, min_size=4, max_size=10), st.lists(nows, min_size=2, max_size=6))
    def live(taken, journey):
        life = TrainingHistory(either_sandbox, "ecf-extended-september")
        for step in taken:
            life.take(*step)

        there = {now: life.declared(now).json() for now in journey}
        back = {now: life.declared(now).json() for now in reversed(journey)}
        assert there == back
        for now, shown in there.items():
            for each in shown["data"]:
                alone = life.north_star.get(f"/participant-declarations/{each['id']}", now=now)
                assert alone.json()["data"] == each

    live()
