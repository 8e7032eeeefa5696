"""A participant's history: who did what, when, and what time alone brings."""

from ecf_conformance.moments import SECOND, wire
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import LATE, NOW, Provider
from ecf_conformance.v1.schedules import payments

_CONTROL = {Ability.CONTROL}
_TIME = {*_CONTROL, Ability.TIME, Ability.PAYMENTS}
_LATER = "2021-11-26T09:00:00Z"
_STATES = "declaration-"
_VOIDED = f"{_STATES}voided"


def _became(provider: Provider, who: Participant) -> list[tuple[str, str]]:
    """Return what time made of somebody's declarations: when, and the state."""
    told = [each for each in provider.history(who.id) if each["by"] == "time"]
    return [(each["at"], each["event"].removeprefix(_STATES)) for each in told]


def _told(provider: Provider, who: Participant, event: str) -> list[Json]:
    return [each for each in provider.history(who.id) if each["event"] == event]


@scenario("REG-2", "PART-3", needs=_CONTROL)
def what_is_found_out_is_told_by_who_found_it(provider: Provider) -> None:
    """What the school changes is told apart from what the department does, a mentor too."""
    ect, mentor = provider.adds(), provider.adds("mentor")
    found_out = {
        "teacher_reference_number": "1234567",
        "teacher_reference_number_validated": True,
        "qts": True,
        "eligible_for_funding": True,
        "pupil_premium_uplift": True,
        "sparsity_uplift": True,
    }
    with provider.on(_LATER):
        provider.changes(ect, email_validated=True, status="withdrawn", **found_out)
        provider.changes(ect, mentor_id=mentor.id)
        provider.changes(ect, mentor_id=None)
    told = [(each["at"], each["by"], each["event"]) for each in provider.history(ect.id)]
    assert told == [
        (NOW, "school", "registered"),
        (_LATER, "school", "details-changed"),
        (_LATER, "department", "details-changed"),
        (_LATER, "school", "mentor-assigned"),
        (_LATER, "school", "details-changed"),
    ]
    by_school, by_department, unassigned = _told(provider, ect, "details-changed")
    assert by_school["details"] == {"email_validated": True, "status": "withdrawn"}, by_school
    assert by_department["details"] == found_out, by_department
    assert unassigned["details"] == {"mentor_id": None}, unassigned
    (assigned,) = _told(provider, ect, "mentor-assigned")
    assert assigned["details"] == {"mentor_id": mentor.id}, assigned


@scenario("DECL-10", "VOID-1", needs=_CONTROL)
def what_was_declared_and_voided_is_told_once(provider: Provider) -> None:
    """A declaration is told as it was made, its void as what the provider did, whenever now is."""
    ect = provider.someone(untouched=True)
    made = provider.declares(ect).accepted()
    with provider.on(_LATER):
        provider.voids(made).accepted()
    about = {"declaration_id": made.id, "declaration_type": "started"}
    for event, at, state in (("declared", NOW, "eligible"), (_VOIDED, _LATER, "voided")):
        (told,) = _told(provider, ect, event)
        assert (told["at"], told["by"], told["provider"]) == (at, "provider", provider.slug), told
        assert told["details"] == {**about, "state": state}, told
    stamps = [each["recorded"] for each in provider.history(ect.id)]
    assert stamps == sorted(stamps), f"recorded at {stamps}, which is not their order"
    with provider.on(LATE):
        assert _became(provider, ect) == [], "what is voided is told to be paid"


@scenario("PAY-1", "PAY-3", "PAY-4", "PAY-6", "VOID-2", needs=_TIME)
def what_time_brings_is_told_from_then_on(provider: Provider) -> None:
    """Each state that time brings is told from its instant on, to the clawback's payment."""
    first, second, third = payments(provider.edition)[:3]
    ect = provider.someone(untouched=True)
    with provider.on(first.payable):
        made = provider.declares(ect).accepted()
    about = {"declaration_id": made.id, "declaration_type": "started"}
    brought: list[tuple[str, str]] = []
    for state, at in (("payable", second.payable), ("paid", second.paid)):
        with provider.on(at - SECOND):
            assert _became(provider, ect) == brought, f"before {at}"
        brought.append((wire(at), state))
        with provider.on(at):
            assert _became(provider, ect) == brought, f"at {at}"
            (told,) = _told(provider, ect, f"{_STATES}{state}")
            assert told["details"] == about, told
            assert (told["provider"], told["recorded"]) == (None, None), told
    taken_back = second.paid + SECOND
    with provider.on(taken_back):
        provider.voids(made).accepted().shows(state="awaiting-clawback")
        (told,) = _told(provider, ect, _VOIDED)
        assert told["details"] == {**about, "state": "awaiting-clawback"}, told
    with provider.on(third.paid):
        assert _became(provider, ect) == [*brought, (wire(third.paid), "clawed-back")]
    with provider.on(first.payable):
        assert _became(provider, ect) == [], "what is to come is told"


@scenario("PAY-1", "REG-3", "DECL-10", needs=_CONTROL)
def becoming_eligible_is_told_of_what_was_submitted(provider: Provider) -> None:
    """What was submitted is told to become eligible, at once or later, and nothing else is."""
    known, at_once, later = provider.someone(untouched=True), provider.adds(), provider.adds()
    for who, state in ((known, "eligible"), (at_once, "submitted"), (later, "submitted")):
        provider.declares(who).accepted().shows(state=state)
        (told,) = _told(provider, who, "declared")
        assert told["details"]["state"] == state, told
        assert _became(provider, who) == [], "nothing has come of it yet"
    facts = {"eligible_for_funding": True, "qts": True}
    provider.changes(at_once, **facts)
    with provider.on(_LATER):
        provider.changes(later, **facts)
        assert _became(provider, at_once) == [(NOW, "eligible")]
        assert _became(provider, later) == [(_LATER, "eligible")]
        assert _became(provider, known) == []


@scenario("PAY-7", "DECL-10", edition="guidance", needs=_CONTROL)
def what_is_forfeited_is_told_once(provider: Provider) -> None:
    """A withdrawal that forfeits what was declared is told of it, and not of what comes after."""
    before, after = provider.someone(untouched=True), provider.someone(untouched=True)
    provider.declares(before).accepted()
    with provider.on(_LATER):
        for who in (before, after):
            provider.withdraws(who).accepted()
        provider.declares(after).accepted().shows(state="ineligible")
        assert _became(provider, before) == [(_LATER, "ineligible")]
        assert _became(provider, after) == []
        (told,) = _told(provider, after, "declared")
        assert told["details"]["state"] == "ineligible", told
