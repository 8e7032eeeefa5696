"""States, statements and what time brings: eligible, payable, paid, and taken back."""

from ecf_conformance.cases import of
from ecf_conformance.moments import parse
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import IN_REGISTER
from ecf_conformance.v3.provider import NEXT_PAID, NOW, PAID, PAYABLE, Provider

_TIME = {Ability.TIME, Ability.PAYMENTS}


@scenario("V3-DECL-14", "V3-PAY-6", "V3-STATEMENT-1", "V3-STATEMENT-2")
def an_eligible_declaration_has_a_statement(provider: Provider) -> None:
    """What is eligible at once stands on the next output statement of its cohort."""
    made = provider.declares(provider.someone()).accepted().shows(state="eligible")
    statement = provider.reads_statement(made.attributes["statement_id"]).accepted()
    assert statement.attributes["cohort"] == "2026", statement.text
    assert statement.attributes["cut_off_date"] >= NOW[:10], statement.text
    assert statement.attributes["payment_date"] > statement.attributes["cut_off_date"]
    statement.shows(paid=False)


@scenario("V3-STATEMENT-1", "V3-DECL-14", needs={Ability.TIME})
def the_day_of_the_deadline_counts(provider: Provider) -> None:
    """What is declared on the day of a deadline is on that statement, a day later on the next."""
    ect, mentor = provider.someone(), provider.someone("mentor")
    deadline = provider.before(parse(PAYABLE))
    with provider.on(deadline):
        made = provider.declares(ect).accepted()
        provider.reads_statement(made.attributes["statement_id"]).shows(cut_off_date="2026-12-31")
    with provider.on(PAYABLE):
        made = provider.declares(mentor).accepted()
        provider.reads_statement(made.attributes["statement_id"]).shows(cut_off_date="2027-03-31")


@scenario("V3-LIST-11", "V3-STATEMENT-2", "V3-LIST-13", needs=_TIME, each=of(PAYABLE, PAID))
def time_moves_a_statement(provider: Provider, case: object) -> None:
    """A statement that closes or is paid is found by a poll from that midnight on."""
    made = provider.declares(provider.someone()).done()
    statement = made.attributes["statement_id"]
    newest = {"updated_since": str(case), "per_page": "3000"}
    with provider.on(provider.before(parse(str(case)))):
        assert statement not in provider.statements(**newest).accepted().ids
    with provider.on(str(case)):
        found = provider.statements(**newest).accepted()
        assert statement in found.ids, f"{found.exchange.line} does not list {statement}"
        provider.reads_statement(statement).shows(updated_at=str(case))


@scenario("V3-STATEMENT-1", "V3-STATEMENT-2", "V3-STATEMENT-3")
def statements_are_output_months(provider: Provider) -> None:
    """Statements are those of January, April, August and November, by their payment dates."""
    listed = provider.statements(per_page="3000").accepted().records
    found = [each["attributes"] for each in listed]
    assert found, "no statement is listed"
    assert {each["month"] for each in found} <= {"January", "April", "August", "November"}
    days = [(each["payment_date"], each["cohort"]) for each in found]
    assert days == sorted(days), "not in the order of payment dates and cohorts"


@scenario("V3-STATEMENT-3")
def statements_are_chosen_by_cohort(provider: Provider) -> None:
    """The cohort filter chooses statements of its cohorts alone."""
    for wanted in ("2026", "2025,2026"):
        found = provider.statements(cohort=wanted, per_page="3000").accepted().records
        assert found, f"no statement of {wanted}"
        assert {each["attributes"]["cohort"] for each in found} == set(wanted.split(","))
    assert provider.statements(cohort="1999").records == []


@scenario("V3-PAY-3", needs=_TIME)
def a_deadline_makes_payable(provider: Provider) -> None:
    """An eligible declaration is payable from the day after its statement's deadline."""
    made = provider.declares(provider.someone()).done()
    with provider.on(provider.before(parse(PAYABLE))):
        provider.reads_declaration(made.id).shows(state="eligible")
    with provider.on(PAYABLE):
        provider.reads_declaration(made.id).shows(state="payable")
    provider.reads_declaration(made.id).shows(state="eligible")


@scenario("V3-PAY-4", "V3-STATEMENT-2", needs=_TIME)
def a_payment_date_pays(provider: Provider) -> None:
    """A payable declaration is paid, as its statement is, from the payment date."""
    made = provider.declares(provider.someone()).done()
    statement = made.attributes["statement_id"]
    with provider.on(provider.before(parse(PAID))):
        provider.reads_declaration(made.id).shows(state="payable")
        provider.reads_statement(statement).shows(paid=False)
    with provider.on(PAID):
        provider.reads_declaration(made.id).shows(state="paid", statement_id=statement)
        provider.reads_statement(statement).shows(paid=True)
    provider.reads_statement(statement).shows(paid=False)


@scenario("V3-LIST-9", "V3-LIST-13", needs=_TIME, each=of(PAYABLE, PAID))
def time_moves_updated_at(provider: Provider, case: object) -> None:
    """What time alone changes is found by a poll from the newest change seen."""
    made = provider.declares(provider.someone()).done()
    with provider.on(str(case)):
        found = provider.declarations(updated_since=str(case), per_page="3000").accepted()
        assert made.id in found.ids, f"{found.exchange.line} does not list {made.id}"
        provider.reads_declaration(made.id).shows(updated_at=str(case))


