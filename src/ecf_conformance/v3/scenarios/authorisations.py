"""Statements that the department authorises, and cohorts that it opens and freezes, to the day."""

from ecf_conformance.moments import SECOND, parse
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, PAID, PAYABLE, TOMORROW, Provider
from ecf_conformance.v3.refusals import refuse

_CONTROL = {Ability.CONTROL}
_IN_APRIL = "2027-04-01T00:00:00Z"


def _authorise(provider: Provider, statement: Json) -> Json:
    return provider.control("POST", f"/statements/{statement}/authorise")


def _cannot_authorise(provider: Provider, statement: Json) -> None:
    refuse(provider, "POST", f"/statements/{statement}/authorise", None, "V3-REG-17")


@scenario("V3-REG-17", needs=_CONTROL)
def a_statement_is_authorised_while_payable(provider: Provider) -> None:
    """A statement is authorised from its midnight on, once, and not once time has paid it."""
    alone = provider.elsewhere()
    first = alone.declares(alone.someone()).accepted().attributes["statement_id"]
    by_time = alone.declares(alone.someone(cohort="2025")).accepted().attributes["statement_id"]
    with alone.on(parse(PAYABLE) - SECOND):
        _cannot_authorise(alone, first)
    with alone.on(PAYABLE):
        told = _authorise(alone, first)
        assert (told["state"], told["authorised_at"]) == ("paid", PAYABLE), told
        _cannot_authorise(alone, first)
    with alone.on(PAID):
        _cannot_authorise(alone, by_time)
    with alone.on(parse(PAID) - SECOND):
        _authorise(alone, by_time)


@scenario("V3-REG-17", "V3-PAY-5", needs=_CONTROL)
def a_statement_has_something_to_settle(provider: Provider) -> None:
    """What is voided settles nothing; a clawback alone does until it is made."""
    alone = provider.elsewhere()
    voided = alone.declares(alone.someone(cohort="2025")).accepted()
    alone.voids(voided).accepted()
    paid = alone.declares(alone.someone()).accepted()
    with alone.on(PAYABLE):
        _cannot_authorise(alone, voided.attributes["statement_id"])
        _authorise(alone, paid.attributes["statement_id"])
    with alone.on(TOMORROW.replace("2026-11", "2027-01")):
        taken_back = alone.voids(paid).accepted()
    clawback = taken_back.attributes["clawback_statement_id"]
    with alone.on(_IN_APRIL):
        alone.reads_declaration(paid.id).shows(state="awaiting-clawback")
        _authorise(alone, clawback)
        alone.reads_declaration(paid.id).shows(state="clawed-back")
        _cannot_authorise(alone, clawback)


@scenario("V3-COHORT-1", "V3-COHORT-4", needs=_CONTROL)
def a_cohort_is_as_the_one_before(provider: Provider) -> None:
    """A cohort is opened a year after the last, not frozen, and before a leap day's year ends."""
    alone = provider.elsewhere()
    alone.control("PUT", "/cohorts/2026", {"frozen_at": NOW, "enabled": False})
    told = alone.control("PUT", "/cohorts/2027", {"finished_on": "2028-02-29"})
    days = (told["started_on"], told["finished_on"], told["frozen_at"], told["enabled"])
    assert days == ("2027-06-01", "2028-02-29", None, False), told
    told = alone.control("PUT", "/cohorts/2028", {})
    assert (told["started_on"], told["finished_on"]) == ("2028-06-01", "2029-02-28"), told


@scenario("V3-COHORT-1", needs=_CONTROL)
def cohorts_lie_side_by_side(provider: Provider) -> None:
    """A cohort has a day at least, and none of another; each that it would overlap is told."""
    alone = provider.elsewhere()
    alone.control("PUT", "/cohorts/2027", {})
    one_day = {"started_on": "2027-06-05", "finished_on": "2027-06-05"}
    assert alone.control("PUT", "/cohorts/2027", one_day)["finished_on"] == "2027-06-05"
    both = {"started_on": "2025-05-31", "finished_on": "2027-06-05"}
    why = ["V3-COHORT-1"] * 3
    refuse(alone, "PUT", "/cohorts/2026", both, *why)
    refuse(alone, "PUT", "/cohorts/2026", {"finished_on": "2027-06-05"}, "V3-COHORT-1")
    alone.control("PUT", "/cohorts/2026", {"finished_on": "2027-06-04"})


