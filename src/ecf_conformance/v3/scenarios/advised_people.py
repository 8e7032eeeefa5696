"""Edges of advisories about people: which day, which training, whose declaration."""

from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.advice import advisories, is_told
from ecf_conformance.v3.provider import NOW, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    IN_SEPTEMBER,
    MENTOR,
    ON_SEPTEMBER,
    assign,
    correct,
    partnered_school,
    register,
    register_in_september,
    report,
    school_of,
)
from ecf_conformance.v3.schedules import SEPTEMBER

_CONTROL = {Ability.CONTROL}
_LAST_DAY, _DAY_AFTER = "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"
_FUNDING_ENDED = {"ineligible_on": "2026-11-10", "reason": "started_not_completed"}


@scenario("V3-ADV-2", needs=_CONTROL)
def a_declaration_is_missing_from_the_day_after(provider: Provider) -> None:
    """A declaration is missing once its deadline has passed, if nobody's stands for it."""
    alone = provider.elsewhere()
    school = partnered_school(alone)
    missing, voided, declared, other = (
        register_in_september(alone, school_id=school) for _ in range(4)
    )
    late = register(alone, school_id=school, started_on="2027-01-01", **ON_SEPTEMBER)
    alone.voids(alone.declares(voided).accepted()).accepted()
    alone.declares(declared).accepted()
    alone.declares(other).accepted()
    report(alone, other, "lead-provider", **ECT, provider=alone.other.slug)
    for now, expected in ((_LAST_DAY, False), (_DAY_AFTER, True)):
        with alone.on(now):
            assert is_told(alone, "V3-ADV-2", missing) is expected, now
            assert is_told(alone, "V3-ADV-2", voided) is expected, now
            for each in (declared, late):
                assert not is_told(alone, "V3-ADV-2", each), now
    with alone.on("2027-04-01T00:00:00Z"):
        told = advisories(alone, "V3-ADV-2", missing)
        assert ["started" in each for each in told] == [True, False], told
        assert ["2026-12-31" in each for each in told] == [True, False], told
        assert len(advisories(alone, "V3-ADV-2", declared)) == 1
        assert not is_told(alone, "V3-ADV-2", other), "who was not with the provider then is told"


@scenario("V3-ADV-2", needs=_CONTROL)
def each_role_misses_its_own(provider: Provider) -> None:
    """What was declared of somebody as an ECT is missing of them as a mentor."""
    alone = provider.elsewhere()
    school = partnered_school(alone)
    both = register_in_september(alone, school_id=school)
    with alone.on(IN_SEPTEMBER):
        report(alone, both, "join", **MENTOR, school_id=school, provider=alone.slug)
    alone.declares(both).accepted()
    with alone.on(_DAY_AFTER):
        assert len(advisories(alone, "V3-ADV-2", both)) == 1
    with alone.on("2027-08-01T00:00:00Z"):
        told = advisories(alone, "V3-ADV-2", both)
    assert sum("started" in each for each in told) == 1, told
    assert sum("completed" in each for each in told) == 1, "a mentor has no completed"


@scenario("V3-ADV-3", needs=_CONTROL)
def the_last_day_of_funding_counts(provider: Provider) -> None:
    """A mentor's declaration of the last day of funding is in order, of the day after it is not."""
    alone = provider.elsewhere()
    school, other = partnered_school(alone), alone.other
    mentors = {}
    for dated in ("2026-11-10T23:59:59Z", "2026-11-11T00:00:00Z"):
        mentor = register_in_september(alone, "mentor", school_id=school)
        with alone.on(IN_SEPTEMBER):
            report(alone, mentor, "join", **ECT, school_id=school, provider=alone.slug)
        alone.declares(mentor, "started", dated).accepted()
        report(alone, mentor, "eligibility", **MENTOR, **_FUNDING_ENDED)
        mentors[dated] = mentor
    first, second = mentors.values()
    assert advisories(alone, "V3-ADV-3", first) == []
    (told,) = advisories(alone, "V3-ADV-3", second)
    assert told.startswith("started is dated 2026-11-11; "), told
    assert "2026-11-10" in told, told
    moved = register_in_september(alone, "mentor", school_id=school)
    alone.declares(moved, "started", "2026-11-11T00:00:00Z").accepted()
    report(alone, moved, "lead-provider", **MENTOR, provider=other.slug)
    there = other.arranged("a school in partnership", school_id=school_of(alone, moved))
    assert there["partnership_id"], there
    report(alone, moved, "eligibility", **MENTOR, **_FUNDING_ENDED)
    assert len(advisories(alone, "V3-ADV-3", moved)) == 1
    assert advisories(alone.other, "V3-ADV-3", moved) == []


