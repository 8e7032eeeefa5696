"""Partnerships beside others, and what is told of several things that are wrong with one."""

from ecf_conformance.cases import Case, of
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import IN_REGISTER
from ecf_conformance.v3.provider import TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ON_SEPTEMBER,
    changes_school,
    partnered_school,
    register,
)
from ecf_conformance.v3.schedules import JANUARY, SEPTEMBER

_CONTROL = {Ability.CONTROL}


@scenario("V3-AUTH-2", needs={Ability.OTHER})
def a_token_speaks_for_its_provider(provider: Provider) -> None:
    """Each token shows its own provider's participants, and not the other's."""
    mine, theirs = provider.someone(), provider.other.someone()
    provider.reads(mine).accepted()
    provider.other.reads(theirs).accepted()
    provider.reads(theirs).not_found()
    provider.other.reads(mine).not_found()


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


@scenario("V3-ACT-15", needs=_CONTROL)
def a_new_cohort_keeps_the_delivery_partner(provider: Provider) -> None:
    """Of a school's partnerships in another cohort, the one with the same partner trains."""
    school = partnered_school(provider, "2025")
    ect = register(provider, school_id=school, cohort="2025", **ON_SEPTEMBER)
    kept = provider.enrolment(ect)["delivery_partner_id"]
    provider.control("PUT", f"/delivery-partners/{kept}/links/{provider.slug}/2026")
    other = provider.arranged("a delivery partner")["delivery_partner_id"]
    said = {"provider": provider.slug, "cohort": "2026", "school_id": school}
    provider.control("POST", "/partnerships", {**said, "delivery_partner_id": kept})
    with provider.on(TOMORROW):
        provider.control("POST", "/partnerships", {**said, "delivery_partner_id": other})
        provider.changes_schedule(ect, SEPTEMBER, cohort="2026").accepted()
        shown = provider.enrolment(ect)
    assert (shown["cohort"], shown["delivery_partner_id"]) == ("2026", kept), shown


@scenario(
    "V3-ACT-19",
    "V3-LIST-8",
    needs={Ability.TIME},
    each=of("defer", "withdraw", "change-schedule"),
)
def an_act_moves_the_participant(provider: Provider, case: Case) -> None:
    """An act sets `updated_at` to its own now."""
    ect = provider.someone()
    more = {"schedule_identifier": JANUARY} if case.name == "change-schedule" else {}
    with provider.on(TOMORROW):
        answer = provider.acts(case.name, ect, **more).accepted()
        provider.changed_at(answer, TOMORROW)
        assert ect.id in provider.participants(updated_since=TOMORROW, per_page="3000").ids


@scenario("V3-LIST-13", "V3-LIST-6", needs={Ability.HEADER}, ours=IN_REGISTER)
def changes_at_one_instant_keep_their_order(provider: Provider) -> None:
    """What changes at one instant is listed by change in the order in which it was changed."""
    people = [provider.someone() for _ in range(6)]
    acted = [each.id for each in sorted(people, key=lambda it: it.id, reverse=True)]
    with provider.on(TOMORROW):
        for each in sorted(people, key=lambda it: it.id, reverse=True):
            provider.defers(each).done()
        listed = provider.participants(sort="updated_at", per_page="3000").accepted().ids
    assert [each for each in listed if each in acted] == acted, "not in the order of change"
