"""Facts of people corrected, eligibility set, and people merged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ecf_sandbox.engine.domain.problems import refuse_any
from ecf_sandbox.v3.domain.actors import DEPARTMENT, SCHOOL
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import IneligibilityReason, Role, RoleFacts
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.rules import corrections
from ecf_sandbox.v3.service.acts_kept import Doing
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.person_changes import became, changed, known_person


def correct(context: WorldContext, person_id: str, facts: Mapping[str, Any]) -> History:
    """Correct a person's facts, by the names that Person has (V3-REG-10, V3-REG-16)."""
    known = known_person(context, person_id)
    numbered = context.store.person_numbered(facts["trn"]) if facts.get("trn") else None
    person = replace(known.person, **facts)
    refuse_any(corrections.correcting(person, numbered))
    doing = Doing("details-changed", SCHOOL, {"changed": ", ".join(facts)})
    return changed(context, known, Changes(person=person), doing=doing)


def correct_at_school(
    context: WorldContext, person_id: str, role: Role, facts: Mapping[str, Any]
) -> History:
    """Correct e-mail or working pattern at the latest school of a role (V3-REG-10)."""
    known = known_person(context, person_id)
    refuse_any(corrections.correcting_at_school(known, role))
    latest = replace(known.at_school(role)[-1], **facts)
    doing = Doing("details-changed", SCHOOL, {"changed": ", ".join(facts)})
    return changed(context, known, Changes(school_periods=(latest,)), doing=doing)


def make_eligible(context: WorldContext, person_id: str, role: Role) -> History:
    """Make somebody eligible now, whatever is recorded; once eligible, for ever (V3-REG-11)."""
    known = known_person(context, person_id)
    facts = known.person.facts(role)
    if known.person.is_eligible(role, context.now):
        return known
    return _with(context, known, role, replace(facts, eligible=Since(context.now)))


def set_ineligibility(
    context: WorldContext,
    person_id: str,
    role: Role,
    on: date | None,
    reason: IneligibilityReason | None = None,
) -> History:
    """Set or clear since when somebody is not eligible; a mentor's has a reason (V3-REG-16)."""
    known = known_person(context, person_id)
    refuse_any(corrections.making_ineligible(role, on, reason))
    facts = replace(known.person.facts(role), ineligible_on=on, ineligible_reason=reason)
    return _with(context, known, role, facts)


def _with(context: WorldContext, known: History, role: Role, facts: RoleFacts) -> History:
    person = known.person.with_facts(role, facts)
    doing = Doing("eligibility-set", DEPARTMENT, {"participant_type": role})
    return became(context, known, replace(known, person=person), doing)
