"""The handler of schedules: when cohorts begin, milestones open and close, and is paid."""

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.schedules import Milestone, Schedule
from ecf_sandbox.v3.http.control.context import reading_context


def list_schedules(request: ControlRequest) -> Reply:
    """List every cohort with its schedules, and when its statements are settled."""
    with reading_context(request) as at:
        cohorts = list(at.store.contract_periods())
        settled = {
            (each.cohort, each.payment_at, each.payable_at)
            for each in at.store.statements().values()
        }
    schedules = (each for cohort in cohorts for each in cohort.schedules.values())
    payments = [
        {"cohort": str(cohort), "payable_at": wire(payable), "paid_at": wire(paid)}
        for cohort, paid, payable in sorted(settled)
    ]
    return ok(
        {
            "cohorts": [_cohort(each) for each in cohorts],
            "schedules": [_schedule(each) for each in schedules],
            "payments": payments,
        }
    )


def _cohort(period: ContractPeriod) -> Json:
    end = period.finished_on
    return {
        "cohort": str(period.year),
        "opens": wire(london.start_of(period.started_on)),
        "closes": None if end is None else wire(london.start_of(london.day_after(end))),
    }


def _schedule(schedule: Schedule) -> Json:
    return {
        "id": schedule.identifier,
        "cohort": str(schedule.cohort),
        "milestones": [_milestone(each) for each in schedule.milestones.values()],
    }


def _milestone(milestone: Milestone) -> Json:
    last = milestone.milestone_date
    return {
        "declaration_type": milestone.declaration_type,
        "opens": wire(milestone.opens),
        "closes": None if last is None else wire(london.start_of(london.day_after(last))),
    }


HANDLERS = {"listSchedules": list_schedules}
