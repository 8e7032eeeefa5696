"""Changes of declarations are found without going through a provider's whole list (LIST-3)."""

import pytest

from ecf_sandbox.v1.domain.queries import DeclarationQuery
from ecf_sandbox.v1.store.listing import declaration_rows

NO_RANGE = "declarations_by_creation (provider=?)"


@pytest.mark.parametrize("earlier", [False, True], ids=["guidance", "service"])
def test_a_poll_reads_ranges_of_indexes_only(sandbox, earlier):
    asked = []
    with sandbox.world.reading() as store:
        store.db.set_trace_callback(asked.append)
        query = DeclarationQuery(updated_since=1)
        list(declaration_rows(store.db, 1, query, None, earlier_providers=earlier, now=2))
        store.db.set_trace_callback(None)
        steps = [
            step
            for statement in asked
            for *_, step in store.db.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]
    assert len(asked) == 2
    assert not [step for step in steps if step.startswith("SCAN d") or NO_RANGE in step]
    assert [step for step in steps if "declarations_by_change" in step]
