"""Defects of how acts are judged together, and of what a change of schedule leaves as it was."""

from functools import partial

from ecf_sandbox.engine.domain.problems import NotFound, Problem
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.problems import refuse_any
from ecf_sandbox.v3.rules import schedule_changed, schedule_changes
from ecf_sandbox.v3.service import acts
from tests.defects import defect
from tests.kit.breaking import change_result


@defect("V3-ACT-1")
def a_stranger_is_refused_by_the_rules(patch):
    """Who is not in the provider's list is a 422, not a 404."""
    true = acts._subject

    def subject(*asked):
        try:
            return true(*asked)
        except NotFound:
            refuse_any([Problem("participant_id", "#/participant_id is nobody's", "V3-ACT-1")])

    patch.setattr(acts, "_subject", subject)


@defect("V3-ACT-13")
def one_title_is_enough(patch):
    """Only the first reason against a change of schedule is told."""
    change_result(patch, schedule_changes, "changing_schedule", lambda found, *_: [*found][:1])


@defect("V3-ACT-15")
def the_newest_partnership_takes_over(patch):
    """In another cohort the delivery partner of before does not matter."""

    def partnership(training, cohort, partnerships):
        if cohort == training.cohort:
            return training.partnership
        return schedule_changed.partnerships_in(training, cohort, partnerships)[-1]

    patch.setattr(schedule_changed, "_partnership", partnership)


@defect("V3-ACT-17")
def whoever_is_declared_keeps_the_schedule(patch):
    """A declaration stands in the way of any change of schedule."""
    change_result(
        patch,
        schedule_changes,
        "_unfit",
        lambda found, _, training, history, *__: (
            "#/schedule_identifier cannot change: there are declarations"
            if any(each.training_period_id == training.id for each in history.declarations)
            else found
        ),
    )


@defect("V3-ACT-19")
def an_act_leaves_no_stamp(patch):
    """Deferring, resuming, withdrawing and changing schedule do not move `updated_at`."""
    patch.setattr(acts, "record", partial(acts.record, touched=False))


@defect("V3-COHORT-3")
def a_frozen_cohort_goes_on_as_before(patch):
    """Nothing asks whether a cohort is frozen."""
    patch.setattr(ContractPeriod, "is_frozen", lambda *_: False)
