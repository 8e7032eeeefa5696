"""When a milestone can be declared: every schedule, every type, every boundary, in London."""

from datetime import datetime, timedelta

from ecf_conformance.moments import SECOND, parse
from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.cases import (
    Training,
    missing_types,
    open_ended,
    types_of_schedules,
    windows,
)
from ecf_conformance.v3.provider import NOW, Provider

_FRACTION = timedelta(milliseconds=900)


def _not_before(moment: datetime) -> datetime:
    """Return a moment, or the usual now where that is later."""
    return max(moment, parse(NOW))


def _trainee(provider: Provider, case: Training) -> Participant:
    it = case.milestone
    return provider.someone(case.kind, it.schedule, cohort=it.cohort)


@scenario("V3-DECL-3", "V3-DECL-7", certain_with={Ability.STATES}, each=windows)
def a_window_opens_at_midnight_in_london(provider: Provider, case: Training) -> None:
    """A declaration can be dated at the first instant of its window, and not a second before."""
    trainee, it = _trainee(provider, case), case.milestone
    with provider.on(_not_before(it.opens)):
        early = provider.declares(trainee, it.declaration_type, it.opens - SECOND)
        early.refused(naming="declaration_date")
        provider.declares(trainee, it.declaration_type, it.opens).accepted()


@scenario("V3-DECL-3", "V3-DECL-7", certain_with={Ability.STATES}, each=windows)
def a_window_closes_with_its_last_day_in_london(provider: Provider, case: Training) -> None:
    """A declaration can be dated in the last second of its window, and not after it."""
    trainee, it = _trainee(provider, case), case.milestone
    with provider.on(_not_before(it.closes)):
        late = provider.declares(trainee, it.declaration_type, it.closes)
        late.refused(naming="declaration_date")
        last = (it.last + _FRACTION).isoformat().replace("+00:00", "Z")
        provider.declares(trainee, it.declaration_type, last).accepted()


@scenario(
    "V3-DECL-3", "V3-DECL-7", needs={Ability.TIME}, certain_with={Ability.STATES}, each=open_ended
)
def a_schedule_without_windows_opens_once(provider: Provider, case: Training) -> None:
    """A schedule without windows opens with one day in London for all types, and never closes."""
    trainee, it = _trainee(provider, case), case.milestone
    with provider.on(_not_before(it.opens)):
        early = provider.declares(trainee, "started", it.opens - SECOND)
        early.refused(naming="declaration_date")
        provider.declares(trainee, "started", it.opens).accepted()


@scenario("V3-DECL-2", "V3-DECL-7", certain_with={Ability.STATES}, each=types_of_schedules)
def an_extended_schedule_has_nine_types(provider: Provider, case: Training) -> None:
    """On an extended schedule each of the nine types can be declared."""
    trainee, it = _trainee(provider, case), case.milestone
    provider.declares(trainee, it.declaration_type).accepted()


@scenario("V3-DECL-3", "V3-DECL-7", certain_with={Ability.STATES}, each=missing_types)
def other_schedules_have_six(provider: Provider, case: Training) -> None:
    """On any other schedule an extended type is refused."""
    trainee, it = _trainee(provider, case), case.milestone
    with provider.on(_not_before(it.middle)):
        for declared in ("extended-1", "extended-2", "extended-3"):
            provider.declares(trainee, declared).refused(naming="declaration_type")
        provider.declares(trainee, "started", it.middle).accepted()
