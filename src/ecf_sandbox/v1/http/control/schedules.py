"""The handler of schedules: when milestones open and close, and when is paid."""

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.domain.schedules import Milestone, Schedule


def list_schedules(request: ControlRequest) -> Reply:
    """List the schedules of a world's edition, and each cohort's payments (PAY-2)."""
    schedules = editions.edition(request.world.edition).schedules
    payments = (
        (cohort, payment) for cohort in schedules.cohorts for payment in schedules.calendar(cohort)
    )
    return ok(
        {
            "schedules": [_schedule(each) for each in schedules],
            "payments": [
                {
                    "cohort": str(cohort),
                    "payable_at": wire(payment.payable_at),
                    "paid_at": wire(payment.paid_at),
                }
                for cohort, payment in payments
            ],
        }
    )


def _schedule(schedule: Schedule) -> Json:
    return {
        "id": schedule.identifier,
        "name": schedule.name,
        "cohort": str(schedule.cohort),
        "milestones": [_milestone(each) for each in schedule.milestones.values()],
    }


def _milestone(milestone: Milestone) -> Json:
    closes, paid = milestone.closes, milestone.payment_date
    return {
        "declaration_type": milestone.declaration_type,
        "opens": wire(milestone.opens),
        "closes": None if closes is None else wire(closes),
        "payment_date": None if paid is None else wire(paid)[:10],
        "output_percentage": milestone.output_percentage,
    }


HANDLERS = {"listSchedules": list_schedules}
