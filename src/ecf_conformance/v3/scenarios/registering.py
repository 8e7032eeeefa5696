"""What comes with a registration: which days, what ends elsewhere, and what is refused."""

from ecf_conformance.cases import Case, of
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import (
    every_training,
    mentorships,
    school_periods,
    training_periods,
)
from ecf_conformance.v3.provider import TOMORROW, Provider
from ecf_conformance.v3.refusals import refuse
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    ON_SEPTEMBER,
    cannot_report,
    partnered_school,
    register,
    register_in_september,
    report,
)

_CONTROL = {Ability.CONTROL}
_RULES = {"ect": "V3-REG-1", "mentor": "V3-REG-2"}


@scenario("V3-REG-1", "V3-REG-2", needs=_CONTROL, each=of("ect", "mentor"))
def a_school_has_somebody_once(provider: Provider, case: Case) -> None:
    """A school registers somebody again from the day after the last day there, and not before."""
    school, kind = partnered_school(provider), case.name
    who = register_in_september(provider, kind, school_id=school)
    again = {"participant_type": kind, "school_id": school}
    why = f"school_id {_RULES[kind]}"
    cannot_report(provider, who, "join", why, **again, started_on="2030-01-01")
    report(provider, who, "leave", participant_type=kind, on="2026-11-30")
    cannot_report(provider, who, "join", why, **again, started_on="2026-11-30")
    person = report(provider, who, "join", **again, started_on="2026-12-01")
    assert school_periods(person) == [
        f"{kind} 2026-09-02 to 2026-11-30",
        f"{kind} from 2026-12-01",
    ]


@scenario("V3-REG-1", "V3-REG-2", needs=_CONTROL, each=of("ect", "mentor"))
def other_schools_end_the_day_before(provider: Provider, case: Case) -> None:
    """Who is at the new school alone leaves others the day before, if they began by then."""
    schools, kind = [partnered_school(provider) for _ in range(3)], case.name
    who = register_in_september(provider, kind, school_id=schools[0])
    alone: Json = {"participant_type": kind, "provider": provider.slug}
    if kind == "mentor":
        second = {**alone, "school_id": schools[1], "started_on": "2026-09-02"}
        report(provider, who, "join", **second)
        alone["only_here"] = True
    count = 1 if kind == "ect" else 2
    said = {**alone, "school_id": schools[2]}
    why = [f"started_on {_RULES[kind]}"]
    cannot_report(provider, who, "join", *why, **said, started_on="2026-09-02")
    person = report(provider, who, "join", **said, started_on="2026-09-03")
    assert school_periods(person) == [f"{kind} 2026-09-02 to 2026-09-02"] * count + [
        f"{kind} from 2026-09-03"
    ]


@scenario("V3-REG-1", "V3-REG-5", needs=_CONTROL)
def a_registration_deletes_no_settled_training(provider: Provider) -> None:
    """Who comes elsewhere loses no training that bears an eligible declaration."""
    ect = register(provider, started_on="2026-11-20", **ON_SEPTEMBER)
    report(provider, ect, "eligibility", **ECT, eligible=True)
    provider.declares(ect).accepted().shows(state="eligible")
    said = {**ECT, "school_id": partnered_school(provider), "provider": provider.slug}
    why = "started_on V3-REG-5"
    cannot_report(provider, ect, "join", why, **said, started_on="2026-11-26")
    person = report(provider, ect, "join", **said, started_on="2026-11-27")
    assert school_periods(person) == ["ect 2026-11-20 to 2026-11-26", "ect from 2026-11-27"]


@scenario("V3-REG-2", needs=_CONTROL)
def a_mentor_goes_on_elsewhere_to_the_last_day(provider: Provider) -> None:
    """A mentor is trained at the next school from the day after the last one at the first."""
    school = partnered_school(provider)
    for first_day, is_trained in (("2026-11-30", False), ("2026-12-01", True)):
        mentor = register_in_september(provider, "mentor", provider=None)
        report(provider, mentor, "leave", **MENTOR, on="2026-11-30")
        said = {**MENTOR, "school_id": school, "provider": provider.slug}
        person = report(provider, mentor, "join", **said, started_on=first_day)
        assert school_periods(person)[0] == "mentor 2026-09-02 to 2026-11-30"
        expected = [f"{provider.slug} 2026 ecf-standard-january from {first_day}"]
        assert training_periods(person) == (expected if is_trained else []), first_day


@scenario("V3-REG-1", "V3-REG-2", needs=_CONTROL, each=of("ect", "mentor"))
def training_begins_with_a_day_to_come(provider: Provider, case: Case) -> None:
    """Whoever comes in January is trained from then on; who came long ago, a mentor from then."""
    school = partnered_school(provider)
    begins = {"2026-09-02": "2026-11-25" if case.name == "ect" else "2026-09-02"}
    for first_day in ("2026-09-02", "2026-11-25", "2026-11-26", "2027-01-04"):
        made = register(provider, case.name, school_id=school, started_on=first_day)
        (training,) = every_training(made.state_values)
        assert training["started_on"] == begins.get(first_day, first_day), first_day


