"""Schools change who trains somebody: another lead provider, the school, or a provider again."""

from ecf_sandbox.engine.domain.problems import refuse_any
from ecf_sandbox.v3.domain.actors import SCHOOL
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.training import Programme, SchoolPeriod
from ecf_sandbox.v3.rules import mentoring as mentoring_rules
from ecf_sandbox.v3.rules import placing, switching
from ecf_sandbox.v3.service import mentoring
from ecf_sandbox.v3.service.acts_kept import Doing
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.person_changes import (
    NO_IDS,
    Ids,
    changed,
    known_person,
    known_provider,
    setting,
)


def change_lead_provider(
    context: WorldContext, person_id: str, role: Role, provider: str, ids: Ids = NO_IDS
) -> History:
    """Let another provider train somebody (V3-REG-6)."""
    known = known_person(context, person_id)
    known_provider(context, provider)
    refuse_any(switching.attending(known, role, context.today, "V3-REG-6"))
    period = switching.attended(known, role, context.today)
    refuse_any(switching.changing_provider(known, period, provider, context.today))
    training = switching.trained_at(known, period, context.today)
    assert training, "a rule refuses who was never trained there"
    around = setting(context, period.school_id, provider, ids.training_period)
    changes = switching.provider_changed(training, known, provider, around)
    known_provider(context, provider, changes.training_periods[-1].cohort)
    details = {"participant_type": role, "provider": provider}
    doing = Doing("lead-provider-changed", SCHOOL, details)
    return changed(context, known, changes, doing=doing, field="provider")


def make_school_led(context: WorldContext, person_id: str, ids: Ids = NO_IDS) -> History:
    """Let the school train an ECT itself (V3-REG-7)."""
    known, period = _switching(context, person_id, Programme.SCHOOL_LED)
    around = setting(context, period.school_id, None, ids.training_period)
    changes = switching.made_school_led(known, period, around)
    doing = Doing("programme-changed", SCHOOL, {"programme": Programme.SCHOOL_LED})
    return changed(context, known, changes, doing=doing, field="programme")


def make_provider_led(
    context: WorldContext, person_id: str, provider: str | None = None, ids: Ids = NO_IDS
) -> History:
    """Let a provider train an ECT again: the last one, unless named; a mentor comes along.

    Rules: V3-REG-7.
    """
    known, period = _switching(context, person_id, Programme.PROVIDER_LED)
    last = placing.last_provider_led(known, Role.ECT)
    chosen = provider or (placing.named_provider(last) if last else None)
    refuse_any(switching.choosing_provider(chosen))
    assert chosen, "a rule refuses where no provider is known"
    known_provider(context, chosen)
    around = setting(context, period.school_id, chosen, ids.training_period)
    changes = switching.made_provider_led(known, period, chosen, around)
    if changes is None:
        refuse_any([placing.no_cohort(max(period.started_on, context.today))])
    assert changes, "a rule refuses a day without a cohort"
    known_provider(context, chosen, changes.training_periods[-1].cohort)
    details = {"programme": Programme.PROVIDER_LED, "provider": chosen}
    doing = Doing("programme-changed", SCHOOL, details)
    after = changed(context, known, changes, doing=doing, field="programme")
    _train_mentor(context, after, period)
    return after


def _switching(
    context: WorldContext, person_id: str, programme: Programme
) -> tuple[History, SchoolPeriod]:
    known = known_person(context, person_id)
    refuse_any(switching.attending(known, Role.ECT, context.today, "V3-REG-7"))
    period = switching.attended(known, Role.ECT, context.today)
    refuse_any(switching.switching(known, period, programme, context.today))
    return known, period


def _train_mentor(context: WorldContext, ect: History, period: SchoolPeriod) -> None:
    made = mentoring_rules.present_mentorship(ect, period, context.today)
    if made is None:
        return
    mentor = known_person(context, made.mentor_id)
    there = next(each for each in mentor.school_periods if each.id == made.mentor_school_period_id)
    from_today = mentoring_rules.from_day(made, context.today)
    mentoring.train_mentor(context, ect, from_today, there)
