"""Appropriate bodies open, change and close induction periods."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ecf_sandbox.engine.domain.problems import refuse_any
from ecf_sandbox.v3.domain import actors
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Induction
from ecf_sandbox.v3.rules import inductions
from ecf_sandbox.v3.rules.leaving import deleting
from ecf_sandbox.v3.service.acts_kept import Doing
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.person_changes import NO_IDS, Ids, became, known_person

APPROPRIATE_BODY = "Northern Appropriate Body"


def open_induction(
    context: WorldContext,
    person_id: str,
    started_on: date,
    appropriate_body: str = APPROPRIATE_BODY,
    ids: Ids = NO_IDS,
) -> History:
    """Open an induction period; an ECT becomes eligible with the first (V3-REG-9, V3-REG-11)."""
    known = known_person(context, person_id)
    made = Induction(
        id=ids.induction or context.store.new_id("induction"),
        person_id=known.person.id,
        appropriate_body=appropriate_body,
        started_on=started_on,
    )
    refuse_any(inductions.recording_induction(known, made))
    doing = Doing(
        "induction-opened", actors.APPROPRIATE_BODY, {"started_on": started_on.isoformat()}
    )
    return became(context, known, replace(known, inductions=(*known.inductions, made)), doing)


def change_induction(context: WorldContext, person_id: str, facts: Mapping[str, Any]) -> History:
    """Change or close the latest induction period; an outcome ends the time at school.

    `facts` are new values of `started_on`, `finished_on` and `outcome`.

    Rules: V3-REG-9, V3-REG-11.
    """
    known = known_person(context, person_id)
    refuse_any(inductions.having_one(known))
    latest = inductions.latest(known)
    changed = replace(latest, **facts)
    refuse_any(inductions.recording_induction(known, changed))
    others = tuple(each for each in known.inductions if each.id != latest.id)
    after = replace(known, inductions=(*others, changed))
    concludes = changed.outcome is not None and latest.outcome is None
    ends = inductions.concluded(after, context.today) if concludes else Changes()
    statements = context.store.statements().values()
    refuse_any(deleting(known, ends, statements, context.now, field="outcome"))
    details = {name: str(value) for name, value in facts.items()}
    doing = Doing("induction-changed", actors.APPROPRIATE_BODY, details)
    return became(context, known, after.after(ends), doing)
