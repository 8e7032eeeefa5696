"""When a milestone can be declared: every schedule, every type, every boundary."""

from datetime import timedelta

from ecf_conformance.moments import DAY, SECOND
from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.cases import Training, on_other_schedules, on_standard_schedules
from ecf_conformance.v1.provider import LATE_IN, Provider

_FRACTION = timedelta(milliseconds=999)


def _trainee(provider: Provider, case: Training) -> Participant:
    it = case.milestone
    return provider.someone(case.kind, it.schedule, cohort=it.cohort)


@scenario("DECL-5", each=on_standard_schedules)
def a_milestone_opens_with_its_first_day(provider: Provider, case: Training) -> None:
    """A declaration can be dated at the first instant of its milestone, and not a second before."""
    trainee, it = _trainee(provider, case), case.milestone
    with provider.on(LATE_IN[it.cohort]):
        early = provider.declares(trainee, it.declaration_type, it.opens - SECOND)
        in_time = provider.declares(trainee, it.declaration_type, it.opens)

    early.refused(naming="declaration_date", by="DECL-5")
    in_time.accepted().shows(declaration_type=it.declaration_type)


@scenario("DECL-5", each=on_standard_schedules)
def a_milestone_closes_after_its_last_day(provider: Provider, case: Training) -> None:
    """A declaration can be dated at the last instant of its milestone, and not a second after."""
    trainee, it = _trainee(provider, case), case.milestone
    last = (it.last + _FRACTION).isoformat()
    with provider.on(LATE_IN[it.cohort]):
        late = provider.declares(trainee, it.declaration_type, it.closes)
        in_time = provider.declares(trainee, it.declaration_type, last)

    late.refused(naming="declaration_date", by="DECL-5")
    in_time.accepted()


@scenario("DECL-5", needs={Ability.TIME}, each=on_standard_schedules)
def a_late_declaration_may_be_backdated(provider: Provider, case: Training) -> None:
    """What happened within a milestone is accepted after it has closed, until then and later."""
    trainee, it = _trainee(provider, case), case.milestone
    with provider.on(it.closes):
        outside = provider.declares(trainee, it.declaration_type, it.closes)
        backdated = provider.declares(trainee, it.declaration_type, it.middle)

    outside.refused(naming="declaration_date", by="DECL-5")
    backdated.accepted()


@scenario("DECL-4", needs={Ability.TIME}, each=on_standard_schedules)
def the_future_cannot_be_declared(provider: Provider, case: Training) -> None:
    """A declaration cannot be dated five seconds after now, and can be once they have passed."""
    trainee, it = _trainee(provider, case), case.milestone
    with provider.on(it.middle - 5 * SECOND):
        early = provider.declares(trainee, it.declaration_type, it.middle)
    with provider.on(it.middle):
        now = provider.declares(trainee, it.declaration_type, it.middle)

    early.refused(naming="declaration_date", by="DECL-4")
    now.accepted()


@scenario("DECL-6", each=on_other_schedules)
def another_schedule_is_open_from_its_first_day(provider: Provider, case: Training) -> None:
    """On another schedule each type is open from the first day on, and not the second before."""
    trainee, it = _trainee(provider, case), case.milestone
    with provider.on(LATE_IN[it.cohort]):
        early = provider.declares(trainee, it.declaration_type, it.opens - SECOND)
        in_time = provider.declares(trainee, it.declaration_type, it.opens)

    early.refused(naming="declaration_date", by="DECL-6")
    in_time.accepted()


@scenario("DECL-6", each=on_other_schedules)
def another_schedule_never_closes(provider: Provider, case: Training) -> None:
    """On another schedule each type is still open two years later, and closed the day before."""
    trainee, it = _trainee(provider, case), case.milestone
    with provider.on(LATE_IN[it.cohort]):
        early = provider.declares(trainee, it.declaration_type, it.opens - DAY)
        at_last = provider.declares(trainee, it.declaration_type, it.opens + 700 * DAY)

    early.refused(naming="declaration_date", by="DECL-6")
    at_last.accepted()


@scenario("DECL-4")
def tomorrow_cannot_be_declared(provider: Provider) -> None:
    """Where a schedule has no end, only now is the limit."""
    ect = provider.someone(schedule="ecf-extended-september")
    provider.declares(ect, dated="2098-12-31T00:00:00Z").refused(
        naming="declaration_date", by="DECL-4"
    )
    provider.declares(ect, dated="2021-11-25T09:00:00Z").accepted()
