"""The edges of partnerships: when a cohort is open, and whom a new partnership takes over."""

from ecf_conformance.cases import of
from ecf_conformance.moments import parse
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import MISSING, NOBODY, Provider
from ecf_conformance.v3.registrations import partnered_school, partnership_terms, register

_STATES = {Ability.STATES}
_CONTROL = {Ability.CONTROL}


@scenario("V3-PARTNER-3", "V3-COHORT-1", "V3-TIME-3", needs=_STATES | {Ability.HEADER})
def a_cohort_opens_at_midnight_in_london(provider: Provider) -> None:
    """A partnership can be made from the first midnight of a cohort in London, not before."""
    terms, opens = partnership_terms(provider), parse("2026-05-31T23:00:00Z")
    with provider.on(provider.before(opens)):
        provider.partners(**terms).refused("cohort", by="V3-PARTNER-3")
    with provider.on(opens):
        provider.partners(**terms).accepted()


@scenario("V3-PARTNER-3", needs=_CONTROL)
def each_step_says_what_is_wrong(provider: Provider) -> None:
    """What is wrong with school, delivery partner and cohort is told in the order of the steps."""
    terms = partnership_terms(provider)
    partner = terms["delivery_partner_id"]
    provider.control("PUT", f"/delivery-partners/{partner}/links/{provider.slug}/2022")
    for cohort in ("2022", "1999"):
        answer = provider.partners(**{**terms, "cohort": cohort, "school_id": NOBODY})
        known = cohort == "2022"
        answer.refused(["cohort", "school_id", *([] if known else ["delivery_partner_id"])])
    for unknown, blank in ((NOBODY, MISSING), (NOBODY, "")):
        said = {"school_id": blank, "delivery_partner_id": unknown}
        provider.partners(**said).refused(["school_id", "delivery_partner_id"])
        said = {"school_id": unknown, "delivery_partner_id": blank}
        provider.partners(**said).refused(["delivery_partner_id", "school_id"])
    provider.partners(**terms).accepted()


@scenario("V3-PARTNER-4", "V3-PARTNER-6", needs=_CONTROL)
def one_delivery_partner_works_in_two_cohorts(provider: Provider) -> None:
    """A delivery partner of another cohort at the school can be chosen, a present one cannot."""
    before = provider.arranged("a school in partnership", cohort="2025")
    there = provider.reads_partnership(before["partnership_id"]).done().attributes
    partner = there["delivery_partner_id"]
    provider.control("PUT", f"/delivery-partners/{partner}/links/{provider.slug}/2026")
    other = provider.arranged("a delivery partner")["delivery_partner_id"]
    made = provider.partners(school_id=before["school_id"], delivery_partner_id=other).accepted()
    provider.changes_partnership(made.id, delivery_partner_id=partner).accepted()
    answer = provider.changes_partnership(made.id, delivery_partner_id=partner)
    answer.refused("delivery_partner_id", by="V3-PARTNER-6")


@scenario("V3-PARTNER-5", "V3-LIST-1", "V3-SCHOOL-5", needs=_CONTROL)
def a_partnership_takes_over_its_own(provider: Provider) -> None:
    """Only who was meant for the provider in that cohort comes under a new partnership."""
    terms, other = partnership_terms(provider), provider.other
    there = {"school_id": terms["school_id"], "schedule_identifier": "ecf-standard-september"}
    meant = register(provider, **there)
    earlier = register(provider, **there, cohort="2025")
    theirs = register(provider, **there, provider=other.slug)
    alone = register(provider, school_id=terms["school_id"], provider=None)
    for each in (meant, earlier, theirs, alone):
        provider.reads(each).not_found()
    made = provider.partners(**terms).accepted()
    made.shows(participants_currently_training=1)
    assert provider.enrolment(meant)["delivery_partner_id"] == terms["delivery_partner_id"]
    for each in (earlier, theirs, alone):
        provider.reads(each).not_found()
    second = provider.arranged("a delivery partner")["delivery_partner_id"]
    said = {**terms, "delivery_partner_id": second, "provider": provider.slug, "cohort": "2026"}
    provider.control("POST", "/partnerships", said)
    assert provider.enrolment(meant)["delivery_partner_id"] == terms["delivery_partner_id"]


@scenario("V3-SCHOOL-5", "V3-AUTH-3", needs=_CONTROL, each=of("interest", "training"))
def interest_is_in_one_provider_and_cohort(provider: Provider, case: object) -> None:
    """A school's interest is shown to the provider that it named, in that cohort alone."""
    school = partnership_terms(provider)["school_id"]
    if str(case) == "training":
        school = partnered_school(provider)
    provider.reads_school(school).accepted().shows(expression_of_interest=False)
    register(provider, school_id=school)
    provider.reads_school(school).accepted().shows(expression_of_interest=True)
    provider.reads_school(school, "2025").accepted().shows(expression_of_interest=False)
    provider.other.reads_school(school).accepted().shows(expression_of_interest=False)
