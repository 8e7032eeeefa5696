"""The registration journey: what the school and the participant do, as a provider sees it."""

import re

from ecf_conformance.cases import Case, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import NOW, Provider
from ecf_conformance.v1.schedules import EXTENDED

_CONTROL = {Ability.CONTROL}
_LATER = "2021-11-26T09:00:00Z"
_WORD = re.compile(r"\w+")
_ELIGIBLE = {
    "email_validated": True,
    "teacher_reference_number": "1234567",
    "teacher_reference_number_validated": True,
    "qts": True,
    "eligible_for_funding": True,
}


@scenario("REG-1", needs=_CONTROL)
def whom_a_school_adds_appears_at_once(provider: Provider) -> None:
    """Whom a school adds is listed at once, on the September schedule, with nothing known."""
    ect = provider.adds()
    read = provider.reads(ect).accepted()
    read.shows(
        teacher_reference_number=None,
        teacher_reference_number_validated=None,
        eligible_for_funding=None,
        schedule_identifier="ecf-standard-september",
        cohort="2021",
        status="active",
        training_status="active",
    )
    assert ect.id in provider.participants(per_page="3000").ids, "who was added is not listed"
    assert ect.id in provider.get("/participants/ecf.csv").text, "who was added is not in the CSV"
    provider.reads(provider.adds(schedule_identifier=EXTENDED)).shows(schedule_identifier=EXTENDED)


@scenario("REG-2", edition="guidance", needs=_CONTROL)
def an_email_shows_once_it_is_validated(provider: Provider) -> None:
    """With the guidance the email is null until the participant has validated it."""
    ect = provider.adds(email="ada@example.com")
    provider.reads(ect).accepted().shows(email=None)
    provider.changes(ect, email_validated=True)
    provider.reads(ect).shows(email="ada@example.com")


@scenario("REG-2", edition="service", needs=_CONTROL)
def an_email_always_shows(provider: Provider) -> None:
    """With the service the email shows before it is validated."""
    ect = provider.adds(email="ada@example.com")
    provider.reads(ect).accepted().shows(email="ada@example.com")


@scenario("REG-2", needs=_CONTROL)
def what_registration_finds_out_shows(provider: Provider) -> None:
    """TRN and eligibility show once they are known, and move updated_at."""
    ect = provider.adds()
    with provider.on(_LATER):
        provider.changes(ect, **_ELIGIBLE)
    read = provider.reads(ect).accepted()
    read.shows(
        teacher_reference_number="1234567",
        teacher_reference_number_validated=True,
        eligible_for_funding=True,
        updated_at=_LATER,
    )
    with provider.on(_LATER):
        found = provider.participants(updated_since=_LATER, per_page="3000").ids
    assert ect.id in found, "what registration found out is not found by updated_since"


@scenario(
    "REG-2",
    needs=_CONTROL,
    each=table(
        Case("no QTS", {"qts": False}, {"eligible_for_funding": None}),
        Case("not eligible", {"eligible_for_funding": False}, {"eligible_for_funding": False}),
        Case(
            "TRN invalid",
            {"teacher_reference_number_validated": False},
            {"teacher_reference_number_validated": False},
        ),
    ),
)
def what_is_not_in_order_shows(provider: Provider, case: Case) -> None:
    """No QTS, no eligibility and an invalid TRN show as the rulebook says."""
    ect = provider.adds()
    provider.changes(ect, **{**_ELIGIBLE, **case.said})
    provider.reads(ect).accepted().shows(**case.expected)


@scenario("REG-3", "PAY-1", needs=_CONTROL)
def becoming_eligible_promotes_what_is_submitted(provider: Provider) -> None:
    """Becoming eligible turns submitted declarations eligible, as of that moment."""
    ect = provider.adds()
    made = provider.declares(ect).accepted().shows(state="submitted", eligible_for_payment=False)
    with provider.on(_LATER):
        provider.changes(ect, **_ELIGIBLE)
        read = provider.reads_declaration(made.id)
        read.shows(state="eligible", eligible_for_payment=True, updated_at=_LATER)


