"""Deferring, withdrawing and resuming: what is asked, what is refused, what follows."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import MISSING, NOBODY, NOW, TOMORROW, Provider
from ecf_conformance.v3.schedules import JANUARY

_DEFERRALS = ("bereavement", "long-term-sickness", "parental-leave", "career-break", "other")
_WITHDRAWALS = (
    "left-teaching-profession",
    "moved-school",
    "switched-to-school-led",
    "changed-lead-provider",
    "other",
)
_NO_REASONS = table(
    Case("absent", MISSING),
    Case("null", None),
    Case("blank", ""),
    Case("underscores", "career_break"),
    Case("unknown", "holidays"),
    Case("in capitals", "OTHER"),
)
_NO_COURSES = table(
    Case("absent", MISSING),
    Case("null", None),
    Case("blank", ""),
    Case("unknown", "npq-headship"),
    Case("the other role's", "ecf-mentor"),
)


@scenario("V3-ACT-3", "V3-ACT-6", "V3-STATUS-1", "V3-STATUS-2", "V3-ACT-19", each=of(*_DEFERRALS))
def a_deferral_ends_training_today(provider: Provider, case: Case) -> None:
    """A deferral keeps its reason and instant, and the participant has left at once."""
    ect = provider.someone()
    answer = provider.defers(ect, reason=case.name).accepted()
    provider.changed_at(answer, NOW)
    shown = provider.enrolment(ect)
    assert (shown["training_status"], shown["participant_status"]) == ("deferred", "left"), shown
    assert shown["deferral"]["reason"] == case.name, shown
    assert shown["withdrawal"] is None, shown


@scenario("V3-ACT-4", "V3-ACT-6", "V3-STATUS-1", each=of(*_WITHDRAWALS))
def a_withdrawal_ends_training_today(provider: Provider, case: Case) -> None:
    """A withdrawal keeps its reason and instant, and the participant has left at once."""
    ect = provider.someone()
    provider.withdraws(ect, reason=case.name).accepted()
    shown = provider.enrolment(ect)
    assert (shown["training_status"], shown["participant_status"]) == ("withdrawn", "left"), shown
    assert shown["withdrawal"]["reason"] == case.name, shown


@scenario("V3-ACT-3", "V3-ACT-5", each=_NO_REASONS)
def a_deferral_has_a_known_reason(provider: Provider, case: Case) -> None:
    """Without a known reason, in its letters and dashes, a deferral is refused."""
    ect = provider.someone()
    provider.defers(ect, reason=case.said).refused("reason", by="V3-ACT-3")
    provider.defers(ect).accepted()


@scenario("V3-ACT-4", "V3-ACT-5", each=_NO_REASONS)
def a_withdrawal_has_a_known_reason(provider: Provider, case: Case) -> None:
    """Without a known reason, in its letters and dashes, a withdrawal is refused."""
    ect = provider.someone()
    provider.withdraws(ect, reason=case.said).refused("reason", by="V3-ACT-4")
    provider.withdraws(ect).accepted()


@scenario("V3-ACT-4")
def only_a_mentor_stops_being_one(provider: Provider) -> None:
    """That somebody is no longer a mentor is no reason to withdraw an ECT, and is for a mentor."""
    no_longer = "mentor-no-longer-being-mentor"
    provider.withdraws(provider.someone(), reason=no_longer).refused("reason", by="V3-ACT-4")
    provider.withdraws(provider.someone("mentor"), reason=no_longer).accepted()


@scenario("V3-ACT-2", each=_NO_COURSES)
def an_act_names_a_course_of_the_participant(provider: Provider, case: Case) -> None:
    """An act needs one of the two courses, of the participant; the reason is judged too."""
    ect = provider.someone()
    provider.defers(ect, course_identifier=case.said).refused("course_identifier", by="V3-ACT-2")
    both = {"course_identifier": case.said, "reason": ""}
    provider.withdraws(ect, **both).refused(naming=["course_identifier", "reason"])
    provider.defers(ect).accepted()


@scenario("V3-ACT-1", "V3-AUTH-3", each=of("defer", "resume", "withdraw", "change-schedule"))
def nobody_can_be_acted_on(provider: Provider, case: Case) -> None:
    """An act on nobody is a 404 if its body can be read, and a 400 if not."""
    said = {"course_identifier": "ecf-induction"}
    provider.send("PUT", f"/participants/{NOBODY}/{case.name}", said).not_found()
    provider.send("PUT", f"/participants/{NOBODY}/{case.name}", {"unknown": 1}).bad_request()
    provider.reads(provider.someone()).accepted()


@scenario("V3-ACT-3", "V3-ACT-4", "V3-ACT-5")
def who_is_deferred_may_still_be_withdrawn(provider: Provider) -> None:
    """A second deferral is refused, a withdrawal is not, and after it nothing more is taken."""
    ect = provider.someone()
    provider.defers(ect).accepted()
    provider.defers(ect).refused("participant_id", by="V3-ACT-3")
    with provider.on(provider.latest_on(NOW)):
        provider.withdraws(ect).accepted()
        provider.withdraws(ect).refused("participant_id", by="V3-ACT-4")
        provider.defers(ect).refused("participant_id", by="V3-ACT-3")


@scenario(
    "V3-ACT-6",
    "V3-ACT-7",
    "V3-ACT-8",
    "V3-ACT-18",
    needs={Ability.TIME},
    each=of("defer", "withdraw"),
)
def a_break_lasts_until_tomorrow(provider: Provider, case: Case) -> None:
    """Who stops today is taken back from tomorrow, and is then held for a day."""
    ect = provider.someone()
    provider.acts(case.name, ect).accepted()
    provider.resumes(ect).refused("participant_id", by="V3-ACT-7")
    with provider.on(TOMORROW):
        provider.resumes(ect).accepted()
        shown = provider.enrolment(ect)
        assert (shown["training_status"], shown["participant_status"]) == ("active", "active"), (
            shown
        )
        provider.defers(ect).refused("participant_id", by="V3-ACT-3")
        provider.withdraws(ect).refused("participant_id", by="V3-ACT-4")
    with provider.on("2026-11-27T09:00:00Z"):
        provider.defers(ect).accepted()


@scenario("V3-ACT-6", "V3-ACT-8", needs={Ability.TIME, Ability.STATES})
def resumed_training_ends_with_the_time_at_school(provider: Provider) -> None:
    """Who leaves the school in future is leaving again once resumed."""
    ect = provider.someone(state="an ECT who leaves")
    provider.defers(ect).done()
    with provider.on(TOMORROW):
        provider.resumes(ect).accepted()
        shown = provider.enrolment(ect)
        assert (shown["training_status"], shown["participant_status"]) == ("active", "leaving"), (
            shown
        )


@scenario("V3-STATUS-1", "V3-PART-8", "V3-ACT-5", "V3-LIST-2")
def a_withdrawal_outranks_a_deferral(provider: Provider) -> None:
    """Who is deferred and then withdrawn is withdrawn, and found by either status."""
    ect = provider.someone()
    provider.defers(ect).done()
    with provider.on(provider.latest_on(NOW)):
        provider.withdraws(ect).accepted()
    shown = provider.enrolment(ect)
    assert (shown["training_status"], shown["deferral"]) == ("withdrawn", None), shown
    assert shown["withdrawal"], shown
    for status in ("deferred", "withdrawn"):
        found = provider.participants(training_status=status, per_page="3000").accepted()
        assert ect.id in found.ids, f"{found.exchange.line} does not list {ect.id}"


@scenario("V3-STATUS-1", "V3-PART-8", needs={Ability.HEADER})
def a_later_deferral_outranks_a_withdrawal(provider: Provider) -> None:
    """A withdrawal dated before a deferral is not shown: the later of the two counts."""
    ect = provider.someone()
    with provider.on(TOMORROW):
        provider.defers(ect).done()
    provider.withdraws(ect).accepted()
    shown = provider.enrolment(ect)
    assert (shown["training_status"], shown["withdrawal"]) == ("deferred", None), shown
    assert shown["deferral"], shown


@scenario("V3-ACT-7")
def who_is_active_is_not_taken_back(provider: Provider) -> None:
    """Somebody in training cannot be resumed."""
    ect = provider.someone()
    provider.resumes(ect).refused("participant_id", by="V3-ACT-7")
    provider.defers(ect).accepted()


@scenario(
    "V3-ACT-19",
    "V3-LIST-8",
    needs={Ability.TIME},
    each=of("defer", "withdraw", "change-schedule"),
)
def an_act_moves_the_participant(provider: Provider, case: Case) -> None:
    """An act sets `updated_at` to its own now."""
    ect = provider.someone()
    more = {"schedule_identifier": JANUARY} if case.name == "change-schedule" else {}
    with provider.on(TOMORROW):
        answer = provider.acts(case.name, ect, **more).accepted()
        provider.changed_at(answer, TOMORROW)
        assert ect.id in provider.participants(updated_since=TOMORROW, per_page="3000").ids