@scenario("V3-ADV-4", needs=_CONTROL)
def a_start_waits_for_thirty_days(provider: Provider) -> None:
    """A submitted start is told of from 29 days before its deadline to that day."""
    alone = provider.elsewhere()
    ect = register_in_september(alone)
    alone.declares(ect).accepted().shows(state="submitted")
    for now, expected in (
        ("2026-12-01T23:59:59Z", False),
        ("2026-12-02T00:00:00Z", True),
        (_LAST_DAY, True),
        (_DAY_AFTER, False),
    ):
        with alone.on(now):
            told = advisories(alone, "V3-ADV-4", ect)
            assert bool(told) is expected, now
            assert all("2026-12-31" in each for each in told), told


@scenario("V3-ADV-4", "V3-REG-11", needs=_CONTROL)
def whose_start_does_not_wait(provider: Provider) -> None:
    """Of who is eligible, or is to be, of mentors, and of another provider nothing is told."""
    alone, soon = provider.elsewhere(), "2026-12-20T09:00:00Z"
    school = partnered_school(alone)
    waiting, due, moved, retired = (
        register_in_september(alone, school_id=school) for _ in range(4)
    )
    untold = register_in_september(alone, school_id=school)
    for each in (waiting, due, moved, retired):
        alone.declares(each).accepted().shows(state="submitted")
    report(alone, due, "induction", started_on="2026-12-31")
    alone.other.arranged("a school in partnership", school_id=school)
    report(alone, moved, "lead-provider", **ECT, provider=alone.other.slug)
    report(alone, retired, "eligibility", **ECT, eligible=True)
    survivor = register(alone, "mentor", provider=None)
    report(alone, retired, "merge", into=survivor.id)
    with alone.on(soon):
        assert is_told(alone, "V3-ADV-4", waiting)
        assert not is_told(alone, "V3-ADV-4", due), "who is to be eligible"
        assert is_told(alone, "V3-ADV-4", moved), "whose start is the provider's own"
        assert not is_told(alone.other, "V3-ADV-4", moved), "whose start is another's"
        assert not is_told(alone, "V3-ADV-4", survivor), "what was eligible waits for nothing"
        assert not is_told(alone, "V3-ADV-4", untold), "who has no start"


@scenario("V3-ADV-5", needs=_CONTROL)
def the_last_window_closes_on_a_day(provider: Provider) -> None:
    """Who still trains in 2023 or 2024 is told of from the day after the last window."""
    alone = provider.elsewhere()
    with alone.on("2024-09-02T09:00:00Z"):
        school = {"school_id": partnered_school(alone, "2024"), "cohort": "2024"}
        ect, mentor = (register(alone, kind, **school) for kind in ("ect", "mentor"))
    school = {"school_id": partnered_school(alone, "2025"), "cohort": "2025"}
    later = register(alone, **school, started_on="2025-09-01", **ON_SEPTEMBER)
    for now, expected in (("2026-07-31T22:59:59Z", False), ("2026-07-31T23:00:00Z", True)):
        with alone.on(now):
            told = advisories(alone, "V3-ADV-5", ect)
            assert bool(told) is expected, now
            assert is_told(alone, "V3-ADV-5", mentor) is expected, now
            for each in told:
                assert SEPTEMBER in each, told
                assert "2026-07-31" in each, told
    with alone.on("2029-01-01T09:00:00Z"):
        assert not is_told(alone, "V3-ADV-5", later), "a cohort that no extension is for"


@scenario("V3-ADV-5", needs=_CONTROL)
def who_does_not_need_longer(provider: Provider) -> None:
    """Who is stopped, gone or done is not told of; who is to be from tomorrow on is."""
    alone, today, tomorrow = provider.elsewhere(), NOW[:10], TOMORROW[:10]
    with alone.on("2024-09-02T09:00:00Z"):
        school = {"school_id": partnered_school(alone, "2024"), "cohort": "2024"}
        stopped, withdrawn, left, leaving, complete, trained, inducted, to_be = (
            register(alone, **school) for _ in range(8)
        )
        ended, to_end = (register(alone, "mentor", **school) for _ in range(2))
    alone.defers(stopped).done()
    alone.withdraws(withdrawn).done()
    report(alone, left, "leave", **ECT, on="2026-11-24")
    report(alone, leaving, "leave", **ECT, on=today)
    for declared, dated in _UP_TO_COMPLETED:
        held = {"evidence_held": None if declared == "started" else "other"}
        alone.declares(complete, declared, dated, **held).accepted()
        if declared != "completed":
            alone.declares(trained, declared, dated, **held).accepted()
    correct(alone, inducted, record_completed_on=today)
    correct(alone, to_be, record_completed_on=tomorrow)
    reason = {"reason": "started_not_completed"}
    report(alone, ended, "eligibility", **MENTOR, ineligible_on=today, **reason)
    report(alone, to_end, "eligibility", **MENTOR, ineligible_on=tomorrow, **reason)
    done = (stopped, withdrawn, left, complete, inducted, ended)
    assert [is_told(alone, "V3-ADV-5", each) for each in done] == [False] * 6
    others = (leaving, trained, to_be, to_end)
    assert [is_told(alone, "V3-ADV-5", each) for each in others] == [True] * 4


