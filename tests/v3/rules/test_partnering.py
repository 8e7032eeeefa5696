"""Making and changing partnerships."""

from dataclasses import replace

import pytest

from ecf_sandbox.engine.domain.problems import joined
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.domain.training import Attendance
from ecf_sandbox.v3.rules import partnering
from tests.v3.kit.facts import (
    MENTOR,
    OTHER,
    PERIODS,
    PROVIDER,
    RECORDED,
    day,
    interest,
    partnership,
    school,
    school_led,
    school_period,
    training,
)

TODAY = day("2026-11-25")
D01 = DeliveryPartner("D01", "Partner", RECORDED)
D02 = replace(D01, id="D02")
LINKS = [Link(PROVIDER, 2026, "D01"), Link(PROVIDER, 2025, "D02"), Link(OTHER, 2026, "D02")]
CLAIM = partnering.PartnershipClaim(cohort="2026", school_id="S01", delivery_partner_id="D01")


def titles(claim=CLAIM, *, today=TODAY, **found):
    known = {
        "provider": PROVIDER,
        "cohort": PERIODS[2026],
        "school": school(),
        "delivery_partner": D01,
        "links": LINKS,
        "partnerships": [],
        "choice": ProgrammeChoice.NOT_YET_KNOWN,
    }
    problems = partnering.partnering(claim, partnering.Found(**(known | found)), today)
    return [problem.title for problem in joined(problems)]


@pytest.mark.rule("V3-PARTNER-3")
@pytest.mark.parametrize("blank", [None, "", " ", False])
@pytest.mark.parametrize(
    ("field", "named"),
    [("cohort", "cohort"), ("school_id", "school"), ("delivery_partner_id", "delivery_partner")],
)
def test_each_of_three_must_be_given(field, named, blank):
    expected = {"cohort": ["cohort", "delivery_partner_id"]}.get(field, [field])
    assert titles(replace(CLAIM, **{field: blank}), **{named: None}) == expected


@pytest.mark.rule("V3-PARTNER-3")
@pytest.mark.parametrize(
    ("found", "refused"),
    [
        pytest.param({}, [], id="all is well"),
        pytest.param({"cohort": None}, ["cohort", "delivery_partner_id"], id="no such cohort"),
        pytest.param({"school": None}, ["school_id"], id="no such school"),
        pytest.param({"delivery_partner": None}, ["delivery_partner_id"], id="no such partner"),
        pytest.param({"school": school(register_eligible=False)}, ["school_id"], id="ineligible"),
        pytest.param(
            {"school": school(register_eligible=False, marked_eligible=True)}, [], id="marked"
        ),
        pytest.param({"delivery_partner": D02}, ["delivery_partner_id"], id="not linked"),
        pytest.param({"partnerships": [partnership()]}, ["school_id"], id="a partner already"),
        pytest.param(
            {"partnerships": [partnership(partner="D02")]}, ["school_id"], id="with another one"
        ),
        pytest.param({"choice": ProgrammeChoice.SCHOOL_LED}, ["school_id"], id="school-led"),
        pytest.param({"choice": ProgrammeChoice.PROVIDER_LED}, [], id="provider-led"),
    ],
)
def test_what_the_values_name_is_judged(found, refused):
    assert titles(**found) == refused


@pytest.mark.rule("V3-PARTNER-4")
@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(partnership(provider=OTHER), id="another provider's"),
        pytest.param(partnership(2025), id="another cohort's"),
        pytest.param(partnership(school="S02"), id="another school's"),
    ],
)
def test_other_partnerships_are_no_obstacle(elsewhere):
    assert titles(partnerships=[elsewhere]) == []


@pytest.mark.rule("V3-PARTNER-3", "V3-COHORT-2")
@pytest.mark.parametrize(
    ("year", "today", "refused"),
    [
        pytest.param(2026, "2026-06-01", False, id="on its first day"),
        pytest.param(2026, "2026-05-31", True, id="before it"),
        pytest.param(2023, "2026-11-25", False, id="over, but enabled"),
        pytest.param(2022, "2022-11-25", True, id="closed, whatever now is"),
    ],
)
def test_the_cohort_has_begun_and_is_enabled(year, today, refused):
    links = [Link(PROVIDER, year, "D01")]
    claim = replace(CLAIM, cohort=year)
    found = titles(claim, today=day(today), cohort=PERIODS[year], links=links)
    assert found == (["cohort"] if refused else [])


@pytest.mark.rule("V3-PARTNER-3")
def test_a_title_that_failed_is_judged_no_further_but_steps_ten_to_twelve_are():
    blank = partnering.PartnershipClaim()
    nothing = {"cohort": None, "school": None, "delivery_partner": None}
    assert titles(blank, **nothing) == ["cohort", "school_id", "delivery_partner_id"]
    closed = {"cohort": PERIODS[2022], "partnerships": [partnership(2022)]}
    assert titles(**closed) == ["cohort", "delivery_partner_id", "school_id"]
    ineligible = {
        "school": school(register_eligible=False),
        "partnerships": [partnership()],
        "choice": ProgrammeChoice.SCHOOL_LED,
    }
    assert titles(**ineligible) == ["school_id"] * 3


def changing(to, partner, *partnerships, value=None):
    links = [*LINKS, Link(PROVIDER, 2026, "D03")]
    problems = partnering.changing_partner(
        to if value is None else value, partnership(), partner, links, partnerships
    )
    return [problem.title for problem in problems]


@pytest.mark.rule("V3-PARTNER-6")
def test_a_partnership_goes_on_with_another_linked_delivery_partner():
    third = replace(D01, id="D03")
    refused = ["delivery_partner_id"]
    assert changing("D03", third, partnership()) == []
    assert changing("", None, partnership()) == refused
    assert changing("D09", None, partnership()) == refused
    assert changing("D02", D02, partnership()) == refused
    assert changing("D01", D01, partnership()) == refused
    assert changing("D03", third, partnership(partner="D03")) == refused
    assert changing("D03", third, partnership(2025, partner="D03")) == []
    assert changing("D03", third, partnership(provider=OTHER, partner="D03")) == []
    assert changing("D03", third, partnership(school="S02", partner="D03")) == []


@pytest.mark.rule("V3-PARTNER-5", "V3-LIST-1")
def test_a_new_partnership_takes_over_the_interest_in_it():
    past, future = interest("2026-09-01", "2026-10-01"), interest("2027-01-04", role=MENTOR)
    others = [
        interest(provider=OTHER),
        interest(cohort=2025),
        replace(interest(), partnership=partnership(partner="D02")),
        school_led(),
        training(),
    ]
    new = partnership(partner="D03")
    attendance = Attendance(school_period(), (past, future, *others))
    assert partnering.taken_over(new, [attendance]) == (
        replace(past, partnership=new),
        replace(future, partnership=new),
    )
