"""Defer, resume and withdraw."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import MISSING, NOBODY, Provider
from ecf_conformance.v1.schedules import EXTENDED, JANUARY

_ACTIONS = of("defer", "resume", "withdraw", "change-schedule")
_WHOM_AND_WHAT = ("participant_id", "course_identifier")
_TITLES = {"change-schedule": ["course_identifier", "participant_id"]}
_BREAKS = ("bereavement", "long-term-sickness", "parental-leave", "career-break", "other")
_LEAVINGS = (
    "left-teaching-profession",
    "moved-school",
    "mentor-no-longer-being-mentor",
    "school-left-fip",
    "started-in-error",
    "other",
)


def _said(action: str) -> dict[str, str]:
    """Return what an action needs beside a course and a reason."""
    is_move = action == "change-schedule"
    return {"schedule_identifier": JANUARY, "cohort": "2021"} if is_move else {}


def _titles(action: str) -> list[str]:
    return _TITLES.get(action, list(_WHOM_AND_WHAT))


@scenario("ACT-1", each=_ACTIONS)
def an_action_works_on_either_path(provider: Provider, case: Case) -> None:
    """An action works at its longer path and at its shorter one, and answers the participant."""
    for path in ("/participants/ecf", "/participants"):
        ect = provider.someone()
        if case.name == "resume":
            provider.defers(ect).done()
        done = provider.acts(case.name, ect, path=path, **_said(case.name)).accepted()
        assert done.id == ect.id, f"{done.exchange.line} with {done.id}"
        assert done.data.get("type") == "participant", f"{done.exchange.line}: its type is wrong"
        read = provider.reads(ect).accepted()
        wrong = f"{read.exchange.line} with another participant than the action answered"
        assert read.attributes == done.attributes, wrong


@scenario("ACT-1", "FMT-9", each=_ACTIONS)
def nobody_is_a_refusal_and_not_a_404(provider: Provider, case: Case) -> None:
    """An action on an unknown or malformed participant names participant and course."""
    ect = provider.someone()
    if case.name == "resume":
        provider.defers(ect).done()
    said, titles = _said(case.name), _titles(case.name)
    provider.acts(case.name, ect, id=NOBODY, **said).refused(naming=titles, by=["ACT-1", "ACT-1"])
    provider.acts(case.name, ect, id="ada", **said).refused(naming=titles, by=["ACT-1", "ACT-1"])
    provider.acts(case.name, ect, **said).accepted()


@scenario("ACT-1", each=of("defer", "resume", "withdraw"))
def a_wrong_course_is_refused(provider: Provider, case: Case) -> None:
    """A wrong, blank or missing course names participant and course."""
    ect = provider.someone()
    if case.name == "resume":
        provider.defers(ect).done()
    for course in ("ecf-mentor", "", MISSING):
        wrong = provider.acts(case.name, ect, course_identifier=course)
        wrong.refused(naming=_titles(case.name), by=["ACT-1", "ACT-1"])
    provider.acts(case.name, ect).accepted()


@scenario("ACT-1", "FMT-4")
def titles_of_a_deferral_come_in_order(provider: Provider) -> None:
    """A deferral of nobody without a reason names participant, reason and course, in order."""
    ect = provider.someone()
    nothing = provider.acts("defer", ect, id=NOBODY, reason=MISSING)
    nothing.refused(
        naming=["participant_id", "reason", "course_identifier"], by=["ACT-1", "ACT-2", "ACT-1"]
    )
    provider.defers(ect).accepted()
    provider.defers(ect, reason="tired").refused(
        naming=["reason", "participant_profile"], by=["ACT-2", "ACT-2"]
    )


@scenario("ACT-1", "FMT-4")
def titles_of_a_withdrawal_come_in_order(provider: Provider) -> None:
    """A withdrawal names the reason only of somebody it has found."""
    ect = provider.someone()
    nothing = provider.acts("withdraw", ect, id=NOBODY, reason=MISSING)
    nothing.refused(naming=_WHOM_AND_WHAT, by=["ACT-1", "ACT-1"])
    provider.withdraws(ect).accepted()
    provider.withdraws(ect, reason="tired").refused(
        naming=["reason", "participant_profile"], by=["ACT-4", "ACT-4"]
    )


@scenario("ACT-1", edition="service", certain_with={Ability.STATES}, each=of("defer", "withdraw"))
def whom_the_school_withdrew_cannot_be_acted_on(provider: Provider, case: Case) -> None:
    """The service answers for whom the school withdrew as for nobody."""
    ect = provider.someone(state="an ECT withdrawn by the school only", schedule=None)
    provider.acts(case.name, ect).refused(naming=_WHOM_AND_WHAT, by=["ACT-1", "ACT-1"])
    provider.acts(case.name, provider.someone()).accepted()


@scenario("ACT-1", edition="guidance", certain_with={Ability.STATES}, each=of("defer", "withdraw"))
def whom_the_school_withdrew_can_be_acted_on(provider: Provider, case: Case) -> None:
    """The guidance lets whom the school withdrew be deferred and withdrawn."""
    ect = provider.someone(state="an ECT withdrawn by the school only", schedule=None)
    provider.acts(case.name, ect).accepted().shows(status="withdrawn")


@scenario("ACT-2", each=of(*_BREAKS))
def a_break_has_one_of_five_reasons(provider: Provider, case: Case) -> None:
    """Each reason for a break is accepted, and one that is not known is refused."""
    ect = provider.someone()
    provider.defers(ect, reason=f"{case.name}-or-so").refused(naming="reason", by="ACT-2")
    provider.reads(ect).shows(training_status="active")
    provider.defers(ect, reason=case.name).accepted().shows(training_status="deferred")


@scenario("ACT-2", each=table(Case("missing", MISSING), Case("blank", ""), Case("null", None)))
def a_break_needs_a_reason(provider: Provider, case: Case) -> None:
    """A break without a reason is refused; so is one with a reason for leaving."""
    ect = provider.someone()
    provider.defers(ect, reason=case.said).refused(naming="reason", by="ACT-2")
    provider.defers(ect, reason="moved-school").refused(naming="reason", by="ACT-2")
    provider.defers(ect).accepted().shows(training_status="deferred")


@scenario("ACT-2")
def only_the_active_can_be_deferred(provider: Provider) -> None:
    """The deferred and the withdrawn cannot be deferred."""
    ect = provider.someone()
    provider.defers(ect).accepted()
    provider.defers(ect).refused(naming="participant_profile", by="ACT-2")
    provider.withdraws(ect).done()
    provider.defers(ect).refused(naming="participant_profile", by="ACT-2")
    provider.reads(ect).shows(training_status="withdrawn")


@scenario("ACT-3")
def only_the_deferred_can_be_resumed(provider: Provider) -> None:
    """The active cannot be resumed, the deferred can, once, and the withdrawn cannot."""
    ect = provider.someone()
    provider.resumes(ect).refused(naming="participant_profile", by="ACT-3")
    provider.defers(ect).done()
    provider.resumes(ect).accepted().shows(training_status="active")
    provider.resumes(ect).refused(naming="participant_profile", by="ACT-3")
    provider.withdraws(ect).done()
    provider.resumes(ect).refused(naming="participant_profile", by="ACT-3")


@scenario("ACT-4", each=of(*_LEAVINGS))
def a_withdrawal_has_one_of_six_reasons(provider: Provider, case: Case) -> None:
    """Each reason for leaving is accepted, and one that is not known is refused."""
    ect = provider.someone()
    provider.withdraws(ect, reason=f"{case.name}-or-so").refused(naming="reason", by="ACT-4")
    provider.reads(ect).shows(training_status="active")
    provider.withdraws(ect, reason=case.name).accepted().shows(training_status="withdrawn")


@scenario("ACT-4")
def a_withdrawal_needs_a_reason_for_leaving(provider: Provider) -> None:
    """A withdrawal without a reason is refused; so is one with a reason for a break."""
    ect = provider.someone()
    provider.withdraws(ect, reason=MISSING).refused(naming="reason", by="ACT-4")
    provider.withdraws(ect, reason="career-break").refused(naming="reason", by="ACT-4")
    provider.withdraws(ect).accepted().shows(training_status="withdrawn")


@scenario("ACT-4")
def a_withdrawal_is_final(provider: Provider) -> None:
    """The active can be withdrawn, once."""
    ect = provider.someone()
    provider.withdraws(ect).accepted()
    provider.withdraws(ect).refused(naming="participant_profile", by="ACT-4")


@scenario("ACT-4", "ACT-8")
def the_deferred_can_be_withdrawn(provider: Provider) -> None:
    """The deferred can be withdrawn."""
    ect = provider.someone()
    provider.defers(ect).done()
    provider.withdraws(ect).accepted().shows(training_status="withdrawn")


@scenario("ACT-8")
def the_deferred_can_be_declared_and_moved(provider: Provider) -> None:
    """The deferred can be declared and moved to another schedule, and stay deferred."""
    ect = provider.someone(schedule=EXTENDED)
    provider.defers(ect).done()
    provider.declares(ect).accepted()
    moved = provider.changes_schedule(ect, "ecf-reduced-september").accepted()
    moved.shows(training_status="deferred", schedule_identifier="ecf-reduced-september")


@scenario("ACT-8", each=_ACTIONS)
def what_an_action_does_not_know_is_ignored(provider: Provider, case: Case) -> None:
    """Attributes that an action does not know have no effect."""
    ect = provider.someone()
    if case.name == "resume":
        provider.defers(ect).done()
    before = provider.reads(ect).attributes
    odd = {"status": "withdrawn", "full_name": "Nobody", "school_urn": "1", "colour": "blue"}
    if case.name != "change-schedule":
        odd |= {"cohort": "1999", "schedule_identifier": JANUARY}
    after = provider.acts(case.name, ect, **{**odd, **_said(case.name)}).accepted()
    known = ("status", "full_name", "school_urn", "cohort", "email", "participant_type")
    after.shows(**{name: before.get(name) for name in known})


@scenario("ACT-8", "TIME-1", needs={Ability.TIME}, each=_ACTIONS)
def an_action_sets_updated_at_to_now(provider: Provider, case: Case) -> None:
    """An action's updated_at is its now, and shows at an earlier now too."""
    ect = provider.someone()
    with provider.on("2021-11-28T13:14:15Z"):
        if case.name == "resume":
            provider.defers(ect).done()
        else:
            provider.changes_schedule(ect, EXTENDED).done()
    with provider.on("2021-11-26T13:14:15Z"):
        done = provider.acts(case.name, ect, **_said(case.name)).accepted()
    for each in (done, provider.reads(ect)):
        provider.changed_at(each, "2021-11-26T13:14:15Z")