@scenario("REG-3", needs=_CONTROL)
def without_qts_nothing_is_promoted(provider: Provider) -> None:
    """Becoming eligible without QTS promotes nothing; with it, it does."""
    ect = provider.adds()
    made = provider.declares(ect).accepted()
    provider.changes(ect, **{**_ELIGIBLE, "qts": False})
    provider.reads_declaration(made.id).shows(state="submitted")
    provider.changes(ect, qts=True)
    provider.reads_declaration(made.id).shows(state="eligible")


@scenario("REG-3", "PART-3", needs=_CONTROL)
def every_providers_declarations_are_promoted(provider: Provider) -> None:
    """What an earlier provider submitted becomes eligible too."""
    ect = provider.adds()
    made = provider.declares(ect).accepted().shows(state="submitted")
    move = {"provider": provider.other.slug, "school_urn": "900101"}
    provider.control("POST", f"/participants/{ect.id}/transfer", move)
    provider.changes(ect, **_ELIGIBLE)
    provider.reads_declaration(made.id).shows(state="eligible")


@scenario("REG-3", needs=_CONTROL)
def only_what_is_submitted_is_promoted(provider: Provider) -> None:
    """What is voided stays so, and what is eligible keeps its payment."""
    ect = provider.someone(schedule=EXTENDED)
    kept = provider.declares(ect).done()
    gone = provider.declares(ect, "retained-1").done()
    provider.voids(gone).done()
    provider.changes(ect, eligible_for_funding=False)
    with provider.on("2021-12-15T09:00:00Z"):
        provider.changes(ect, eligible_for_funding=True)
        provider.reads_declaration(gone.id).accepted().shows(state="voided")
        provider.reads_declaration(kept.id).shows(state="paid")


@scenario("REG-2", needs=_CONTROL)
def equal_facts_are_no_change(provider: Provider) -> None:
    """Finding out what was known already moves no updated_at; another TRN is not yet valid."""
    ect = provider.adds()
    provider.changes(ect, **_ELIGIBLE)
    with provider.on(_LATER):
        provider.changes(ect, **_ELIGIBLE)
        provider.reads(ect).accepted().shows(updated_at=NOW)
        provider.changes(ect, teacher_reference_number="7654329")
    provider.reads(ect).shows(updated_at=_LATER)


@scenario("REG-3", "PAY-2", needs=_CONTROL)
def who_becomes_eligible_late_is_paid_later(provider: Provider) -> None:
    """A declaration belongs to the payment open when its participant becomes eligible."""
    ect = provider.adds()
    made = provider.declares(ect).accepted()
    with provider.on("2021-12-01T00:00:00Z"):
        provider.reads_declaration(made.id).shows(state="submitted")
        provider.changes(ect, **_ELIGIBLE)
        provider.reads_declaration(made.id).shows(state="eligible")
    with provider.on("2022-02-27T23:59:59Z"):
        provider.reads_declaration(made.id).shows(state="payable")
    with provider.on("2022-02-28T00:00:00Z"):
        provider.reads_declaration(made.id).shows(state="paid")


@scenario("REG-3", needs=_CONTROL)
def ceasing_to_be_eligible_reverts_nothing(provider: Provider) -> None:
    """What was eligible stays so; what is declared afterwards is submitted, until promoted."""
    ect = provider.someone(schedule=EXTENDED)
    kept = provider.declares(ect).done().shows(state="eligible")
    provider.changes(ect, eligible_for_funding=False)
    provider.reads_declaration(kept.id).shows(state="eligible")
    after = provider.declares(ect, "retained-1").accepted().shows(state="submitted")
    provider.changes(ect, eligible_for_funding=True)
    provider.reads_declaration(after.id).shows(state="eligible")
    provider.reads_declaration(kept.id).shows(updated_at=NOW)


