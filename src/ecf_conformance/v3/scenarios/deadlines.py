"""By when declarations are expected, as advisories tell it (V3-ADV-2)."""

from ecf_conformance.cases import Case, table
from ecf_conformance.participants import Participant
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import Provider
from ecf_conformance.v3.registrations import ECT, report
from ecf_conformance.v3.schedules import EXTENDED, SEPTEMBER, SIMPLE, milestones

_CONTROL = {Ability.CONTROL}
_AFTER_ALL = "2030-01-01T09:00:00Z"


def _missing(provider: Provider, who: Participant) -> list[str]:
    """Return what advisories say of the declarations that somebody lacks."""
    told = provider.control("GET", f"/advisories?provider={provider.slug}")["advisories"]
    about = [each for each in told if each["participant_id"] == who.id]
    return sorted(each["what"] for each in about if each["rule"] == "V3-ADV-2")


@scenario(
    "V3-ADV-2",
    "V3-DECL-7",
    needs=_CONTROL,
    each=table(
        Case("an ECT of 2024", ("ect", "2024"), {}),
        Case("a mentor of 2024", ("mentor", "2024"), {}),
        Case("an ECT of 2025", ("ect", "2025"), {}),
        Case("an ECT of 2026", ("ect", "2026"), {}),
        Case(
            "a mentor of 2026",
            ("mentor", "2026"),
            {"started": "started", "completed": "retained-2"},
        ),
    ),
)
def later_cohorts_are_expected_by_the_same_days(provider: Provider, case: Case) -> None:
    """Without a window of its own a cohort is expected by the days of 2024, moved by years."""
    (kind, cohort), later = case.said, int(case.said[1]) - int(SIMPLE)
    ends = {
        each.declaration_type: each.last_day.replace(year=each.last_day.year + later)
        for each in milestones()
        if (each.cohort, each.schedule) == (SIMPLE, SEPTEMBER) and each.last_day
    }
    if case.expected:
        ends = {declared: ends[like] for declared, like in case.expected.items()}
    trainee = provider.someone(kind, cohort=cohort)
    free = provider.someone(kind, EXTENDED, cohort=cohort)
    with provider.on(_AFTER_ALL):
        found = _missing(provider, trainee)
        assert _missing(provider, free) == [], "an extended schedule has deadlines"
    assert len(found) == len(ends), found
    for declared, day in ends.items():
        assert any(declared in each and str(day) in each for each in found), f"{declared}: {found}"


@scenario(
    "V3-ADV-2",
    needs=_CONTROL,
    each=table(Case("the day before", "2026-12-31", 1), Case("the first day", "2027-01-01", 2)),
)
def only_time_in_training_is_expected(provider: Provider, case: Case) -> None:
    """Nothing is expected of a window that begins after the last day of training."""
    ect = provider.someone()
    report(provider, ect, "leave", **ECT, on=case.said)
    with provider.on("2026-12-31T23:59:59Z"):
        assert _missing(provider, ect) == [], "a deadline has not passed on its day"
    with provider.on(_AFTER_ALL):
        found = _missing(provider, ect)
    assert len(found) == case.expected, found
