"""Defects of the registration journey, and of transfers as schools make them."""

from dataclasses import replace
from itertools import count

from ecf_sandbox.v1.domain.declarations import State
from ecf_sandbox.v1.http import serializers
from ecf_sandbox.v1.http.control import participants
from ecf_sandbox.v1.rules import paying, registering
from ecf_sandbox.v1.service import registration
from ecf_sandbox.v1.store import additions, enrolment
from ecf_sandbox.v1.store.records import Records
from tests.defects import defect
from tests.kit.breaking import change_result, nothing, switch
from tests.kit.wire import UNKNOWN_ID


@defect("REG-1")
def who_is_added_is_deferred_at_first(patch):
    """A provider has to resume whoever is new."""

    def defer(record, context, *_):
        deferred = replace(record, training_status="deferred")
        return context.store.change_training(deferred, "defer", reason="other", at=context.now)

    change_result(patch, registration, "add", defer)


@defect("REG-1", also="REG-2")
def whoever_is_added_has_a_number(patch):
    """The made-up teacher reference number is known from the beginning."""
    patch.setitem(participants._UNHEARD_OF, "teacher_reference_number", "1100001")


@defect("REG-1", also="PAY-8 REG-3")
def whoever_is_added_is_on_january(patch):
    """Without a schedule, the wrong one is usual."""
    patch.setattr(participants, "SEPTEMBER", "ecf-standard-january")


@defect("REG-1")
def whoever_is_added_was_added_long_ago(patch):
    """The list shows who is new as changed in the past."""
    true = additions.open_record

    def open_record(store, person, provider, placement, *, at, transferred=False):
        long_ago = at if transferred else at - 10**12
        return true(store, person, provider, placement, at=long_ago, transferred=transferred)

    patch.setattr(additions, "open_record", open_record)


@defect("REG-1")
def what_is_made_up_is_another_each_time(patch):
    """A reset world makes up other people than before."""
    numbers = count()
    change_result(
        patch,
        participants,
        "new_person",
        lambda made_up, *_, **__: replace(made_up, email=f"{next(numbers)}{made_up.email}"),
    )


@defect("REG-1", also="ACT-5")
def any_schedule_can_be_joined(patch):
    """A schedule that the cohort does not have is accepted."""
    patch.setattr(registration.scheduling, "known_schedule", nothing)


@defect("REG-2", also="LIST-7 ADV-1 ADV-2 ADV-3 AUTH-4 PART-3")
def what_is_found_out_does_not_show_in_polls(patch):
    """A changed fact leaves updated_at where it was."""

    def change_person(store, person, *, stamp):
        before = store.db.execute("SELECT key, recorded FROM records").fetchall()
        true(store, person, stamp=stamp)
        store.db.executemany("UPDATE records SET recorded = ?2 WHERE key = ?1", before)

    true = enrolment.change_person
    patch.setattr(enrolment, "change_person", change_person)
    patch.setattr(enrolment, "change_record", lambda store, record: None)


@defect("REG-2")
def the_guidance_shows_every_email(patch):
    """An email that nobody confirmed is shown."""
    switch(patch, "guidance", hides_unvalidated_email=False)


@defect("REG-2")
def the_service_hides_emails_too(patch):
    """An email is null until it is confirmed."""
    switch(patch, "service", hides_unvalidated_email=True)


@defect("REG-2")
def eligibility_shows_without_qts(patch):
    """What QTS hides is shown."""
    change_result(patch, serializers, "participant", _whatever_the_qts)


def _whatever_the_qts(shown, record, *_):
    shown["attributes"]["eligible_for_funding"] = record.person.eligible
    return shown


@defect("REG-2", also="REG-3")
def qts_is_not_kept(patch):
    """The fact that QTS is missing is lost."""
    change_result(patch, registering, "with_facts", lambda person, *_: replace(person, qts=None))


@defect("REG-2")
def another_number_is_as_valid_as_the_one_before(patch):
    """A changed number keeps what was said of the old one."""
    patch.setattr(registering, "with_facts", lambda person, facts: replace(person, **facts))


@defect("REG-2")
def a_number_that_is_not_there_is_valid(patch):
    """Something can be said of no number."""
    patch.setattr(registering, "validates_a_number", nothing)


@defect("REG-2")
def what_changes_nothing_moves_updated_at(patch):
    """Equal facts are recorded as a change."""

    def with_facts(person, facts):
        return replace(true(person, facts), full_name=f"{person.full_name} ")

    true = registering.with_facts
    patch.setattr(registering, "with_facts", with_facts)


@defect("REG-2")
def anybody_can_mentor_anybody(patch):
    """ECTs mentor, and mentors are mentored."""
    patch.setattr(registering, "can_be_mentored", nothing)


