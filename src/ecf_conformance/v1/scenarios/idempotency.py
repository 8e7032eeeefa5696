"""Exact copies, and copies sent at once."""

from concurrent.futures import ThreadPoolExecutor

from ecf_conformance.cases import Case, of, table
from ecf_conformance.participants import STANDING, Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.editions import IN_SERVICE
from ecf_conformance.v1.provider import LATE, NOW, Provider
from ecf_conformance.v1.schedules import EXTENDED, JANUARY

_AT_ONCE = 4
_SAME = table(
    Case("word for word", {}),
    Case("in another zone", {"declaration_date": "2021-11-25T10:00:00+01:00"}),
    Case("without a zone", {"declaration_date": "2021-11-25T09:00:00"}),
    Case("with a fraction of nothing", {"declaration_date": "2021-11-25T09:00:00.000Z"}),
    Case("with an attribute that nobody knows", {"colour": "blue"}),
    Case("with evidence, which started ignores", {"evidence_held": "other"}),
)


@scenario("DECL-10", edition="guidance", each=_SAME)
def a_copy_is_answered_as_at_first(provider: Provider, case: Case) -> None:
    """A copy gets the very body of the first answer, and creates nothing."""
    ect = provider.someone(untouched=True)
    first = provider.declares(ect).accepted()
    copy = provider.declares(ect, **case.said).accepted()
    assert copy.text == first.text, f"{copy.exchange.line} with another body than the first answer"
    listed = provider.declared_for(ect)
    assert listed.ids == [first.id], f"{listed.exchange.line} with {listed.ids} after a copy"


@scenario("DECL-10", edition="service", each=_SAME)
def a_copy_is_refused_like_any_second(provider: Provider, case: Case) -> None:
    """The service refuses a copy, as the place is taken; once voided it is a new declaration."""
    ect = provider.someone()
    first = provider.declares(ect).accepted()
    provider.declares(ect, **case.said).refused(naming="base", by="DECL-11")
    provider.voids(first).done()
    again = provider.declares(ect, **case.said).accepted()
    assert again.id != first.id, f"{again.exchange.line} with the voided one again"


@scenario("DECL-10", edition="guidance")
def a_copy_has_the_same_evidence(provider: Provider) -> None:
    """Another evidence makes it a second declaration, which is refused; the same is a copy."""
    ect = provider.someone(schedule=EXTENDED)
    first = provider.declares(ect, "retained-1").accepted()
    other = provider.declares(ect, "retained-1", evidence_held="training-event-attended")
    other.refused(naming="base", by="DECL-11")
    copy = provider.declares(ect, "retained-1").accepted()
    assert copy.text == first.text, f"{copy.exchange.line} with another body than the first answer"


@scenario("DECL-10")
def another_type_is_no_copy(provider: Provider) -> None:
    """The same said of another type is a declaration of its own."""
    ect = provider.someone(schedule=EXTENDED)
    first = provider.declares(ect, "retained-1").accepted()
    other = provider.declares(ect, "retained-2").accepted().shows(declaration_type="retained-2")
    assert other.id != first.id, f"{other.exchange.line} with a declaration of retained-1"
    provider.declares(ect, "retained-1", dated="2021-11-25T08:00:00Z").refused(
        naming="base", by="DECL-11"
    )


@scenario("DECL-10", "DECL-11")
def another_instant_makes_it_a_second(provider: Provider) -> None:
    """A second earlier it is no copy but a second declaration, which is refused."""
    ect = provider.someone()
    provider.declares(ect).accepted()
    provider.declares(ect, dated="2021-11-25T08:59:59Z").refused(naming="base", by="DECL-11")