@scenario("V3-COHORT-2", "V3-COHORT-3", "V3-DECL-13", needs=_CONTROL)
def a_freeze_to_come_is_waited_for(provider: Provider) -> None:
    """A freeze of a moment to come counts from then on, and not before, wherever the clock goes."""
    alone = provider.elsewhere()
    ects = [alone.someone() for _ in range(2)]
    alone.control("PUT", "/cohorts/2026", {"frozen_at": TOMORROW})
    with alone.on(TOMORROW):
        alone.declares(ects[0]).refused(naming="cohort")
    with alone.on(parse(TOMORROW) - SECOND):
        alone.declares(ects[0]).accepted()
    with alone.on("2026-11-20T09:00:00Z"):
        alone.declares(ects[1], dated="2026-11-19T09:00:00Z").accepted()


@scenario("V3-LIST-10", "V3-LIST-11", "V3-REG-10", "V3-REG-13", needs=_CONTROL)
def what_moves_a_school_and_its_partnerships(provider: Provider) -> None:
    """A school moves with its name, URN and contacts, its partnerships with all but the name."""
    made = provider.arranged("a school in partnership")
    school = made["school_id"]
    urn = str(int(provider.reads_school(school).done().attributes["urn"]) + 400_000)
    mail = "ada.quill@example.org"
    for day, (facts, moves) in enumerate(
        (
            ({"name": f"Quillfield School {school}"}, (True, False)),
            ({"urn": urn}, (True, True)),
            ({"tutor_name": "Ada Quill"}, (True, True)),
            ({"tutor_email": mail}, (True, True)),
            ({"contact_email": mail}, (True, True)),
            ({"second_contact_email": mail}, (True, True)),
            ({"second_contact_email": mail, "urn": urn}, (False, False)),
            ({"marked_eligible": True}, (False, False)),
            ({"uplifts": {"2024": {"sparsity": True}}}, (False, False)),
        ),
        start=1,
    ):
        now = f"2026-12-{day:02}T09:00:00Z"
        with provider.on(now):
            provider.control("PATCH", f"/schools/{school}", facts)
            moved = tuple(
                read.accepted().attributes["updated_at"] == now
                for read in (
                    provider.reads_school(school),
                    provider.reads_partnership(made["partnership_id"]),
                )
            )
        assert moved == moves, facts


@scenario("V3-REG-10", "V3-REG-13", needs=_CONTROL)
def a_school_is_recorded_with_its_own_urn(provider: Provider) -> None:
    """A school keeps its URN beside whatever else changes, and uplifts are of known years each."""
    school = provider.control("POST", "/schools", {})
    path, own = f"/schools/{school['id']}", {"urn": school["urn"]}
    provider.control("PATCH", path, {**own, "name": "Quillfield School"})
    years = {"2040": {"sparsity": True}, "2041": {"sparsity": True}, "2024": {"sparsity": True}}
    refuse(provider, "PATCH", path, {"uplifts": years}, "V3-REG-13", "V3-REG-13")
    refuse(provider, "POST", "/schools", own, "V3-REG-10")


@scenario("V3-LIST-8", "V3-PART-10", needs=_CONTROL)
def uplifts_of_a_year_move_its_people(provider: Provider) -> None:
    """Uplifts of a year, new or taken away, move who is of that cohort, and nobody else."""
    ects = {year: provider.someone(cohort=year) for year in ("2023", "2024")}
    at = {
        year: provider.control("GET", f"/participants/{each.id}")["school_periods"][-1]["school_id"]
        for year, each in ects.items()
    }
    for now, on in ((TOMORROW, True), ("2026-11-27T09:00:00Z", False)):
        with provider.on(now):
            for school in at.values():
                facts = {"uplifts": {"2024": {"sparsity": on, "pupil_premium": False}}}
                provider.control("PATCH", f"/schools/{school}", facts)
            for year, each in ects.items():
                seen = provider.reads(each).accepted().attributes["updated_at"] == now
                assert seen is (year == "2024"), f"{year} on {now}"
