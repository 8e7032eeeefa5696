"""What only our control API shows: clocks, limits, statements, advisories."""

from ecf_conformance.people import Participant
from ecf_conformance.provider import NOW, Provider
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.schedules import EXTENDED, REPLACEMENT, payments
from ecf_conformance.target import SERVER_DATE, Ability

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


@scenario("LIM-1", needs=_CONTROL)
def a_limit_is_told_with_when_to_retry(provider: Provider) -> None:
    """Over its limit a token gets a 429 with Retry-After; another's is not touched."""
    alone = provider.elsewhere()
    alone.control("PUT", "/limits", {"rate_limit": {"requests": 3, "seconds": 300}})
    for _ in range(3):
        alone.call("GET", "/participants/ecf", retry=False).accepted()
    over = alone.call("GET", "/participants/ecf", retry=False)
    assert over.status == 429, f"{over.exchange.line} as the fourth of three; expected 429"
    wait = over.headers.get("retry-after", "")
    assert wait.isdigit(), f"{over.exchange.line} with Retry-After {wait!r}"
    assert 0 <= int(wait) <= 300, f"{over.exchange.line} with Retry-After {wait} of 300 seconds"
    assert over.text.strip() == "Retry later", f"{over.exchange.line} saying {over.text!r}"
    kind = over.headers.get("content-type", "").partition(";")[0]
    assert kind == "text/plain", f"{over.exchange.line} as {kind!r}; expected text/plain"
    unknown = {"Authorization": "Bearer unknown"}
    alone.call("GET", "/participants/ecf", headers=unknown, retry=False).denied()
    alone.other.call("GET", "/participants/ecf", retry=False).accepted()
    alone.control("PUT", "/limits", {"rate_limit": None})
    alone.call("GET", "/participants/ecf", retry=False).accepted()


def _statement(provider: Provider, number: int) -> Json:
    """Return one of the provider's payments, counted from 0."""
    day = payments(provider.edition)[number].milestone_day.isoformat()
    told = provider.control("GET", f"/statements?provider={provider.slug}")["statements"]
    (found,) = [each for each in told if each["milestone_date"] == day and each["cohort"] == "2021"]
    return found


@scenario("PAY-8", needs=_CONTROL)
def a_statement_adds_shares_up(provider: Provider) -> None:
    """A payment shows what it pays by type and state, with shares of 20 and 15."""
    alone = provider.elsewhere()
    ects = [alone.someone(schedule=EXTENDED) for _ in range(2)]
    for ect in ects:
        alone.declares(ect).done()
    alone.declares(ects[0], "retained-1").done()
    told = _statement(alone, 0)
    lines = {(each["declaration_type"], each["state"]): each for each in told["lines"]}
    started, retained = lines[("started", "eligible")], lines[("retained-1", "eligible")]
    assert (started["declarations"], started["share"]) == (2, 40), f"two started are {started}"
    assert (retained["declarations"], retained["share"]) == (1, 15), f"one retained is {retained}"
    assert told["share"] == 55, f"the payment is {told['share']}; expected 55"


@scenario("PAY-8", "PAY-6", needs=_CONTROL)
def a_clawback_is_a_negative_line(provider: Provider) -> None:
    """A clawback stays in its payment, and takes its share back in the next."""
    alone = provider.elsewhere()
    made = alone.declares(alone.someone()).done()
    with alone.on("2021-12-06T09:00:00Z"):
        alone.voids(made).done()
    alone.control("PUT", "/clock", {"now": "2021-12-07T09:00:00Z", "ticking": False})
    first, second = _statement(alone, 0), _statement(alone, 1)
    assert first["share"] == 20, f"the original payment is {first['share']}; expected 20"
    assert [each["share"] for each in second["clawbacks"]] == [-20], f"{second['clawbacks']}"
    assert second["share"] == -20, f"the next payment is {second['share']}; expected -20"


def _advised(provider: Provider, rule: str) -> set[str]:
    """Return the ids of those about whom a rule advises."""
    told = provider.control("GET", "/advisories")["advisories"]
    return {each["participant_id"] for each in told if each["rule"] == rule}


