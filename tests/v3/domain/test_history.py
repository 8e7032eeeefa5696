"""What a person's history answers, and what an act makes of it."""

from dataclasses import replace

from ecf_sandbox.v3.domain.history import Changes
from tests.v3.kit.facts import ECT, MENTOR, OTHER, PROVIDER, day, history, interest, training


def test_the_latest_training_period_is_the_one_with_a_provider_that_starts_last():
    early, late = training("2025-09-01", "2026-08-31"), training("2026-09-01")
    elsewhere = training("2027-09-01", provider=OTHER)
    known = history(late, early, elsewhere, interest("2028-01-01"))
    assert known.latest(ECT, PROVIDER) == late
    assert known.latest(ECT, OTHER) == elsewhere
    assert known.latest(MENTOR, PROVIDER) is None
    assert known.was_with(OTHER)
    assert not history(interest()).was_with(PROVIDER)


def test_training_on_a_day_is_with_whomever_it_is():
    here, there = training("2026-09-01", "2026-10-01"), interest("2026-10-02", provider=OTHER)
    known = history(here, there)
    assert known.training_on(ECT, day("2026-10-01")) == here
    assert known.training_on(ECT, day("2026-10-02")) == there
    assert known.training_on(ECT, day("2026-08-31")) is None


def test_changes_replace_rows_of_their_id_add_new_ones_and_delete():
    kept, changed, gone = training(), training(), training()
    new = training("2027-01-01")
    ended = replace(changed, finished_on=day("2026-12-31"))
    changes = Changes(training_periods=(ended, new), deleted=frozenset({gone.id}))
    after = history(kept, changed, gone).after(changes)
    assert after.training_periods == (kept, ended, new)


def test_of_two_changes_the_later_wins():
    row = training()
    first = Changes(training_periods=(replace(row, finished_on=day("2026-12-31")),))
    second = Changes(training_periods=(row,))
    assert (first | second).training_periods == (row,)
    assert (first | Changes(deleted=frozenset({row.id}))).training_periods == ()
