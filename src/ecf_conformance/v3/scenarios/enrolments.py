"""What a participant shows of the person, of each role, and of what changed since."""

from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, TOMORROW, Provider
from ecf_conformance.v3.registrations import ECT, correct, partnered_school, register, report
from ecf_conformance.v3.schedules import REDUCED

_CONTROL = {Ability.CONTROL}


@scenario("V3-PART-1", "V3-PART-3", "V3-REG-10", needs=_CONTROL)
def the_person_is_shown(provider: Provider) -> None:
    """Number and name are the person's; somebody without a name is Unknown."""
    ect = register(provider)
    number = f"{int(ect.id[:8], 16) % 10_000_000:07}"
    correct(provider, ect, teacher_reference_number=number, full_name="Ada Quill")
    shown = provider.reads(ect).accepted()
    shown.shows(teacher_reference_number=number, full_name="Ada Quill")
    correct(provider, ect, full_name=None)
    provider.reads(ect).accepted().shows(full_name="Unknown")


@scenario("V3-PART-2", "V3-PART-4", needs={Ability.STATES})
def each_role_has_its_enrolment(provider: Provider) -> None:
    """Who trained as an ECT and trains as a mentor has two enrolments, each with its record."""
    both = provider.someone(state="an ECT who became a mentor")
    shown = provider.reads(both).accepted().attributes["ecf_enrolments"]
    assert [each["participant_type"] for each in shown] == ["ect", "mentor"], shown
    assert len({each["training_record_id"] for each in shown}) == 2, shown


@scenario("V3-PART-6", needs={Ability.STATES})
def the_schedule_is_shown(provider: Provider) -> None:
    """An enrolment shows the schedule of the training."""
    ect = provider.someone(state="an ECT on a reduced schedule")
    assert provider.enrolment(ect)["schedule_identifier"] == REDUCED


@scenario("V3-PART-11", "V3-PART-15", "V3-PART-5", needs=_CONTROL)
def another_school_changes_what_is_of_it(provider: Provider) -> None:
    """At another school the working pattern is that of there, the enrolment as old as before."""
    ect, school = register(provider, working_pattern="full_time"), partnered_school(provider)
    with provider.on(TOMORROW):
        said = {"school_id": school, "provider": provider.slug, "working_pattern": "part_time"}
        report(provider, ect, "join", **ECT, **said)
        shown = provider.enrolment(ect)
    assert shown["working_pattern"] == "part_time", shown
    assert shown["created_at"] == NOW, shown


@scenario("V3-PART-12", needs=_CONTROL)
def an_induction_has_begun_once(provider: Provider) -> None:
    """Induction starts with the earliest period, and its most recent end is the latest's."""
    ect = register(provider)
    report(provider, ect, "induction", started_on="2025-09-01")
    correct(provider, ect, "induction", finished_on="2026-01-01")
    report(provider, ect, "induction", started_on="2026-09-01")
    shown = provider.enrolment(ect)
    assert shown["overall_induction_start_date"] == "2025-09-01", shown
    assert shown["most_recent_induction_period_end_date"] is None, shown


@scenario("V3-STATUS-5", "V3-LIST-1", needs=_CONTROL)
def who_changed_provider_stays_listed(provider: Provider) -> None:
    """Who went to another provider is shown as left, and listed."""
    ect = register(provider)
    with provider.on(TOMORROW):
        report(provider, ect, "lead-provider", **ECT, provider=provider.other.slug)
        shown = provider.reads(ect).accepted().attributes["ecf_enrolments"]
        assert [each["participant_status"] for each in shown] == ["left"], shown
        assert ect.id in provider.participants(per_page="3000").accepted().ids


@scenario("V3-TIME-3", "V3-STATUS-3", needs=_CONTROL)
def a_day_begins_in_london(provider: Provider) -> None:
    """In summer somebody has left from 23:00 UTC before the day, which is London's midnight."""
    ect = register(provider)
    report(provider, ect, "leave", **ECT, on="2027-06-10")
    for now, status in (("2027-06-09T22:59:59Z", "leaving"), ("2027-06-09T23:00:00Z", "left")):
        with provider.on(now):
            assert provider.enrolment(ect)["participant_status"] == status, now