@scenario("V3-VOID-2", "V3-PAY-6", "V3-PAY-7", needs=_TIME, each=of(NOW, PAYABLE))
def what_is_not_paid_is_voided(provider: Provider, case: object) -> None:
    """A void of what is eligible or payable takes it off its statement, whatever time brings."""
    made = provider.declares(provider.someone()).done()
    with provider.on(str(case)):
        provider.voids(made).accepted().shows(state="voided", statement_id=None)
    with provider.on(NEXT_PAID):
        provider.reads_declaration(made.id).shows(state="voided", clawback_statement_id=None)


@scenario("V3-VOID-3", "V3-PAY-1", "V3-PAY-5", "V3-PAY-7", needs=_TIME)
def what_is_paid_is_taken_back(provider: Provider) -> None:
    """A void of what is paid awaits clawback on the next statement, whose payment claws it back."""
    made = provider.declares(provider.someone()).done()
    statement = made.attributes["statement_id"]
    with provider.on(PAID):
        answer = provider.voids(made).accepted()
        answer.shows(state="awaiting-clawback", statement_id=statement)
        clawback = answer.attributes["clawback_statement_id"]
        provider.reads_statement(clawback).shows(payment_date="2027-04-25", paid=False)
    with provider.on(NEXT_PAID):
        provider.reads_declaration(made.id).shows(
            state="clawed-back", statement_id=statement, clawback_statement_id=clawback
        )


@scenario("V3-VOID-4", needs=_TIME)
def a_void_is_not_repeated(provider: Provider) -> None:
    """What is voided, awaits clawback or is clawed back is not voided again."""
    ect, mentor = provider.someone(), provider.someone("mentor")
    voided, paid = provider.declares(ect).done(), provider.declares(mentor).done()
    provider.voids(voided).accepted()
    provider.voids(voided).refused("participant_declaration_id", by="V3-VOID-4")
    with provider.on(PAID):
        provider.voids(paid).accepted()
        provider.voids(paid).refused(naming="participant_declaration_id")
    with provider.on(NEXT_PAID):
        provider.voids(paid).refused(naming="participant_declaration_id")


@scenario("V3-VOID-4")
def what_is_voided_is_not_voided_again(provider: Provider) -> None:
    """What is voided stays so, and a second void is refused."""
    made = provider.declares(provider.someone()).done()
    provider.voids(made).accepted()
    provider.voids(made).refused(naming="participant_declaration_id")
    provider.reads_declaration(made.id).shows(state="voided")


@scenario("V3-VOID-1", needs={Ability.OTHER})
def a_void_is_of_ones_own(provider: Provider) -> None:
    """Another provider's declaration, and none at all, is a 404 for a void."""
    theirs = provider.other.declares(provider.other.someone()).done()
    provider.voids(theirs).not_found()
    provider.voids("00000000-0000-4000-8000-00000000dead").not_found()
    provider.voids("not-a-uuid").not_found()
    provider.other.voids(theirs).accepted()


@scenario("V3-VOID-1", "V3-AUTH-5")
def a_void_reads_no_body(provider: Provider) -> None:
    """A void takes any body that can be read."""
    made = provider.declares(provider.someone()).done()
    path = f"/participant-declarations/{made.id}/void"
    provider.call("PUT", path, json={"anything": [1, 2]}).accepted().shows(state="voided")


@scenario("V3-FMT-7", ours=IN_REGISTER)
def a_body_of_a_void_is_json(provider: Provider) -> None:
    """A void with a body that cannot be read is a bad request, as JSON."""
    made = provider.declares(provider.someone()).done()
    path = f"/participant-declarations/{made.id}/void"
    json = {"Content-Type": "application/json"}
    provider.call("PUT", path, content=b'{"data": ', headers=json).bad_request()
    provider.voids(made).accepted()


@scenario("V3-VOID-5", certain_with={Ability.STATES})
def statuses_do_not_hinder_a_void(provider: Provider) -> None:
    """What was declared of somebody who has left since can still be voided."""
    ect = provider.someone()
    made = provider.declares(ect).done()
    provider.withdraws(ect).done()
    provider.voids(made).accepted()


@scenario("V3-DECL-17", "V3-VOID-6", "V3-PART-14", "V3-LIST-12")
def a_mentors_completion_ends_funding(provider: Provider) -> None:
    """A mentor's completion ends funding and training, and its void gives both back."""
    mentor = provider.someone("mentor")
    provider.declares(mentor, "started", "2026-10-01T09:00:00Z").done()
    completed = provider.declares(mentor, "completed", "2026-11-20T09:00:00Z").accepted()
    shown = provider.enrolment(mentor)
    assert shown["mentor_funding_end_date"] == "2026-11-20", shown
    assert shown["mentor_ineligible_for_funding_reason"] == "completed_declaration_received", shown
    provider.changes_schedule(mentor, "ecf-standard-january").refused(naming="participant_id")
    provider.voids(completed).accepted()
    shown = provider.enrolment(mentor)
    assert shown["mentor_funding_end_date"] is None, shown
    assert shown["mentor_ineligible_for_funding_reason"] is None, shown
    assert shown["participant_status"] == "active", shown


@scenario("V3-PAY-2", "V3-DECL-14", certain_with={Ability.STATES})
def what_is_not_eligible_is_submitted(provider: Provider) -> None:
    """Without an induction nobody is eligible: what is declared is submitted, on no statement."""
    ect = provider.someone(state="an ECT without induction")
    made = provider.declares(ect).accepted()
    made.shows(state="submitted", statement_id=None)
    provider.voids(made).accepted().shows(state="voided")
