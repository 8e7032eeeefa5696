"""Provider states, by name: they can be built for somebody new at any time.

Every persona's situation is one. A few more leave the type and the declaration to choose.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.v1.domain.declarations import State
from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.seeding.personas import OWNER, Persona, personas, with_companions
from ecf_sandbox.v1.seeding.recipes import Checkpoint, NewPerson, Recipe, Registration, Step, Verb

PROVIDER, SCHEDULE, COHORT = "provider", "schedule_identifier", "cohort"
TYPE, DECLARATION = "participant_type", "declaration_type"


@dataclass(frozen=True, slots=True)
class StatePart:
    """Somebody in a situation: a recipe, and whom they are like, if anybody."""

    recipe: Recipe
    like: NewPerson | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """A provider state: who is in it, in the order of building, and what can be chosen.

    The lead is whom it is about. `params` are what it takes, with their defaults, in the
    document's words. Where `on` is given, only such schedules fit. What time would undo
    (`fleeting`) has its last step now instead of in the past.
    """

    name: str
    parts: tuple[StatePart, ...]
    lead: int
    params: Mapping[str, str]
    on: str | None = None
    fleeting: bool = False


@cache
def provider_states() -> Mapping[str, ProviderState]:
    """Return every provider state by name: the personas' in their order, then the others."""
    found: dict[str, ProviderState] = {}
    for each in (*map(_of_persona, personas()), *_others()):
        found.setdefault(each.name, each)
    return found


# What the name of a situation says of the schedule.
_ON = {
    "an ECT withdrawn before the started cut-off": "standard",
    "an ECT withdrawn after the started cut-off": "standard",
    "an ECT part-way through a standard schedule": "standard",
    "an ECT with everything declared on a standard schedule": "standard",
    "a replacement mentor part-way": "replacement",
}
_FLEETING = frozenset({"an ECT with a declaration awaiting clawback"})


def _of_persona(persona: Persona) -> ProviderState:
    company = with_companions(persona)
    return ProviderState(
        name=persona.situation,
        parts=tuple(StatePart(each.recipe, each.new_person) for each in company),
        lead=company.index(persona),
        params=_params(persona.recipe),
        on=_ON.get(persona.situation),
        fleeting=persona.situation in _FLEETING,
    )


def _params(recipe: Recipe) -> Mapping[str, str]:
    return {
        PROVIDER: OWNER,
        SCHEDULE: recipe.schedule_identifier,
        COHORT: str(recipe.cohort),
    }


_BEGUN = parse_date_time("2021-11-22T10:00:00Z")
_STARTED = DeclarationType.STARTED
_DECLARED = Step(verb=Verb.DECLARE, what=_STARTED, at=_BEGUN)
_VOIDED = Step(verb=Verb.VOID, what=_STARTED, at=_BEGUN)
_VOIDED_PAID = replace(_VOIDED, after=(_STARTED, Checkpoint.PAID))


def _becoming(state: State) -> Step:
    return replace(_DECLARED, becomes=state)


def _others() -> Iterator[ProviderState]:
    """Yield the states that leave the type, and what is declared, to whoever asks."""
    yield _open("a participant ready to start", Recipe())
    undecided = Recipe(registration=Registration(eligible_for_funding=None), steps=(_DECLARED,))
    yield _open("a submitted declaration", undecided)
    yield _open("an eligible declaration", Recipe(steps=(_DECLARED,)), fleeting=True)
    yield _open("a paid declaration to void", Recipe(steps=(_becoming(State.PAID),)))
    yield _open("a voided declaration", Recipe(steps=(_DECLARED, _VOIDED)))
    awaiting = Recipe(steps=(_becoming(State.PAID), _VOIDED_PAID))
    yield _open("a declaration awaiting clawback", awaiting, fleeting=True)
    clawed_back = Recipe(steps=(_becoming(State.CLAWED_BACK), _VOIDED_PAID))
    yield _open("a clawed-back declaration", clawed_back)


def _open(name: str, recipe: Recipe, *, fleeting: bool = False) -> ProviderState:
    declares = {DECLARATION: _STARTED.value} if recipe.steps else {}
    params = {**_params(recipe), TYPE: recipe.participant_type.value, **declares}
    return ProviderState(
        name=name, parts=(StatePart(recipe),), lead=0, params=params, fleeting=fleeting
    )
