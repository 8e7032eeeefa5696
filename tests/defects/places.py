"""Defects of copies and places: DECL-10, DECL-11, DECL-13, DECL-14."""

import asyncio
from contextvars import ContextVar
from dataclasses import replace

from ecf_sandbox.engine.http.pipeline import Work
from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.rules import declaring, paying
from ecf_sandbox.v1.service import declarations
from ecf_sandbox.v1.store.records import Records
from tests.defects import defect
from tests.kit.breaking import change_result, nothing, switch


@defect("DECL-10")
def a_copy_is_a_second(patch):
    """The guidance edition refuses copies."""
    switch(patch, "guidance", replays_copies=False)


@defect("DECL-10")
def the_service_answers_copies(patch):
    """The service edition answers copies as at first."""
    switch(patch, "service", replays_copies=True)


@defect("DECL-10", also="DECL-8")
def other_evidence_makes_a_copy(patch):
    """Evidence is not compared for any type."""
    _say(patch, lambda past, claim: replace(past, evidence_held=claim.evidence_held))


@defect("DECL-10", also="DECL-11 DECL-13")
def another_date_makes_a_copy(patch):
    """Dates are not compared."""
    _say(patch, lambda past, claim: replace(past, declaration_date=claim.declaration_date))


@defect("DECL-10", also="PAY-8")
def another_type_makes_a_copy(patch):
    """Types are not compared."""
    _say(patch, lambda past, claim: replace(past, declaration_type=claim.declaration_type))


def _say(patch, pretend):
    true = declaring._says
    patch.setattr(declaring, "_says", lambda past, claim: true(pretend(past, claim), claim))


def _with_history(patch, rule, change):
    """Let a rule know of another history than there is."""
    true = getattr(declaring, rule)

    def judged(claim, history, *rest):
        return true(claim, [changed for each in history for changed in change(each, *rest)], *rest)

    patch.setattr(declaring, rule, judged)


@defect("DECL-10", also="AUTH-3")
def a_copy_of_what_was_voided_is_answered(patch):
    """A copy finds a declaration that was taken back."""
    _with_history(patch, "exact_copy", lambda each, _: [_unvoided(each)])


def _unvoided(declaration):
    return replace(declaration, settlement=replace(declaration.settlement, voided_at=None))


@defect("DECL-10")
def a_copy_of_the_ineligible_is_new(patch):
    """A copy finds only what takes its place."""
    _with_history(patch, "exact_copy", lambda each, _: [each] if declaring.stands(each) else [])


@defect("DECL-10", also="PART-3")
def anybodys_declaration_is_copied(patch):
    """A copy of another provider's declaration is answered with it."""
    _with_history(patch, "exact_copy", lambda each, slug: [replace(each, provider=slug)])


@defect("DECL-10")
def a_copy_is_answered_as_it_stands(patch):
    """A copy shows today's state instead of the first answer."""
    true = declarations.declare

    def declare(context, claim):
        return paying.seen(true(context, claim).declaration, now=context.now)

    patch.setattr(declarations, "declare", declare)


@defect("DECL-10")
def a_withdrawal_comes_before_copies(patch):
    """Copies are looked for after the withdrawn are refused."""
    true = declarations.declare

    def declare(context, claim):
        record = declarations.record_of(context, claim.participant_id)
        if record:
            declarations.refuse_any(declaring.not_after_withdrawal(claim, record, context.edition))
        return true(context, claim)

    patch.setattr(declarations, "declare", declare)


@defect("DECL-10", also="FMT-4 FMT-5")
def now_comes_before_copies(patch):
    """Copies are looked for after dates in the future are refused."""
    true = declarations.declare

    def declare(context, claim):
        declarations.refuse_any(declaring.readable_date(claim, now=context.now))
        return true(context, claim)

    patch.setattr(declarations, "declare", declare)


@defect("DECL-11", also="DECL-10")
def there_is_always_room(patch):
    """A type can be declared again and again."""
    patch.setattr(declaring, "place_is_free", nothing)


@defect("DECL-11", also="VOID-1 DECL-10 DECL-13")
def a_void_frees_no_place(patch):
    """What was voided still takes its place."""
    patch.setattr(declaring, "stands", lambda each: each.settlement.ineligible_at is None)


@defect("DECL-11", also="DECL-13")
def the_ineligible_take_a_place(patch):
    """What is ineligible still takes its place."""
    patch.setattr(declaring, "stands", lambda each: each.settlement.voided_at is None)


@defect("DECL-11", also="PART-3")
def each_provider_has_places_of_its_own(patch):
    """What another provider declared takes no place."""
    _with_history(
        patch, "place_is_free", lambda each: [each] if each.provider == "north-star" else []
    )


@defect("DECL-11", also="DECL-10 DECL-12 PAY-7 REG-3 TIME-3")
def one_declaration_takes_every_place(patch):
    """Any standing declaration refuses every type."""
    _with_history(
        patch,
        "place_is_free",
        lambda each: [replace(each, declaration_type=kind) for kind in DeclarationType],
    )


@defect("DECL-13")
def a_shared_trn_does_not_matter(patch):
    """The second with a TRN is eligible."""
    patch.setattr(declaring, "is_second_with_trn", lambda *_: False)


@defect("DECL-13")
def a_shared_trn_refuses(patch):
    """The second with a TRN is refused."""
    change_result(
        patch,
        Records,
        "declarations_of",
        lambda own, store, person: own + store.declarations_of_namesakes(person),
    )


@defect("DECL-13")
def a_shared_trn_counts_whatever_the_course(patch):
    """A mentor's declaration makes an ECT with the TRN a second."""
    change_result(
        patch,
        declaring,
        "is_second_with_trn",
        lambda _, claim, namesakes: any(
            each.declaration_type is claim.declaration_type for each in namesakes
        ),
    )


@defect("DECL-13")
def a_namesakes_void_frees_nothing(patch):
    """What was voided for the first still makes the second ineligible."""
    change_result(
        patch,
        declaring,
        "is_second_with_trn",
        lambda _, claim, namesakes: any(
            each.declaration_type is claim.declaration_type
            and each.course_identifier is claim.course_identifier
            for each in namesakes
        ),
    )


@defect("DECL-14", also="DECL-10 DECL-11")
def writers_look_before_they_wait(patch):
    """A declaration is judged by what stood when it came, though others came in between."""
    before, true, done = ContextVar("before"), Records.declarations_of, Work.done

    async def waits(self):
        if self.route.method == "GET":
            return await done(self)
        with self.world.reading(patient=True) as store:
            store.db.execute("SELECT 1 FROM declarations").fetchone()  # now it sees that state
            before.set(store)
            await asyncio.sleep(0.01)
            return await done(self)

    patch.setattr(Work, "done", waits)
    patch.setattr(Records, "declarations_of", lambda self, person: true(before.get(self), person))
