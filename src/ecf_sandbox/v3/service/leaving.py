"""Schools report that somebody leaves."""

from datetime import date

from ecf_sandbox.engine.domain.problems import refuse_any
from ecf_sandbox.v3.domain.actors import SCHOOL
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.rules import leaving
from ecf_sandbox.v3.service.acts_kept import Doing
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.person_changes import became, known_person


def leave(
    context: WorldContext, person_id: str, role: Role, on: date, school_id: str | None = None
) -> History:
    """End somebody's time at a school; a mentor of several schools leaves the one named.

    Rules: V3-REG-5.
    """
    known = known_person(context, person_id)
    refuse_any(leaving.choosing(known, role, on, school_id))
    period = leaving.left_school(known, role, on, school_id)
    statements = context.store.statements().values()
    refuse_any(leaving.leaving(known, period, on, statements, context.now))
    details = {"participant_type": role, "finished_on": on.isoformat()}
    doing = Doing("left-school", SCHOOL, details)
    return became(context, known, known.after(leaving.left(known, period, on)), doing)
