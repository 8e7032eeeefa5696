"""What is accepted, and not what the department expects."""

import re

from ecf_conformance.moments import SECOND, Moment
from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import NOW, Provider
from ecf_conformance.v1.schedules import APRIL, EXTENDED, JANUARY, REPLACEMENT, SEPTEMBER

_CONTROL = {Ability.CONTROL}
_SPRING = "2022-03-15T09:00:00Z"
_MUCH_LATER = "2022-02-10T09:00:00Z"
_SENTENCE = re.compile(r"([A-Z][a-z]*|[a-z]+-[\w-]+|started) [a-z].*\.")
_WORD = re.compile(r"[\w:-]+")


def _advises(
    provider: Provider, rule: str, *expected: Participant, of: tuple[str, ...] = ()
) -> list[str]:
    """Require a rule to advise on exactly these, and return which providers are asked.

    Each is told in two sentences; the first names what it is `of`.
    """
    told = provider.control("GET", "/advisories")["advisories"]
    found = [each for each in told if each["rule"] == rule]
    ids = sorted({each["participant_id"] for each in found})
    wanted = sorted(each.id for each in expected)
    assert ids == wanted, f"{rule} advises on {ids}; expected {wanted}"
    for each in found:
        for sentence in (each["what"], each["why"]):
            is_one = isinstance(sentence, str) and _SENTENCE.fullmatch(sentence)
            assert is_one, f"{rule} says {sentence!r}; expected a sentence"
        unnamed = set(of) - set(_WORD.findall(each["what"]))
        assert not unnamed, f"{rule} says {each['what']!r}, and names no {sorted(unnamed)}"
    return [each["provider"] for each in found]


def _clock(provider: Provider, now: str) -> None:
    provider.control("PUT", "/clock", {"now": now, "ticking": False})


def _moves(provider: Provider, participant: Participant) -> None:
    """Let a school move somebody to another provider."""
    to = {"provider": provider.other.slug, "school_urn": "900138"}
    provider.control("POST", f"/participants/{participant.id}/transfer", to)


@scenario("ADV-1", needs=_CONTROL)
def a_missing_declaration_is_noticed(provider: Provider) -> None:
    """Once a milestone has passed, who was not declared is noticed, and who was is not."""
    alone = provider.elsewhere()
    missing, declared, voided = alone.someone(), alone.someone(), alone.someone()
    alone.declares(declared).done()
    gone = alone.declares(voided).done()
    alone.voids(gone).done()
    _clock(alone, "2021-11-30T23:59:59Z")
    _advises(alone, "ADV-1")
    _clock(alone, "2021-12-01T00:00:00Z")
    _advises(alone, "ADV-1", missing, voided, of=("started", "2021-11-30"))


@scenario("ADV-1", needs=_CONTROL)
def only_of_the_active_something_is_missing(provider: Provider) -> None:
    """Nothing is missing of the deferred, of who left the school, and of who came after."""
    alone = provider.elsewhere()
    missing, deferred, left = alone.someone(), alone.someone(), alone.someone()
    alone.defers(deferred).done()
    alone.changes(left, status="withdrawn")
    _clock(alone, "2021-12-02T09:00:00Z")
    for added in ("2021-12-01T00:00:00Z", "2021-12-02T09:00:00Z"):
        with alone.on(added):
            alone.adds()
    _advises(alone, "ADV-1", missing)


@scenario("ADV-1", "PART-3", needs=_CONTROL)
def the_current_provider_is_asked_for_what_is_missing(provider: Provider) -> None:
    """After a transfer it is the new provider that is asked."""
    alone = provider.elsewhere()
    moved = alone.someone()
    _moves(alone, moved)
    _clock(alone, "2021-12-01T00:00:00Z")
    asked = _advises(alone, "ADV-1", moved)
    assert asked == [alone.other.slug], f"ADV-1 asks {asked}; expected {alone.other.slug}"


def _mentored(alone: Provider, schedule: str) -> tuple[Participant, Participant]:
    """Return an ECT and the mentor on a schedule."""
    mentor, ect = alone.someone("mentor", schedule), alone.someone(schedule=EXTENDED)
    alone.changes(ect, mentor_id=mentor.id)
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
    ect, mentor = pairs[0]
    _advises(alone, "ADV-2", mentor, of=("retained-1", "started", ect.id))


@scenario("ADV-2", needs=_CONTROL)
def only_replacements_are_compared_and_at_one_time(provider: Provider) -> None:
    """Another period, what another schedule was held for, and who went away are not compared."""
    alone = provider.elsewhere()
    odd, later, usual, left = (
        _mentored(alone, schedule) for schedule in (REPLACEMENT, REPLACEMENT, EXTENDED, REPLACEMENT)
    )
    for ect, _ in (odd, later, usual, left):
        alone.declares(ect).done()
    for _, mentor in (odd, usual, left):
        alone.declares(mentor, "retained-1").done()
    alone.changes_schedule(usual[1], REPLACEMENT).done()
    with alone.on(_MUCH_LATER):
        alone.declares(later[1], "retained-1", _MUCH_LATER).done()
        _moves(alone, left[0])
    _advises(alone, "ADV-2", odd[1])


