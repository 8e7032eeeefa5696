"""Edges of advisories about schools and partnerships: how many people, which school, which day."""

from ecf_conformance.moments import SECOND, parse
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.advice import advisories, is_told
from ecf_conformance.v3.provider import Provider
from ecf_conformance.v3.registrations import ECT, register, report

_CONTROL = {Ability.CONTROL}


@scenario("V3-ADV-1", needs=_CONTROL)
def how_many_are_not_seen_is_told(provider: Provider) -> None:
    """It is told of a school how many are meant for a provider in a cohort, and not seen."""
    alone = provider.elsewhere()
    school = alone.control("POST", "/schools", {"name": "Quillfield School"})
    for expected in ("1 person of 2026 ", "2 people of 2026 "):
        register(alone, school_id=school["id"])
        (told,) = advisories(alone, "V3-ADV-1", school["id"])
        assert told.startswith(expected), told
        assert f"Quillfield School ({school['urn']})" in told, told
    assert advisories(alone.other, "V3-ADV-1", school["id"]) == []


@scenario("V3-ADV-7", needs=_CONTROL)
def the_first_of_one_name_is_not_told_of(provider: Provider) -> None:
    """Of schools of one name in one cohort all are told of but the one with the lowest URN."""
    alone = provider.elsewhere()
    partner = alone.arranged("a delivery partner")["delivery_partner_id"]
    schools = {
        urn: alone.control("POST", "/schools", {"name": "Quillfield School", "urn": urn})["id"]
        for urn in ("888883", "888881", "888882")
    }
    for each in schools.values():
        alone.partners(school_id=each, delivery_partner_id=partner).done()
    assert advisories(alone, "V3-ADV-7", schools["888881"]) == []
    for urn in ("888882", "888883"):
        (told,) = advisories(alone, "V3-ADV-7", schools[urn])
        for named in (f"Quillfield School ({urn})", "888881", "2026"):
            assert named in told, told


@scenario("V3-ADV-9", needs=_CONTROL)
def a_year_without_training_is_to_the_day(provider: Provider) -> None:
    """A partnership is told of a year after it was made, or after the last day of training."""
    alone = provider.elsewhere()
    made, used, busy = (alone.arranged("a school in partnership") for _ in range(3))
    ects = [register(alone, school_id=used["school_id"]) for _ in range(2)]
    report(alone, ects[0], "leave", **ECT, on="2026-12-05")
    report(alone, ects[1], "leave", **ECT, on="2026-12-31")
    register(alone, school_id=busy["school_id"])
    for partnership, midnight in ((made, "2027-11-25T00:00:00Z"), (used, "2027-12-31T00:00:00Z")):
        since = midnight.replace("2027", "2026")[:10]
        with alone.on(parse(midnight) - SECOND):
            assert advisories(alone, "V3-ADV-9", partnership["partnership_id"]) == []
        with alone.on(midnight):
            (told,) = advisories(alone, "V3-ADV-9", partnership["partnership_id"])
            assert since in told, told
            assert "2026" in told, told
    with alone.on("2030-01-01T00:00:00Z"):
        assert not is_told(alone, "V3-ADV-9", busy["partnership_id"]), "somebody trains"


@scenario("V3-ADV-9", needs=_CONTROL)
def a_year_before_a_leap_day(provider: Provider) -> None:
    """On a leap day a year ago was the last day of February."""
    alone, told = provider.elsewhere(), []
    for last_day in ("2027-02-28", "2027-03-01"):
        made = alone.arranged("a school in partnership")
        report(alone, register(alone, school_id=made["school_id"]), "leave", **ECT, on=last_day)
        with alone.on("2028-02-29T09:00:00Z"):
            told.append(is_told(alone, "V3-ADV-9", made["partnership_id"]))
    assert told == [True, False], told


@scenario("V3-ADV-9", "V3-COHORT-2", needs=_CONTROL)
def a_closed_or_frozen_cohort_is_let_be(provider: Provider) -> None:
    """A partnership of a cohort that is closed or frozen is not told of, however idle."""
    alone = provider.elsewhere()
    made = {
        cohort: alone.arranged("a school in partnership", cohort=cohort)["partnership_id"]
        for cohort in ("2023", "2024", "2025")
    }
    alone.control("PUT", "/cohorts/2023", {"enabled": False})
    alone.control("PUT", "/cohorts/2024", {"frozen_at": "2028-01-01T00:00:00Z"})
    for now, expected in (
        ("2027-12-31T23:59:59Z", [False, True, True]),
        ("2028-01-01T00:00:00Z", [False, False, True]),
    ):
        with alone.on(now):
            told = [is_told(alone, "V3-ADV-9", each) for each in made.values()]
            assert told == expected, now
