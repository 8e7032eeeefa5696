"""How a declaration's date is written: how far a value is read, and which instant it is."""

from ecf_conformance.cases import Case, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, Provider

_STATES = {Ability.STATES}
_FORM, _FUTURE, _EARLY = "V3-DECL-5", "V3-DECL-3", "V3-DECL-7"


@scenario(
    "V3-DECL-5",
    needs=_STATES,
    each=table(
        Case("fourteen hours ahead", "2026-11-24T23:00:00+14:00", "2026-11-24T09:00:00Z"),
        Case("fourteen hours behind", "2026-11-24T18:00:00-14:00", "2026-11-25T08:00:00Z"),
        Case("a minute before the hour", "2026-11-24T10:59:00+01:59", "2026-11-24T09:00:00Z"),
        Case("a leap second", "2026-11-24T08:59:60Z", "2026-11-24T09:00:00Z"),
        Case("the last second", "2026-11-24T23:59:59Z", "2026-11-24T23:59:59Z"),
        Case("many digits", "2026-11-25T09:00:00.0000009Z", NOW),
        Case("now", NOW, NOW),
        Case("now elsewhere", "2026-11-25T14:30:00+0530", NOW),
        Case("the hour that comes twice", "2026-10-25T01:30:00", "2026-10-25T00:30:00Z"),
    ),
)
def a_date_is_an_instant(provider: Provider, case: Case) -> None:
    """A date is the instant that it means, to the second, wherever it is written."""
    made = provider.declares(provider.someone(), dated=case.said).accepted()
    made.shows(declaration_date=case.expected)


@scenario(
    "V3-DECL-5",
    "V3-DECL-7",
    "V3-DECL-3",
    needs=_STATES | {Ability.TIME},
    each=table(
        Case("a day", "2026-11-25", _FORM),
        Case("a day to come", "2026-11-26", _FUTURE),
        Case("a day, early", "2026-05-31", _EARLY),
        Case("the first day", "2026-06-01", _FORM),
        Case("blanks around", "  2026-11-25  ", _FORM),
        Case("without dashes", "20261125", _FORM),
        Case("without dashes, to come", "20261126", _FUTURE),
        Case("without dashes, early", "20260531T0000", _EARLY),
        Case("with strokes", "25/11/2026", _FORM),
        Case("with strokes, to come", "26/11/2026", _FUTURE),
        Case("with strokes, early", "31/05/2026 22", _EARLY),
        Case("an hour", "2026-11-25 9", _FORM),
        Case("an hour to come", "2026-11-25 10", _FUTURE),
        Case("a minute", "2026-11-25T09:00", _FORM),
        Case("a minute to come", "2026-11-25t09:01", _FUTURE),
        Case("a minute without a colon", "2026-11-25T0901", _FUTURE),
        Case("a second", "2026-11-25 09:00:00", _FORM),
        Case("a second to come", "2026-11-25 09:00:01", _FUTURE),
        Case("a second to come, without colons", "20261125T090001", _FUTURE),
        Case("something behind", "2026-11-25T09:00:00 GMT", _FORM),
        Case("the end of a day", "2026-11-24 24:00", _FORM),
        Case("the end of today", "2026-11-25 24:00", _FUTURE),
        Case("a leap second", "2026-11-25 08:59:60", _FORM),
        Case("a leap second to come", "2026-11-25 09:00:60", _FUTURE),
        Case("the last of a day", "2026-11-24 23:59:59", _FORM),
        Case("just over fourteen hours", "2026-11-24T09:00:00+14:01", _FORM),
        Case("sixty minutes", "2026-11-24T09:00:00+01:60", _FORM),
        Case("a fraction to come", "2026-11-25T09:00:00.000001Z", _FUTURE),
        Case("half a second to come", "2026-11-25T09:00:00,5Z", _FUTURE),
    ),
)
def a_date_is_judged_as_it_is_read(provider: Provider, case: Case) -> None:
    """A date in another form is refused for that, or for the instant that it can be read as."""
    ect = provider.someone()
    provider.declares(ect, dated=case.said).refused("declaration_date", by=case.expected)
    provider.declares(ect).accepted()


@scenario(
    "V3-DECL-6",
    needs=_STATES,
    each=table(
        Case("letters behind a day", "2026-11-24x"),
        Case("letters before a day", "x2026-11-24"),
        Case("two digits of a year", "24/11/26"),
        Case("half a minute", "2026-11-24 09:0"),
        Case("half a second", "2026-11-24 09:00:0"),
        Case("three digits of an hour", "2026-11-24 090"),
        Case("an hour that no day has", "2026-11-24T25:00:00Z"),
        Case("a minute after the end of a day", "2026-11-24 24:01"),
        Case("a second after the end of a day", "2026-11-24T24:00:01Z"),
        Case("a fraction after the end of a day", "2026-11-24T24:00:00.5Z"),
        Case("a minute that no hour has", "2026-11-24T09:60:00Z"),
        Case("a second that no minute has", "2026-11-24T09:00:61Z"),
        Case("a month that no year has", "2026-13-24T09:00:00Z"),
        Case("a day that no month has", "2026-11-00"),
        Case("a day that its month lacks", "31/11/2026"),
        Case("the year nought", "0000-11-24T09:00:00Z"),
    ),
)
def what_is_no_date_is_a_bad_request(provider: Provider, case: Case) -> None:
    """A value from which no instant can be read makes the request a bad one."""
    ect = provider.someone()
    provider.declares(ect, dated=case.said).bad_request(by="V3-DECL-6")
    provider.declares(ect).accepted()


@scenario("V3-DECL-5", "V3-DECL-3", needs={Ability.HEADER})
def a_fraction_counts_against_now(provider: Provider) -> None:
    """A fraction of a second is compared with that of now: a tenth of a second is a hundred ms."""
    ect = provider.someone()
    with provider.on("2026-11-25T09:00:00.4Z"):
        late = provider.declares(ect, dated="2026-11-25T09:00:00.5Z")
        late.refused("declaration_date", by="V3-DECL-3")
        provider.declares(ect, dated="2026-11-25T09:00:00.400Z").accepted()


@scenario("V3-DECL-5", "V3-DECL-7")
def both_readings_of_a_time_without_zone_are_held_to_the_opening(provider: Provider) -> None:
    """A time without a zone must be inside as UTC and as London time, in summer too."""
    ect = provider.someone()
    for early in ("2026-05-31T23:30:00", "2026-05-31T23:59:59"):
        provider.declares(ect, dated=early).refused("declaration_date", by="V3-DECL-7")
    made = provider.declares(ect, dated="2026-06-01T00:00:00").accepted()
    made.shows(declaration_date="2026-05-31T23:00:00Z")


@scenario("V3-DECL-5", "V3-DECL-7", certain_with=_STATES)
def both_readings_of_a_time_without_zone_are_held_to_the_close(provider: Provider) -> None:
    """A time without a zone is too late where it is as UTC, though in London it is not yet."""
    ect = provider.someone(cohort="2024")
    for late in (
        "2025-07-31T23:30:00",
        "2025-07-31T23:00:00",
        "2025-07-31T23:00:00Z",
        "2025-07-31T22:59:59.999999Z",
    ):
        answer = provider.declares(ect, "retained-2", late)
        answer.refused("declaration_date", by="V3-DECL-7")
    provider.declares(ect, "retained-2", "2025-07-31T22:59:59.999998Z").accepted()
