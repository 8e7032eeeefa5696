"""Partnerships: what is asked for, refused and taken over."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability, CannotShow
from ecf_conformance.v3.provider import MISSING, NOBODY, NOW, Provider
from ecf_conformance.v3.registrations import changes_school, partnered_school, partnership_terms

_CONTROL = {Ability.CONTROL}
_STATES = {Ability.STATES}
_ATTRIBUTES = [
    "cohort",
    "urn",
    "school_id",
    "delivery_partner_id",
    "delivery_partner_name",
    "induction_tutor_name",
    "induction_tutor_email",
    "participants_currently_training",
    "created_at",
    "updated_at",
]
_BLANKS = table(Case("absent", MISSING), Case("null", None), Case("blank", ""))
_FEW_BLANKS = table(
    Case("null", None),
    Case("absent", MISSING, needs=_STATES),
    Case("blank", "", needs=_STATES),
)


def _another_partner(provider: Provider, present: str) -> str:
    """Return the id of another delivery partner that the provider may work with."""
    for each in provider.delivery_partners(cohort="2026").done().ids:
        if each != present:
            return each
    raise CannotShow("the target lists no second delivery partner for 2026")


@scenario("V3-PARTNER-1", "V3-PARTNER-3", "V3-PARTNER-5", "V3-LIST-11", certain_with=_STATES)
def a_partnership_is_made(provider: Provider) -> None:
    """A partnership is answered whole, can be read, and its school, which shows it, is polled."""
    terms = partnership_terms(provider)
    before = provider.reads_school(terms["school_id"]).done().shows(in_partnership=False)
    made = provider.partners(**terms).accepted()
    assert list(made.attributes) == _ATTRIBUTES, f"{made.exchange.line}: {list(made.attributes)}"
    made.shows(cohort="2026", participants_currently_training=0, **terms)
    provider.changed_at(made, NOW)
    assert provider.reads_partnership(made.id).accepted().data == made.data
    provider.reads_school(terms["school_id"]).shows(in_partnership=True)
    since = before.attributes["updated_at"]
    found = provider.schools(updated_since=since, per_page="3000").accepted()
    assert terms["school_id"] in found.ids, f"{found.exchange.line} misses a changed school"


@scenario("V3-PARTNER-4", certain_with=_STATES)
def a_copy_is_refused(provider: Provider) -> None:
    """A second partnership of the provider with a school in a cohort is refused for the school."""
    terms = partnership_terms(provider)
    provider.partners(**terms).accepted()
    provider.partners(**terms).refused(naming="school_id")


@scenario("V3-PARTNER-3", each=_BLANKS, certain_with=_STATES)
def everything_is_named(provider: Provider, case: Case) -> None:
    """A partnership needs cohort, school and delivery partner; what is missing is told together."""
    terms = partnership_terms(provider)
    for name in ("school_id", "delivery_partner_id"):
        provider.partners(**{**terms, name: case.said}).refused(name, by="V3-PARTNER-3")
    without = provider.partners(**{**terms, "cohort": case.said})
    without.refused(naming=["cohort", "delivery_partner_id"])
    nothing = {"cohort": case.said, "school_id": case.said, "delivery_partner_id": case.said}
    if case.said is not MISSING:
        titles = ["cohort", "school_id", "delivery_partner_id"]
        provider.partners(**nothing).refused(naming=titles)
    provider.partners(**terms).accepted()


@scenario("V3-PARTNER-3", each=of("school_id", "delivery_partner_id"), certain_with=_STATES)
def ids_are_known(provider: Provider, case: Case) -> None:
    """An unknown school or delivery partner is refused by name."""
    terms = partnership_terms(provider)
    for unknown in (NOBODY, "not-a-uuid"):
        provider.partners(**{**terms, case.name: unknown}).refused(naming=case.name)
    provider.partners(**terms).accepted()


@scenario("V3-PARTNER-3", "V3-COHORT-2", each=of("2021", "2022"), certain_with=_STATES)
def a_closed_cohort_takes_none(provider: Provider, case: Case) -> None:
    """A cohort that is closed to new partnerships is refused; an open one is not."""
    terms = partnership_terms(provider)
    titles = provider.partners(**{**terms, "cohort": case.name}).titles
    assert titles[0] == "cohort", titles
    provider.partners(**terms).accepted()


@scenario("V3-PARTNER-3", each=of("1999", "text"), certain_with=_STATES)
def an_unknown_cohort_takes_none(provider: Provider, case: Case) -> None:
    """A cohort that there is not is refused, and no delivery partner is linked in it."""
    terms = partnership_terms(provider)
    answer = provider.partners(**{**terms, "cohort": case.name})
    answer.refused(naming=["cohort", "delivery_partner_id"])
    provider.partners(**terms).accepted()


@scenario("V3-PARTNER-3", certain_with=_STATES)
def a_delivery_partner_is_ones_own(provider: Provider) -> None:
    """A delivery partner that this provider is not linked to is refused."""
    terms = partnership_terms(provider)
    other = provider.arranged("a delivery partner of another provider")["delivery_partner_id"]
    answer = provider.partners(**{**terms, "delivery_partner_id": other})
    answer.refused(naming="delivery_partner_id")
    provider.partners(**terms).accepted()


@scenario("V3-PARTNER-3", "V3-SCHOOL-1", needs=_STATES)
def a_school_is_eligible(provider: Provider) -> None:
    """A school that is not eligible is refused."""
    terms = partnership_terms(provider)
    closed = provider.arranged("a school not eligible")["school_id"]
    provider.partners(**{**terms, "school_id": closed}).refused(naming="school_id")
    provider.partners(**terms).accepted()


@scenario("V3-PARTNER-3", "V3-SCHOOL-4", certain_with=_STATES)
def a_school_led_school_takes_none(provider: Provider) -> None:
    """A school whose only ECTs are school-led is refused."""
    terms = partnership_terms(provider)
    led = provider.arranged("a school with school-led ECTs only")["school_id"]
    provider.reads_school(led).shows(induction_programme_choice="school_led")
    provider.partners(**{**terms, "school_id": led}).refused(naming="school_id")
    provider.partners(**terms).accepted()


@scenario("V3-PARTNER-5", "V3-LIST-1", "V3-SCHOOL-5", needs=_STATES)
def a_partnership_makes_people_appear(provider: Provider) -> None:
    """Those whom a school named for this provider are listed once there is a partnership."""
    named = provider.arranged("a school with an expression of interest")
    provider.reads_school(named["school_id"]).shows(
        expression_of_interest=True, in_partnership=False
    )
    partner = provider.arranged("a delivery partner")["delivery_partner_id"]
    made = provider.partners(school_id=named["school_id"], delivery_partner_id=partner).accepted()
    changed = provider.participants(updated_since=NOW, per_page="3000").accepted().records
    urns = [it["school_urn"] for each in changed for it in each["attributes"]["ecf_enrolments"]]
    training = provider.reads_partnership(made.id).attributes["participants_currently_training"]
    assert training > 0, "nobody trains"
    assert urns.count(made.attributes["urn"]) == training, f"{training} train, others appeared"


@scenario(
    "V3-PARTNER-6",
    "V3-PARTNER-7",
    certain_with=_STATES,
    each=table(Case("PUT"), Case("PATCH", needs=_STATES)),
)
def a_delivery_partner_is_changed(provider: Provider, case: Case) -> None:
    """Another linked delivery partner takes the place of the present one, which is refused."""
    made = provider.partners(**partnership_terms(provider)).done()
    present = made.attributes["delivery_partner_id"]
    other = _another_partner(provider, present)
    path = f"/partnerships/{made.id}"
    answer = provider.send(case.name, path, {"delivery_partner_id": present})
    answer.refused("delivery_partner_id", by="V3-PARTNER-6")
    answer = provider.send(case.name, path, {"delivery_partner_id": other}).accepted()
    answer.shows(delivery_partner_id=other)
    assert answer.id == made.id, "the partnership has another id"


@scenario("V3-PARTNER-6", "V3-AUTH-3", "V3-AUTH-5", certain_with=_STATES, each=_FEW_BLANKS)
def a_change_names_a_delivery_partner(provider: Provider, case: Case) -> None:
    """A change without a known delivery partner is refused; of no partnership it is a 404."""
    made = provider.partners(**partnership_terms(provider)).done()
    if case.said is MISSING:
        provider.changes_partnership(made.id, unknown="x").bad_request()
        provider.changes_partnership(NOBODY, unknown="x").not_found()
        provider.reads_partnership(made.id).accepted()
        return
    answer = provider.changes_partnership(made.id, delivery_partner_id=case.said)
    answer.refused("delivery_partner_id", by="V3-PARTNER-6")
    answer = provider.changes_partnership(made.id, delivery_partner_id=NOBODY)
    answer.refused("delivery_partner_id", by="V3-PARTNER-6")
    provider.changes_partnership(NOBODY, delivery_partner_id=case.said).not_found()
    provider.reads_partnership(made.id).accepted()


@scenario("V3-PARTNER-6", needs=_STATES)
def a_change_takes_a_link(provider: Provider) -> None:
    """A delivery partner that works with another provider alone is not chosen."""
    made = provider.partners(**partnership_terms(provider)).done()
    other = provider.arranged("a delivery partner of another provider")["delivery_partner_id"]
    answer = provider.changes_partnership(made.id, delivery_partner_id=other)
    answer.refused("delivery_partner_id", by="V3-PARTNER-6")
    own = provider.arranged("a delivery partner")["delivery_partner_id"]
    provider.changes_partnership(made.id, delivery_partner_id=own).accepted()


@scenario("V3-PARTNER-7", "V3-PART-6", "V3-LIST-8", "V3-LIST-10", needs=_STATES)
def a_change_is_seen_by_its_people(provider: Provider) -> None:
    """A new delivery partner shows on who trains, and not on what was declared before."""
    situation = provider.arranged("a partnership with participants")
    partnership = provider.reads_partnership(situation["partnership_id"]).done()
    trained = situation["participant_id"]
    present = partnership.attributes["delivery_partner_id"]
    listed = provider.delivery_partners(cohort=partnership.attributes["cohort"]).done().ids
    other = next(each for each in listed if each != present)
    provider.changes_partnership(partnership.id, delivery_partner_id=other).accepted()
    enrolments = provider.reads(trained).accepted().attributes["ecf_enrolments"]
    assert other in {each["delivery_partner_id"] for each in enrolments}, enrolments
    assert trained in provider.participants(updated_since=NOW, per_page="3000").ids


@scenario("V3-AUTH-3", needs={Ability.OTHER, Ability.STATES})
def anothers_partnership_is_none(provider: Provider) -> None:
    """Another provider's partnership is not listed, and a 404."""
    theirs = provider.other.partners(**partnership_terms(provider.other)).done()
    assert theirs.id not in provider.partnerships(per_page="3000").ids
    provider.reads_partnership(theirs.id).not_found()
    provider.changes_partnership(theirs.id, delivery_partner_id=NOBODY).not_found()
    provider.other.reads_partnership(theirs.id).accepted()