@scenario("PART-2")
def a_withdrawal_is_the_providers_view(provider: Provider) -> None:
    """A withdrawal changes training_status; the school's status and the email stay."""
    ect = provider.someone()
    before = provider.reads(ect).attributes
    kept = {name: before.get(name) for name in ("status", "email", "full_name", "cohort")}
    provider.withdraws(ect).accepted().shows(training_status="withdrawn", **kept)
    provider.reads(ect).shows(training_status="withdrawn", **kept)


@scenario("ACT-2", "ACT-3", "ACT-4", "ACT-5", each=_ACTIONS)
def a_refused_action_changes_nothing(provider: Provider, case: Case) -> None:
    """After a refusal the participant is as before, to the second of updated_at."""
    ect = provider.someone()
    if case.name == "resume":
        provider.defers(ect).done()
    before = provider.reads(ect).attributes
    with provider.on("2021-11-26T09:00:00Z"):
        wrong = provider.acts(case.name, ect, **_said(case.name), course_identifier="ecf-mentor")
        wrong.refused(naming=_titles(case.name), by=["ACT-1", "ACT-1"])
        after = provider.reads(ect)
        assert after.attributes == before, f"{after.exchange.line} changed by a refused action"
        provider.acts(case.name, ect, **_said(case.name)).accepted()
