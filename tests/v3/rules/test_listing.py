"""Who sees whom and what."""

import pytest

from ecf_sandbox.v3.rules import listing
from tests.v3.kit.facts import (
    ECT,
    MENTOR,
    OTHER,
    PROVIDER,
    history,
    interest,
    school_period,
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
