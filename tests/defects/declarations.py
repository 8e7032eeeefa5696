"""Defects of declarations: what they must say, and for whom they are accepted."""

from dataclasses import replace

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Rejected
from ecf_sandbox.v1.domain.declarations import Evidence, Unusable
from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.http import parsing
from ecf_sandbox.v1.rules import declaring
from ecf_sandbox.v1.rules.ownership import Ownership
from ecf_sandbox.v1.service import declarations
from tests.defects import defect
from tests.kit.breaking import change_result, nothing, retitle, switch


@defect("DECL-1", also="DECL-12 DECL-2 DECL-7 DECL-9 FMT-4 FMT-5 FMT-7")
def evidence_is_asked_for_first(patch):
    """The titles of a refused declaration come in another order."""
    true = declarations.refuse_any
    patch.setattr(declarations, "refuse_any", lambda *chapters: true(*reversed(chapters)))


@defect("DECL-1", also="DECL-12 DECL-2 DECL-7 DECL-9 FMT-4 FMT-5 FMT-7")
def only_the_first_problem_is_told(patch):
    """A refusal stops at the first problem."""
    true = declarations.refuse_any

    def refuse_any(*chapters):
        try:
            true(*chapters)
        except Rejected as refusal:
            raise Rejected(refusal.problems[0]) from None

    patch.setattr(declarations, "refuse_any", refuse_any)


@defect("DECL-1", also="FMT-5")
def a_missing_type_is_no_problem_of_its_own(patch):
    """A declaration without a type is not refused for that."""
    patch.setattr(declaring, "given_type", nothing)


@defect("DECL-1", also="DECL-9")
def strangers_are_judged_by_their_schedule(patch):
    """Window, evidence and place are judged for another provider's participant too."""
    true, problems, met = declarations.ownership_of, declarations.known_participant, []

    def ownership_of(*arguments):
        met.append(true(*arguments))
        return Ownership.OWN if met[-1] is Ownership.OTHERS else met[-1]

    patch.setattr(declarations, "ownership_of", ownership_of)
    patch.setattr(declarations, "known_participant", lambda _, rule: problems(met[-1], rule))


@defect("DECL-2", also="DECL-1")
def an_unknown_type_is_missing(patch):
    """A type that is no milestone is answered as if none were sent."""
    change_result(
        patch,
        parsing,
        "claim",
        lambda claim, *_: (
            replace(claim, declaration_type=Unusable.MISSING)
            if claim.declaration_type is Unusable.UNREADABLE
            else claim
        ),
    )


@defect("DECL-2", also="DECL-12")
def the_fourth_retention_point_is_unknown(patch):
    """`retained-4` is refused."""
    change_result(
        patch,
        declaring,
        "type_in_schedule",
        lambda found, claim, _: (
            [declaring.MISSING_TYPE]
            if claim.declaration_type is DeclarationType.RETAINED_4
            else found
        ),
    )


@defect("DECL-7", also="TIME-3")
def the_instant_of_a_withdrawal_is_before_it(patch):
    """A date at the very withdrawal is accepted."""
    true = declaring.not_after_withdrawal

    def not_after_withdrawal(claim, record, edition):
        later = record.withdrawn_at and Instant(record.withdrawn_at + 1)
        return true(claim, replace(record, withdrawn_at=later), edition)

    patch.setattr(declaring, "not_after_withdrawal", not_after_withdrawal)


@defect("DECL-7", also="PAY-7 TIME-3")
def the_withdrawn_cannot_be_declared_at_all(patch):
    """Nothing is accepted after a withdrawal, whatever its date."""
    true = declaring.not_after_withdrawal

    def not_after_withdrawal(claim, record, edition):
        early = replace(record, withdrawn_at=record.withdrawn_at and Instant(0))
        return true(claim, early, edition)

    patch.setattr(declaring, "not_after_withdrawal", not_after_withdrawal)


@defect("DECL-7", also="TIME-3")
def the_withdrawn_have_a_wrong_date(patch):
    """The refusal of a late date after a withdrawal names the date."""
    retitle(patch, declaring, "not_after_withdrawal", "declaration_date")


@defect("DECL-8")
def completion_needs_no_evidence(patch):
    """`completed` is accepted without evidence, as the guidance's slip has it."""
    change_result(
        patch,
        parsing,
        "claim",
        lambda claim, *_: (
            replace(claim, evidence_held=None)
            if claim.declaration_type is DeclarationType.COMPLETED
            and isinstance(claim.evidence_held, Unusable)
            else claim
        ),
    )


@defect("DECL-8", also="FMT-4")
def any_evidence_will_do(patch):
    """Evidence that nobody knows counts as other."""
    change_result(
        patch,
        parsing,
        "claim",
        lambda claim, *_: (
            replace(claim, evidence_held=Evidence.OTHER)
            if claim.evidence_held is Unusable.UNREADABLE
            else claim
        ),
    )


@defect(
    "DECL-8",
    also=(
        "DECL-10 ACT-8 AUTH-5 DECL-1 DECL-11 DECL-12 DECL-13 DECL-14 DECL-2 DECL-3 DECL-4 "
        "DECL-5 DECL-6 DECL-7 DECL-9 FMT-1 FMT-2 FMT-3 FMT-4 FMT-5 FMT-7 FMT-9 PAY-1 "
        "PAY-7 PAY-8 REG-3 TIME-1 TIME-3"
    ),
)
def started_needs_evidence_too(patch):
    """Evidence is read and asked for whatever the type."""
    change_result(
        patch,
        parsing,
        "claim",
        lambda claim, said, _: replace(
            claim, evidence_held=parsing._word(Evidence, said.get("evidence_held"))
        ),
    )


@defect("DECL-9")
def another_providers_participant_is_nobody(patch):
    """Whom another provider trains fails on the course too."""
    change_result(
        patch,
        declarations,
        "ownership_of",
        lambda known, *_: Ownership.UNKNOWN if known is Ownership.OTHERS else known,
    )


@defect("DECL-9", also="AUTH-3")
def anybody_can_be_declared(patch):
    """Another provider's participant counts as one's own."""
    change_result(
        patch,
        declarations,
        "ownership_of",
        lambda known, *_: Ownership.OWN if known is Ownership.OTHERS else known,
    )


@defect("DECL-9", also="DECL-1 DECL-12 FMT-5 FMT-7")
def nobody_has_a_right_course(patch):
    """An unknown participant is named without the course."""
    patch.setattr(declarations, "right_course", nothing)


@defect("DECL-12", also="ACT-1")
def the_school_ends_declaring_in_the_guidance(patch):
    """The guidance edition does not know whom the school withdrew."""
    switch(patch, "guidance", forgets_school_withdrawn=True)


@defect("DECL-12", also="ACT-1")
def the_school_does_not_end_declaring_in_the_service(patch):
    """The service edition declares whom the school withdrew."""
    switch(patch, "service", forgets_school_withdrawn=False)


@defect(
    "DECL-12",
    also="DECL-1 DECL-10 DECL-13 DECL-2 DECL-5 DECL-8 DECL-9 FMT-4",
)
def completion_comes_after_a_start(patch):
    """Nothing is accepted before `started`."""
    true = declaring.place_is_free

    def place_is_free(claim, history):
        known = list(history)
        if claim.declaration_type is not DeclarationType.STARTED and not known:
            yield declaring.ALREADY_DECLARED
        yield from true(claim, known)

    patch.setattr(declaring, "place_is_free", place_is_free)
