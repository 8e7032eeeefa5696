"""Provider states of participants, beside the personas' situations."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ecf_sandbox.engine.domain.instants import DAY, Instant, moment
from ecf_sandbox.engine.domain.problems import Problem, Rejected
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import DeclarationType, ScheduleIdentifier
from ecf_sandbox.v3.seeding import declared_states
from ecf_sandbox.v3.seeding.declared_states import Wanted
from ecf_sandbox.v3.seeding.recipes import Recipe
from ecf_sandbox.v3.seeding.state_parts import Asked, Built, cohort_of, day_of, somebody
from ecf_sandbox.v3.seeding.state_setup import OTHER, StateSetup, TooEarly

_IN_TRAINING = timedelta(60)


def declaration(setup: StateSetup, asked: Asked) -> Built:
    """Build a declaration in a state."""
    wanted = Wanted(
        Role(asked["participant_type"]),
        int(asked["cohort"]),
        ScheduleIdentifier(asked["schedule_identifier"]),
        DeclarationType(asked["declaration_type"]),
        State(asked["state"]),
    )
    return Built(people=[declared_states.declared(setup, wanted)])


def participant(setup: StateSetup, asked: Asked) -> Built:
    """Build somebody of two statuses; those who are deferred or withdrawn have left.

    `on` is the day of what made them so: training began, or begins; it ended, or will; it was
    deferred or withdrawn.
    """
    cohort, role = cohort_of(setup, asked), asked["participant_type"]
    said = _paused(setup, asked) if asked["training_status"] != "active" else _timed(setup, asked)
    who = somebody(setup, cohort, 1, role, schedule=asked["schedule_identifier"], **said)
    return _at_partner_school(setup, who)


def _paused(setup: StateSetup, asked: Asked) -> Mapping[str, Any]:
    """Return what a recipe says of somebody who is deferred or withdrawn."""
    training = asked["training_status"]
    if asked["participant_status"] != "left":
        why = f"#/params/participant_status of a {training} participant is left: send that"
        raise Rejected(Problem("participant_status", why))
    verb = {"deferred": "defer", "withdrawn": "withdraw"}[training]
    at = Instant(setup.now - DAY)
    if asked["on"]:
        on = day_of(setup, asked, ahead=False, else_in=-1)
        at = min(setup.now, Instant(london.start_of(on) + DAY // 2))
    before = london.day_of(at) - _IN_TRAINING
    return {"until": before, "acts": [{"at": moment(at), verb: "other"}]}


def _timed(setup: StateSetup, asked: Asked) -> Mapping[str, Any]:
    """Return what a recipe says of somebody whose training begins, goes on or ends."""
    status = asked["participant_status"]
    if status == "joining":
        return {"started": day_of(setup, asked, ahead=True, else_in=30)}
    if status == "active":
        return {"started": day_of(setup, asked, ahead=False, else_in=0)} if asked["on"] else {}
    leaving = status == "leaving"
    on = day_of(setup, asked, ahead=leaving, else_in=30 if leaving else -1)
    return {"until": on - _IN_TRAINING, "acts": [{"at": moment(setup.now), "leave": on}]}


def transfer(setup: StateSetup, asked: Asked) -> Built:
    """Build a change of school of some type, or a leaving for nowhere known.

    `on` is the first day at the other school, or the first one without any.
    """
    cohort = cohort_of(setup, asked)
    ahead, known = asked["status"] == "incomplete", asked["transfer_type"] != "unknown"
    on = day_of(setup, asked, ahead=ahead, else_in=10 if ahead else -10)
    if ahead and not known and london.day_before(on) == setup.today:
        raise Rejected(Problem("on", f"#/params/on comes too soon: name a day after {on}"))
    told = min(setup.now - DAY, london.start_of(on) - 10 * DAY)
    act: dict[str, Any] = {"at": moment(Instant(told)), "leave": london.day_before(on)}
    if known:
        act = {"at": act["at"], "join": 2, "from": on}
    schools = {1: setup.school(), 2: setup.school()}
    setup.partnership(schools[1], setup.provider, cohort)
    joins = setup.provider
    if asked["transfer_type"] == "new_provider":
        act["provider"], joins = OTHER, setup.other
    setup.partnership(schools[2], joins, cohort)
    until = on - _IN_TRAINING
    who = somebody(setup, cohort, 1, asked["participant_type"], until=until, acts=[act])
    return Built(people=setup.build([who], schools))


def unfunded_mentor(setup: StateSetup, asked: Asked) -> Built:
    """Build a mentor of the provider's ECT whom another provider trains."""
    cohort, school = cohort_of(setup, asked), setup.school()
    for provider in (setup.provider, setup.other):
        setup.partnership(school, provider, cohort)
    mentor = somebody(setup, cohort, 1, "mentor", provider=OTHER)
    ect = somebody(setup, cohort, 2, "ect", acts=[{"mentor": 1}])
    return Built(people=setup.build([mentor, ect], {1: school}))


def merged_participant(setup: StateSetup, asked: Asked) -> Built:
    """Build a person whom another one was merged into."""
    cohort = cohort_of(setup, asked)
    left = setup.today - timedelta(90)
    retired = somebody(
        setup,
        cohort,
        2,
        "ect",
        induction="none",
        started=left - timedelta(30),
        registered=left - timedelta(40),
        acts=[{"leave": left}, {"at": moment(setup.now), "merge": 1}],
    )
    survivor = somebody(setup, cohort, 1, "ect", started=setup.today - timedelta(60))
    school = setup.school()
    setup.partnership(school, setup.provider, cohort)
    return Built(people=setup.build([survivor, retired], {1: school}))


def participant_in_frozen_cohort(setup: StateSetup, asked: Asked) -> Built:
    """Build somebody in training in a cohort that is frozen now."""
    cohort = cohort_of(setup, asked)
    frozen = setup.store.contract_periods()[cohort].frozen
    if frozen is None:
        raise Rejected(Problem("cohort", f"#/params/cohort {cohort} is not frozen: name another"))
    if not frozen.counts(setup.now):
        raise TooEarly(frozen.at)
    return _at_partner_school(setup, somebody(setup, cohort, 1, asked["participant_type"]))


def participant_of_another(setup: StateSetup, asked: Asked) -> Built:
    """Build somebody whom another provider trains."""
    cohort, school = cohort_of(setup, asked), setup.school()
    setup.partnership(school, setup.other, cohort)
    who = somebody(setup, cohort, 1, asked["participant_type"], provider=OTHER)
    return Built(people=setup.build([who], {1: school}))


def nobody(setup: StateSetup, _: Asked) -> Built:
    """Make an id up."""
    return Built(ids={"participant_id": setup.store.new_id("nobody")})


def _at_partner_school(setup: StateSetup, who: Recipe) -> Built:
    school = setup.school()
    setup.partnership(school, setup.provider, who.cohort)
    return Built(people=setup.build([who], {1: school}))
