"""How our sandbox words a refusal: the field as `#/field`, and what would be accepted."""

import re

from ecf_conformance.cases import Case, table
from ecf_conformance.moments import wire
from ecf_conformance.reply import Reply
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import LATE, MISSING, NOBODY, Provider
from ecf_conformance.v1.schedules import EXTENDED, REPLACEMENT, SEPTEMBER, TYPES

_OURS = {Ability.CONTROL}
_DATE = "2021-11-25T09:00:00Z"
_COURSES = {"ecf-induction", "ecf-mentor", "ECT", "send"}


def _says(refusal: Reply, title: str, *words: str, field: str = "") -> None:
    """Require the detail of a title to name the field first, and then to have some words, whole."""
    titles = refusal.titles
    assert title in titles, f"{refusal.exchange.line} naming {titles}; expected {title} too"
    detail = refusal.exchange.json()["errors"][titles.index(title)]["detail"]
    where = f"{refusal.exchange.line} with the detail {detail!r}"
    assert detail.startswith(f"#/{field or title} "), f"{where}; expected #/{field or title} first"
    for each in words:
        assert re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", detail), f"{where}, not {each!r}"


@scenario(
    "FMT-4",
    needs=_OURS,
    each=table(
        Case("no date", {"declaration_date": MISSING}, ("declaration_date", "missing", _DATE)),
        Case(
            "an unreadable date", {"declaration_date": "soon"}, ("declaration_date", "RFC", _DATE)
        ),
        Case("a date to come", {"declaration_date": "2098-01-01T00:00:00Z"}, ("declaration_date",)),
        Case("no type", {"declaration_type": MISSING}, ("declaration_type", "of", *TYPES)),
        Case(
            "an unknown type",
            {"declaration_type": "retained-9"},
            ("declaration_type", "send", "of", EXTENDED, *TYPES),
        ),
        Case(
            "no evidence",
            {"evidence_held": MISSING},
            (
                "evidence_held",
                "of",
                "training-event-attended",
                "self-study-material-completed",
                "other",
            ),
        ),
        Case(
            "somebody unknown",
            {"participant_id": NOBODY},
            ("participant_id", "course", "send", "GET", "/api/v1/participants/ecf"),
        ),
        Case(
            "another course", {"course_identifier": "ecf-mentor"}, ("course_identifier", *_COURSES)
        ),
    ),
)
def a_refused_declaration_says_what_to_send(provider: Provider, case: Case) -> None:
    """Our sandbox names what is wrong with a declaration as #/field, and says what to send."""
    ect = provider.someone(schedule=EXTENDED)
    title, *words = case.expected
    _says(provider.declares(ect, "retained-1", **case.said), title, *words)
    provider.declares(ect, "retained-1").accepted()


@scenario("FMT-4", "DECL-5", "DECL-6", "DECL-7", "DECL-11", needs=_OURS)
def a_refused_declaration_says_when_and_why(provider: Provider) -> None:
    """Our sandbox says which dates are accepted, and what stands in the way."""
    ect, other = provider.someone(), provider.someone(schedule=EXTENDED)
    it = provider.milestone("started")
    early = "2021-08-01T00:00:00Z"
    _says(provider.declares(ect, dated=early), "declaration_date", wire(it.opens), wire(it.closes))
    begins = wire(provider.milestone("started", EXTENDED).opens)
    _says(provider.declares(other, dated=early), "declaration_date", begins, EXTENDED)
    provider.declares(ect).accepted()
    again = provider.declares(ect, dated="2021-11-25T08:00:00Z")
    _says(again, "base", "course", "void", "first", field="declaration_type")
    with provider.on(LATE):
        provider.withdraws(other).done()
        _says(provider.declares(other, dated=LATE), "participant_id", "withdrawn", wire(LATE))


@scenario("FMT-4", "ACT-2", "ACT-3", "ACT-4", needs=_OURS)
def a_refused_action_says_what_to_send(provider: Provider) -> None:
    """Our sandbox lists the reasons that it knows, and says what cannot be done."""
    ect = provider.someone()
    common = ("reason", "one", "of", "other")
    _says(provider.defers(ect, reason="rain"), *common, "bereavement", "parental-leave")
    _says(provider.withdraws(ect, reason="rain"), *common, "moved-school", "school-left-fip")
    profile = "participant_profile"
    _says(provider.resumes(ect), profile, "active", "be resumed", field="participant_id")
    provider.defers(ect).accepted()
    _says(provider.defers(ect), profile, "cannot be deferred", field="participant_id")
    provider.withdraws(ect).accepted()
    _says(provider.withdraws(ect), profile, "cannot be withdrawn", field="participant_id")


@scenario("FMT-4", "ACT-5", needs=_OURS)
def a_refused_change_says_what_to_send(provider: Provider) -> None:
    """Our sandbox says which schedules there are, and why one cannot be had."""
    ect, gone = provider.someone(), provider.someone()
    title = "schedule_identifier"
    missing = provider.changes_schedule(ect, SEPTEMBER, schedule_identifier=MISSING)
    _says(missing, title, "missing", "send", "ecf-standard-january")
    _says(provider.changes_schedule(ect, SEPTEMBER), title, SEPTEMBER)
    _says(provider.changes_schedule(ect, REPLACEMENT), title, "replacement", "only", "mentors")
    unknown = provider.changes_schedule(ect, "ecf-standard-july")
    _says(unknown, "Invalid action", "ecf-standard-july", "send", field=title)
    provider.withdraws(gone).done()
    _says(provider.changes_schedule(gone, EXTENDED), "participant_id", "withdrawn", "schedule")
    provider.changes_schedule(ect, EXTENDED).accepted()


@scenario("FMT-4", "ACT-5", edition="service", needs=_OURS)
def a_change_for_another_course_says_which_to_send(provider: Provider) -> None:
    """Our sandbox says for which courses a schedule is, where the course is another."""
    ect = provider.someone()
    wrong = provider.changes_schedule(ect, EXTENDED, course_identifier="npq-senco")
    _says(wrong, "schedule_identifier", "ecf-induction", "ecf-mentor", "send", "courses")
    provider.changes_schedule(ect, EXTENDED).accepted()
