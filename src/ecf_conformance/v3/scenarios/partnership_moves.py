"""Training that the department moves to another partnership, and what it refuses."""

from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import days, every_training, record_of
from ecf_conformance.v3.provider import DAY_AFTER, TOMORROW, Provider
from ecf_conformance.v3.refusals import refuse
from ecf_conformance.v3.registrations import ECT, IN_SEPTEMBER, MENTOR, register, report

_CONTROL = {Ability.CONTROL}
_LATER = "2027-01-04"


def _second(provider: Provider, first: Json) -> Json:
    """Return what the department says of a second partnership beside a provider state's."""
    return {
        "provider": provider.slug,
        "cohort": "2026",
        "school_id": first["school_id"],
        "delivery_partner_id": provider.arranged("a delivery partner")["delivery_partner_id"],
    }


def _moved(provider: Provider, first: Json) -> str:
    """Let the department make a second partnership, and move all training; return its id."""
    said = {**_second(provider, first), "move_from": first["partnership_id"]}
    return str(provider.control("POST", "/partnerships", said)["id"])


def _periods(provider: Provider, who: Participant) -> list[tuple[str, str]]:
    """Return the partnership and days of each training period of somebody."""
    return [
        (each["partnership_id"], days(each)) for each in every_training(record_of(provider, who))
    ]


@scenario("V3-REG-15", needs=_CONTROL)
def open_training_goes_on_and_other_training_changes(provider: Provider) -> None:
    """Open training that began goes on under the second partnership; all other training moves."""
    first = provider.arranged("a school in partnership")
    school = {"school_id": first["school_id"]}
    with provider.on(IN_SEPTEMBER):
        begun, ending = register(provider, **school), register(provider, "mentor", **school)
        report(provider, ending, "leave", **MENTOR, on="2026-12-31")
    today, later = (
        register(provider, **school),
        register(provider, **school, started_on="2027-01-04"),
    )
    second = _moved(provider, first)
    assert _periods(provider, begun) == [
        (first["partnership_id"], "2026-09-02 to 2026-11-24"),
        (second, "from 2026-11-25"),
    ]
    assert _periods(provider, ending) == [(second, "2026-09-02 to 2026-12-31")]
    assert _periods(provider, today) == [(second, "from 2026-11-25")]
    assert _periods(provider, later) == [(second, f"from {_LATER}")]


@scenario("V3-REG-15", "V3-TRANSFER-1", needs=_CONTROL)
def moved_training_was_recorded_then(provider: Provider) -> None:
    """The transfer of somebody whose training was moved is as old as that move."""
    first = provider.arranged("a school in partnership")
    with provider.on(IN_SEPTEMBER):
        ect = register(provider, school_id=first["school_id"])
    with provider.on(TOMORROW):
        _moved(provider, first)
    with provider.on(DAY_AFTER):
        report(provider, ect, "leave", **ECT, on="2026-12-31")
        (told,) = provider.reads_transfers(ect).accepted().attributes["transfers"]
    assert told["created_at"] == TOMORROW, told


@scenario("V3-REG-15", "V3-REG-14", needs=_CONTROL)
def a_second_partnership_differs_in_its_delivery_partner(provider: Provider) -> None:
    """Training moves from a partnership of the provider, school and cohort, and from no other."""
    first, elsewhere = (provider.arranged("a school in partnership") for _ in range(2))
    said, other = _second(provider, first), provider.other
    at_school = {"school_id": first["school_id"]}
    last_year = provider.arranged("a school in partnership", **at_school, cohort="2025")
    theirs = other.arranged("a school in partnership", **at_school)
    for each in (elsewhere, last_year, theirs):
        wrong = {**said, "move_from": each["partnership_id"]}
        refuse(provider, "POST", "/partnerships", wrong, "move_from V3-REG-15")
    unlinked = {"delivery_partner_id": other.arranged("a delivery partner")["delivery_partner_id"]}
    wrong = {**said, **unlinked, "move_from": elsewhere["partnership_id"]}
    refuse(provider, "POST", "/partnerships", wrong, "V3-REG-14", "move_from V3-REG-15")
    provider.control("POST", "/partnerships", {**said, "move_from": first["partnership_id"]})


@scenario("V3-REG-15", "V3-REG-14", "V3-PARTNER-6", needs=_CONTROL)
def the_department_changes_a_partnership(provider: Provider) -> None:
    """A partnership goes on with a linked delivery partner that it and its like do not have."""
    first = provider.arranged("a school in partnership")
    second = provider.control("POST", "/partnerships", _second(provider, first))
    path = f"/partnerships/{first['partnership_id']}"
    own = provider.reads_partnership(first["partnership_id"]).done().attributes
    theirs = provider.other.arranged("a delivery partner")["delivery_partner_id"]
    for partner, rules in (
        (own["delivery_partner_id"], ["V3-REG-15"]),
        (second["delivery_partner_id"], ["V3-REG-15"]),
        (theirs, ["V3-REG-14"]),
    ):
        refuse(provider, "PATCH", path, {"delivery_partner_id": partner}, *rules)
    free = provider.arranged("a delivery partner")["delivery_partner_id"]
    provider.control("PATCH", path, {"delivery_partner_id": free})
    provider.reads_partnership(first["partnership_id"]).shows(delivery_partner_id=free)