_UP_TO_COMPLETED = (
    ("started", "2024-10-01T09:00:00Z"),
    ("retained-1", "2025-01-10T09:00:00Z"),
    ("retained-2", "2025-04-10T09:00:00Z"),
    ("retained-3", "2025-08-10T09:00:00Z"),
    ("retained-4", "2026-01-10T09:00:00Z"),
    ("completed", "2026-04-10T09:00:00Z"),
)


@scenario("V3-ADV-6", needs=_CONTROL)
def a_replacement_mentor_had_another_ect(provider: Provider) -> None:
    """A replacement mentor is told of once with the first of other ECTs, and for nothing else."""
    alone = provider.elsewhere()
    school = {"school_id": partnered_school(alone)}
    replacing = {**school, "schedule_identifier": "ecf-replacement-september"}
    ects = [register_in_september(alone, **school) for _ in range(4)]
    one, same, usual, apart = (
        register_in_september(alone, "mentor", **replacing),
        register_in_september(alone, "mentor", **replacing),
        register_in_september(alone, "mentor", **school),
        register_in_september(alone, "mentor", **replacing),
    )
    first = {"started_on": "2026-09-02", "finished_on": "2026-09-10"}
    second = {"started_on": "2026-09-11", "finished_on": "2026-09-20"}
    for number, days in enumerate((first, second, {"started_on": "2026-09-21"})):
        assign(alone, ects[number], one, **days)
        assign(alone, ects[(number + 2) % 4], usual, **days)
    third = {"started_on": "2026-10-01", "finished_on": "2026-10-10"}
    assign(alone, ects[3], same, **third)
    assign(alone, ects[3], same, started_on="2026-10-11")
    together = {"started_on": "2026-11-01", "finished_on": "2026-11-02"}
    report(alone, one, "join", **ECT, **school)
    report(alone, apart, "join", **ECT, **school)
    for ect in ects[:2]:
        assign(alone, ect, apart, **together)
    (told,) = advisories(alone, "V3-ADV-6", one)
    assert ects[0].id in told, told
    assert "2026-09-02" in told, told
    for each in (same, usual, apart):
        assert not is_told(alone, "V3-ADV-6", each)


@scenario("V3-ADV-8", needs=_CONTROL)
def only_some_reasons_are_for_a_school_to_report(provider: Provider) -> None:
    """Who was withdrawn as gone elsewhere is told of, who stopped altogether is not."""
    alone = provider.elsewhere()
    school = {"school_id": partnered_school(alone)}
    for reason, expected in (
        ("moved-school", True),
        ("changed-lead-provider", True),
        ("switched-to-school-led", True),
        ("left-teaching-profession", False),
        ("other", False),
    ):
        gone = register_in_september(alone, **school)
        alone.withdraws(gone, reason=reason).done()
        told = advisories(alone, "V3-ADV-8", gone)
        assert bool(told) is expected, reason
        assert all(reason in each for each in told), told


@scenario("V3-ADV-8", needs=_CONTROL)
def who_went_elsewhere_is_at_school_still(provider: Provider) -> None:
    """Who was withdrawn as gone is told of to the last day there, or until trained again."""
    alone = provider.elsewhere()
    school = {"school_id": partnered_school(alone)}
    gone, again, led = (register_in_september(alone, **school) for _ in range(3))
    for each in (gone, again, led):
        alone.withdraws(each, reason="moved-school").done()
    report(alone, gone, "leave", **ECT, on=TOMORROW[:10])
    with alone.on(TOMORROW):
        assert is_told(alone, "V3-ADV-8", gone), "on the last day"
        report(alone, again, "join", **MENTOR, **school, provider=alone.slug)
        assert is_told(alone, "V3-ADV-8", again), "another role makes up for it"
        report(alone, again, "lead-provider", **ECT, provider=alone.slug)
        report(alone, led, "programme", programme="school_led")
        for each in (again, led):
            assert not is_told(alone, "V3-ADV-8", each), "who is trained again"
    with alone.on("2026-11-27T00:00:00Z"):
        assert not is_told(alone, "V3-ADV-8", gone), "who has left"