@scenario(
    "DECL-10", edition="guidance", needs={Ability.TIME}, each=of("paid", "withdrawn", "moved")
)
def a_copy_is_asked_before_every_other_rule(provider: Provider, case: Case) -> None:
    """Whatever has happened since, a copy gets the body of the first answer."""
    ect = provider.someone(schedule=EXTENDED)
    first = provider.declares(ect).accepted()
    with provider.on("2021-11-24T09:00:00Z"):
        if case.name == "withdrawn":
            provider.withdraws(ect).done()
        if case.name == "moved":
            provider.changes_schedule(ect, "ecf-reduced-september").done()
    with provider.on(LATE):
        copy = provider.declares(ect).accepted()
    assert copy.text == first.text, f"{copy.exchange.line} with another body than the first answer"


@scenario("DECL-10", edition="guidance", needs={Ability.TIME})
def a_copy_may_come_before_its_own_date(provider: Provider) -> None:
    """A copy is no matter of time, while the same said of another is refused as too early."""
    ect, twin = provider.someone(), provider.someone()
    first = provider.declares(ect).accepted()
    with provider.on("2021-11-20T09:00:00Z"):
        copy = provider.declares(ect).accepted()
        provider.declares(twin).refused(naming="declaration_date", by="DECL-4")
    assert copy.text == first.text, f"{copy.exchange.line} with another body than the first answer"


@scenario("DECL-10", edition="guidance")
def a_copy_of_a_voided_one_is_new(provider: Provider) -> None:
    """What was voided can be declared again in the same words, under a new id."""
    ect = provider.someone()
    first = provider.declares(ect).accepted()
    provider.voids(first).done()
    again = provider.declares(ect).accepted().shows(voided=False)
    assert again.id != first.id, f"{again.exchange.line} with the voided one again"


@scenario("DECL-10", "AUTH-4", needs={Ability.CONTROL})
def another_providers_declaration_never_replays(provider: Provider) -> None:
    """What an earlier provider declared is no copy for the next: the place is taken."""
    ect = provider.someone()
    with provider.on(NOW):
        first = provider.declares(ect).accepted()
        move = {"provider": provider.other.slug, "school_urn": "900101"}
        provider.control("POST", f"/participants/{ect.id}/transfer", move)
        provider.other.declares(ect).refused(naming="base", by="DECL-11")
        provider.voids(first).accepted()
        provider.other.declares(ect).accepted()


def _one_stands(provider: Provider, ect: Participant) -> None:
    """Require one declaration of somebody to stand, whatever those who sent it were told."""
    listed = provider.declared_for(ect).accepted()
    standing = [each["id"] for each in listed.records if each["attributes"]["state"] in STANDING]
    assert len(standing) == 1, f"{listed.exchange.line} with {standing} standing; expected one"


@scenario("DECL-14")
def copies_sent_at_once_leave_one(provider: Provider) -> None:
    """Several copies sent at the same time leave one declaration."""
    ect = provider.someone(untouched=True)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda _: provider.declares(ect), range(_AT_ONCE)))
    _one_stands(provider, ect)


@scenario("DECL-14", "DECL-11", ours=IN_SERVICE)
def rivals_sent_at_once_leave_one(provider: Provider) -> None:
    """Several declarations of one milestone sent at once, with other dates, leave one standing."""
    ect = provider.someone()
    dates = [f"2021-11-24T0{hour}:00:00Z" for hour in range(_AT_ONCE)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = list(pool.map(lambda dated: provider.declares(ect, dated=dated), dates))
    _one_stands(provider, ect)
    won = [each for each in answers if each.status == 200]
    assert len(won) == 1, f"{len(won)} of {_AT_ONCE} rival declarations were accepted; expected 1"
    won[0].accepted()
    for each in answers:
        if each is not won[0]:
            each.refused(naming="base", by="DECL-11")


@scenario("DECL-10", edition="guidance", needs={Ability.TIME})
def a_copy_survives_a_change_of_milestones(provider: Provider) -> None:
    """After a void and a move, the old words are judged by the new schedule."""
    ect = provider.someone()
    first = provider.declares(ect).accepted()
    provider.voids(first).done()
    provider.changes_schedule(ect, JANUARY).done()
    with provider.on(LATE):
        provider.declares(ect).refused(naming="declaration_date", by="DECL-5")
        provider.declares(ect, dated="2021-12-15T09:00:00Z").accepted()
