"""Taking somebody back, and stopping training that has not begun, or is over."""

from ecf_conformance.cases import of
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import DAY_AFTER, TOMORROW, Provider
from ecf_conformance.v3.registrations import ECT, partnered_school, report
from ecf_conformance.v3.schedules import JANUARY

_CONTROL = {Ability.CONTROL}


@scenario("V3-ACT-8", "V3-PART-6", needs={Ability.TIME})
def resumed_training_is_as_it_was(provider: Provider) -> None:
    """Who is taken back has the schedule, cohort and delivery partner of before."""
    ect = provider.someone()
    provider.changes_schedule(ect, JANUARY).done()
    before = provider.enrolment(ect)
    with provider.on(TOMORROW):
        provider.defers(ect).accepted()
    with provider.on(DAY_AFTER):
        provider.resumes(ect).accepted()
        after = provider.enrolment(ect)
    for name in ("schedule_identifier", "cohort", "delivery_partner_id", "school_urn"):
        assert after[name] == before[name], f"{name} was {before[name]}, is {after[name]}"
    assert (after["deferral"], after["withdrawal"]) == (None, None), after


@scenario("V3-ACT-6", "V3-PART-8", each=of("deferral", "withdrawal"))
def stopping_keeps_its_instant(provider: Provider, case: object) -> None:
    """A deferral or withdrawal is shown with the instant at which it was recorded."""
    ect = provider.someone()
    action = {"deferral": "defer", "withdrawal": "withdraw"}[str(case)]
    answer = provider.acts(action, ect).accepted()
    kept = provider.enrolment(ect)[str(case)]
    assert kept, f"no {case} is shown"
    assert kept["date"] == answer.attributes["updated_at"], f"{answer.exchange.line}, kept {kept}"


@scenario("V3-ACT-7", "V3-ACT-8", needs=_CONTROL)
def who_has_left_the_school_is_not_taken_back(provider: Provider) -> None:
    """Who is at the school until after today is taken back until then, who leaves today is not."""
    stays, leaves = provider.someone(), provider.someone()
    for each, last_day in ((stays, "2026-11-27"), (leaves, "2026-11-26")):
        provider.defers(each).accepted()
        report(provider, each, "leave", **ECT, on=last_day)
    with provider.on(TOMORROW):
        provider.resumes(leaves).refused("participant_id", by="V3-ACT-7")
        provider.resumes(stays).accepted()
        assert provider.enrolment(stays)["participant_status"] == "leaving"


@scenario("V3-ACT-7", needs=_CONTROL)
def who_has_other_training_is_not_taken_back(provider: Provider) -> None:
    """Training elsewhere from a later day is in the way of a resumption."""
    stays, moves, other = provider.someone(), provider.someone(), provider.other
    for each in (stays, moves):
        provider.defers(each).accepted()
    said = {"school_id": partnered_school(other), "provider": other.slug}
    with provider.on(TOMORROW):
        report(provider, moves, "join", **ECT, **said, started_on="2026-12-10")
        provider.resumes(moves).refused("participant_id", by="V3-ACT-7")
        provider.resumes(stays).accepted()


@scenario("V3-ACT-6", "V3-STATUS-2", needs={Ability.HEADER, Ability.STATES})
def an_earlier_end_stays(provider: Provider) -> None:
    """Who left some days ago and is withdrawn today has left on that day all the same."""
    gone = provider.someone(state="a participant", participant_status="left", on="2026-11-20")
    provider.withdraws(gone).accepted()
    for now, status in (("2026-11-20", "left"), ("2026-11-19", "leaving")):
        with provider.on(f"{now}T12:00:00Z"):
            assert provider.enrolment(gone)["participant_status"] == status, now


@scenario("V3-ACT-3", "V3-ACT-4", each=of("defer", "withdraw"), needs={Ability.STATES})
def training_to_come_is_not_stopped(provider: Provider, case: object) -> None:
    """Who is joining is neither deferred nor withdrawn."""
    rule = {"defer": "V3-ACT-3", "withdraw": "V3-ACT-4"}[str(case)]
    joining = provider.someone(state="a participant", participant_status="joining")
    provider.acts(str(case), joining).refused("participant_id", by=rule)
    provider.acts(str(case), provider.someone()).accepted()
