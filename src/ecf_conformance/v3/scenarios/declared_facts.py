"""What a declaration keeps of its day: the mentor, the uplifts, and who trains."""

from ecf_conformance.cases import Case, table
from ecf_conformance.moments import parse
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    ON_SEPTEMBER,
    changes_school,
    partnered_school,
    register,
    report,
)
from ecf_conformance.v3.schedules import EXTENDED

_CONTROL = {Ability.CONTROL}


@scenario(
    "V3-DECL-15",
    needs=_CONTROL,
    each=table(
        Case("long before", "2026-09-02T09:00:00Z", "first"),
        Case("before the change", "2026-10-20T09:00:00Z", "first"),
        Case("as near to both", "2026-11-01T09:00:00Z", "first"),
        Case("the day of the change", "2026-11-02T00:00:00Z", "second"),
        Case("the day as it is written", "2026-11-02T00:30:00+01:00", "second"),
        Case("the day without a zone", "2026-11-02T00:00:00", "second"),
        Case("nearer to the start", "2026-11-10T09:00:00Z", "second"),
        Case("long after", NOW, "second"),
    ),
)
def the_nearest_mentor_is_kept(provider: Provider, case: Case) -> None:
    """A declaration names the mentor whose time began or ended nearest to the day as written."""
    there = {"school_id": partnered_school(provider), "started_on": "2026-09-01"}
    mentors = {
        name: register(provider, "mentor", **there, **ON_SEPTEMBER) for name in ("first", "second")
    }
    with provider.on("2026-09-01T09:00:00Z"):
        ect = register(provider, **there, **ON_SEPTEMBER)
        report(provider, ect, "mentor", mentor_id=mentors["first"].id, finished_on="2026-10-31")
    with provider.on("2026-11-02T09:00:00Z"):
        report(provider, ect, "mentor", mentor_id=mentors["second"].id)
    made = provider.declares(ect, dated=case.said).accepted()
    made.shows(mentor_id=mentors[case.expected].id)
    provider.declares(mentors["first"]).accepted().shows(mentor_id=None)


@scenario("V3-DECL-16", "V3-PAY-6", "V3-PART-10", needs=_CONTROL)
def uplifts_are_paid_with_a_start_alone(provider: Provider) -> None:
    """Of a school with an uplift the start is paid with it, where the cohort pays any."""
    paid = {}
    for cohort in ("2024", "2026"):
        school = partnered_school(provider, cohort)
        changes_school(provider, school, uplifts={"2024": {"sparsity": True}})
        on_schedule = {"schedule_identifier": EXTENDED, "cohort": cohort}
        ect = register(provider, school_id=school, **on_schedule)
        report(provider, ect, "induction", started_on="2026-11-01")
        for declared in ("started", "retained-1"):
            made = provider.declares(ect, declared, evidence_held="other").accepted()
            made.shows(state="eligible", uplift_paid=False)
            paid[cohort, declared] = made
    with provider.on("2027-01-31T09:00:00Z"):
        for key, made in paid.items():
            shown = provider.reads_declaration(made.id).accepted().shows(state="paid")
            shown.shows(uplift_paid=key == ("2024", "started"))
        voided = provider.voids(paid["2024", "started"]).accepted()
        voided.shows(state="awaiting-clawback", uplift_paid=True)
    with provider.on("2027-04-25T09:00:00Z"):
        shown = provider.reads_declaration(voided.id).accepted()
        shown.shows(state="clawed-back", uplift_paid=True)


@scenario("V3-DECL-16", "V3-PAY-6", needs=_CONTROL)
def an_uplift_that_is_voided_is_not_paid(provider: Provider) -> None:
    """A start that was voided before it was paid never shows its uplift as paid."""
    school = partnered_school(provider, "2024")
    changes_school(provider, school, uplifts={"2024": {"pupil_premium": True}})
    ect = register(provider, school_id=school, cohort="2024", schedule_identifier=EXTENDED)
    report(provider, ect, "induction", started_on="2026-11-01")
    made = provider.declares(ect, evidence_held=None).accepted().shows(uplift_paid=False)
    with provider.on("2027-01-10T09:00:00Z"):
        provider.reads_declaration(made.id).shows(state="payable", uplift_paid=False)
        provider.voids(made).accepted().shows(state="voided", uplift_paid=False)


@scenario("V3-VOID-3", "V3-STATEMENT-1", needs={Ability.TIME, Ability.STATES, Ability.PAYMENTS})
def the_last_statement_ends_clawbacks(provider: Provider) -> None:
    """What is paid is taken back until the last statement of its cohort closes, not after it."""
    first = provider.someone(schedule=EXTENDED, cohort="2024")
    second = provider.someone("mentor", schedule=EXTENDED, cohort="2024")
    made = [provider.declares(each).accepted() for each in (first, second)]
    closes = parse("2028-07-31T23:00:00Z")
    with provider.on(provider.before(closes)):
        answer = provider.voids(made[0]).accepted().shows(state="awaiting-clawback")
        clawback = answer.attributes["clawback_statement_id"]
        provider.reads_statement(clawback).accepted().shows(cut_off_date="2028-07-31")
    with provider.on(closes):
        answer = provider.voids(made[1])
        answer.refused("participant_declaration_id", by="V3-VOID-3")


@scenario("V3-LIST-3", "V3-AUTH-3", "V3-VOID-1", needs=_CONTROL)
def another_providers_declaration_is_seen_while_it_counts(provider: Provider) -> None:
    """Of somebody who left, what the next provider dates until 00:00 of the last day is seen."""
    other, there = provider.other, {"school_id": partnered_school(provider)}
    said = {**there, "provider": other.slug, "cohort": "2026"}
    partner = other.arranged("a delivery partner")["delivery_partner_id"]
    provider.control("POST", "/partnerships", {**said, "delivery_partner_id": partner})
    ects, made = [], []
    for dated in ("2026-11-24T00:00:00Z", "2026-11-24T00:00:01Z", "2026-11-23T09:00:00Z"):
        with provider.on("2026-09-01T09:00:00Z"):
            ects.append(register(provider, **there, **ON_SEPTEMBER))
        report(provider, ects[-1], "lead-provider", **ECT, provider=other.slug)
        made.append(other.declares(ects[-1], dated=dated).accepted())
    provider.reads_declaration(made[0].id).accepted()
    provider.reads_declaration(made[1].id).not_found()
    provider.reads_declaration(made[2].id).accepted()
    other.voids(made[2]).accepted()
    provider.reads_declaration(made[2].id).not_found()
    listed = [provider.declared_for(each).accepted().ids for each in ects]
    assert listed == [[made[0].id], [], []], listed
