"""What statements settle and take back, as our sandbox counts it, and when there are any."""

from ecf_conformance.cases import Case, table
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NEXT_PAID, NOW, PAID, PAYABLE, Provider
from ecf_conformance.v3.registrations import ECT, ON_SEPTEMBER, register, report

_CONTROL = {Ability.CONTROL}
_SHOWN = ("month", "year", "payment_date", "cut_off_date")
_MONTHS = ["January", "April", "August", "November"]


def _counts(provider: Provider, now: str, month: str) -> tuple[Json, ...]:
    """Return the state of a statement of cohort 2026 at a moment, its lines and its clawbacks."""
    with provider.on(now):
        found = provider.control("GET", f"/statements?provider={provider.slug}&cohort=2026")
    at = (each for each in found["statements"] if f"{each['year']}-{each['month']}" == month)
    told = next(at)
    lines, clawbacks = ([[*each.values()] for each in told[of]] for of in ("lines", "clawbacks"))
    return told["state"], lines, clawbacks


def _has_statements(provider: Provider, cohort: int, last: int) -> None:
    """Require the statements of a cohort to be those until August of the last year."""
    listed = provider.statements(cohort=str(cohort), per_page="3000").accepted().records
    found = [tuple(each["attributes"][name] for name in _SHOWN) for each in listed]
    expected = [("November", str(cohort), f"{cohort}-11-25", f"{cohort}-10-31")]
    for year in range(cohort + 1, last + 1):
        days = [
            (f"{year}-01-25", f"{year - 1}-12-31"),
            (f"{year}-04-25", f"{year}-03-31"),
            (f"{year}-08-25", f"{year}-07-31"),
            (f"{year}-11-25", f"{year}-10-31"),
        ]
        expected += [(month, str(year), *both) for month, both in zip(_MONTHS, days, strict=True)]
    assert found == expected[:-1], f"{found} instead of {expected[:-1]}"


@scenario(
    "V3-STATEMENT-1",
    "V3-STATEMENT-2",
    needs={Ability.STATES},
    each=table(Case("2022", 2022, 2025), Case("2023", 2023, 2027), Case("2026", 2026, 2030)),
)
def a_cohort_has_its_statements(provider: Provider, case: Case) -> None:
    """Statements go from November of the cohort's year to August, three or four years on."""
    _has_statements(provider, case.said, case.expected)


@scenario("V3-STATEMENT-1", "V3-COHORT-4", needs=_CONTROL)
def a_new_cohort_has_its_statements(provider: Provider) -> None:
    """A cohort that was opened has its statements too, until August four years on."""
    alone = provider.elsewhere()
    alone.control("PUT", "/cohorts/2027", {})
    _has_statements(alone, 2027, 2031)


@scenario("V3-STATEMENT-3", "V3-STATEMENT-1", needs=_CONTROL)
def all_statements_are_in_order(provider: Provider) -> None:
    """The department sees every provider's statements by payment date, cohort and provider."""
    told = provider.control("GET", "/statements")["statements"]
    places = [(each["payment_date"], each["cohort"], each["provider"]) for each in told]
    assert places == sorted(places), "not in order"
    assert len({each["provider"] for each in told}) > 1, "only one provider has any"
    assert len({*places}) == len(places), "two statements of one provider, cohort and date"


@scenario("V3-PAY-3", "V3-PAY-4", "V3-PAY-5", "V3-PAY-6", "V3-VOID-3", needs=_CONTROL)
def a_statement_counts_what_it_settles(provider: Provider) -> None:
    """A statement has a line for each course, type and state, in order, and so have clawbacks."""
    alone = provider.elsewhere()
    first, second, mentor = alone.someone(), alone.someone(), alone.someone("mentor")
    waits, gone = register(alone, **ON_SEPTEMBER), alone.someone()
    made = [alone.declares(each).accepted() for each in (first, second)]
    for who, declared in ((first, "completed"), (mentor, "started"), (first, "retained-1")):
        alone.declares(who, declared).accepted()
    alone.declares(waits, evidence_held="other").accepted().shows(state="submitted")
    alone.voids(alone.declares(gone).accepted()).accepted()
    induction, mentoring = "ecf-induction", "ecf-mentor"

    def lines(state: str, started: int = 2) -> list[Json]:
        return [
            [induction, "started", state, started],
            [induction, "retained-1", state, 1],
            [induction, "completed", state, 1],
            [mentoring, "started", state, 1],
        ]

    assert _counts(alone, NOW, "2027-January") == ("open", lines("eligible"), [])
    assert _counts(alone, NOW, "2027-April") == ("open", [], [])
    with alone.on("2026-12-31T09:00:00Z"):
        report(alone, waits, "eligibility", **ECT, eligible=True)
    assert _counts(alone, NOW, "2027-January")[1] == lines("eligible", 3)
    assert _counts(alone, PAYABLE, "2027-January") == ("payable", lines("payable", 3), [])
    assert _counts(alone, PAID, "2027-January") == ("paid", lines("paid", 3), [])
    with alone.on(PAID):
        for each in made:
            alone.voids(each).accepted()
    for now, state in ((PAID, "awaiting-clawback"), (NEXT_PAID, "clawed-back")):
        back = [induction, "started", state, 2]
        settled = [lines("paid", 1)[0], back, *lines("paid")[1:]]
        assert _counts(alone, now, "2027-January") == ("paid", settled, [])
        april = "open" if now == PAID else "paid"
        assert _counts(alone, now, "2027-April") == (april, [], [back])


@scenario("V3-PAY-2", "V3-PAY-6", needs=_CONTROL)
def what_waits_is_counted_from_its_instant(provider: Provider) -> None:
    """Who becomes eligible by time is counted in a statement from then, in that of the day."""
    alone = provider.elsewhere()
    ect = register(alone, **ON_SEPTEMBER)
    alone.declares(ect, evidence_held="other").accepted()
    report(alone, ect, "induction", started_on="2027-01-01")
    line = [["ecf-induction", "started", "eligible", 1]]
    for now, counted in (("2026-12-31T23:59:59Z", []), ("2027-01-01T00:00:00Z", line)):
        assert _counts(alone, now, "2027-April") == ("open", counted, [])
        assert _counts(alone, now, "2027-January")[1] == []


@scenario("V3-REG-17", "V3-PAY-4", "V3-PAY-5", "V3-LIST-9", "V3-LIST-11", needs=_CONTROL)
def an_authorised_statement_moves_no_more(provider: Provider) -> None:
    """What was paid early, and taken back early, is not moved by the payment date any more."""
    alone = provider.elsewhere()
    made = alone.declares(alone.someone()).accepted()
    statement = made.attributes["statement_id"]
    authorised, again = "2027-01-05T09:00:00Z", "2027-04-03T09:00:00Z"
    with alone.on(authorised):
        alone.control("POST", f"/statements/{statement}/authorise")
    with alone.on(PAID):
        alone.reads_statement(statement).accepted().shows(paid=True, updated_at=authorised)
        alone.reads_declaration(made.id).accepted().shows(state="paid", updated_at=authorised)
        voided = alone.voids(made).accepted().shows(state="awaiting-clawback")
    with alone.on(again):
        clawback = voided.attributes["clawback_statement_id"]
        alone.control("POST", f"/statements/{clawback}/authorise")
        alone.reads_declaration(made.id).accepted().shows(state="clawed-back")
    with alone.on(NEXT_PAID):
        alone.reads_declaration(made.id).accepted().shows(updated_at=again)
