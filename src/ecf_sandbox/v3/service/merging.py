"""The department merges one person into another."""

from ecf_sandbox.engine.domain.problems import refuse_any
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.rules import merging
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.person_changes import became, known_person
from ecf_sandbox.v3.service.recording import record


def merge(context: WorldContext, retired_id: str, survivor_id: str) -> History:
    """Merge a person into another, who is returned with all that was both's.

    Rules: V3-REG-12, V3-IDCHANGE-1, V3-IDCHANGE-2.
    """
    retired = known_person(context, retired_id)
    survivor = known_person(context, survivor_id, "into")
    refuse_any(merging.merging(retired, survivor))
    statements = context.store.statements().values()
    both, gone = merging.merged(retired, survivor, statements, context.now)
    ects = set(context.store.mentored_by(retired_id)) - {retired_id, survivor_id}
    mentored = context.store.histories(ects)
    # The retired one's rows go first: the survivor's take their ids.
    record(context, retired, History(person=gone), context.store.stamp(context.now))
    after = became(context, survivor, both)
    stamp = context.store.stamp(context.now)
    for _, ect in sorted(mentored.items()):
        record(context, ect, merging.renamed(ect, retired_id, survivor_id), stamp)
    return after
