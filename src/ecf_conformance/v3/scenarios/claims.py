"""What a declaration is judged by and what it keeps, beside the steps in order."""

from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, Provider
from ecf_conformance.v3.schedules import EXTENDED

_ENGAGED = "75-percent-engagement-met"


@scenario("V3-DECL-1", needs={Ability.OTHER})
def a_declaration_names_who_made_it(provider: Provider) -> None:
    """A declaration shows the name of the lead provider that made it."""
    made = provider.declares(provider.someone()).accepted().attributes["lead_provider_name"]
    other = provider.other
    theirs = other.declares(other.someone()).accepted().attributes["lead_provider_name"]
    assert made, "no name is shown"
    assert made != theirs, f"both are made by {made}"


@scenario("V3-DECL-4", "V3-DECL-7")
def the_latest_training_decides(provider: Provider) -> None:
    """Once somebody is on an extended schedule, the types of that one are declared."""
    ect = provider.someone()
    provider.declares(ect, "extended-1").refused(naming="declaration_type")
    provider.changes_schedule(ect, EXTENDED).done()
    provider.declares(ect, "extended-1").accepted()


@scenario("V3-DECL-9", "V3-DECL-19")
def each_retention_point_has_its_evidence(provider: Provider) -> None:
    """Evidence of a later retention point is none for an earlier one, and the reverse."""
    ect = provider.someone()
    for declared, wrong, right in (
        ("retained-1", _ENGAGED, "other"),
        ("retained-2", "other", _ENGAGED),
    ):
        answer = provider.declares(ect, declared, NOW, evidence_held=wrong)
        answer.refused(naming="evidence_held")
        provider.declares(ect, declared, NOW, evidence_held=right).accepted()


@scenario("V3-VOID-5", needs={Ability.TIME, Ability.STATES})
def a_void_needs_no_statement(provider: Provider) -> None:
    """What was never paid is voided after the last statement of its cohort, too."""
    ect = provider.someone(state="an ECT without induction")
    made = provider.declares(ect).accepted().shows(state="submitted")
    with provider.on("2035-01-01T09:00:00Z"):
        provider.voids(made).accepted().shows(state="voided")


@scenario("V3-PARTNER-7", "V3-DECL-14", needs={Ability.STATES})
def a_declaration_keeps_its_delivery_partner(provider: Provider) -> None:
    """A declaration shows the delivery partner of its day, whatever the partnership has since."""
    held = provider.arranged("a partnership with participants")
    ect = Participant(held["participant_id"], "ect", "")
    made = provider.declares(ect).accepted()
    partner = provider.arranged("a delivery partner")["delivery_partner_id"]
    provider.changes_partnership(held["partnership_id"], delivery_partner_id=partner).done()
    kept = made.attributes["delivery_partner_id"]
    assert kept != partner, "the delivery partner was the new one before"
    provider.reads_declaration(made.id).accepted().shows(delivery_partner_id=kept)


@scenario("V3-DECL-13", "V3-COHORT-3", certain_with={Ability.STATES})
def nothing_is_declared_in_a_frozen_cohort(provider: Provider) -> None:
    """Nothing is declared for whoever trains in a frozen cohort; for others it is."""
    ect = provider.someone(state="an ECT training in a frozen cohort")
    provider.declares(ect, "extended-3").refused(naming="cohort")
    provider.declares(provider.someone()).accepted()
