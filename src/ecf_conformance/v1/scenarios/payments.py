"""States that time brings."""

from ecf_conformance.cases import Case, of
from ecf_conformance.moments import DAY, wire
from ecf_conformance.reply import Reply
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.cases import Training, standard_milestones
from ecf_conformance.v1.editions import IN_SERVICE
from ecf_conformance.v1.provider import LATE, NOW, Provider
from ecf_conformance.v1.schedules import Payment, payment_of, payments

_TIME = {Ability.TIME}


def _follow(provider: Provider, declaration: Reply, payment: Payment) -> None:
    """Require a declaration's states around both dates of its payment, forwards and back."""
    moments = [(provider.just_before(payment.payable), "eligible"), (wire(payment.paid), "paid")]
    if payment.payable < payment.paid:
        payable = (wire(payment.payable), provider.just_before(payment.paid))
        moments[1:1] = [(each, "payable") for each in payable]
    for moment, state in [*moments, moments[0]]:
        with provider.on(moment):
            read = provider.reads_declaration(declaration.id)
            due = state in ("eligible", "payable")
            read.shows(state=state, eligible_for_payment=due, voided=False)


@scenario(
    "PAY-2",
    "PAY-3",
    "PAY-4",
    needs=_TIME | {Ability.PAYMENTS},
    each=standard_milestones,
    ours=IN_SERVICE,
)
def a_declaration_is_paid_with_its_milestone(provider: Provider, case: Training) -> None:
    """A declaration is payable when its milestone closes and paid on the payment date."""
    it = case.milestone
    ect = provider.someone(schedule=it.schedule)
    with provider.on(it.middle):
        made = provider.declares(ect, it.declaration_type, it.middle).done()
    made.shows(state="eligible", eligible_for_payment=True)
    _follow(provider, made, payment_of(provider.edition, it.middle))


@scenario("PAY-5", needs=_TIME | {Ability.PAYMENTS}, each=standard_milestones, ours=IN_SERVICE)
def a_change_by_time_moves_updated_at(provider: Provider, case: Training) -> None:
    """updated_at is the instant of the latest change that now has seen."""
    it = case.milestone
    ect = provider.someone(schedule=it.schedule)
    with provider.on(it.middle):
        made = provider.declares(ect, it.declaration_type, it.middle).done()
    payment = payment_of(provider.edition, it.middle)
    for now, updated_at in (
        (provider.before(payment.payable), it.middle),
        (payment.payable, payment.payable),
        (payment.paid, payment.paid),
        (payment.paid + 100 * DAY, payment.paid),
        (it.middle, it.middle),
    ):
        with provider.on(now):
            provider.changed_at(provider.reads_declaration(made.id), updated_at)


@scenario("PAY-2", needs=_TIME | {Ability.PAYMENTS}, ours=IN_SERVICE)
def what_comes_late_is_paid_with_the_next(provider: Provider) -> None:
    """What is declared after its milestone has closed belongs to the payment then open."""
    first, second = payments(provider.edition)[:2]
    with provider.on(provider.before(first.payable)):
        early = provider.declares(provider.someone()).done()
    with provider.on(first.payable):
        late = provider.declares(provider.someone()).done().shows(state="eligible")
    _follow(provider, early, first)
    _follow(provider, late, second)


@scenario(
    "PAY-2",
    needs=_TIME | {Ability.PAYMENTS},
    each=of("ecf-extended-september", "ecf-reduced-january"),
    ours=IN_SERVICE,
)
def other_schedules_share_the_calendar(provider: Provider, case: Case) -> None:
    """On a schedule without milestone dates, the cohort's payments count."""
    ect = provider.someone(schedule=case.name)
    with provider.on("2022-05-10T09:00:00Z"):
        made = provider.declares(ect, dated="2022-04-20T09:00:00Z").done()
        open_then = payment_of(provider.edition, provider.milestone("retained-2").closes + DAY)
    _follow(provider, made, open_then)


