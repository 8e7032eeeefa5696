"""One declaration of a participant, course and type stands at a time."""

from ecf_conformance.cases import Case, of
from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import LATE, NOW, Provider
from ecf_conformance.v1.schedules import EXTENDED, TYPES

_EARLIER = "2021-11-25T08:00:00Z"


@scenario("DECL-11", each=of(*TYPES))
def a_standing_declaration_takes_its_place(provider: Provider, case: Case) -> None:
    """A second declaration of a type is refused while one stands; another type is not."""
    ect = provider.someone(schedule=EXTENDED)
    with provider.on(LATE):
        provider.declares(ect, case.name).accepted()
        provider.declares(ect, case.name, _EARLIER).refused(naming="base", by="DECL-11")
        other = "completed" if case.name == "started" else "started"
        provider.declares(ect, other, _EARLIER).accepted()


@scenario("DECL-11")
def a_void_frees_the_place(provider: Provider) -> None:
    """Once the standing one is voided, its place can be taken again."""
    ect = provider.someone()
    first = provider.declares(ect).accepted()
    provider.declares(ect, dated=_EARLIER).refused(naming="base", by="DECL-11")
    provider.voids(first).done()
    provider.declares(ect, dated=_EARLIER).accepted()


@scenario("DECL-11", needs={Ability.TIME, Ability.PAYMENTS})
def a_paid_one_stands_until_it_is_taken_back(provider: Provider) -> None:
    """A paid declaration takes its place; one that awaits clawback leaves it free."""
    ect = provider.someone()
    first = provider.declares(ect).done()
    with provider.on("2021-12-06T09:00:00Z"):
        provider.declares(ect, dated=_EARLIER).refused(naming="base", by="DECL-11")
        provider.voids(first).done()
        provider.declares(ect, dated=_EARLIER).accepted()


@scenario("DECL-11", needs={Ability.TIME, Ability.PAYMENTS})
def a_clawed_back_one_leaves_its_place(provider: Provider) -> None:
    """A clawed-back declaration leaves its place free for one, and for one only."""
    ect = provider.someone(schedule=EXTENDED)
    first = provider.declares(ect).done()
    with provider.on("2021-12-06T09:00:00Z"):
        provider.voids(first).done()
    with provider.on("2022-03-01T09:00:00Z"):
        provider.declares(ect, dated=_EARLIER).accepted()
        provider.declares(ect, dated="2021-11-25T07:00:00Z").refused(naming="base", by="DECL-11")


@scenario("DECL-11", certain_with={Ability.STATES})
def a_submitted_one_takes_its_place(provider: Provider) -> None:
    """A declaration whose funding is undecided takes its place too, until it is voided."""
    ect = provider.someone(state="an ECT whose eligibility is unknown")
    first = provider.declares(ect).accepted().shows(state="submitted")
    provider.declares(ect, dated=_EARLIER).refused(naming="base", by="DECL-11")
    provider.voids(first).done()
    provider.declares(ect, dated=_EARLIER).accepted()


@scenario("DECL-11", "AUTH-3", needs={Ability.CONTROL})
def a_place_is_shared_by_providers(provider: Provider) -> None:
    """After a transfer the next provider finds the place taken by what the first declared."""
    ect = provider.someone()
    first = provider.declares(ect).done()
    move = {"provider": provider.other.slug, "school_urn": "900101"}
    provider.control("POST", f"/participants/{ect.id}/transfer", move)
    provider.other.declares(ect, dated=_EARLIER).refused(naming="base", by="DECL-11")
    provider.voids(first).done()
    second = provider.other.declares(ect, dated=_EARLIER).accepted()
    provider.declares(ect).refused(naming="base", by="DECL-11")
    provider.other.voids(second).done()
    provider.declares(ect).accepted()


@scenario("DECL-13", certain_with={Ability.STATES})
def the_second_of_one_trn_is_ineligible(provider: Provider) -> None:
    """Of two people with one TRN, the second's declaration is accepted as ineligible."""
    state = "an ECT whose TRN is another's too, not declared yet"
    second = provider.someone(state=state)
    made = provider.declares(second).accepted()
    made.shows(state="ineligible", eligible_for_payment=False, voided=False)
    provider.declares(provider.someone()).accepted().shows(state="eligible")


@scenario("DECL-13", "DECL-11", "VOID-1", certain_with={Ability.STATES})
def an_ineligible_one_takes_no_place(provider: Provider) -> None:
    """An ineligible declaration leaves its place free, and can be voided."""
    state = "an ECT whose TRN is another's too, not declared yet"
    second = provider.someone(state=state)
    first = provider.declares(second).accepted().shows(state="ineligible")
    again = provider.declares(second, dated=_EARLIER).accepted().shows(state="ineligible")
    assert first.id != again.id, f"{again.exchange.line} with the id of the first"
    provider.voids(first).accepted().shows(state="voided", voided=True)


@scenario("DECL-13", certain_with={Ability.STATES})
def another_type_of_one_trn_is_eligible(provider: Provider) -> None:
    """What was not declared for the first of two is eligible for the second."""
    state = "an ECT whose TRN is another's too, not declared yet"
    second = provider.someone(state=state, schedule=EXTENDED)
    with provider.on(NOW):
        provider.declares(second, "retained-3").accepted().shows(state="eligible")


def _namesake(provider: Provider, of: Participant) -> Participant:
    """Return an ECT to whom the school has given somebody else's TRN."""
    trn = provider.reads(of).done().attributes["teacher_reference_number"]
    someone = provider.someone()
    facts = {"teacher_reference_number": trn, "teacher_reference_number_validated": True}
    provider.control("PATCH", f"/participants/{someone.id}", facts)
    return someone


@scenario("DECL-13", needs={Ability.CONTROL})
def a_namesakes_place_counts_while_it_is_taken(provider: Provider) -> None:
    """The second is ineligible while the first's declaration stands, and not after its void."""
    one = provider.someone()
    two = _namesake(provider, one)
    first = provider.declares(one).accepted().shows(state="eligible")
    kept = provider.declares(two).accepted().shows(state="ineligible")
    provider.voids(first).done()
    provider.reads_declaration(kept.id).shows(state="ineligible")
    provider.declares(two, dated=_EARLIER).accepted().shows(state="eligible")


@scenario("DECL-13", needs={Ability.CONTROL})
def another_course_of_one_trn_is_eligible(provider: Provider) -> None:
    """A mentor's declaration takes nothing from an ECT with the same TRN."""
    mentor = provider.someone("mentor")
    ect = _namesake(provider, mentor)
    provider.declares(mentor).accepted().shows(state="eligible")
    provider.declares(ect).accepted().shows(state="eligible")


@scenario("DECL-10", "DECL-13", edition="guidance", certain_with={Ability.STATES})
def a_copy_of_an_ineligible_one_is_answered_as_at_first(provider: Provider) -> None:
    """An exact copy of an ineligible declaration creates nothing."""
    second = provider.someone(state="an ECT whose TRN is another's too, not declared yet")
    first = provider.declares(second).accepted().shows(state="ineligible")
    copy = provider.declares(second).accepted()
    assert copy.text == first.text, f"{copy.exchange.line} with another body than the first answer"