@defect("REG-3")
def nothing_is_promoted(patch):
    """What was submitted stays so."""
    patch.setattr(registering, "becomes_eligible", lambda *_: False)


@defect("REG-3")
def qts_does_not_hold_eligibility_back(patch):
    """Declarations become eligible although QTS is denied."""
    patch.setattr(
        registering,
        "becomes_eligible",
        lambda before, after: after.eligible is True and before.eligible is not True,
    )


@defect("REG-3")
def only_the_current_provider_s_are_promoted(patch):
    """What an earlier provider submitted stays so."""
    _promoting(patch, whose=lambda each, record: each.provider == record.provider)


@defect("REG-3")
def eligible_since_it_was_declared(patch):
    """The payment is that of the declaration, not of the moment of becoming eligible."""
    _promoting(patch, at=lambda each, _: each.made_at)


@defect("REG-3")
def whatever_is_not_submitted_is_promoted_too(patch):
    """What is eligible moves to a later payment, and what is voided is paid."""
    _promoting(patch, states=tuple(State))


def _promoting(
    patch,
    *,
    at=lambda _, now: now,
    whose=lambda *_: True,
    states=(State.SUBMITTED,),
):
    """Promote in another way: as of when, whose declarations, and in which states."""

    def promote(context, record):
        calendar = context.edition.schedules.calendar(record.person.cohort)
        for each in context.store.declarations_of(record.person):
            if paying.state_at(context.now, each.settlement) in states and whose(each, record):
                since = at(each, context.now)
                facts = paying.become_eligible(each.settlement, calendar, at=since)
                context.store.settle(each, facts, recorded=record.recorded)

    patch.setattr(registration, "_promote", promote)


@defect("REG-3", also="LIST-7 PAY-5 PAY-7")
def a_promotion_moves_no_updated_at(patch):
    """A poller never hears of it."""
    true = Records.settle
    patch.setattr(
        Records,
        "settle",
        lambda self, each, facts, *, recorded: true(self, each, facts, recorded=each.recorded),
    )


@defect("REG-3")
def ceasing_to_be_eligible_takes_it_back(patch):
    """What was eligible is submitted again."""

    def update(record, context, *_):
        if not record.person.eligible_for_funding:
            context.store.db.execute("UPDATE declarations SET eligible_at = NULL")
        return record

    change_result(patch, registration, "update", update)


@defect("PART-3")
def the_mentor_comes_along(patch):
    """Whoever changes school keeps the mentor."""
    true = registration.Placement
    patch.setattr(
        registration, "Placement", lambda school, schedule: true(school, schedule, UNKNOWN_ID)
    )


@defect("PART-3")
def a_transfer_leads_back_to_september(patch):
    """The new provider's record is on the usual schedule."""
    true = registration.Placement
    patch.setattr(
        registration, "Placement", lambda school, _: true(school, "ecf-standard-september")
    )


@defect("PART-3")
def staying_is_a_transfer(patch):
    """A transfer to where one is already is accepted."""
    patch.setattr(registering, "moves", nothing)


@defect("PART-3", also="ADV-2 AUTH-4")
def another_school_is_another_beginning(patch):
    """A change of school resumes the training with the same provider."""

    def transfer(context, participant_id, provider, school_urn):
        left = registration.participant(context, participant_id)
        placement = additions.Placement(school_urn, left.schedule_identifier, left.mentor_id)
        return additions.open_record(
            context.store, left.person, provider, placement, at=context.now
        )

    patch.setattr(registration, "transfer", transfer)


@defect("PART-3")
def the_latest_date_is_the_current_record(patch):
    """Of two transfers the one with the later date counts, not the later one."""
    change_result(patch, additions, "open_record", _opened_by_date)


def _opened_by_date(opened, store, *_, **__):
    store.db.execute("UPDATE records SET opened = recorded WHERE key = ?", (opened.key,))
    return opened


@defect("PART-3")
def a_person_changes_with_one_provider_alone(patch):
    """The record of an earlier provider does not move when the person does."""
    true = enrolment.change_person

    def change_person(store, person, *, stamp):
        others = store.db.execute("SELECT recorded, key FROM records").fetchall()
        true(store, person, stamp=stamp)
        store.db.executemany("UPDATE records SET recorded = ? WHERE key = ?", others)

    patch.setattr(enrolment, "change_person", change_person)


@defect("PART-3", also="ADV-1 ADV-2 ADV-3")
def a_school_withdraws_from_every_provider(patch):
    """What the school says changes in every record."""

    def change_record(store, record):
        true(store, record)
        store.db.execute(
            "UPDATE records SET status = ?, mentor_id = ?", (record.status, record.mentor_id)
        )

    true = enrolment.change_record
    patch.setattr(enrolment, "change_record", change_record)