@scenario("V3-REG-1", "V3-REG-3", needs=_CONTROL)
def training_out_of_a_frozen_cohort_begins_with_the_day(provider: Provider) -> None:
    """An ECT of a frozen cohort is trained from the first day at a school, or by it from today."""
    first, second = partnered_school(provider, "2022"), partnered_school(provider, "2024")
    out = f"{provider.slug} 2024 ecf-extended-september from 2026-11-02"
    for by, last in ((provider.slug, out), (None, "school_led from 2026-11-25")):
        ect = register_in_september(provider, school_id=first, cohort="2022")
        said = {**ECT, "school_id": second, "provider": by, "started_on": "2026-11-02"}
        assert training_periods(report(provider, ect, "join", **said))[-1] == last


@scenario("V3-REG-1", "V3-REG-8", needs=_CONTROL)
def what_a_registration_asks_beside_the_school(provider: Provider) -> None:
    """Training begins on the first day at the school or later; mentors are not mentored."""
    school = partnered_school(provider)
    mentor = register(provider, "mentor", school_id=school)
    said = {"school_id": school, "provider": provider.slug, "started_on": "2026-11-02"}
    early = {**said, "training_started_on": "2026-11-01"}
    refuse(provider, "POST", "/participants", {**ECT, **early}, "training_started_on V3-REG-1")
    mentored = {**said, "mentor_id": mentor.id}
    refuse(provider, "POST", "/participants", {**MENTOR, **mentored}, "mentor_id V3-REG-8")
    both = {**MENTOR, **early, **mentored}
    whys = ("training_started_on V3-REG-1", "mentor_id V3-REG-8")
    refuse(provider, "POST", "/participants", both, *whys)
    on_the_day = {**mentored, "training_started_on": "2026-11-02"}
    person = provider.control("POST", "/participants", {**ECT, **on_the_day})
    assert every_training(person)[0]["started_on"] == "2026-11-02"
    assert mentorships(person) == [f"{mentor.id} from 2026-11-25"]


@scenario("V3-REG-3", "V3-REG-4", "V3-ACT-10", needs=_CONTROL)
def a_named_schedule_is_for_the_kind(provider: Provider) -> None:
    """No ECT is put on a replacement schedule, and no mentor on a reduced one; others are taken."""
    school = {"school_id": partnered_school(provider), "provider": provider.slug}
    wrong = {"ect": "ecf-replacement-april", "mentor": "ecf-reduced-april"}
    for kind, schedule in wrong.items():
        said = {"participant_type": kind, **school, "schedule_identifier": schedule}
        refuse(provider, "POST", "/participants", said, "schedule_identifier V3-REG-4")
    for kind, schedule in (("ect", wrong["mentor"]), ("mentor", wrong["ect"])):
        made = register(provider, kind, **school, schedule_identifier=schedule)
        assert every_training(made.state_values)[0]["schedule_identifier"] == schedule


@scenario("V3-PART-15", "V3-REG-1", "V3-REG-2", needs=_CONTROL)
def a_working_pattern_comes_along(provider: Provider) -> None:
    """An ECT's pattern is as told, as at the last school, else full time; a mentor has none."""
    ect, schools = register(provider), [partnered_school(provider) for _ in range(3)]
    with provider.on(TOMORROW):
        said = {**ECT, "school_id": schools[0], "working_pattern": "part_time"}
        report(provider, ect, "join", **said, started_on="2026-11-26")
        report(provider, ect, "join", **ECT, school_id=schools[1], started_on="2026-11-27")
        said = {**ECT, "school_id": schools[2], "working_pattern": "full_time"}
        person = report(provider, ect, "join", **said, started_on="2026-11-28")
    patterns = [each["working_pattern"] for each in person["school_periods"]]
    assert patterns == ["full_time", "part_time", "part_time", "full_time"], patterns
    mentor = register(provider, "mentor", working_pattern="part_time").state_values
    assert mentor["school_periods"][0]["working_pattern"] is None, mentor


@scenario("V3-REG-4", needs=_CONTROL)
def every_month_has_its_schedule(provider: Provider) -> None:
    """Who comes from June to October is on September's schedule, to February on January's."""
    school, months = partnered_school(provider), {}
    terms = ["january"] * 2 + ["april"] * 3 + ["september"] * 5 + ["january"] * 2
    for month in range(1, 13):
        day = {"started_on": f"2027-{month:02}-01", "cohort": "2026"}
        made = register(provider, school_id=school, **day)
        months[month] = every_training(made.state_values)[0]["schedule_identifier"]
    assert list(months.values()) == [f"ecf-standard-{each}" for each in terms], months
