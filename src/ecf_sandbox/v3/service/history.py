"""A participant's history: what schools, the department, providers and time did."""

from collections.abc import Iterable, Iterator

from ecf_sandbox.engine.domain.acts import Act
from ecf_sandbox.engine.domain.problems import NotFound
from ecf_sandbox.engine.store import acts
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.rules import past
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.ids import canonical_id


def history(context: WorldContext, participant_id: str) -> list[Act]:
    """Return what happened to a person, and to those merged into them; raises NotFound."""
    asked = canonical_id(participant_id)
    found = context.store.history(asked) if asked else None
    if found is None:
        raise NotFound
    statements = context.store.statements().values()
    schools = context.store.schools({each.school_id for each in found.school_periods})
    urns = {each.id: each.urn for each in schools.values()}
    kept = acts.kept(context.store, [found.person.id, *(each.from_id for each in found.id_changes)])
    return [
        *past.of_person(found, urns, context.now),
        *kept,
        *_not_kept(found, kept),
        *(
            act
            for declaration in found.declarations
            for act in past.of_declaration(declaration, found, statements, context.now)
        ),
    ]


def _not_kept(found: History, kept: Iterable[Act]) -> Iterator[Act]:
    """Yield acts that only the facts tell, as of people whose story is a copy."""
    known = {(each.act, each.at) for each in kept}
    told = (*past.of_training(found), *map(past.made, found.declarations))
    return (each for each in told if (each.act, each.at) not in known)
