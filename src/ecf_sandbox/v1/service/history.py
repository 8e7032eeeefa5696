"""A participant's history: what schools, the department, providers and time did."""

from ecf_sandbox.engine.domain.acts import Act
from ecf_sandbox.engine.store import acts
from ecf_sandbox.v1.rules.past import of_declaration
from ecf_sandbox.v1.service.registration import participant
from ecf_sandbox.v1.service.world_context import WorldContext
from ecf_sandbox.v1.store import past


def history(context: WorldContext, participant_id: str) -> list[Act]:
    """Return what happened to a participant, in no order; raises NotFound.

    What the records tell is read from them; only what they do not is kept apart.
    """
    person = participant(context, participant_id).person
    return [
        past.registration(context.store, person),
        *past.actions(context.store, person),
        *acts.kept(context.store, [person.id]),
        *(
            each
            for declaration in context.store.declarations_of(person)
            for each in of_declaration(declaration, context.now)
        ),
    ]
