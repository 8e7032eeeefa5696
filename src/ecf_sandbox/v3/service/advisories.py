"""What the department would query in a world."""

from collections.abc import Iterator
from itertools import islice

from ecf_sandbox.v3.domain.advisories import Advisory
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.rules import advising, advising_organisations
from ecf_sandbox.v3.rules.advising import Case
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.store import advice

_AT_ONCE = 200


def advisories(context: WorldContext, provider: str | None = None) -> Iterator[Advisory]:
    """Yield every advisory as of now: schools', partnerships', then people's, some at a time.

    Those of one provider, or of all.

    Rules: V3-ADV-1 to V3-ADV-9.
    """
    yield from _invisible_people(context, provider)
    yield from _namesakes(context, provider)
    yield from _idle(context, provider)
    for history in _people(context, provider):
        for each in sorted({*context.store.provider_keys} if provider is None else {provider}):
            yield from advising.advise(_case(context, history, each))


def _people(context: WorldContext, provider: str | None) -> Iterator[History]:
    after = ""
    while ids := advice.people(context.store, provider, after, _AT_ONCE):
        found = context.store.histories(ids)
        yield from (found[id_] for id_ in ids)
        after = ids[-1]


def _case(context: WorldContext, history: History, provider: str) -> Case:
    return Case(
        history=history,
        provider=provider,
        contract_periods=context.store.contract_periods(),
        now=context.now,
    )


def _invisible_people(context: WorldContext, provider: str | None) -> Iterator[Advisory]:
    store, periods = context.store, context.store.contract_periods()
    for school_id, interest, count in advice.unmet_interests(store, provider):
        school = store.school(school_id)
        assert school, "people are at a school"
        cohort = periods[interest.cohort]
        yield from advising_organisations.invisible_people(
            school, interest, count, cohort, context.today
        )


def _namesakes(context: WorldContext, provider: str | None) -> Iterator[Advisory]:
    for name, cohort, ids in advice.namesakes(context.store, provider):
        schools = list(context.store.schools(ids).values())
        yield from advising_organisations.namesakes(name, cohort, schools)


def _idle(context: WorldContext, provider: str | None) -> Iterator[Advisory]:
    store, periods = context.store, context.store.contract_periods()
    rest = iter(advice.last_trained(store, provider).items())
    while part := dict(islice(rest, _AT_ONCE)):
        found = store.partnerships(part)
        schools = store.schools({each.school_id for each in found.values()})
        for id_, last in part.items():
            known = found[id_]
            cohort, school = periods[known.cohort], schools[known.school_id]
            yield from advising_organisations.idle(known, school, cohort, last, context.now)
