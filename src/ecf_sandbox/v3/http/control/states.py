"""Handlers of provider states, in Pact's convention."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ecf_sandbox.engine.domain.problems import Problem, Rejected
from ecf_sandbox.engine.http.control.provider_states import asked_state, list_of, too_early
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.training import TrainingPeriod
from ecf_sandbox.v3.http.control.context import writing_context
from ecf_sandbox.v3.rules import enrolments, paying
from ecf_sandbox.v3.seeding.building import BuiltPerson
from ecf_sandbox.v3.seeding.provider_states import ProviderState, provider_states
from ecf_sandbox.v3.seeding.state_parts import Built
from ecf_sandbox.v3.seeding.state_setup import StateSetup, TooEarly

_OTHERS = ("other_participant_id", "third_participant_id", "fourth_participant_id")
_MOST_PEOPLE = 1 + len(_OTHERS)


def list_states(request: ControlRequest) -> Reply:  # noqa: ARG001  # a handler like the others
    """List every state with its parameters, at their defaults."""
    return list_of(provider_states())


def set_up_state(request: ControlRequest) -> Reply:
    """Build a state for somebody new."""
    wanted = asked_state(request, provider_states())
    if wanted is None:
        return ok({})
    situation, chosen = wanted
    asked = {**situation.params, **chosen}
    with writing_context(request) as at:
        request.server.check_people(at.store.people_count() + _MOST_PEOPLE)
        setup = StateSetup(
            at.store,
            at.now,
            asked["provider"],
            at_school=asked.get("school_id", ""),
            with_partner=asked.get("delivery_partner_id", ""),
        )
        return ok(dict(_told(setup, _built(setup, situation, asked))))


def _built(setup: StateSetup, situation: ProviderState, asked: Mapping[str, str]) -> Built:
    try:
        return situation.build(setup, asked)
    except TooEarly as early:
        raise too_early(early.holds_from, setup.now) from None
    except Rejected as refusal:
        raise Rejected(*(_of_params(each, situation.params) for each in refusal.problems)) from None


def _of_params(problem: Problem, params: Mapping[str, str]) -> Problem:
    """Return what is wrong with an act of a state, where the request of the state says it."""
    names = "|".join(params)
    return replace(problem, detail=re.sub(rf"#/({names})\b", r"#/params/\1", problem.detail))


def _told(setup: StateSetup, built: Built) -> Iterator[tuple[str, str]]:
    """Yield a state flat, as a verifier needs it; what there is none of is left out."""
    yield "provider", setup.provider
    found = {**built.ids}
    if built.people:
        found = {**_about(setup, built.people[0]), **found}
        others = (each.id for each in built.people[1:])
        found |= dict(zip(_OTHERS, others, strict=False))
    if "school_id" in found:
        school = setup.store.school(found["school_id"])
        assert school, "a state's school is there"
        found["school_urn"] = school.urn
    if "partnership_id" in found:
        under = setup.store.partnerships([found["partnership_id"]])[found["partnership_id"]]
        found |= {
            "cohort": str(under.cohort),
            "delivery_partner_id": under.delivery_partner_id,
        }
    yield from found.items()


def _about(setup: StateSetup, person: BuiltPerson) -> Mapping[str, str]:
    """Return what is told of whom a state is about."""
    history = setup.store.history(person.id)
    assert history, "whoever was built is known"
    role = person.role
    told = {
        "participant_id": person.id,
        "participant_type": role.value,
        "course_identifier": role.course.value,
    }
    training = history.latest(role, setup.provider) or next(
        iter(reversed(history.training(role))), None
    )
    if training is not None:
        told |= _trained(setup, history, training)
    if person.declared:
        told |= _declared(setup, history, person.declared[-1])
    return told


def _trained(setup: StateSetup, history: History, training: TrainingPeriod) -> Mapping[str, str]:
    mentorship = enrolments.current_mentorship(training, history, setup.today)
    told = {
        "training_record_id": history.person.facts(training.role).record_id,
        "school_id": history.school_period_of(training).school_id,
        "schedule_identifier": training.schedule_identifier,
        "cohort": training.cohort and str(training.cohort),
        "partnership_id": training.partnership and training.partnership.id,
        "mentor_id": mentorship and mentorship.mentor_id,
        "other_provider": _other_provider(setup, history),
    }
    return {name: str(value) for name, value in told.items() if value is not None}


def _other_provider(setup: StateSetup, history: History) -> str | None:
    providers = {each.provider for each in history.training_periods}
    return next(iter(providers - {setup.provider, None}), None)


def _declared(setup: StateSetup, history: History, declaration_id: str) -> Mapping[str, str]:
    made = next(each for each in history.declarations if each.id == declaration_id)
    known = setup.store.statements().values()
    statement = paying.shown_statement(made, history.person, known, setup.now)
    told = {"declaration_id": made.id, "declaration_type": made.declaration_type.value}
    return {**told, "statement_id": statement.id} if statement else told


HANDLERS = {"listStates": list_states, "setUpState": set_up_state}
