"""What the acts of schools, appropriate bodies and the department on a person have in common."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.domain.training import Mentorship
from ecf_sandbox.v3.rules import inductions
from ecf_sandbox.v3.rules.leaving import deleting
from ecf_sandbox.v3.rules.switching import Setting
from ecf_sandbox.v3.service.acts_kept import Doing, keep
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """Ids for what an act makes; without one the world gives its next."""

    person: str | None = None
    ect_record: str | None = None
    mentor_record: str | None = None
    school_period: str | None = None
    training_period: str | None = None
    mentorship: str | None = None
    induction: str | None = None
    partnership: str | None = None


NO_IDS = Ids()


def known_person(context: WorldContext, person_id: str, field: str = "id") -> History:
    """Return somebody with all that is recorded.

    Raises NotFound for an id that nobody has, or that was merged away (V3-IDCHANGE-2).
    """
    history = context.store.history(person_id)
    if history is None:
        raise NotFound(Problem(field, f"There is no participant {person_id:.80}"))
    if history.person.merged_into is not None:
        why = f"{person_id} was merged into {history.person.merged_into}: use that id"
        raise NotFound(Problem(field, why, "V3-IDCHANGE-2"))
    return history


def known_provider(context: WorldContext, provider: str, year: int | None = None) -> str:
    """Return a provider that takes part in a year, or in any.

    Raises NotFound for a slug that no provider has, Rejected for a year without it.

    Rules: V3-COHORT-1.
    """
    if provider not in context.store.provider_keys:
        raise NotFound(Problem("provider", f"There is no provider {provider:.80}"))
    if year is not None and not context.store.takes_part(provider, year):
        why = f"#/provider takes no part in {year}: name another one, or a cohort that it has"
        refuse_any([Problem("provider", why, "V3-COHORT-1")])
    return provider


def partnerships_at(
    context: WorldContext, school_id: str, provider: str | None
) -> list[Partnership]:
    """Return a provider's partnerships with a school, none without a provider."""
    return context.store.partnerships_with(provider, school_id) if provider else []


def setting(
    context: WorldContext, school_id: str, provider: str | None, new_id: str | None
) -> Setting:
    """Return what the rules ask of what surrounds a switch."""
    return Setting(
        contract_periods=context.store.contract_periods(),
        partnerships=partnerships_at(context, school_id, provider),
        new_id=new_id or context.store.new_id("training-period"),
        now=context.now,
    )


def changed(
    context: WorldContext,
    before: History,
    changes: Changes,
    *,
    doing: Doing | None = None,
    field: str = "on",
) -> History:
    """Record what an act changes of somebody known, unless that deletes what must stay.

    `doing` is kept for the person's history; `field` is what a refusal names.

    Rules: V3-REG-5, V3-REG-11.
    """
    statements = context.store.statements().values()
    refuse_any(deleting(before, changes, statements, context.now, field=field))
    return became(context, before, before.after(changes), doing)


def became(
    context: WorldContext, before: History | None, after: History, doing: Doing | None = None
) -> History:
    """Record what an act made of somebody, and what it means for mentors and their ECTs.

    `doing` is kept for the person's history, where that does not follow from the facts.
    Returns the person with the eligibility that the act brings.

    Rules: V3-REG-11, V3-LIST-8.
    """
    after = _with_eligibility(after, context.now)
    known = before or History(person=after.person)
    others = _others(context, known, after)
    stamp = context.store.stamp(context.now)
    record(context, before, after, stamp)
    for theirs, changes, is_ect in others:
        record(context, theirs, theirs.after(changes), stamp, touched=is_ect)
    if doing is not None:
        keep(context, after.person.id, doing.act, by=doing.by, stamp=stamp, **doing.details)
    return after


def _with_eligibility(history: History, now: Instant) -> History:
    person = history.person
    ect = replace(person.ect, eligible=inductions.ect_eligibility(history, now))
    mentor = replace(person.mentor, eligible=inductions.mentor_eligibility(history, now))
    return replace(history, person=replace(person, ect=ect, mentor=mentor))


def _others(
    context: WorldContext, before: History, after: History
) -> list[tuple[History, Changes, bool]]:
    """Return who else has part in mentorships that change: what changes, and whether as ECT."""
    known, kept = set(before.mentorships), {each.id for each in after.mentorships}
    changed = [each for each in after.mentorships if each not in known]
    gone = [each for each in before.mentorships if each.id not in kept]
    ects = {each.ect_id for each in (*changed, *gone)}
    people = _sides((*changed, *gone)) - {after.person.id}
    return [
        (
            theirs,
            Changes(
                mentorships=tuple(each for each in changed if person_id in _sides([each])),
                deleted=frozenset(each.id for each in gone),
            ),
            person_id in ects,
        )
        for person_id, theirs in sorted(context.store.histories(people).items())
    ]


def _sides(mentorships: Iterable[Mentorship]) -> set[str]:
    return {id_ for each in mentorships for id_ in (each.ect_id, each.mentor_id)}