@scenario("V3-PARTNER-4", needs={Ability.OTHER, Ability.STATES})
def another_provider_is_no_obstacle(provider: Provider) -> None:
    """A school that another provider works with takes this one's partnership too."""
    terms, others = partnership_terms(provider), partnership_terms(provider.other)
    provider.other.partners(**{**others, "school_id": terms["school_id"]}).accepted()
    provider.partners(**terms).accepted()


@scenario("V3-PARTNER-4", "V3-PARTNER-3", needs={Ability.STATES})
def another_cohort_is_no_obstacle(provider: Provider) -> None:
    """A school that is in partnership in one cohort takes one in the next."""
    said = {"school_id": partnered_school(provider, "2025")}
    said["delivery_partner_id"] = provider.arranged("a delivery partner")["delivery_partner_id"]
    provider.partners(**said).accepted()
    provider.partners(**said).refused(naming="school_id")


@scenario("V3-PARTNER-1", "V3-SCHOOL-3", needs=_CONTROL)
def a_schools_e_mail_stands_in(provider: Provider) -> None:
    """A partnership without a tutor's e-mail shows the school's."""
    made = provider.arranged("a school in partnership")
    mail = "office@example.org"
    changes_school(provider, made["school_id"], tutor_email=None, contact_email=mail)
    shown = provider.reads_partnership(made["partnership_id"]).accepted()
    shown.shows(induction_tutor_email=mail)
    changes_school(provider, made["school_id"], tutor_email="tutor@example.org")
    shown = provider.reads_partnership(made["partnership_id"]).accepted()
    shown.shows(induction_tutor_email="tutor@example.org")


@scenario("V3-FMT-4", "V3-PARTNER-3", needs=_CONTROL)
def entries_of_one_title_stand_together(provider: Provider) -> None:
    """Two things that are wrong with a school are told together, before a delivery partner."""
    school = provider.arranged("a school with school-led ECTs only")["school_id"]
    changes_school(provider, school, register_eligible=False, marked_eligible=False)
    strange = provider.arranged("a delivery partner of another provider")["delivery_partner_id"]
    answer = provider.partners(school_id=school, delivery_partner_id=strange)
    answer.refused(naming=["school_id", "school_id", "delivery_partner_id"])
    good = {"school_id": provider.arranged("a school without partnership")["school_id"]}
    good["delivery_partner_id"] = provider.arranged("a delivery partner")["delivery_partner_id"]
    provider.partners(**good).accepted()
