"""Schools carry a partnership over into another cohort."""

from ecf_sandbox.engine.domain.problems import refuse_any
from ecf_sandbox.v3.rules import placing
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.partnerships import make
from ecf_sandbox.v3.service.person_changes import partnerships_at


def carry_over(
    context: WorldContext, school_id: str, provider: str, cohort: int, new_id: str | None
) -> None:
    """Make a school's last partnership with a provider again in a cohort that has none.

    Rules: V3-REG-4.
    """
    known = partnerships_at(context, school_id, provider)
    if placing.partnership_at(school_id, provider, cohort, known) is not None:
        return
    last = placing.last_partnership(cohort, known)
    links = context.store.links(last.delivery_partner_id) if last else []
    refuse_any(placing.carrying_over(last, cohort, links))
    assert last, "a rule refuses where there is nothing to carry over"
    made = placing.carried_over(
        last, cohort, new_id or context.store.new_id("partnership"), context.now
    )
    make(context, made, context.store.attendances(school_id))
