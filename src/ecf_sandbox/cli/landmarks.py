"""Where a clock can be sent by name, and what must be said of each place."""

from collections.abc import Mapping
from dataclasses import dataclass

import click

from ecf_sandbox.cli.options import Session
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.world_api import V1, V3, OtherApi, api_of
from ecf_sandbox.v1.rules.clock_moves import Landmark as LandmarkOfV1
from ecf_sandbox.v3.rules.clock_moves import Landmark as LandmarkOfV3

_SCHEDULE, _COHORT, _PARTICIPANT = "schedule", "cohort", "participant_id"
_OPTIONS = {_SCHEDULE: "--schedule", _COHORT: "--cohort", _PARTICIPANT: "--participant"}


@dataclass(frozen=True, slots=True)
class _Takes:
    """The options of a landmark: those it needs, and those it may have."""

    needed: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()


_LANDMARKS: Mapping[str, Mapping[str, _Takes]] = {
    V1: {str(each): _Takes((_SCHEDULE,), (_COHORT,)) for each in LandmarkOfV1},
    V3: {
        LandmarkOfV3.TOMORROW: _Takes(),
        LandmarkOfV3.STATEMENT_DEADLINE: _Takes(possible=(_COHORT,)),
        LandmarkOfV3.PAYMENT: _Takes(possible=(_COHORT,)),
        LandmarkOfV3.MILESTONE_START: _Takes((_SCHEDULE, _COHORT)),
        LandmarkOfV3.MILESTONE_END: _Takes((_SCHEDULE, _COHORT)),
        LandmarkOfV3.COHORT: _Takes(),
        LandmarkOfV3.TRAINING_START: _Takes(possible=(_PARTICIPANT,)),
        LandmarkOfV3.TRAINING_END: _Takes(possible=(_PARTICIPANT,)),
    },
}
NAMES = tuple(dict.fromkeys(name for each in _LANDMARKS.values() for name in each))


def move_to(session: Session, world: str, to: str, said: Mapping[str, str]) -> Json:
    """Return a move to a landmark as the world's API takes it.

    Raises OtherApi where that has no such landmark, or none with such an option, and UsageError
    where something must be said yet.
    """
    api = api_of(session, world)
    takes = _LANDMARKS[api].get(to)
    if takes is None:
        raise OtherApi(f"{to} is no landmark of API {api}. Those are {_list(_LANDMARKS[api])}.")
    for name in said.keys() - {*takes.needed, *takes.possible}:
        raise OtherApi(f"{to} takes no {_OPTIONS[name]} in a world of API {api}.")
    missing = [_OPTIONS[name] for name in takes.needed if name not in said]
    if missing:
        raise click.UsageError(f"{to} is a landmark of which {' and '.join(missing)}?")
    return {"to": to, **said}


def _list(names: Mapping[str, object]) -> str:
    return ", ".join(names)
