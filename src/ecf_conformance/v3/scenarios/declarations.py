"""Declaring: what is asked, in which order it is judged, and what is recorded."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import IN_REGISTER
from ecf_conformance.v3.provider import MISSING, NOBODY, NOW, TOMORROW, Provider

_ATTRIBUTES = [
    "participant_id",
    "declaration_type",
    "course_identifier",
    "declaration_date",
    "mentor_id",
    "state",
    "updated_at",
    "created_at",
    "delivery_partner_id",
    "statement_id",
    "clawback_statement_id",
    "ineligible_for_funding_reason",
    "uplift_paid",
    "evidence_held",
    "lead_provider_name",
]
_BLANKS = table(
    Case("absent", MISSING), Case("null", None), Case("blank", ""), Case("spaces", "  ")
)
_YESTERDAY = "2026-11-24T09:00:00Z"
_GOOD_DATES = table(
    Case("Z", "2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z"),
    Case("small letters", "2026-11-24t09:00:00z", "2026-11-24T09:00:00Z"),
    Case("a fraction", "2026-11-24T09:00:00.999Z", "2026-11-24T09:00:00Z"),
    Case("a comma", "2026-11-24T09:00:00,5Z", "2026-11-24T09:00:00Z"),
    Case("+hh", "2026-11-24T10:00:00+01", "2026-11-24T09:00:00Z"),
    Case("+hhmm", "2026-11-24T10:00:00+0100", "2026-11-24T09:00:00Z"),
    Case("+hh:mm", "2026-11-24T10:30:00+01:30", "2026-11-24T09:00:00Z"),
    Case("-hh:mm", "2026-11-24T04:00:00-05:00", "2026-11-24T09:00:00Z"),
    Case("no zone in winter", "2026-11-24T09:00:00", "2026-11-24T09:00:00Z"),
    Case("no zone in summer", "2026-09-24T09:00:00", "2026-09-24T08:00:00Z"),
    Case("the end of a day", "2026-11-23T24:00:00Z", "2026-11-24T00:00:00Z"),
)
_BAD_DATES = table(
    Case("a day", "2026-11-24"),
    Case("a space", "2026-11-24 09:00:00Z"),
    Case("no seconds", "2026-11-24T09:00Z"),
    Case("something behind", "2026-11-24T09:00:00Z!"),
    Case("a wide offset", "2026-11-24T09:00:00+15:00", ours=IN_REGISTER),
)
_NO_DATES = table(
    Case("a word", "yesterday"),
    Case("a day that its month lacks", "2026-11-31T09:00:00Z"),
    Case("a number", 20261124),
    Case("true", True, ours=IN_REGISTER),
)


@scenario("V3-DECL-1", "V3-DECL-14", "V3-FMT-2")
def a_declaration_is_answered_whole(provider: Provider) -> None:
    """A declaration is answered with every attribute in order, and can be read by its id."""
    ect = provider.someone(untouched=True)
    made = provider.declares(ect, dated=_YESTERDAY, evidence_held="other").accepted()
    assert list(made.attributes) == _ATTRIBUTES, f"{made.exchange.line}: {list(made.attributes)}"
    assert made.attributes["lead_provider_name"], f"{made.exchange.line}: nobody declared it"
    made.shows(
        participant_id=ect.id,
        declaration_type="started",
        course_identifier=ect.course,
        declaration_date=_YESTERDAY,
        evidence_held="other",
        clawback_statement_id=None,
        ineligible_for_funding_reason=None,
        uplift_paid=False,
    )
    provider.changed_at(made, NOW)
    read = provider.reads_declaration(made.id).accepted()
    assert read.data == made.data, f"{read.exchange.line} differs from the answer of the POST"
    assert provider.declared_for(ect).ids == [made.id], "it is not listed"


@scenario("V3-DECL-3", each=_BLANKS)
def a_participant_is_named(provider: Provider, case: Case) -> None:
    """Without a participant the declaration is refused for that alone, whatever else is wrong."""
    ect = provider.someone()
    provider.declares(ect, participant_id=case.said).refused("participant_id", by="V3-DECL-3")
    wrong = {"participant_id": case.said, "course_identifier": "", "declaration_date": ""}
    provider.declares(ect, **wrong).refused(naming="participant_id")
    provider.declares(ect).accepted()


@scenario("V3-DECL-3", "V3-AUTH-3", each=of(NOBODY, "not-a-uuid"))
def a_participant_is_known(provider: Provider, case: Case) -> None:
    """Nobody of that id: refused for the participant alone."""
    ect = provider.someone()
    provider.declares(ect, participant_id=case.name).refused("participant_id", by="V3-DECL-3")
    provider.declares(ect).accepted()


@scenario("V3-DECL-3", "V3-AUTH-3", needs={Ability.OTHER})
def a_participant_is_ones_own(provider: Provider) -> None:
    """Somebody never with this provider is refused as participant."""
    theirs = provider.other.someone()
    provider.declares(theirs).refused("participant_id", by="V3-DECL-3")
    provider.other.declares(theirs).accepted()


@scenario("V3-DECL-3", each=_BLANKS)
def a_course_is_named(provider: Provider, case: Case) -> None:
    """Without a course the declaration is refused for it, and goes no further."""
    ect = provider.someone()
    provider.declares(ect, course_identifier=case.said).refused("course_identifier", by="V3-DECL-3")
    wrong = {"course_identifier": case.said, "declaration_date": "", "declaration_type": ""}
    provider.declares(ect, **wrong).refused(naming="course_identifier")
    provider.declares(ect).accepted()


@scenario("V3-DECL-3", "V3-DECL-4", each=of("ecf-mentor", "npq-headship", "ECF-INDUCTION"))
def a_course_is_the_participants(provider: Provider, case: Case) -> None:
    """A course that is unknown, or that the participant does not take here, is refused."""
    ect = provider.someone()
    provider.declares(ect, course_identifier=case.name).refused("course_identifier", by="V3-DECL-3")
    provider.declares(ect).accepted()


@scenario("V3-DECL-3", each=_BLANKS)
def a_date_is_given(provider: Provider, case: Case) -> None:
    """Without a date the declaration is refused for it, and the type is not missed then."""
    ect = provider.someone()
    provider.declares(ect, declaration_date=case.said).refused("declaration_date", by="V3-DECL-3")
    both = {"declaration_date": case.said, "declaration_type": ""}
    provider.declares(ect, **both).refused(naming="declaration_date")
    provider.declares(ect).accepted()


@scenario("V3-DECL-3", each=_BLANKS)
def a_type_is_given(provider: Provider, case: Case) -> None:
    """Without a type the declaration is refused for it."""
    ect = provider.someone()
    provider.declares(ect, declaration_type=case.said).refused("declaration_type", by="V3-DECL-3")
    provider.declares(ect).accepted()


@scenario("V3-DECL-2", "V3-DECL-3", each=of("retained-5", "Started", "extended-4", "start"))
def a_type_is_one_of_nine(provider: Provider, case: Case) -> None:
    """A type that is not one of the nine is refused."""
    ect = provider.someone()
    provider.declares(ect, case.name).refused("declaration_type", by="V3-DECL-2")
    provider.declares(ect).accepted()


@scenario("V3-DECL-5", each=_GOOD_DATES)
def a_date_is_read_in_every_form(provider: Provider, case: Case) -> None:
    """Each form of date-time is taken, and is answered as an instant in UTC."""
    made = provider.declares(provider.someone(), dated=case.said).accepted()
    made.shows(declaration_date=case.expected)


@scenario("V3-DECL-5", "V3-DECL-6", each=_BAD_DATES)
def other_forms_of_date_are_refused(provider: Provider, case: Case) -> None:
    """A date in another form is refused by name."""
    ect = provider.someone()
    provider.declares(ect, dated=case.said).refused("declaration_date", by="V3-DECL-5")
    provider.declares(ect).accepted()


@scenario("V3-DECL-6", each=_NO_DATES)
def what_holds_no_date_is_a_bad_request(provider: Provider, case: Case) -> None:
    """What holds no date at all makes the request a bad one."""
    ect = provider.someone()
    provider.declares(ect, declaration_date=case.said).bad_request(by="V3-DECL-6")
    provider.declares(ect).accepted()


@scenario("V3-DECL-3", "V3-DECL-8", needs={Ability.TIME})
def the_future_is_not_declared(provider: Provider) -> None:
    """A date after now is refused until it has come."""
    ect = provider.someone()
    provider.declares(ect, dated=TOMORROW).refused("declaration_date", by="V3-DECL-3")
    with provider.on(TOMORROW):
        provider.declares(ect, dated=TOMORROW).accepted()


@scenario("V3-DECL-10", "V3-DECL-18")
def a_type_is_declared_once(provider: Provider) -> None:
    """A standing declaration takes its place: a second one and a copy are refused."""
    ect = provider.someone()
    provider.declares(ect, dated=_YESTERDAY).accepted()
    provider.declares(ect, dated=_YESTERDAY).refused(naming="declaration_type")
    provider.declares(ect, dated=NOW).refused("declaration_type", by="V3-DECL-10")


@scenario("V3-DECL-10", "V3-PART-2", needs={Ability.STATES})
def a_place_is_of_one_role(provider: Provider) -> None:
    """What somebody declared as an ECT leaves the place as a mentor free."""
    ect = provider.someone(state="an ECT who became a mentor")
    provider.declares(ect, dated="2023-10-02T09:00:00Z").accepted()
    provider.declares(ect, dated="2023-10-02T09:00:00Z").refused(naming="declaration_type")
    held = {"course_identifier": "ecf-mentor", "evidence_held": "other"}
    provider.declares(ect, dated=_YESTERDAY, **held).accepted()


@scenario("V3-DECL-10", "V3-VOID-2")
def a_void_frees_the_place(provider: Provider) -> None:
    """Once it is voided, the same can be declared again."""
    ect = provider.someone()
    first = provider.declares(ect).accepted()
    provider.declares(ect).refused(naming="declaration_type")
    provider.voids(first).accepted().shows(state="voided", statement_id=None)
    provider.declares(ect).accepted()


@scenario("V3-DECL-8", each=of("defer", "left"))
def who_has_stopped_can_be_declared(provider: Provider, case: Case) -> None:
    """A deferred participant can be declared, with a date before and during the break."""
    ect = provider.someone(schedule="ecf-standard-september")
    provider.defers(ect).done()
    if case.name == "left":
        provider.reads(ect).done()
    provider.declares(ect, dated=_YESTERDAY).accepted()
    provider.declares(ect, "retained-1", NOW).accepted()


@scenario("V3-DECL-3", "V3-DECL-12", needs={Ability.TIME})
def a_withdrawal_ends_declaring(provider: Provider) -> None:
    """A date at or after the withdrawal is refused, one before it is taken."""
    ect = provider.someone()
    provider.withdraws(ect).done()
    with provider.on(TOMORROW):
        withdrawal = provider.enrolment(ect)["withdrawal"]
        assert withdrawal, "a withdrawal is not shown"
        withdrawn_at = provider.latest_on(withdrawal["date"])
        provider.declares(ect, dated=withdrawn_at).refused("participant_id", by="V3-DECL-12")
        provider.declares(ect, dated=_YESTERDAY).accepted()


@scenario("V3-DECL-3", "V3-DECL-12", needs={Ability.TIME})
def a_withdrawal_before_a_resumption_does_not_matter(provider: Provider) -> None:
    """Once somebody is taken back, a date in the break is taken."""
    ect = provider.someone()
    provider.withdraws(ect).done()
    with provider.on("2026-12-01T09:00:00Z"):
        provider.declares(ect, dated="2026-11-30T09:00:00Z").refused(naming="participant_id")
        provider.resumes(ect).done()
        provider.declares(ect, dated="2026-11-30T09:00:00Z").accepted()


@scenario("V3-DECL-3", each=of("retained-1", "retained-2", "extended-1"))
def a_mentor_of_2026_declares_two_types(provider: Provider, case: Case) -> None:
    """A mentor of a cohort with the mentor rule declares started and completed alone."""
    mentor = provider.someone("mentor")
    answer = provider.declares(mentor, case.name, evidence_held="other")
    answer.refused("declaration_type", by="V3-DECL-3")
    provider.declares(mentor, "started").accepted()
    provider.declares(mentor, "completed").accepted()


@scenario("V3-DECL-11")
def dates_follow_the_order_of_types(provider: Provider) -> None:
    """From cohort 2025 dates keep the order of types; the same instant is in order."""
    ect = provider.someone()
    provider.declares(ect, "retained-1", _YESTERDAY).accepted()
    provider.declares(ect, "started", NOW).refused("declaration_date", by="V3-DECL-11")
    provider.declares(ect, "retained-2", "2026-11-24T08:59:59Z").refused(naming="declaration_date")
    provider.declares(ect, "started", _YESTERDAY).accepted()
    provider.declares(ect, "retained-2", _YESTERDAY).accepted()


@scenario("V3-DECL-8", "V3-DECL-11", certain_with={Ability.STATES})
def dates_before_2025_have_no_order(provider: Provider) -> None:
    """Before cohort 2025 any order of dates is taken, without a start too."""
    ect = provider.someone(schedule="ecf-extended-september", cohort="2024")
    provider.declares(ect, "retained-1", NOW).accepted()
    provider.declares(ect, "retained-2", _YESTERDAY).accepted()


@scenario("V3-DECL-3", "V3-DECL-13", needs={Ability.CONTROL})
def a_frozen_cohort_is_told_beside_a_wrong_date(provider: Provider) -> None:
    """That a cohort is frozen is told together with a date in the future."""
    alone = provider.elsewhere()
    ect = alone.someone()
    alone.control("PUT", "/cohorts/2026", {"frozen_at": NOW})
    answer = alone.declares(ect, dated=TOMORROW)
    answer.refused(["declaration_date", "cohort"], by=["V3-DECL-3", "V3-DECL-13"])
    alone.control("PUT", "/cohorts/2026", {"frozen_at": None})
    alone.declares(ect).accepted()


@scenario("V3-DECL-3")
def several_things_are_refused_together(provider: Provider) -> None:
    """What is wrong in different ways is told together, title after title."""
    ect = provider.someone()
    provider.withdraws(ect).done()
    early = provider.declares(ect, dated="2026-05-01T09:00:00Z", evidence_held="unknown")
    early.refused("declaration_date", by="V3-DECL-7")
    far = provider.declares(ect, dated="2098-01-01T09:00:00Z")
    far.refused(naming=["declaration_date", "participant_id"])
    provider.declares(ect, dated=_YESTERDAY).accepted()
