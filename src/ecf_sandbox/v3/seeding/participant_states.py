"""Provider states of participants, beside the personas' situations."""

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
from ecf_sandbox.v3.seeding.state_parts import Asked, Built, cohort_of, somebody


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
    """Build somebody of two statuses; those who are deferred or withdrawn have left."""
    cohort = cohort_of(stage, asked)
    training, status = asked["training_status"], asked["participant_status"]
    said: dict[str, Any] = {"schedule": asked["schedule_identifier"], "acts": []}
    if training != "active":
        verb = {"deferred": "defer", "withdrawn": "withdraw"}[training]
        said["acts"] = [{"at": moment(Instant(stage.now - DAY)), verb: "other"}]
        if status != "left":
            why = f"#/params/participant_status of a {training} participant is left: send that"
            raise Rejected(Problem("participant_status", why))
    elif status == "joining":
        said["started"] = stage.today + timedelta(30)
    elif status in ("leaving", "left"):
        days = 30 if status == "leaving" else -1
        said["acts"] = [{"at": moment(stage.now), "leave": stage.today + timedelta(days)}]
    return _at_partner_school(stage, somebody(stage, cohort, 1, asked["participant_type"], **said))


def transfer(stage: Stage, asked: Asked) -> Built:
    """Build a change of school of some type, or a leaving for nowhere known."""
    cohort = cohort_of(stage, asked)
    days = 10 if asked["status"] == "incomplete" else -10
    on = stage.today + timedelta(days)
    at = moment(Instant(stage.now - (1 if days > 0 else 20) * DAY))
    act: dict[str, Any] = {"at": at, "leave": london.day_before(on)}
    if asked["transfer_type"] != "unknown":
        act = {"at": at, "join": 2, "from": on}
    schools = {1: stage.school(), 2: stage.school()}
    stage.partnership(schools[1], stage.provider, cohort)
    joins = stage.provider
    if asked["transfer_type"] == "new_provider":
        act["provider"], joins = OTHER, stage.other
    stage.partnership(schools[2], joins, cohort)
    who = somebody(stage, cohort, 1, asked["participant_type"], acts=[act])
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
