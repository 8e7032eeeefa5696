"""Participants who move between providers."""

from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import Provider
from ecf_conformance.v1.schedules import EXTENDED

_CONTROL = {Ability.CONTROL}
_MOVED = "2021-11-26T09:00:00Z"


def _moves(provider: Provider, participant: Participant, to: Provider, urn: str = "900138") -> None:
    """Let a school move a participant to another provider."""
    with provider.on(_MOVED):
        move = {"provider": to.slug, "school_urn": urn}
        provider.control("POST", f"/participants/{participant.id}/transfer", move)


@scenario("PART-3", needs=_CONTROL)
def both_providers_keep_their_record(provider: Provider) -> None:
    """After a transfer the old record is as it was, and the new one starts active elsewhere."""
    ect = provider.someone(schedule=EXTENDED)
    before = provider.defers(ect).done().attributes
    _moves(provider, ect, provider.other)
    old, new = provider.reads(ect).accepted(), provider.other.reads(ect).accepted()
    kept = ("training_status", "schedule_identifier", "school_urn", "status")
    old.shows(**{name: before[name] for name in kept})
    new.shows(training_status="active", schedule_identifier=EXTENDED, school_urn="900138")
    for each in (provider, provider.other):
        listed = each.participants(per_page="3000").accepted().ids
        assert ect.id in listed, f"{each.slug} does not list whom it trains or trained"


@scenario("PART-3", needs=_CONTROL)
def each_acts_on_its_own_record(provider: Provider) -> None:
    """After a transfer each provider's actions change its own record only."""
    ect = provider.someone(schedule=EXTENDED)
    _moves(provider, ect, provider.other)
    provider.defers(ect).accepted().shows(training_status="deferred")
    provider.other.reads(ect).shows(training_status="active")
    provider.other.withdraws(ect).accepted()
    provider.reads(ect).shows(training_status="deferred")
    provider.changes_schedule(ect, "ecf-reduced-september").accepted()
    provider.other.reads(ect).shows(schedule_identifier=EXTENDED)


@scenario("PART-3", "DECL-7", needs=_CONTROL)
def another_providers_withdrawal_does_not_matter(provider: Provider) -> None:
    """After a transfer the first provider may declare and void its own, the second too."""
    ect = provider.someone(schedule=EXTENDED)
    _moves(provider, ect, provider.other)
    provider.other.withdraws(ect).done()
    made = provider.declares(ect).accepted()
    provider.other.voids(made).not_found()
    provider.voids(made).accepted()


@scenario("PART-3", needs=_CONTROL)
def a_transfer_back_opens_the_earlier_record(provider: Provider) -> None:
    """Who comes back is found on the provider's earlier record."""
    ect = provider.someone(schedule=EXTENDED)
    _moves(provider, ect, provider.other)
    provider.changes_schedule(ect, "ecf-reduced-september").done()
    _moves(provider, ect, provider, "900175")
    back = provider.reads(ect).accepted()
    back.shows(school_urn="900175", training_status="active")
    ids = [each for each in provider.participants(per_page="3000").ids if each == ect.id]
    assert ids == [ect.id], f"who came back is listed {len(ids)} times"


@scenario("PART-3", needs=_CONTROL)
def what_is_the_persons_shows_to_both(provider: Provider) -> None:
    """A change of the person shows in both records, and moves updated_at of both."""
    ect = provider.someone()
    _moves(provider, ect, provider.other)
    with provider.on("2021-11-27T09:00:00Z"):
        provider.control("PATCH", f"/participants/{ect.id}", {"pupil_premium_uplift": True})
    for each in (provider, provider.other):
        shown = each.reads(ect).accepted()
        shown.shows(pupil_premium_uplift=True, updated_at="2021-11-27T09:00:00Z")


