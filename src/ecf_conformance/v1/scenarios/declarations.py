"""What a declaration must say, and how it is answered."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.editions import IN_SERVICE
from ecf_conformance.v1.provider import LATE, MISSING, NOBODY, NOW, Provider
from ecf_conformance.v1.schedules import EXTENDED, TYPES

_ATTRIBUTES = [
    "participant_id",
    "declaration_type",
    "course_identifier",
    "eligible_for_payment",
    "declaration_date",
    "updated_at",
    "voided",
    "state",
    "has_passed",
]
_WHOM_AND_WHAT = ("participant_id", "course_identifier")


@scenario("DECL-1", "FMT-2")
def a_declaration_is_answered_in_nine_attributes(provider: Provider) -> None:
    """A declaration is answered with its nine attributes, in order, and can be read again."""
    ect = provider.someone()
    made = provider.declares(ect).accepted()
    assert list(made.exchange.json()) == ["data"], f"{made.exchange.line} with more than data"
    assert made.data.get("type") == "participant-declaration", f"{made.exchange.line}: type"
    found = list(made.attributes)
    assert found == _ATTRIBUTES, f"{made.exchange.line} with {found}; expected {_ATTRIBUTES}"
    made.shows(
        participant_id=ect.id,
        declaration_type="started",
        course_identifier=ect.course,
        declaration_date=NOW,
        voided=False,
        has_passed=None,
    )
    read = provider.reads_declaration(made.id).accepted()
    assert read.id == made.id, f"{read.exchange.line} with {read.id}"
    read.shows(**{name: made.attributes[name] for name in _ATTRIBUTES})


@scenario(
    "DECL-1",
    each=table(
        Case("date", {"declaration_date": MISSING}, "declaration_date"),
        Case("blank date", {"declaration_date": ""}, "declaration_date"),
        Case("type", {"declaration_type": MISSING}, "declaration_type"),
        Case("evidence", {"evidence_held": MISSING}, "evidence_held"),
        Case(
            "date and type",
            {"declaration_date": MISSING, "declaration_type": MISSING},
            ["declaration_date", "declaration_type"],
        ),
        Case(
            "date and evidence",
            {"declaration_date": MISSING, "evidence_held": MISSING},
            ["declaration_date", "evidence_held"],
        ),
    ),
)
def what_is_missing_is_named(provider: Provider, case: Case) -> None:
    """A declaration that lacks something required is refused by its name."""
    ect = provider.someone(schedule=EXTENDED)
    without = provider.declares(ect, "retained-1", **case.said)
    without.refused(naming=case.expected)
    provider.declares(ect, "retained-1").accepted()


@scenario("DECL-1", "FMT-4")
def everything_that_is_wrong_is_named_in_order(provider: Provider) -> None:
    """With nothing at all, the four required attributes are named, in order, once each."""
    ect = provider.someone()
    nothing = provider.send("POST", "/participant-declarations", {"colour": "blue"})
    nothing.refused(
        naming=["declaration_date", "declaration_type", "participant_id", "course_identifier"],
        by=["DECL-1", "DECL-1", "DECL-9", "DECL-9"],
    )
    provider.declares(ect).accepted()


@scenario("DECL-1", "FMT-4")
def titles_come_in_the_order_of_the_rulebook(provider: Provider) -> None:
    """A bad date, no evidence and an unknown type are named in the order of their checks."""
    ect = provider.someone(schedule=EXTENDED)
    wrong = {"declaration_type": "retained-9", "evidence_held": MISSING}
    several = provider.declares(ect, "retained-1", dated="yesterday", **wrong)
    several.refused(
        naming=["declaration_date", "evidence_held", "declaration_type"],
        by=["DECL-3", "DECL-8", "DECL-2"],
    )
    provider.declares(ect, "retained-1").accepted()


@scenario("DECL-2", each=of(*TYPES))
def each_type_is_a_milestone(provider: Provider, case: Case) -> None:
    """The six types are accepted, and a seventh is refused."""
    ect = provider.someone(schedule=EXTENDED)
    unknown = provider.declares(ect, case.name, declaration_type=f"{case.name}-5")
    known = provider.declares(ect, case.name)
    titles = (
        ["declaration_type"] if case.name != "started" else ["evidence_held", "declaration_type"]
    )
    unknown.refused(naming=titles)
    known.accepted().shows(declaration_type=case.name)


@scenario(
    "DECL-3",
    "FMT-3",
    each=table(
        Case("offset", "2021-11-25T09:30:00+01:00", "2021-11-25T08:30:00Z"),
        Case("offset to the west", "2021-11-25T02:00:00-05:00", "2021-11-25T07:00:00Z"),
        Case("widest offset", "2021-11-25T22:00:00+14:00", "2021-11-25T08:00:00Z", IN_SERVICE),
        Case("no zone", "2021-11-25T08:00:00", "2021-11-25T08:00:00Z"),
        Case("small letters", "2021-11-25t08:00:00z", "2021-11-25T08:00:00Z"),
        Case("fraction", "2021-11-25T08:00:00.999Z", "2021-11-25T08:00:00Z"),
        Case("fraction with a comma", "2021-11-25T08:00:00,999Z", "2021-11-25T08:00:00Z"),
        Case("nine digits of fraction", "2021-11-25T08:00:00.123456789Z", "2021-11-25T08:00:00Z"),
    ),
)
def a_readable_date_is_answered_in_utc(provider: Provider, case: Case) -> None:
    """Any RFC 3339 date-time is accepted, and answered in UTC to the second."""
    ect = provider.someone()
    provider.declares(ect, dated=case.said).accepted().shows(declaration_date=case.expected)


@scenario(
    "DECL-3",
    each=table(
        Case("date only", "2021-11-25"),
        Case("a space for the T", "2021-11-25 08:00:00Z"),
        Case("no seconds", "2021-11-25T08:00Z"),
        Case("30 February", "2022-02-30T08:00:00Z"),
        Case("hour 24", "2021-11-24T24:00:00Z", ours=IN_SERVICE),
        Case("second 60", "2021-11-25T08:00:60Z", ours=IN_SERVICE),
        Case("offset beyond 14 hours", "2021-11-25T08:00:00+14:01", ours=IN_SERVICE),
        Case("month 13", "2021-13-25T08:00:00Z"),
        Case("words", "yesterday"),
        Case("space around", " 2021-11-25T08:00:00Z"),
        Case("number", 20211125, ours=IN_SERVICE),
        Case("list", ["2021-11-25T08:00:00Z"]),
        Case("null", None),
    ),
)
def an_unreadable_date_is_refused(provider: Provider, case: Case) -> None:
    """What is no RFC 3339 date-time of a moment that exists is refused."""
    ect = provider.someone(schedule=EXTENDED)
    with provider.on("2022-06-01T00:00:00Z"):
        unreadable = provider.declares(ect, declaration_date=case.said)
        readable = provider.declares(ect)
    unreadable.refused(naming="declaration_date")
    readable.accepted()


@scenario("DECL-4", needs={Ability.TIME})
def now_itself_can_be_declared(provider: Provider) -> None:
    """A date equal to now is accepted, and one to come is not: a fraction of a second later."""
    ect = provider.someone()
    soon = "2021-11-25T09:00:00.001Z" if provider.target.stands_still else "2021-11-25T09:00:10Z"
    with provider.on(NOW):
        provider.declares(ect, dated=soon).refused(naming="declaration_date", by="DECL-4")
        provider.declares(ect, dated=NOW).accepted()


@scenario("DECL-8", each=of("training-event-attended", "self-study-material-completed", "other"))
def evidence_is_one_of_three(provider: Provider, case: Case) -> None:
    """Each known evidence is accepted and never told; an unknown one is refused."""
    ect = provider.someone(schedule=EXTENDED)
    unknown = provider.declares(ect, "retained-2", evidence_held=f"{case.name}s")
    known = provider.declares(ect, "retained-2", evidence_held=case.name)
    unknown.refused(naming="evidence_held", by="DECL-8")
    known.accepted()
    read = provider.reads_declaration(known.id)
    told = [each for each in (known, read) if "evidence_held" in each.text]
    assert not told, f"{told[0].exchange.line} and tells the evidence"


@scenario("DECL-8", each=of(*TYPES[1:]))
def every_later_type_needs_evidence(provider: Provider, case: Case) -> None:
    """Every type but started is refused without evidence."""
    ect = provider.someone(schedule=EXTENDED)
    with provider.on(LATE):
        provider.declares(ect, case.name, evidence_held=MISSING).refused(
            naming="evidence_held", by="DECL-8"
        )
        provider.declares(ect, case.name, evidence_held=None).refused(
            naming="evidence_held", by="DECL-8"
        )
        provider.declares(ect, case.name).accepted()


@scenario("DECL-8")
def started_needs_no_evidence(provider: Provider) -> None:
    """For started, evidence is ignored: none is fine, and so is any value."""
    provider.declares(provider.someone()).accepted()
    provider.declares(provider.someone(), evidence_held="a unicorn").accepted()
    provider.declares(provider.someone(), evidence_held=["a unicorn"]).accepted()


@scenario(
    "DECL-9",
    each=table(
        Case("the other course", {"course_identifier": "ecf-mentor"}),
        Case("an unknown course", {"course_identifier": "npq-senior-leadership"}),
        Case("a blank course", {"course_identifier": ""}),
        Case("no course", {"course_identifier": MISSING}),
        Case("an unknown participant", {"participant_id": NOBODY}),
        Case("a malformed participant", {"participant_id": "ada"}),
        Case("a blank participant", {"participant_id": ""}),
        Case("no participant", {"participant_id": MISSING}),
        Case("a participant that is a number", {"participant_id": 7}),
    ),
)
def participant_and_course_go_together(provider: Provider, case: Case) -> None:
    """A wrong participant or course is refused by both names, and nothing further is judged."""
    ect = provider.someone(schedule=EXTENDED)
    wrong = provider.declares(ect, "retained-1", evidence_held=MISSING, **case.said)
    wrong.refused(naming=_WHOM_AND_WHAT, by=["DECL-9", "DECL-9"])
    provider.declares(ect, "retained-1").accepted()


@scenario("DECL-9")
def a_mentor_is_declared_on_the_mentors_course(provider: Provider) -> None:
    """A mentor is refused on an ECT's course, and accepted on a mentor's."""
    mentor = provider.someone("mentor")
    induction = provider.declares(mentor, course_identifier="ecf-induction")
    induction.refused(naming=_WHOM_AND_WHAT, by=["DECL-9", "DECL-9"])
    provider.declares(mentor).accepted().shows(course_identifier="ecf-mentor")


@scenario("DECL-12")
def types_come_in_any_order(provider: Provider) -> None:
    """Completion can be declared first, and the start last; a type that is none, never."""
    ect = provider.someone(schedule=EXTENDED)
    with provider.on(LATE):
        for each in reversed(TYPES):
            provider.declares(ect, each).accepted()


@scenario("DECL-12", edition="guidance", certain_with={Ability.STATES})
def whom_the_school_withdrew_can_be_declared(provider: Provider) -> None:
    """The guidance lets a participant be declared whom only the school has withdrawn."""
    ect = provider.someone(state="an ECT withdrawn by the school only", schedule=None)
    provider.declares(ect).accepted()


@scenario("DECL-12", edition="service", certain_with={Ability.STATES})
def whom_the_school_withdrew_is_unknown(provider: Provider) -> None:
    """The service answers for whom the school withdrew as for nobody."""
    ect = provider.someone(state="an ECT withdrawn by the school only", schedule=None)
    provider.declares(ect).refused(naming=_WHOM_AND_WHAT, by=["DECL-9", "DECL-9"])
    provider.declares(provider.someone()).accepted()


@scenario("DECL-7", needs={Ability.TIME})
def after_a_withdrawal_only_what_was_before_it(provider: Provider) -> None:
    """What is dated before a withdrawal is accepted; at that instant or later it is not."""
    ect = provider.someone()
    with provider.on("2021-11-26T12:00:00Z"):
        provider.withdraws(ect).done()
    with provider.on("2021-11-28T12:00:00Z"):
        after = provider.declares(ect, dated="2021-11-27T12:00:00Z")
        instant = provider.latest_on("2021-11-26T12:00:00Z")
        at_that_instant = provider.declares(ect, dated=instant)
        before = provider.declares(ect, dated="2021-11-26T11:59:50Z")

    after.refused(naming="participant_id", by="DECL-7")
    at_that_instant.refused(naming="participant_id", by="DECL-7")
    before.accepted()


@scenario("DECL-7", needs={Ability.TIME}, ours=IN_SERVICE)
def an_unreadable_date_is_not_compared_with_a_withdrawal(provider: Provider) -> None:
    """Of whom was withdrawn, a date that cannot be read is refused by its own name alone."""
    ect = provider.someone()
    with provider.on("2021-11-26T12:00:00Z"):
        provider.withdraws(ect).done()
    with provider.on("2021-11-28T12:00:00Z"):
        unreadable = provider.declares(ect, dated="the day after")
        before = provider.declares(ect, dated="2021-11-26T11:59:50Z")
    unreadable.refused(naming="declaration_date", by="DECL-3")
    before.accepted()
