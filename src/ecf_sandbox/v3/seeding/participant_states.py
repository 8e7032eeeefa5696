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
from ecf_sandbox.v3.seeding.characters import Character
from ecf_sandbox.v3.seeding.declared_states import Wanted
from ecf_sandbox.v3.seeding.stage import OTHER, Stage, TooEarly
from ecf_sandbox.v3.seeding.state_parts import Asked, Built, cohort_of, day_of, somebody

_IN_TRAINING = timedelta(60)


def declaration(stage: Stage, asked: Asked) -> Built:
    """Build a declaration in a state."""
    wanted = Wanted(
        Role(asked["participant_type"]),
        int(asked["cohort"]),
        ScheduleIdentifier(asked["schedule_identifier"]),
        DeclarationType(asked["declaration_type"]),
        State(asked["state"]),
    )
    return Built(lives=[declared_states.declared(stage, wanted)])


def participant(stage: Stage, asked: Asked) -> Built:
    """Build somebody of two statuses; those who are deferred or withdrawn have left.

    `on` is the day of what made them so: training began, or begins; it ended, or will; it was
    deferred or withdrawn.
    """
    cohort, role = cohort_of(stage, asked), asked["participant_type"]
    said = _paused(stage, asked) if asked["training_status"] != "active" else _timed(stage, asked)
    who = somebody(stage, cohort, 1, role, schedule=asked["schedule_identifier"], **said)
    return _at_partner_school(stage, who)


def _paused(stage: Stage, asked: Asked) -> Mapping[str, Any]:
    """Return the story of somebody who is deferred or withdrawn."""
    training = asked["training_status"]
    if asked["participant_status"] != "left":
        why = f"#/params/participant_status of a {training} participant is left: send that"
        raise Rejected(Problem("participant_status", why))
    verb = {"deferred": "defer", "withdrawn": "withdraw"}[training]
    at = Instant(stage.now - DAY)
    if asked["on"]:
        on = day_of(stage, asked, ahead=False, else_in=-1)
        at = min(stage.now, Instant(london.start_of(on) + DAY // 2))
    before = london.day_of(at) - _IN_TRAINING
    return {"until": before, "acts": [{"at": moment(at), verb: "other"}]}


def _timed(stage: Stage, asked: Asked) -> Mapping[str, Any]:
    """Return the story of somebody whose training begins, goes on or ends."""
    status = asked["participant_status"]
    if status == "joining":
        return {"started": day_of(stage, asked, ahead=True, else_in=30)}
    if status == "active":
        return {"started": day_of(stage, asked, ahead=False, else_in=0)} if asked["on"] else {}
    leaving = status == "leaving"
    on = day_of(stage, asked, ahead=leaving, else_in=30 if leaving else -1)
    return {"until": on - _IN_TRAINING, "acts": [{"at": moment(stage.now), "leave": on}]}


def transfer(stage: Stage, asked: Asked) -> Built:
    """Build a change of school of some type, or a leaving for nowhere known.

    `on` is the first day at the other school, or the first one without any.
    """
    cohort = cohort_of(stage, asked)
    ahead, known = asked["status"] == "incomplete", asked["transfer_type"] != "unknown"
    on = day_of(stage, asked, ahead=ahead, else_in=10 if ahead else -10)
    if ahead and not known and london.day_before(on) == stage.today:
        raise Rejected(Problem("on", f"#/params/on comes too soon: name a day after {on}"))
    told = min(stage.now - DAY, london.start_of(on) - 10 * DAY)
    act: dict[str, Any] = {"at": moment(Instant(told)), "leave": london.day_before(on)}
    if known:
        act = {"at": act["at"], "join": 2, "from": on}
    schools = {1: stage.school(), 2: stage.school()}
    stage.partnership(schools[1], stage.provider, cohort)
    joins = stage.provider
    if asked["transfer_type"] == "new_provider":
        act["provider"], joins = OTHER, stage.other
    stage.partnership(schools[2], joins, cohort)
    until = on - _IN_TRAINING
    who = somebody(stage, cohort, 1, asked["participant_type"], until=until, acts=[act])
    return Built(lives=stage.live([who], schools))


def unfunded_mentor(stage: Stage, asked: Asked) -> Built:
    """Build a mentor of the provider's ECT whom another provider trains."""
    cohort, school = cohort_of(stage, asked), stage.school()
    for provider in (stage.provider, stage.other):
        stage.partnership(school, provider, cohort)
    mentor = somebody(stage, cohort, 1, "mentor", provider=OTHER)
    ect = somebody(stage, cohort, 2, "ect", acts=[{"mentor": 1}])
    return Built(lives=stage.live([mentor, ect], {1: school}))


def merged_participant(stage: Stage, asked: Asked) -> Built:
    """Build a person whom another one was merged into."""
    cohort = cohort_of(stage, asked)
    left = stage.today - timedelta(90)
    retired = somebody(
        stage,
        cohort,
        2,
        "ect",
        induction="none",
        started=left - timedelta(30),
        registered=left - timedelta(40),
        acts=[{"leave": left}, {"at": moment(stage.now), "merge": 1}],
    )
    survivor = somebody(stage, cohort, 1, "ect", started=stage.today - timedelta(60))
    school = stage.school()
    stage.partnership(school, stage.provider, cohort)
    return Built(lives=stage.live([survivor, retired], {1: school}))


def participant_in_frozen_cohort(stage: Stage, asked: Asked) -> Built:
    """Build somebody in training in a cohort that is frozen now."""
    cohort = cohort_of(stage, asked)
    frozen = stage.store.contract_periods()[cohort].frozen
    if frozen is None:
        raise Rejected(Problem("cohort", f"#/params/cohort {cohort} is not frozen: name another"))
    if not frozen.counts(stage.now):
        raise TooEarly(frozen.at)
    return _at_partner_school(stage, somebody(stage, cohort, 1, asked["participant_type"]))


def participant_of_another(stage: Stage, asked: Asked) -> Built:
    """Build somebody whom another provider trains."""
    cohort, school = cohort_of(stage, asked), stage.school()
    stage.partnership(school, stage.other, cohort)
    who = somebody(stage, cohort, 1, asked["participant_type"], provider=OTHER)
    return Built(lives=stage.live([who], {1: school}))


def nobody(stage: Stage, _: Asked) -> Built:
    """Make an id up."""
    return Built(ids={"participant_id": stage.store.new_id("nobody")})


def _at_partner_school(stage: Stage, who: Character) -> Built:
    school = stage.school()
    stage.partnership(school, stage.provider, who.cohort)
    return Built(lives=stage.live([who], {1: school}))
