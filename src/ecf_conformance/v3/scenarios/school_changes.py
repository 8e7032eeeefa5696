"""What a school shows, and what else moves, as people and facts of the school change."""

from ecf_conformance.cases import Case, of
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    changes_school,
    partnered_school,
    register,
    report,
    school_of,
)

_CONTROL = {Ability.CONTROL}
_BOTH = {"pupil_premium": True, "sparsity": True}
_NEITHER = {"pupil_premium": False, "sparsity": False}
_STARTED = "2024-10-01T09:00:00Z"
_RETAINED = "2025-03-01T09:00:00Z"


@scenario("V3-SCHOOL-3", needs={Ability.STATES})
def a_partnership_is_of_one_cohort(provider: Provider) -> None:
    """A school is in partnership in the cohort of a partnership, and in no other."""
    school = partnered_school(provider, "2025")
    provider.reads_school(school, "2025").accepted().shows(in_partnership=True)
    provider.reads_school(school, "2026").accepted().shows(in_partnership=False)


@scenario("V3-SCHOOL-4", needs=_CONTROL)
def one_provider_led_ect_makes_the_choice(provider: Provider) -> None:
    """A school with school-led and provider-led ECTs is provider-led; with school-led alone not."""
    school = partnered_school(provider)
    register(provider, school_id=school, provider=None)
    provider.reads_school(school).accepted().shows(induction_programme_choice="school_led")
    register(provider, school_id=school)
    provider.reads_school(school).accepted().shows(induction_programme_choice="provider_led")


@scenario("V3-SCHOOL-5", needs=_CONTROL)
def who_is_trained_is_of_interest(provider: Provider) -> None:
    """A partnership alone shows no interest; somebody whom the provider trains does."""
    school = partnered_school(provider)
    provider.reads_school(school).accepted().shows(expression_of_interest=False)
    register(provider, school_id=school)
    provider.reads_school(school).accepted().shows(expression_of_interest=True)
    provider.other.reads_school(school).accepted().shows(expression_of_interest=False)


@scenario("V3-LIST-10", "V3-PARTNER-2", "V3-LIST-13", needs=_CONTROL)
def a_registration_moves_its_partnership(provider: Provider) -> None:
    """Somebody more in training moves the partnership's `updated_at`."""
    made = provider.arranged("a school in partnership")
    with provider.on(TOMORROW):
        register(provider, school_id=made["school_id"])
        read = provider.reads_partnership(made["partnership_id"]).accepted()
        provider.changed_at(read.shows(participants_currently_training=1), TOMORROW)
        found = provider.partnerships(updated_since=TOMORROW, per_page="3000").accepted()
        assert made["partnership_id"] in found.ids, f"{found.exchange.line} misses it"


@scenario(
    "V3-LIST-10",
    "V3-LIST-11",
    "V3-PARTNER-1",
    needs=_CONTROL,
    each=of("tutor_name", "tutor_email", "contact_email"),
)
def a_new_tutor_is_found_by_a_poll(provider: Provider, case: Case) -> None:
    """Another induction tutor moves the school and its partnership."""
    made = provider.arranged("a school in partnership")
    with provider.on(TOMORROW):
        changes_school(provider, made["school_id"], **{case.name: "ada.quill@example.org"})
        found = provider.schools(updated_since=TOMORROW, per_page="3000").accepted()
        assert made["school_id"] in found.ids, f"{found.exchange.line} misses the school"
        found = provider.partnerships(updated_since=TOMORROW, per_page="3000").accepted()
        assert made["partnership_id"] in found.ids, f"{found.exchange.line} misses the partnership"


@scenario("V3-LIST-8", "V3-PART-10", needs=_CONTROL)
def uplifts_show_where_they_are_paid(provider: Provider) -> None:
    """Uplifts of a school show on, and move, who is of a cohort that pays them."""
    for cohort, pays in (("2024", True), ("2026", False)):
        ect = provider.someone(cohort=cohort)
        school = school_of(provider, ect, cohort)
        changes_school(provider, school, uplifts={cohort: _NEITHER})
        assert provider.enrolment(ect)["sparsity_uplift"] is False, "an uplift stays"
        with provider.on(TOMORROW):
            changes_school(provider, school, uplifts={cohort: _BOTH})
            shown = provider.enrolment(ect)
            assert shown["pupil_premium_uplift"] is pays, shown
            assert shown["sparsity_uplift"] is pays, shown
            found = provider.participants(updated_since=TOMORROW, per_page="3000").accepted()
            assert (ect.id in found.ids) is pays, f"{found.exchange.line} is wrong of {cohort}"


@scenario("V3-DECL-16", "V3-PAY-6", needs={*_CONTROL, Ability.PAYMENTS})
def uplifts_are_paid_with_the_start(provider: Provider) -> None:
    """An uplift is paid once a start is, and with no other type."""
    ect = provider.someone(cohort="2024")
    changes_school(provider, school_of(provider, ect, "2024"), uplifts={"2024": _BOTH})
    started = provider.declares(ect, "started", _STARTED).accepted().shows(uplift_paid=False)
    retained = provider.declares(ect, "retained-1", _RETAINED).accepted().shows(uplift_paid=False)
    statement = provider.reads_statement(started.attributes["statement_id"]).done().attributes
    with provider.on(f"{statement['payment_date']}T12:00:00Z"):
        provider.reads_declaration(started.id).shows(state="paid", uplift_paid=True)
        provider.reads_declaration(retained.id).shows(state="paid", uplift_paid=False)


@scenario("V3-LIST-8", "V3-TRANSFER-4", "V3-REG-10", needs=_CONTROL)
def a_new_urn_moves_its_people(provider: Provider) -> None:
    """Another URN of a school moves those there, and the transfers of who leaves it."""
    school = partnered_school(provider)
    staying, leaving = (register(provider, school_id=school) for _ in range(2))
    report(provider, leaving, "leave", **ECT, on="2026-12-31")
    with provider.on(TOMORROW):
        urn = str(int(provider.enrolment(staying)["school_urn"]) + 300_000)
        changes_school(provider, school, urn=urn)
        for each in (staying, leaving):
            assert provider.enrolment(each)["school_urn"] == urn
            found = provider.participants(updated_since=TOMORROW, per_page="3000").accepted()
            assert each.id in found.ids, f"{found.exchange.line} misses {each.id}"
        found = provider.transfers(updated_since=TOMORROW, per_page="3000").accepted()
        assert leaving.id in found.ids, f"{found.exchange.line} misses the transfer"
        told = provider.reads_transfers(leaving).accepted().attributes["transfers"][-1]
        assert told["leaving"]["school_urn"] == urn, told


@scenario("V3-TRANSFER-4", "V3-LIST-13", needs=_CONTROL)
def a_leaving_is_found_by_a_poll(provider: Provider) -> None:
    """A transfer is as new as the day that was changed last of it."""
    ect = register(provider)
    with provider.on(TOMORROW):
        report(provider, ect, "leave", **ECT, on="2026-12-31")
        read = provider.reads_transfers(ect).accepted()
        provider.changed_at(read, TOMORROW)
        found = provider.transfers(updated_since=TOMORROW, per_page="3000").accepted()
        assert ect.id in found.ids, f"{found.exchange.line} misses {ect.id}"