@scenario("REG-1", needs=_CONTROL)
def who_is_added_changed_just_then(provider: Provider) -> None:
    """Whom a school adds is found since that moment; what is made up comes again after a reset."""
    alone = provider.elsewhere()
    with alone.on(_LATER):
        first = alone.adds()
        alone.reads(first).accepted().shows(updated_at=_LATER)
        found = alone.participants(updated_since=_LATER).ids
        assert found == [first.id], f"since {_LATER} {found} changed; expected {first.id}"
        alone.control("POST", "/reset")
        again = alone.adds()
    assert again.state_values == first.state_values, (
        f"after a reset {again.state_values} is added, and was {first.state_values}"
    )


@scenario("REG-1", edition="guidance", needs=_CONTROL)
def a_school_adds_to_schedules_that_there_are(provider: Provider) -> None:
    """Nobody is added in a cohort that has no schedules, as 2022 has none in the guidance."""
    ect = {"provider": provider.slug, "participant_type": "ect"}
    told = provider.control("POST", "/participants", {**ect, "cohort": 2022}, refused=409)
    assert told["error"]["message"].endswith(" (ACT-5)."), told
    provider.reads(provider.adds(cohort=2021)).accepted()


@scenario("REG-2", needs=_CONTROL)
def only_what_can_be_is_registered(provider: Provider) -> None:
    """A number not known is not valid, an ECT is nobody's mentor, and a mentor has none."""
    ect, other, mentor = provider.adds(), provider.adds(), provider.adds("mentor")
    valid = {"teacher_reference_number_validated": True}
    for who, facts, words, rule in (
        (ect, valid, {"is", "not", "send", "too"}, "REG-2"),
        (ect, {"mentor_id": other.id}, {"an", "ECT", "send", "id", "mentor"}, "PART-1"),
        (mentor, {"mentor_id": mentor.id}, {"for", "ECTs", "a", "mentor"}, "PART-1"),
    ):
        told = provider.control("PATCH", f"/participants/{who.id}", facts, refused=409)
        message, field = told["error"]["message"], next(iter(facts))
        is_of_it = message.startswith(f"#/{field} ") and words <= set(_WORD.findall(message))
        assert is_of_it, f"{facts} is refused with {message!r}; expected #/{field}, and {words}"
        assert message.endswith(f" ({rule})."), f"{message!r} is not by {rule}"
    provider.changes(ect, teacher_reference_number="1234567", mentor_id=mentor.id, **valid)
    provider.reads(ect).accepted().shows(mentor_id=mentor.id, **valid)


@scenario("PART-1", "REG-2", needs=_CONTROL)
def without_a_number_nothing_is_valid(provider: Provider) -> None:
    """When a teacher reference number is taken away, so is whether it is valid."""
    ect = provider.adds()
    provider.changes(ect, **_ELIGIBLE)
    provider.reads(ect).accepted().shows(teacher_reference_number_validated=True)
    provider.changes(ect, teacher_reference_number=None)
    read = provider.reads(ect).accepted()
    read.shows(teacher_reference_number=None, teacher_reference_number_validated=None)


@scenario("REG-2", needs=_CONTROL)
def a_number_is_checked_once(provider: Provider) -> None:
    """The same number stays valid, whatever else is told; another one is yet to be checked."""
    ect = provider.adds()
    provider.changes(ect, **_ELIGIBLE)
    number = provider.reads(ect).accepted().attributes["teacher_reference_number"]
    for facts in ({"sparsity_uplift": True}, {"teacher_reference_number": number}):
        provider.changes(ect, **facts)
        provider.reads(ect).accepted().shows(teacher_reference_number_validated=True)
    provider.changes(ect, teacher_reference_number="7654321")
    valid = provider.reads(ect).accepted().attributes["teacher_reference_number_validated"]
    assert valid is not True, "another number is as valid as the one before"
