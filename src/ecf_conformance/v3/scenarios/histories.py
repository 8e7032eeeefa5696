"""A person's history: who did what, when, and what time alone brings."""

from collections.abc import Iterator

from ecf_conformance.moments import SECOND, parse, wire
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import every_training
from ecf_conformance.v3.provider import DAY_AFTER, NEXT_PAID, NOW, PAID, PAYABLE, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    MENTOR,
    ON_SEPTEMBER,
    partnered_school,
    register,
    report,
    school_of,
)

_CONTROL = {Ability.CONTROL}
_TIME = {*_CONTROL, Ability.PAYMENTS}
_ELIGIBLE = "2026-12-10T00:00:00Z"
_STATES = "declaration-"


def _told(provider: Provider, who: Participant) -> list[tuple[str, str, str]]:
    """Return what happened: when, by whom, and the event."""
    return [(each["at"], each["by"], each["event"]) for each in provider.history(who.id)]


def _became(provider: Provider, who: Participant) -> list[tuple[str, str, str]]:
    """Return what declarations have become: when, by whom, and the state."""
    return [
        (at, by, event.removeprefix(_STATES))
        for at, by, event in _told(provider, who)
        if event.startswith(_STATES) and by in ("time", "department")
    ]


def _details(provider: Provider, who: Participant, event: str) -> list[Json]:
    return [each["details"] for each in provider.history(who.id) if each["event"] == event]


@scenario("V3-REG-1", "V3-REG-2", "V3-REG-11", needs=_CONTROL)
def schools_are_told_as_they_were_recorded(provider: Provider) -> None:
    """The first school that is recorded registers somebody, the next ones are joined."""
    mentor = register(provider, "mentor")
    first, second = school_of(provider, mentor), partnered_school(provider)
    with provider.on(TOMORROW):
        said = {"school_id": second, "started_on": "2026-09-01"}
        report(provider, mentor, "join", **MENTOR, **said)
        report(provider, mentor, "join", **ECT, **said)
    assert _told(provider, mentor) == [
        (NOW, "school", "registered"),
        (NOW, "department", "became-eligible"),
        (TOMORROW, "school", "joined-school"),
        (TOMORROW, "school", "joined-school"),
    ]
    urns = {each["id"]: each["urn"] for each in provider.control("GET", "/schools")["schools"]}
    registered = {"participant_type": "mentor", "school_urn": urns[first], "started_on": NOW[:10]}
    assert _details(provider, mentor, "registered") == [registered]
    joined = {"school_urn": urns[second], "started_on": "2026-09-01"}
    assert _details(provider, mentor, "joined-school") == [
        {"participant_type": kind, **joined} for kind in ("mentor", "ect")
    ]
    assert _details(provider, mentor, "became-eligible") == [MENTOR]


@scenario("V3-REG-12", "V3-IDCHANGE-1", needs=_CONTROL)
def a_merge_is_told(provider: Provider) -> None:
    """The department's merge is told of the survivor, with the id that was retired."""
    retired, survivor = (register(provider, "mentor", provider=None) for _ in range(2))
    with provider.on(TOMORROW):
        report(provider, retired, "merge", into=survivor.id)
    assert _told(provider, survivor)[-1] == (TOMORROW, "department", "merged")
    assert _details(provider, survivor, "merged") == [{"from": retired.id}]


@scenario("V3-REG-11", "V3-REG-9", needs=_CONTROL)
def eligibility_is_told_once_it_has_come(provider: Provider) -> None:
    """What an act brings is told whatever now is, what time brings from its midnight on."""
    acted, waiting = register(provider), register(provider)
    with provider.on(TOMORROW):
        report(provider, acted, "eligibility", **ECT, eligible=True)
    assert (TOMORROW, "department", "became-eligible") in _told(provider, acted)
    report(provider, waiting, "induction", started_on="2026-12-10")
    with provider.on(parse(_ELIGIBLE) - SECOND):
        assert _details(provider, waiting, "became-eligible") == []
    with provider.on(_ELIGIBLE):
        assert (_ELIGIBLE, "time", "became-eligible") in _told(provider, waiting)
        assert _details(provider, waiting, "became-eligible") == [ECT]


@scenario("V3-ACT-6", "V3-DECL-14", needs=_CONTROL)
def what_a_provider_did_is_told_once(provider: Provider) -> None:
    """Declarations, deferrals and withdrawals are told once, as what the provider did."""
    ect = provider.someone(untouched=True)
    made = provider.declares(ect).accepted()
    with provider.on(TOMORROW):
        provider.defers(ect, reason="career-break").done()
    with provider.on(DAY_AFTER):
        provider.withdraws(ect, reason="moved-school").done()
        told = [each for each in provider.history(ect.id) if each["by"] == "provider"]
    assert [(each["at"], each["event"], each["provider"]) for each in told] == [
        (NOW, "declared", provider.slug),
        (TOMORROW, "deferred", provider.slug),
        (DAY_AFTER, "withdrawn", provider.slug),
    ]
    assert told[0]["details"]["declaration_id"] == made.id, told[0]
    assert told[0]["details"]["state"] == "eligible", told[0]
    assert told[1]["details"]["reason"] == "career-break", told[1]