@scenario("ADV-2", edition="guidance", needs=_CONTROL)
def periods_are_compared_to_the_instant(provider: Provider) -> None:
    """A milestone period begins with its first instant, and ends before the next one begins."""
    alone = provider.elsewhere()
    opens = alone.milestone("retained-1").opens
    in_first, in_second, after = (_mentored(alone, REPLACEMENT) for _ in range(3))
    with alone.on(_MUCH_LATER):
        for (ect, mentor), theirs, mine in (
            (in_first, NOW, opens - SECOND),
            (in_second, opens + SECOND, opens),
            (after, NOW, opens),
        ):
            alone.declares(ect, "started", theirs).done()
            alone.declares(mentor, "retained-1", mine).done()
    _advises(alone, "ADV-2", in_first[1], in_second[1])


@scenario("ADV-3", needs=_CONTROL)
def a_mentor_moved_for_a_second_is_noticed(provider: Provider) -> None:
    """A mentor of one who moves for a second is noticed; of one or none before it is not."""
    alone = provider.elsewhere()
    (_, busy), (_, single) = (_mentored(alone, SEPTEMBER) for _ in range(2))
    free = alone.someone("mentor")
    _, there_already = _mentored(alone, REPLACEMENT)
    alone.changes(alone.someone(), mentor_id=there_already.id)
    for mentor in (busy, single, free):
        with alone.on("2021-11-26T09:00:00Z"):
            alone.changes_schedule(mentor, REPLACEMENT).done()
    with alone.on("2021-11-27T09:00:00Z"):
        for mentor in (busy, free, free):
            alone.changes(alone.someone(), mentor_id=mentor.id)
    _advises(alone, "ADV-3", busy, of=(REPLACEMENT, "2"))


@scenario("ADV-4", needs=_CONTROL)
def declarations_out_of_order_are_noticed(provider: Provider) -> None:
    """A later type dated before an earlier one is noticed; in order or at once they are not."""
    alone = provider.elsewhere()
    started = "2021-11-24T12:00:00Z"
    odd, right, at_once = (alone.someone(schedule=EXTENDED) for _ in range(3))
    dates = ((odd, "2021-11-24T09:00:00Z"), (right, "2021-11-25T08:00:00Z"), (at_once, started))
    for who, later in dates:
        alone.declares(who, "retained-1", later).done()
        alone.declares(who, "started", started).done()
    dated = ("2021-11-24T09:00:00Z", started)
    _advises(alone, "ADV-4", odd, of=("retained-1", "started", *dated))


@scenario("ADV-5", needs=_CONTROL)
def a_start_off_schedule_is_noticed(provider: Provider) -> None:
    """September is for a start before 30 November; January and April for one from theirs on."""
    alone = provider.elsewhere()
    late = "2021-11-30T00:00:00Z"
    opens = ((each, alone.milestone("started", each).opens) for each in (JANUARY, APRIL))
    starts: list[tuple[str, Moment]] = [(EXTENDED, late), (EXTENDED, "2021-11-29T23:59:59Z")]
    people = []
    with alone.on(_SPRING):
        for schedule, dated in (*starts, *opens):
            people.append(alone.someone(schedule=schedule))
            alone.declares(people[-1], dated=dated).done()
        alone.declares(people[1], "retained-1", _SPRING).done()
    _advises(alone, "ADV-5", people[0], of=(EXTENDED, late))


@scenario("ADV-6", needs=_CONTROL)
def other_schedules_are_to_be_explained(provider: Provider) -> None:
    """A declaration made on a schedule that is not standard is noticed, on a standard one not."""
    alone = provider.elsewhere()
    other, back, standard = alone.someone(schedule=EXTENDED), alone.someone(), alone.someone()
    alone.changes_schedule(back, EXTENDED).done()
    for each in (other, back, standard):
        alone.declares(each).done()
    alone.changes_schedule(back, SEPTEMBER).done()
    _advises(alone, "ADV-6", other, back, of=("started", EXTENDED))


@scenario("ADV-2", "ADV-4", "ADV-6", "PART-3", needs=_CONTROL)
def who_declared_is_asked_about_it(provider: Provider) -> None:
    """After a transfer, what was declared before it is asked of the provider that declared it."""
    alone = provider.elsewhere()
    ect, mentor = _mentored(alone, REPLACEMENT)
    alone.declares(ect, "retained-1", "2021-11-25T08:00:00Z").done()
    alone.declares(ect).done()
    alone.declares(mentor, "retained-2").done()
    _moves(alone, mentor)
    asked = _advises(alone, "ADV-2", mentor, of=("retained-2", "retained-1", "started"))
    _moves(alone, ect)
    asked += _advises(alone, "ADV-4", ect) + _advises(alone, "ADV-6", ect, mentor)
    assert set(asked) == {alone.slug}, f"{asked} are asked; expected {alone.slug} alone"