@scenario("LIST-5", "AUTH-4", edition="service", needs=_CONTROL)
def earlier_providers_declarations_are_listed(provider: Provider) -> None:
    """The service lists what earlier providers declared, while it stands; by id it is a 404."""
    ect = provider.someone(untouched=True)
    made = provider.declares(ect).done()
    _moves(provider, ect, provider.other)
    listed = provider.other.declared_for(ect).accepted()
    assert listed.ids == [made.id], f"{listed.exchange.line} without the earlier provider's"
    provider.other.reads_declaration(made.id).not_found()
    provider.other.voids(made).not_found()
    with provider.on("2021-12-02T09:00:00Z"):
        later = provider.other.declares(ect, "retained-1").done()
        assert later.id not in provider.declared_for(ect).ids, "a later provider's is listed"
        provider.other.voids(later).done()
    provider.control("PATCH", f"/participants/{ect.id}", {"status": "withdrawn"})
    gone = provider.other.declared_for(ect).accepted().ids
    assert made.id not in gone, "whom the school withdrew brings declarations along"
    provider.control("PATCH", f"/participants/{ect.id}", {"status": "active"})
    assert made.id in provider.other.declared_for(ect).ids, "an active one brings none along"
    provider.voids(made).done()
    left = provider.other.declared_for(ect).accepted().ids
    assert made.id not in left, "what the earlier provider voided is still listed"


@scenario("LIST-5", "AUTH-4", edition="guidance", needs=_CONTROL)
def earlier_providers_declarations_are_not_listed(provider: Provider) -> None:
    """The guidance lists only what a provider declared itself."""
    ect = provider.someone(untouched=True)
    made = provider.declares(ect).done()
    _moves(provider, ect, provider.other)
    assert provider.other.declared_for(ect).accepted().ids == [], "another's declaration is listed"
    assert provider.declared_for(ect).accepted().ids == [made.id], "one's own is not listed"
    provider.other.reads_declaration(made.id).not_found()


@scenario("PART-3", needs=_CONTROL)
def the_mentor_stays_behind(provider: Provider) -> None:
    """The new provider's record has no mentor; the old one's keeps it."""
    ect, mentor = provider.someone(), provider.someone("mentor")
    provider.control("PATCH", f"/participants/{ect.id}", {"mentor_id": mentor.id})
    _moves(provider, ect, provider.other)
    provider.reads(ect).accepted().shows(mentor_id=mentor.id)
    provider.other.reads(ect).shows(mentor_id=None)


@scenario("PART-3", needs=_CONTROL)
def the_school_withdraws_from_one_record(provider: Provider) -> None:
    """What the school says after a transfer shows in the new provider's record alone."""
    ect = provider.someone()
    _moves(provider, ect, provider.other)
    provider.control("PATCH", f"/participants/{ect.id}", {"status": "withdrawn"})
    provider.reads(ect).accepted().shows(status="active")
    provider.other.reads(ect).shows(status="withdrawn")


@scenario("PART-3", edition="guidance", needs=_CONTROL)
def another_school_is_no_new_beginning(provider: Provider) -> None:
    """With the guidance, who goes to another school with the same provider stays deferred."""
    ect = provider.someone()
    provider.defers(ect).done()
    _moves(provider, ect, provider, "900175")
    provider.reads(ect).accepted().shows(training_status="deferred", school_urn="900175")


@scenario("PART-3", needs=_CONTROL)
def a_transfer_leads_elsewhere(provider: Provider) -> None:
    """Nobody is moved to where they are, and the last move counts, whatever its date."""
    ect = provider.someone()
    _moves(provider, ect, provider.other)
    there = {"provider": provider.other.slug, "school_urn": "900138"}
    told = provider.control("POST", f"/participants/{ect.id}/transfer", there, refused=409)
    message = told["error"]["message"]
    named = message.startswith("#/provider and #/school_urn are ") and "(PART-3)." in message
    assert named, f"{there} is refused with {message!r}; expected the fields, and PART-3"
    back = {"provider": provider.slug, "school_urn": "900175"}
    with provider.on("2021-11-25T12:00:00Z"):
        provider.control("POST", f"/participants/{ect.id}/transfer", back)
    provider.changes(ect, status="withdrawn")
    provider.reads(ect).accepted().shows(status="withdrawn", school_urn="900175")
    provider.other.reads(ect).shows(status="active")
