"""Who sees whom and what."""

import pytest

from ecf_sandbox.v3.domain.training import TrainingStatus
from ecf_sandbox.v3.rules import listing
from tests.v3.kit.facts import (
    ECT,
    MENTOR,
    OTHER,
    PROVIDER,
    declaration,
    history,
    interest,
    school_period,
    statement,
    training,
)


@pytest.mark.rule("V3-LIST-1", "V3-PART-2", "V3-AUTH-3")
def test_people_are_listed_with_an_enrolment_for_each_role_they_train_in():
    ect, mentor = training("2022-09-01", "2023-07-31"), training("2027-01-04", role=MENTOR)
    places = [school_period(), school_period(role=MENTOR, id="m")]
    found = listing.latest_of_roles(history(mentor, ect, *places), PROVIDER)
    assert [each.role for each in found] == [ECT, MENTOR]
    assert list(listing.latest_of_roles(history(interest()), PROVIDER)) == []
    assert list(listing.latest_of_roles(history(training()), OTHER)) == []


@pytest.mark.rule("V3-LIST-2")
@pytest.mark.parametrize(
    ("withdrawn", "deferred", "matches"),
    [
        pytest.param(None, None, {"active"}, id="neither"),
        pytest.param("2026-10-01", None, {"withdrawn"}, id="withdrawn"),
        pytest.param(None, "2026-10-01", {"deferred"}, id="deferred"),
        pytest.param("2026-10-02", "2026-10-01", {"withdrawn", "deferred"}, id="both"),
    ],
)
def test_the_filter_by_status_finds_whoever_was_ever_so(withdrawn, deferred, matches):
    known = history(training("2026-09-01", "2026-10-01", withdrawn=withdrawn, deferred=deferred))
    found = {each for each in TrainingStatus if listing.has_status(known, PROVIDER, each)}
    assert found == matches
    assert not any(listing.has_status(known, OTHER, each) for each in TrainingStatus)


CLAWED = declaration(provider=OTHER, clawed=("2026-11-01", statement()))


@pytest.mark.rule("V3-LIST-3", "V3-VOID-1")
@pytest.mark.parametrize(
    ("made", "period", "visible"),
    [
        pytest.param(declaration(voided="2026-10-02"), training(provider=OTHER), True, id="own"),
        pytest.param(declaration(provider=OTHER), training(), True, id="another's, open"),
        pytest.param(
            declaration(provider=OTHER, voided="2026-10-02"), training(), False, id="voided"
        ),
        pytest.param(CLAWED, training(), False, id="taken back"),
        pytest.param(
            declaration(provider=OTHER, role=MENTOR), training(), False, id="in the other role"
        ),
        pytest.param(
            declaration(provider=OTHER), training(provider=OTHER), False, id="never trained here"
        ),
        pytest.param(
            declaration(dated="2026-10-31T00:00:00Z", provider=OTHER),
            training("2026-09-01", "2026-10-31"),
            True,
            id="at 00:00 of the last day",
        ),
        pytest.param(
            declaration(dated="2026-10-31T00:00:01Z", provider=OTHER),
            training("2026-09-01", "2026-10-31"),
            False,
            id="after it",
        ),
    ],
)
def test_whose_declarations_a_provider_sees(made, period, visible):
    assert listing.sees(PROVIDER, made, history(period, made)) is visible
