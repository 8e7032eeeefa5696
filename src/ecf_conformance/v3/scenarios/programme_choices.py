"""How a school trains in a cohort, by who is there (V3-SCHOOL-4)."""

from ecf_conformance.cases import Case, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import Provider
from ecf_conformance.v3.registrations import partnered_school, register, report

_LED = {"provider": None}
_OF_2025 = {"cohort": "2025"}


@scenario(
    "V3-SCHOOL-4",
    needs={Ability.CONTROL},
    each=table(
        Case("nobody", [], "not_yet_known"),
        Case("an ECT", [("ect", {})], "provider_led"),
        Case("an ECT of another year", [("ect", _OF_2025)], "not_yet_known"),
        Case("a mentor", [("mentor", {})], "provider_led"),
        Case("a mentor of another year", [("mentor", _OF_2025)], "not_yet_known"),
        Case("a mentor without training", [("mentor", _LED)], "not_yet_known"),
        Case("a school-led ECT", [("ect", _LED)], "school_led"),
        Case("both", [("ect", _LED), ("ect", {})], "provider_led"),
        Case("a school-led ECT and a mentor", [("ect", _LED), ("mentor", {})], "provider_led"),
        Case(
            "a school-led ECT and one of another year",
            [("ect", _LED), ("ect", _OF_2025)],
            "school_led",
        ),
        Case(
            "a school-led ECT from the first day",
            [("ect", {**_LED, "started_on": "2027-05-31"})],
            "school_led",
        ),
        Case(
            "a school-led ECT of the next year",
            [("ect", {**_LED, "started_on": "2027-06-01"})],
            "not_yet_known",
        ),
    ),
)
def a_choice_follows_from_those_of_the_year(provider: Provider, case: Case) -> None:
    """A school is provider-led by whoever a provider trains in the year, else by its ECTs."""
    school = provider.arranged("a school without partnership")["school_id"]
    for kind, facts in case.said:
        register(provider, kind, school_id=school, **facts)
    shown = provider.reads_school(school).accepted()
    shown.shows(induction_programme_choice=case.expected)


@scenario("V3-SCHOOL-4", "V3-REG-7", needs={Ability.CONTROL})
def who_was_led_once_counts(provider: Provider) -> None:
    """An ECT whom a provider trained once leaves a school provider-led, school-led now or not."""
    school = partnered_school(provider, "2025")
    with provider.on("2026-09-01T09:00:00Z"):
        ect = register(provider, school_id=school, cohort="2025")
    provider.reads_school(school).shows(induction_programme_choice="not_yet_known")
    report(provider, ect, "programme", programme="school_led")
    provider.reads_school(school).shows(induction_programme_choice="provider_led")