@scenario("ADV-1", needs=_CONTROL)
def a_missing_declaration_is_noticed(provider: Provider) -> None:
    """Once a milestone has passed, who was not declared is noticed, and who was is not."""
    alone = provider.elsewhere()
    missing, declared = alone.someone(), alone.someone()
    alone.declares(declared).done()
    assert _advised(alone, "ADV-1") == set(), "a milestone still open is advised on"
    alone.control("PUT", "/clock", {"now": "2021-12-01T00:00:00Z", "ticking": False})
    with alone.on("2021-12-01T00:00:00Z"):
        found = _advised(alone, "ADV-1")
    assert found == {missing.id}, f"ADV-1 advises on {found}; expected {missing.id} alone"


@scenario("ADV-4", needs=_CONTROL)
def declarations_out_of_order_are_noticed(provider: Provider) -> None:
    """A later type dated before an earlier one is noticed, and the right order is not."""
    alone = provider.elsewhere()
    odd, right = alone.someone(schedule=EXTENDED), alone.someone(schedule=EXTENDED)
    for who, later in ((odd, "2021-11-24T09:00:00Z"), (right, "2021-11-25T08:00:00Z")):
        alone.declares(who, "retained-1", later).done()
        alone.declares(who, "started", "2021-11-24T12:00:00Z").done()
    found = _advised(alone, "ADV-4")
    assert found == {odd.id}, f"ADV-4 advises on {found}; expected {odd.id} alone"


@scenario("ADV-5", needs=_CONTROL)
def a_start_off_schedule_is_noticed(provider: Provider) -> None:
    """A September schedule for a start in December is noticed, and in November is not."""
    alone = provider.elsewhere()
    odd, right = alone.someone(schedule=EXTENDED), alone.someone(schedule=EXTENDED)
    with alone.on("2021-12-20T09:00:00Z"):
        alone.declares(odd, dated="2021-12-15T09:00:00Z").done()
        alone.declares(right, dated=NOW).done()
        found = _advised(alone, "ADV-5")
    assert found == {odd.id}, f"ADV-5 advises on {found}; expected {odd.id} alone"


@scenario("ADV-6", needs=_CONTROL)
def other_schedules_are_to_be_explained(provider: Provider) -> None:
    """A declaration on a schedule that is not standard is noticed, on a standard one not."""
    alone = provider.elsewhere()
    other, standard = alone.someone(schedule=EXTENDED), alone.someone()
    alone.declares(other).done()
    alone.declares(standard).done()
    found = _advised(alone, "ADV-6")
    assert found == {other.id}, f"ADV-6 advises on {found}; expected {other.id} alone"


def _mentored(alone: Provider, schedule: str) -> tuple[Participant, Participant]:
    """Return an ECT and the mentor on a schedule."""
    mentor, ect = alone.someone("mentor", schedule), alone.someone()
    alone.control("PATCH", f"/participants/{ect.id}", {"mentor_id": mentor.id})
    return ect, mentor


@scenario("ADV-2", needs=_CONTROL)
def a_replacement_out_of_step_is_noticed(provider: Provider) -> None:
    """A replacement mentor's other type than the ECT's is noticed, and the same is not."""
    alone = provider.elsewhere()
    pairs = [_mentored(alone, REPLACEMENT) for _ in range(2)]
    for ect, _ in pairs:
        alone.declares(ect).done()
    alone.declares(pairs[0][1], "retained-1").done()
    alone.declares(pairs[1][1], "started").done()
    found, odd = _advised(alone, "ADV-2"), pairs[0][1].id
    assert found == {odd}, f"ADV-2 advises on {found}; expected {odd} alone"


@scenario("ADV-3", needs=_CONTROL)
def a_mentor_moved_for_a_second_is_noticed(provider: Provider) -> None:
    """A mentor of one who moves for a second is noticed; one who has but one is not."""
    alone = provider.elsewhere()
    (_, busy), (_, single) = (_mentored(alone, "ecf-standard-september") for _ in range(2))
    for mentor in (busy, single):
        with alone.on("2021-11-26T09:00:00Z"):
            alone.changes_schedule(mentor, REPLACEMENT).done()
    with alone.on("2021-11-27T09:00:00Z"):
        second = alone.someone()
        alone.control("PATCH", f"/participants/{second.id}", {"mentor_id": busy.id})
        found = _advised(alone, "ADV-3")
    assert found == {busy.id}, f"ADV-3 advises on {found}; expected {busy.id} alone"
