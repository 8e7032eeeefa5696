"""What only our control API shows of a world: its clock."""

from ecf_conformance.exchange import SERVER_DATE
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import Provider

_CONTROL = {Ability.CONTROL}
_UNDATED = {SERVER_DATE: None}


def _undated_defer(provider: Provider, ect: Participant, action: str = "defer") -> Json:
    """Act without a header, so that the world's own clock tells; return updated_at."""
    body = {"data": {"attributes": {"reason": "other", "course_identifier": ect.course}}}
    path = f"/participants/ecf/{ect.id}/{action}"
    done = provider.call("PUT", path, json=body, headers=_UNDATED).accepted()
    return done.attributes["updated_at"]


@scenario("TIME-4", needs=_CONTROL)
def a_clock_moves_both_ways(provider: Provider) -> None:
    """A world's clock can be frozen at any moment, later or earlier, and advanced."""
    alone = provider.elsewhere()
    ect = alone.someone()
    for number, now in enumerate(("2022-06-01T00:00:00Z", "2021-11-26T12:00:00Z")):
        alone.control("PUT", "/clock", {"now": now, "ticking": False})
        found = _undated_defer(alone, ect, "resume" if number else "defer")
        assert found == now, f"the clock stands at {now}, and updated_at is {found}"
    alone.control("POST", "/clock/advance", {"by": "P1M"})
    found = _undated_defer(alone, ect)
    assert found == "2021-12-26T12:00:00Z", f"a month later than 26 November it is {found}"


@scenario("TIME-4", needs=_CONTROL)
def a_clock_stands_or_goes_on(provider: Provider) -> None:
    """A frozen clock stands at its fraction of a second, and another goes on from there."""
    alone = provider.elsewhere()
    ect, last = alone.someone(), "2022-06-01T00:00:00.9999Z"
    alone.control("PUT", "/clock", {"now": last, "ticking": False})
    found = _undated_defer(alone, ect)
    assert found == "2022-06-01T00:00:00Z", f"frozen at {last}, the clock is at {found} later"
    alone.control("PUT", "/clock", {"now": last})
    found = _undated_defer(alone, ect, "resume")
    assert found > "2022-06-01T00:00:00Z", f"ticking from {last}, the clock is at {found} later"


@scenario("TIME-4", "PAY-4", "LIST-7", needs=_CONTROL)
def time_changes_states_at_once(provider: Provider) -> None:
    """A jump to the next payment pays, and a jump back takes it back."""
    alone = provider.elsewhere()
    made = alone.declares(alone.someone()).done()
    path = f"/participant-declarations/{made.id}"
    jump = {"to": "next-payment", "schedule": "ecf-standard-september"}
    told = alone.control("POST", "/clock/advance", jump)
    assert told["now"] == "2021-12-01T00:00:00Z", f"the next payment is at {told['now']}"
    alone.call("GET", path, headers=_UNDATED).accepted().shows(state="paid")
    alone.control("POST", "/clock/advance", {"by": "-P1D"})
    alone.call("GET", path, headers=_UNDATED).accepted().shows(state="eligible")


@scenario("TIME-1", needs=_CONTROL)
def the_header_outranks_a_ticking_clock(provider: Provider) -> None:
    """A request's header counts in a world whose clock ticks, too."""
    alone = provider.elsewhere(now="2022-01-01T00:00:00Z", ticking=True)
    with alone.on("2021-11-26T00:00:00Z"):
        alone.defers(alone.someone()).accepted().shows(updated_at="2021-11-26T00:00:00Z")


@scenario("TIME-4", "TIME-1", needs=_CONTROL)
def the_header_outranks_the_clock(provider: Provider) -> None:
    """A request's header counts for that request, and the clock for the next."""
    alone = provider.elsewhere(now="2022-01-01T00:00:00Z")
    ect = alone.someone()
    with alone.on("2021-11-26T00:00:00Z"):
        alone.defers(ect).accepted().shows(updated_at="2021-11-26T00:00:00Z")
    found = _undated_defer(alone, ect, "resume")
    assert found == "2022-01-01T00:00:00Z", f"after a dated request the clock is at {found}"