@scenario("V3-PAY-2", "V3-PAY-3", "V3-PAY-4", "V3-PAY-5", needs=_TIME)
def what_a_declaration_becomes_is_told(provider: Provider) -> None:
    """Each state is told from the instant on at which time brings it, to the clawback's payment."""
    ect = register(provider, **ON_SEPTEMBER)
    made = provider.declares(ect).accepted()
    (declared,) = _details(provider, ect, "declared")
    assert declared["state"] == "submitted", declared
    report(provider, ect, "induction", started_on="2026-12-10")
    brought: list[tuple[str, str, str]] = []
    for state, at in (("eligible", _ELIGIBLE), ("payable", PAYABLE), ("paid", PAID)):
        with provider.on(parse(at) - SECOND):
            assert _became(provider, ect) == brought, at
        brought.append((at, "time", state))
        with provider.on(at):
            assert _became(provider, ect) == brought, at
    with provider.on(NEXT_PAID):
        names = _details(provider, ect, f"{_STATES}eligible")
    declared = {"declaration_id": made.id, "declaration_type": "started"}
    assert names == [{**declared, "course_identifier": "ecf-induction"}]
    with provider.on(PAID):
        provider.voids(made).accepted()
    with provider.on(parse(NEXT_PAID) - SECOND):
        told = _became(provider, ect)
        assert told == brought, told
    with provider.on(NEXT_PAID):
        assert _became(provider, ect) == [*brought, (NEXT_PAID, "time", "clawed-back")]


@scenario("V3-DECL-14", "V3-VOID-2", "V3-PAY-3", needs=_TIME)
def nothing_is_told_after_a_void(provider: Provider) -> None:
    """What was eligible at once is told as payable up to the instant at which it is voided."""
    for void, expected in (
        (parse(PAYABLE) - SECOND, []),
        (parse(PAYABLE), [(PAYABLE, "time", "payable")]),
    ):
        ect = provider.someone()
        made = provider.declares(ect).accepted().shows(state="eligible")
        with provider.on(void):
            provider.voids(made).accepted()
        with provider.on(NEXT_PAID):
            told = [each for each in _became(provider, ect) if each[2] != "voided"]
            assert told == expected, f"voided on {wire(void)}"


@scenario("V3-REG-17", "V3-PAY-4", "V3-PAY-5", needs=_TIME)
def what_the_department_pays_is_told(provider: Provider) -> None:
    """A payment that is authorised early is the department's, of a clawback too."""
    alone = provider.elsewhere()
    mine, other = alone.someone(), alone.someone("mentor")
    made, undone = alone.declares(mine).accepted(), alone.declares(other).accepted()
    statement = made.attributes["statement_id"]
    authorised, next_one = "2027-01-02T09:00:00Z", "2027-04-02T09:00:00Z"
    with alone.on(authorised):
        alone.control("POST", f"/statements/{statement}/authorise")
    payable = (PAYABLE, "time", "payable")
    paid = (authorised, "department", "paid")
    with alone.on(NEXT_PAID):
        assert _became(alone, mine) == [payable, paid]
    with alone.on(NOW):
        alone.voids(undone).accepted().shows(state="clawed-back")
    with alone.on("2027-01-03T09:00:00Z"):
        voided = alone.voids(made).accepted()
    with alone.on(next_one):
        clawback = voided.attributes["clawback_statement_id"]
        alone.control("POST", f"/statements/{clawback}/authorise")
        clawed_back = (next_one, "department", "clawed-back")
        assert _became(alone, mine) == [payable, paid, clawed_back]
    with alone.on("2028-01-01T09:00:00Z"):
        states = [state for _, _, state in _became(alone, other)]
        assert states == ["clawed-back"], "what came after the void is told"


@scenario("V3-ACT-6", "V3-DECL-14", needs=_CONTROL)
def whoever_was_made_up_has_a_history(provider: Provider) -> None:
    """Of people who come with a world it is told who declared, deferred and withdrew them."""
    alone = provider.elsewhere(participants=150)
    for status, event in (("deferred", "deferred"), ("withdrawn", "withdrawn")):
        person = next(_with_status(alone, status))
        (told,) = [each for each in alone.history(person["id"]) if each["event"] == event]
        (training,) = [each for each in every_training(person) if each[f"{status}_at"]]
        assert told["at"] == training[f"{status}_at"], told
        assert (told["by"], told["provider"]) == ("provider", training["provider"]), told
        reason = training["withdrawal_reason" if status == "withdrawn" else "deferral_reason"]
        assert told["details"]["reason"] == reason, told
        assert told["details"]["course_identifier"].startswith("ecf-"), told
    _declared_as_made(alone)


def _with_status(provider: Provider, status: str) -> Iterator[Json]:
    """Yield people of a provider with one training that has a status."""
    query = f"?provider={provider.slug}&training_status={status}&per_page=100"
    for each in provider.control("GET", f"/participants{query}")["participants"]:
        if sum(1 for one in every_training(each) if one[f"{status}_at"]) == 1:
            yield each


def _declared_as_made(provider: Provider) -> None:
    """Require that declarations of people who come with a world are told as they were made."""
    listed = provider.declarations(per_page="3000").accepted().records
    states = set()
    for record in listed:
        shown = record["attributes"]
        told = [
            each
            for each in provider.history(shown["participant_id"])
            if each["event"] == "declared" and each["details"]["declaration_id"] == record["id"]
        ]
        (only,) = told
        assert (only["by"], only["provider"]) == ("provider", provider.slug), only
        assert only["details"]["declaration_type"] == shown["declaration_type"], only
        assert only["details"]["course_identifier"] == shown["course_identifier"], only
        states.add((only["details"]["state"], shown["state"] == "submitted"))
        if len(states) > 1:
            break
    assert ("eligible", False) in states, states