@scenario("PAY-2", needs=_TIME | {Ability.PAYMENTS}, ours=IN_SERVICE)
def past_the_last_payment_it_stays_eligible(provider: Provider) -> None:
    """What is declared after the last milestone date stays eligible."""
    last = payments(provider.edition)[-1]
    with provider.on(last.payable):
        made = provider.declares(provider.someone()).done()
    with provider.on("2099-12-31T00:00:00Z"):
        provider.reads_declaration(made.id).shows(state="eligible", eligible_for_payment=True)
    with provider.on(provider.before(last.payable)):
        in_time = provider.declares(provider.someone()).done()
    with provider.on(last.paid):
        provider.reads_declaration(in_time.id).shows(state="paid")


@scenario(
    "PAY-1",
    certain_with={Ability.STATES},
    each=of("whose eligibility is unknown", "who is not eligible for funding", "without QTS"),
)
def who_is_eligible_makes_it_eligible(provider: Provider, case: Case) -> None:
    """A declaration begins as eligible for who is known to be, and as submitted for others."""
    provider.declares(provider.someone()).accepted().shows(state="eligible")
    made = provider.declares(provider.someone(state=f"an ECT {case.name}")).accepted()
    made.shows(state="submitted", eligible_for_payment=False, voided=False)
    with provider.on(LATE):
        provider.reads_declaration(made.id).shows(state="submitted")


@scenario("PAY-6", "VOID-2", needs=_TIME | {Ability.PAYMENTS}, ours=IN_SERVICE)
def a_clawback_is_made_with_the_next_payment(provider: Provider) -> None:
    """What awaits clawback is clawed back when the payment then open is made."""
    made = provider.declares(provider.someone()).done()
    _first, second = payments(provider.edition)[:2]
    taken_at = provider.before(second.payable)
    with provider.on(taken_at):
        provider.voids(made).accepted().shows(state="awaiting-clawback", voided=False)
    for now, state in (
        (second.payable, "awaiting-clawback"),
        (provider.before(second.paid), "awaiting-clawback"),
        (second.paid, "clawed-back"),
        (provider.before(second.paid), "awaiting-clawback"),
    ):
        with provider.on(now):
            provider.reads_declaration(made.id).shows(state=state, voided=False)
    with provider.on(second.paid):
        provider.reads_declaration(made.id).shows(updated_at=wire(second.paid))


@scenario("PAY-6", needs=_TIME | {Ability.PAYMENTS}, ours=IN_SERVICE)
def a_late_clawback_takes_the_payment_after(provider: Provider) -> None:
    """What is taken back once a milestone date has ended joins the payment after it."""
    made = provider.declares(provider.someone()).done()
    second, third = payments(provider.edition)[1:3]
    with provider.on(second.payable):
        provider.voids(made).accepted()
    with provider.on(second.paid):
        provider.reads_declaration(made.id).shows(state="awaiting-clawback")
    with provider.on(third.paid):
        provider.reads_declaration(made.id).shows(state="clawed-back")


@scenario("PAY-6", needs=_TIME | {Ability.PAYMENTS}, ours=IN_SERVICE)
def past_the_last_payment_it_waits(provider: Provider) -> None:
    """What is taken back after the last milestone date awaits clawback for good."""
    made = provider.declares(provider.someone()).done()
    with provider.on(payments(provider.edition)[-1].payable):
        provider.voids(made).accepted()
    with provider.on("2099-12-31T00:00:00Z"):
        provider.reads_declaration(made.id).shows(state="awaiting-clawback")


@scenario("PAY-5", needs=_TIME, ours=IN_SERVICE)
def a_void_counts_whatever_now_is(provider: Provider) -> None:
    """A recorded void shows at an earlier now too, with its own updated_at."""
    made = provider.declares(provider.someone()).done()
    with provider.on("2021-11-26T09:00:00Z"):
        provider.changed_at(provider.voids(made).accepted(), "2021-11-26T09:00:00Z")
    with provider.on(NOW):
        read = provider.reads_declaration(made.id).shows(state="voided")
        provider.changed_at(read, "2021-11-26T09:00:00Z")
