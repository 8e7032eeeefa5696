"""Which changes of school are transfers, between whom, and how far each has come."""

from ecf_conformance.cases import Case, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    correct,
    partnered_school,
    register,
    report,
    school_of,
)

_CONTROL = {Ability.CONTROL}
_LATER = "2026-12-20T09:00:00Z"


@scenario(
    "V3-TRANSFER-3",
    needs=_CONTROL,
    each=table(
        Case("before the last day", "2026-12-09T23:59:59Z", "incomplete"),
        Case("on the last day", "2026-12-10T00:00:00Z", "incomplete"),
        Case("on the first day", "2026-12-12T00:00:00Z", "complete"),
    ),
)
def a_transfer_is_complete_on_the_first_day(provider: Provider, case: Case) -> None:
    """A transfer is complete once both of its days have come, the first day itself included."""
    ect = provider.someone()
    report(provider, ect, "leave", **ECT, on="2026-12-10")
    said = {"school_id": partnered_school(provider), "provider": provider.slug}
    report(provider, ect, "join", **ECT, **said, started_on="2026-12-12")
    with provider.on(case.said):
        (told,) = provider.reads_transfers(ect).accepted().attributes["transfers"]
    days = told["leaving"]["date"], told["joining"]["date"]
    assert days == ("2026-12-10", "2026-12-12"), told
    assert (told["transfer_type"], told["status"]) == ("new_school", case.expected), told


@scenario("V3-TRANSFER-3", "V3-TRANSFER-2", needs=_CONTROL)
def who_leaves_for_nowhere_known_leaves_once(provider: Provider) -> None:
    """Who leaves for nowhere known has transferred on the last day itself."""
    ect = provider.someone()
    report(provider, ect, "leave", **ECT, on="2026-12-10")
    for day, status in (("2026-12-09", "incomplete"), ("2026-12-10", "complete")):
        with provider.on(f"{day}T12:00:00Z"):
            (told,) = provider.reads_transfers(ect).accepted().attributes["transfers"]
        assert (told["transfer_type"], told["status"]) == ("unknown", status), told
        assert told["joining"] is None, told


@scenario("V3-TRANSFER-1", needs=_CONTROL)
def coming_back_is_no_transfer(provider: Provider) -> None:
    """Who leaves a school and comes back to it has not transferred, who goes elsewhere has."""
    school = partnered_school(provider)
    back, away = (register(provider, school_id=school) for _ in range(2))
    for ect, next_ in ((back, school), (away, partnered_school(provider))):
        report(provider, ect, "leave", **ECT, on="2026-12-10")
        said = {"school_id": next_, "provider": provider.slug, "started_on": "2026-12-15"}
        report(provider, ect, "join", **ECT, **said)
    provider.reads_transfers(back).not_found()
    provider.reads_transfers(away).accepted()


@scenario("V3-TRANSFER-1", "V3-TRANSFER-2", needs=_CONTROL)
def what_is_no_transfer_hides_none(provider: Provider) -> None:
    """After a school without training, or one come back to, a later transfer is told."""
    mentor = register(provider, "mentor", provider=None, started_on="2026-09-01")
    there = {"school_id": partnered_school(provider), "provider": provider.slug}
    report(provider, mentor, "join", **MENTOR, **there, only_here=True)
    report(provider, mentor, "leave", **MENTOR, on="2026-12-10")
    ect = provider.someone()
    school = school_of(provider, ect)
    report(provider, ect, "leave", **ECT, on="2026-11-30")
    said = {"school_id": school, "provider": provider.slug, "started_on": "2026-12-01"}
    report(provider, ect, "join", **ECT, **said)
    said |= {"school_id": partnered_school(provider), "started_on": "2026-12-11"}
    report(provider, ect, "join", **ECT, **said)
    for each in (mentor, ect):
        (told,) = provider.reads_transfers(each).accepted().attributes["transfers"]
        assert told["leaving"]["date"] == "2026-12-10", told
        record = provider.enrolment(each)["training_record_id"]
        assert told["training_record_id"] == record, f"{told} without {record}"


@scenario("V3-TRANSFER-1", "V3-PART-13", needs=_CONTROL)
def who_completed_has_left_for_good(provider: Provider) -> None:
    """Who leaves for nowhere known and completed is no transfer, but one to another school is."""
    gone, moved = provider.someone(), provider.someone()
    report(provider, gone, "leave", **ECT, on="2026-12-10")
    said = {"school_id": partnered_school(provider), "provider": provider.slug}
    report(provider, moved, "join", **ECT, **said, started_on="2026-12-15")
    for each in (gone, moved):
        provider.reads_transfers(each).accepted()
        correct(provider, each, record_completed_on="2026-11-20")
        assert provider.enrolment(each)["induction_end_date"] == "2026-11-20"
    provider.reads_transfers(gone).not_found()
    provider.reads_transfers(moved).accepted()


@scenario("V3-TRANSFER-1", "V3-TRANSFER-3", needs=_CONTROL)
def a_stop_at_school_is_no_transfer(provider: Provider) -> None:
    """Who stops training and stays at the school has not transferred, in either role."""
    ect, mentor = provider.someone(), provider.someone("mentor")
    for each, kind in ((ect, ECT), (mentor, MENTOR)):
        provider.defers(each).accepted()
        provider.reads_transfers(each).not_found()
        report(provider, each, "leave", **kind, on="2026-12-10")
        (told,) = provider.reads_transfers(each).accepted().attributes["transfers"]
        assert told["leaving"]["date"] == NOW[:10], told


@scenario("V3-TRANSFER-2", "V3-TRANSFER-3", needs=_CONTROL)
def both_sides_name_who_trains(provider: Provider) -> None:
    """A transfer tells the training that ended last, and the one that began first elsewhere."""
    ect, other = provider.someone(), provider.other
    provider.changes_schedule(ect, "ecf-standard-january").done()
    report(provider, ect, "leave", **ECT, on="2026-12-10")
    said = {"school_id": partnered_school(other), "provider": other.slug}
    report(provider, ect, "join", **ECT, **said, started_on="2026-12-15")
    with provider.on(_LATER):
        other.changes_schedule(ect, "ecf-extended-september").done()
        (told,) = provider.reads_transfers(ect).accepted().attributes["transfers"]
    days = told["leaving"]["date"], told["joining"]["date"]
    assert days == ("2026-12-10", "2026-12-15"), told
    assert told["transfer_type"] == "new_provider", told


@scenario("V3-TRANSFER-1", "V3-TRANSFER-3", needs=_CONTROL)
def a_school_led_side_has_no_provider(provider: Provider) -> None:
    """Who goes to a school that trains itself changes provider; who was never here is not told."""
    ect, stranger = provider.someone(), provider.other.someone()
    school = partnered_school(provider)
    for each in (ect, stranger):
        said = {"school_id": school, "provider": None, "started_on": "2026-12-15"}
        report(provider, each, "join", **ECT, **said)
    (told,) = provider.reads_transfers(ect).accepted().attributes["transfers"]
    assert told["transfer_type"] == "new_provider", told
    provider.reads_transfers(stranger).not_found()
    (told,) = provider.other.reads_transfers(stranger).accepted().attributes["transfers"]
    assert told["transfer_type"] == "new_provider", told
